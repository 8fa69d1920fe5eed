use super::*;
use crate::network::Looking;
use std::net::IpAddr;

/// A name system that gives one answer after the other, and counts the questions.
#[derive(Debug, Default)]
pub(super) struct Hostile {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Lookup for Hostile {
    fn lookup(&self, _: &str) -> Looking {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        let found = self.answers.get(turn).or(self.answers.last()).cloned().unwrap_or_default();
        Box::pin(async move { Ok(found) })
    }
}

pub(super) fn with_names(answers: &[&[&str]], options: Options) -> (Fetcher, Arc<Hostile>) {
    let answers = answers.iter().map(|a| a.iter().map(|ip| ip.parse().unwrap()).collect());
    let names = Arc::new(Hostile { answers: answers.collect(), ..Hostile::default() });
    let lookup = Arc::clone(&names) as Arc<dyn Lookup>;
    (Fetcher::with_lookup(options, clock(), Arc::new(Alone::default()), &lookup).unwrap(), names)
}

#[tokio::test]
async fn addresses_inside_are_refused_before_anything_is_sent() {
    let site = Site::start(|_| ok("secret")).await;
    let (fetcher, names) = with_names(&[&["1.1.1.1"]], Options::default());
    let port = site.authority.rsplit_once(':').unwrap().1;
    let own = [format!("http://127.0.0.1:{port}/"), format!("http://localhost:{port}/")];
    let others = [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/",
        "http://localhost/",
        "http://10.1.2.3:8080/",
        "http://[fe80::1]/",
        "http://example.org:25/",
    ];
    for url in own.iter().map(String::as_str).chain(others) {
        refused(get(&fetcher, url).await);
    }
    assert_eq!((site.paths().len(), names.asked.load(Ordering::SeqCst)), (0, 0));
}

#[tokio::test]
async fn a_redirect_inside_is_refused() {
    let inner = Site::start(|_| ok("secret")).await;
    for target in [
        inner.url("/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "file:///etc/hostname".to_owned(),
        "http://user:pw@example.org/".to_owned(),
        "https://t.me/+AbCdEf".to_owned(),
    ] {
        let outer = Site::start(move |_| say(302, &[("location", target.as_str())], "")).await;
        let fetcher = fetcher(&[&outer], &clock(), |_| {});
        refused(get(&fetcher, &outer.url("/")).await);
    }
    assert_eq!(inner.paths().len(), 0);
}

#[tokio::test]
async fn a_name_that_resolves_inside_is_refused_and_asked_about_once() {
    for answers in [&["10.0.0.1"][..], &["1.1.1.1", "127.0.0.1"], &["::ffff:192.168.0.1"]] {
        let options = Options { robots: false, ..Options::default() };
        let (fetcher, names) = with_names(&[answers], options);
        let reason = refused(get(&fetcher, "http://rebind.example/").await);
        assert!(reason.contains("rebind.example resolves to"), "{reason}");
        assert_eq!(names.asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_judged_by_the_one_that_is_used() {
    // The first answer is empty, so that nothing outside is asked; the connection's own look is
    // judged anew, and the judgement is not remembered as an address.
    let options = Options { robots: false, interval_ms: 0, ..Options::default() };
    let (fetcher, names) = with_names(&[&[], &["127.0.0.1"]], options);
    for asked in [2, 3] {
        refused(get(&fetcher, "http://rebind.example/").await);
        assert_eq!(names.asked.load(Ordering::SeqCst), asked);
    }
}

#[tokio::test]
async fn the_allow_list_lets_through_one_name_and_port_and_no_other() {
    let site = Site::start(|_| ok("mirror")).await;
    let port = site.authority.rsplit_once(':').unwrap().1;
    let options = Options {
        allow: vec![format!("mirror.example:{port}")],
        robots: false,
        ..Options::default()
    };
    let (fetcher, _) = with_names(&[&["127.0.0.1"]], options);
    let page = get(&fetcher, &format!("http://mirror.example:{port}/")).await.unwrap();
    assert_eq!(page.body.as_ref(), b"mirror");
    refused(get(&fetcher, "http://mirror.example/").await);
    refused(get(&fetcher, &format!("http://other.example:{port}/")).await);
}
