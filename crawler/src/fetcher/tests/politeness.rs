use super::*;
use crate::PlatformOptions;
use std::time::Instant as StdInstant;

#[tokio::test]
async fn a_host_is_asked_one_request_at_a_time() {
    let site = Site::start(|_| ok("x")).await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let urls: Vec<_> = (0..12).map(|n| site.url(&format!("/{n}"))).collect();
    let pages = futures::future::join_all(urls.iter().map(|url| get(&fetcher, url))).await;
    assert!(pages.iter().all(Result::is_ok));
    let most = site.most_in_flight.load(Ordering::SeqCst);
    println!("12 pages at once: at most {most} in flight");
    assert_eq!((site.paths().len(), most), (12, 1));
}

#[tokio::test]
async fn requests_keep_the_interval_of_the_host() {
    let site = Site::start(|_| ok("x")).await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.interval_ms = 40);
    let begun = StdInstant::now();
    for _ in 0..4 {
        get(&fetcher, &site.url("/")).await.unwrap();
    }
    // Only a lower bound: the machine may be slow.
    assert!(begun.elapsed() >= Duration::from_millis(3 * 40 - 1), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_platform_keeps_its_own_pace_on_its_base_and_where_it_is_told_to() {
    let site = Site::start(|_| ok("x")).await;
    let own = |base_url| PlatformOptions {
        base_url,
        interval_ms: Some(40_000),
        ..PlatformOptions::default()
    };
    let throttled = |result| matches!(result, Err(FetchError::Throttled { .. }));
    for base in [Some(site.url("/")), None] {
        let is_base = base.is_some();
        let fetcher = fetcher(&[&site], &clock(), |o| {
            o.platforms.insert("mastodon".to_owned(), own(base));
        });
        let told = fetcher.for_platform(&Platform::new("mastodon"));
        let fetcher = if is_base { fetcher } else { told };
        get(&fetcher, &site.url("/1")).await.unwrap();
        assert!(throttled(get(&fetcher, &site.url("/2")).await));
    }
}

#[tokio::test]
async fn a_host_that_asks_to_wait_is_left_alone_until_then() {
    let site = Site::start(|_| say(429, &[("retry-after", "90")], "slow down")).await;
    let clock = clock();
    let fetcher = fetcher(&[&site], &clock, |_| {});
    assert_eq!(get(&fetcher, &site.url("/")).await.unwrap().status, 429);
    let expect = Err(FetchError::Throttled { retry_after: Duration::from_secs(90) });
    assert_eq!(get(&fetcher, &site.url("/")).await, expect);
    let report = fetcher.hosts().remove(0);
    assert_eq!(report.host, site.authority);
    assert_eq!(report.waiting_until, Some(clock.now().plus_secs(90)));
    assert!(report.reason.contains("HTTP 429 with Retry-After"), "{}", report.reason);
    clock.advance_secs(91);
    assert_eq!(get(&fetcher, &site.url("/")).await.unwrap().status, 429);
    assert_eq!(site.paths().len(), 2);
}

#[tokio::test]
async fn a_used_up_budget_is_respected_before_it_is_overdrawn() {
    let reset = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "2026-11-23T14:10:00.000Z")];
    let site = Site::start(move |_| say(200, &reset, "last one")).await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    get(&fetcher, &site.url("/")).await.unwrap();
    let expect = Err(FetchError::Throttled { retry_after: Duration::from_mins(5) });
    assert_eq!(get(&fetcher, &site.url("/")).await, expect);
}

#[tokio::test]
async fn one_host_that_waits_does_not_stop_another() {
    let busy = Site::start(|_| say(503, &[("retry-after", "600")], "")).await;
    let calm = Site::start(|_| ok("x")).await;
    let fetcher = fetcher(&[&busy, &calm], &clock(), |_| {});
    get(&fetcher, &busy.url("/")).await.unwrap();
    assert!(get(&fetcher, &busy.url("/")).await.is_err());
    assert!(get(&fetcher, &calm.url("/")).await.is_ok());
}

#[tokio::test]
async fn a_fetch_that_is_given_up_frees_its_host() {
    let site = Site::start(|seen| match seen.path.as_str() {
        "/stuck" => say(
            200,
            &[],
            Body::from_stream(futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>()),
        ),
        _ => ok("x"),
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let stuck = tokio::spawn({
        let (fetcher, url) = (fetcher.clone(), site.url("/stuck"));
        async move { get(&fetcher, &url).await }
    });
    while site.paths().is_empty() {
        tokio::task::yield_now().await;
    }
    stuck.abort();
    assert!(get(&fetcher, &site.url("/free")).await.is_ok());
}
