use super::*;
use crate::PlatformOptions;
use crate::hosts::{Entry, LedgerError, Note, Wish};
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;

fn with_own(options: &mut Options, change: impl FnOnce(&mut PlatformOptions)) {
    let mut own = PlatformOptions::default();
    change(&mut own);
    options.platforms.insert("mastodon".to_owned(), own);
}

fn mastodon() -> Platform {
    Platform::new("mastodon")
}

fn closed<T: std::fmt::Debug>(result: Result<T, FetchError>) -> (String, Duration) {
    match result {
        Err(FetchError::Closed { reason, retry_after }) => (reason, retry_after),
        other => panic!("not closed: {other:?}"),
    }
}

#[tokio::test]
async fn a_daily_budget_counts_every_request_and_opens_again_at_midnight() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/moved" => say(302, &[("location", "/there")], ""),
        _ => ok("x"),
    })
    .await;
    let clock = clock();
    let plain = fetcher(&[&site], &clock, |o| with_own(o, |own| own.daily_requests = Some(3)));
    let fetcher = plain.for_platform(&mastodon());
    get(&fetcher, &site.url("/moved")).await.unwrap();
    assert_eq!(fetcher.closed(&mastodon()).await, None);
    get(&fetcher, &site.url("/")).await.unwrap();
    let (reason, after) = closed(get(&fetcher, &site.url("/")).await);
    assert_eq!(reason, "the 3 requests a day for mastodon are used up");
    // It is five past two in the afternoon.
    assert_eq!(after, Duration::from_mins(9 * 60 + 55));
    assert!(fetcher.closed(&mastodon()).await.is_some());
    assert!(get(&plain, &site.url("/")).await.is_ok(), "others have no budget");
    clock.advance_secs(i64::try_from(after.as_secs()).unwrap());
    assert!(get(&fetcher, &site.url("/")).await.is_ok());
    assert_eq!(site.paths().len(), 5);
}

#[tokio::test]
async fn nothing_is_asked_in_quiet_hours() {
    let site = Site::start(|_| ok("x")).await;
    let clock = clock();
    let fetcher = fetcher(&[&site], &clock, |o| {
        o.quiet_hours = vec!["14:00-14:30".to_owned()];
        with_own(o, |own| own.quiet_hours = Some(vec!["22:00-06:00 Europe/Athens".to_owned()]));
    });
    let (reason, after) = closed(get(&fetcher, &site.url("/")).await);
    assert!(reason.contains("quiet hours until 2026-11-23T14:30:00"), "{reason}");
    assert_eq!(after, Duration::from_mins(25));
    let own = fetcher.for_platform(&mastodon());
    assert!(get(&own, &site.url("/")).await.is_ok());
    clock.advance_secs(6 * 3600);
    assert!(get(&fetcher, &site.url("/")).await.is_ok());
    closed(get(&own, &site.url("/")).await);
    assert!(fetcher.closed(&mastodon()).await.is_some());
    assert_eq!(fetcher.closed(&Platform::new("feeds")).await, None);
}

/// A ledger with a stop switch, that may be broken.
#[derive(Debug, Default)]
struct Switch {
    on: AtomicBool,
    broken: AtomicBool,
}

#[async_trait::async_trait]
impl Ledger for Switch {
    async fn enter(&self, wish: Wish<'_>) -> Result<Entry, LedgerError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(LedgerError("gone".to_owned()));
        }
        Ok(Entry::At { at: wish.now, slow: None })
    }

    async fn note(&self, _: Note) -> Result<(), LedgerError> {
        Err(LedgerError("gone".to_owned()))
    }

    async fn spend(&self, _: &str, _: i64, _: u32) -> Result<bool, LedgerError> {
        Ok(true)
    }

    async fn spent(&self, _: &str, _: i64) -> Result<u32, LedgerError> {
        Ok(0)
    }

    async fn stopped(&self) -> Result<bool, LedgerError> {
        Ok(self.on.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn the_stop_switch_and_a_broken_ledger_keep_every_request_in() {
    let site = Site::start(|_| ok("x")).await;
    let switch = Arc::new(Switch::default());
    let options = Options {
        allow: vec![site.authority.clone()],
        interval_ms: 0,
        robots: false,
        ..Options::default()
    };
    let ledger = Arc::clone(&switch) as Arc<dyn Ledger>;
    let fetcher = Fetcher::sharing(options, clock(), ledger).unwrap();
    assert!(get(&fetcher, &site.url("/")).await.is_ok());
    switch.on.store(true, Ordering::SeqCst);
    assert_eq!(closed(get(&fetcher, &site.url("/")).await).0, "the stop switch is on");
    switch.on.store(false, Ordering::SeqCst);
    switch.broken.store(true, Ordering::SeqCst);
    let reason = transient(get(&fetcher, &site.url("/")).await);
    assert!(reason.contains("shared record of hosts"), "{reason}");
    assert_eq!(site.paths().len(), 1);
}

#[tokio::test]
async fn names_on_one_machine_share_its_pace() {
    let options = Options { robots: false, interval_ms: 40_000, ..Options::default() };
    let (fetcher, _) = super::targets::with_names(&[&["1.1.1.2", "1.1.1.1"]], options);
    let ip: IpAddr = "1.1.1.1".parse().unwrap();
    drop(fetcher.machine(ip).turn().await.unwrap());
    for name in ["one.example", "two.example"] {
        let throttled = get(&fetcher, &format!("http://{name}/")).await;
        assert!(matches!(throttled, Err(FetchError::Throttled { .. })), "{throttled:?}");
    }
}

#[tokio::test]
async fn names_of_one_registrable_domain_are_one_host() {
    let options = Options { robots: false, interval_ms: 40_000, ..Options::default() };
    let (fetcher, _) = super::targets::with_names(&[&["1.1.1.1"]], options);
    let url = |text: &str| PublicUrl::parse(text).unwrap();
    drop(fetcher.host(&url("https://a.example.org/")).turn().await.unwrap());
    let throttled = get(&fetcher, "http://b.example.org:8080/").await;
    assert!(matches!(throttled, Err(FetchError::Throttled { .. })), "{throttled:?}");
    let hosts: Vec<_> = fetcher.hosts().into_iter().map(|host| host.host).collect();
    assert_eq!(hosts, ["example.org"]);
}

#[tokio::test]
async fn a_host_serves_as_many_at_once_as_the_settings_say() {
    let site = Site::start(|_| ok("x")).await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.in_flight = 3);
    let urls: Vec<_> = (0..24).map(|n| site.url(&format!("/{n}"))).collect();
    let pages = futures::future::join_all(urls.iter().map(|url| get(&fetcher, url))).await;
    assert!(pages.iter().all(Result::is_ok));
    let most = site.most_in_flight.load(Ordering::SeqCst);
    assert!((2..=3).contains(&most), "{most} in flight");
}

#[test]
fn hours_that_cannot_be_read_are_said_at_once() {
    let check = |change: fn(&mut Options), part: &str| {
        let mut options = Options::default();
        change(&mut options);
        let error = Fetcher::new(options, clock()).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    };
    check(|o| o.quiet_hours = vec!["night".to_owned()], "crawler.quiet_hours: \"night\"");
    let own = |o: &mut Options| with_own(o, |p| p.quiet_hours = Some(vec!["1-2".to_owned()]));
    check(own, "crawler.platforms.mastodon.quiet_hours");
}
