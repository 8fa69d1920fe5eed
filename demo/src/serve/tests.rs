use super::*;
use crate::clock::StandingClock;
use crate::plan::Plan;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Asks over a real connection; gives status and the whole answer.
async fn ask(base: &Url, method: &str, path: &str, body: &str) -> (u16, String) {
    let host = authority(base);
    let mut stream = TcpStream::connect(&host).await.unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    (answer.get(9..12).unwrap().parse().unwrap(), answer)
}

fn world() -> (Arc<World>, Arc<StandingClock>) {
    let plan = Plan { accounts: 60, ..Plan::default() };
    (Arc::new(World::invent(&plan)), Arc::new(StandingClock::new(plan.start)))
}

fn path(source: &str) -> String {
    let url = Url::parse(source).unwrap();
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

#[tokio::test]
async fn every_source_answers_on_its_port() {
    let (world, clock) = world();
    let served = serve(world, clock).await.unwrap();
    assert_eq!((served.allow.len(), served.sources.len() > 50), (5, true));
    for source in &served.sources {
        let base = [&served.telegram, &served.mastodon, &served.feeds]
            .into_iter()
            .find(|base| source.starts_with(base.as_str()));
        let (status, answer) = if let Some(base) = base {
            ask(base, "GET", &path(source), "").await
        } else {
            let handle = source.strip_prefix("https://bsky.app/profile/").unwrap();
            let call = format!("/xrpc/app.bsky.actor.getProfile?actor={handle}");
            ask(&served.bluesky, "GET", &call, "").await
        };
        let alive = matches!(status, 200 | 302);
        let ended = matches!(status, 400 | 403 | 404 | 410);
        assert!(alive || ended, "{source}: {answer}");
    }
    for base in [&served.telegram, &served.mastodon, &served.bluesky, &served.feeds] {
        assert!(ask(base, "GET", "/robots.txt", "").await.1.contains("User-agent: *"), "{base}");
        assert_eq!(ask(base, "DELETE", "/", "").await.0, 405);
    }
    served.stop().await;
}

#[tokio::test]
async fn a_notice_takes_an_account_down_for_everybody() {
    let (world, clock) = world();
    let start = clock.now();
    let served = serve(world, Arc::clone(&clock) as Arc<dyn Clock>).await.unwrap();
    let truth = served.truth();
    let account = truth.accounts.iter().find(|account| {
        account.platform.as_str() == "feeds"
            && account.advertises()
            && account.ends.is_none()
            && account.form != crate::truth::Form::Video
            && account.successor_of.is_none()
    });
    let account = account.unwrap();
    assert!(account.native_id.starts_with(served.feeds.as_str()), "{}", account.native_id);
    let page = path(&account.native_id);
    assert_eq!(ask(&served.feeds, "GET", &page, "").await.0, 200);
    let notice = serde_json::json!({"notice": {"account": {"url": account.native_id}}}).to_string();
    let (status, answer) = ask(&served.desk, "POST", "/notices", &notice).await;
    assert_eq!(status, 202, "{answer}");
    assert!(answer.contains("location: /notices/T000001"), "{answer}");
    assert_eq!(ask(&served.feeds, "GET", &page, "").await.0, 200);
    clock.set(start.plus_secs(1801));
    assert_eq!(ask(&served.feeds, "GET", &page, "").await.0, 410);
    assert!(ask(&served.desk, "GET", "/notices/T000001", "").await.1.contains("\"acted\""));
    assert_eq!(served.truth().takedowns[0].account, account.key);
    assert_eq!(ask(&served.desk, "POST", "/elsewhere", "{}").await.0, 405);
}

#[tokio::test]
async fn whoever_asks_too_fast_is_told_to_wait_in_the_platforms_words() {
    let (world, clock) = world();
    let options = ServeOptions { requests_per_second: 0, ..ServeOptions::default() };
    let served = serve_with(world, clock, options).await.unwrap();
    for (base, words) in [
        (&served.telegram, "429 Too Many Requests"),
        (&served.mastodon, "{\"error\":\"Too many requests\"}"),
        (&served.bluesky, "RateLimitExceeded"),
        (&served.feeds, "429 Too Many Requests"),
    ] {
        let (status, answer) = ask(base, "GET", "/", "").await;
        assert_eq!(status, 429);
        assert!(answer.contains("retry-after: 1") && answer.contains(words), "{answer}");
    }
}
