use super::*;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::{StreamExt, stream};
use std::convert::Infallible;
use std::io::Write;

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_bomb_is_cut_and_the_next_page_is_fine() {
    let bomb = gzip(&vec![0; 16 << 20]);
    assert!(bomb.len() < 1 << 20);
    let site = Site::start(move |seen| match seen.path.as_str() {
        "/bomb" => say(200, &[("content-encoding", "gzip")], bomb.clone()),
        _ => ok("fine"),
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_body_bytes = 1 << 20);
    let reason = permanent(get(&fetcher, &site.url("/bomb")).await);
    assert!(reason.contains("longer than 1048576 bytes"), "{reason}");
    assert_eq!(get(&fetcher, &site.url("/")).await.unwrap().body.as_ref(), b"fine");
}

#[tokio::test]
async fn a_body_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
    let site = Site::start(|seen| say(200, &[], vec![b'x'; seen.number()])).await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_body_bytes = 1000);
    assert_eq!(get(&fetcher, &site.url("/1000")).await.unwrap().body.len(), 1000);
    permanent(get(&fetcher, &site.url("/1001")).await);
}

#[tokio::test]
async fn a_body_without_end_is_cut() {
    let site = Site::start(|_| {
        let chunk = || async { Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 1024])) };
        say(200, &[], Body::from_stream(stream::repeat_with(chunk).then(|chunk| chunk)))
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_body_bytes = 100_000);
    permanent(get(&fetcher, &site.url("/")).await);
}

#[tokio::test]
async fn a_body_that_stands_still_is_cut() {
    let site = Site::start(|_| {
        let first = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"begin")) });
        say(200, &[], Body::from_stream(first.chain(stream::pending())))
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.idle_timeout_ms = 40);
    let reason = transient(get(&fetcher, &site.url("/")).await);
    assert_eq!(reason, "the body stood still for 40 ms");
    let report = fetcher.hosts().remove(0);
    assert_eq!((report.requests, report.errors), (1, 1));
}

#[tokio::test]
async fn a_page_that_takes_too_long_altogether_is_cut() {
    let site = Site::start(|_| {
        let drip = stream::repeat_with(|| async {
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(Bytes::from_static(b"."))
        });
        say(200, &[], Body::from_stream(drip.then(|drop| drop)))
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| {
        o.timeout_ms = 60;
        o.max_body_bytes = u64::MAX;
    });
    let reason = transient(get(&fetcher, &site.url("/")).await);
    assert_eq!(reason, "not complete within 60 ms");
}

#[tokio::test]
async fn an_answer_with_too_many_headers_is_given_up() {
    let site = Site::start(|_| {
        let mut answer = ok("x");
        for n in 0..50 {
            let name = axum::http::HeaderName::try_from(format!("x-{n}")).unwrap();
            answer.headers_mut().insert(name, "v".parse().unwrap());
        }
        answer
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_headers = 20);
    let reason = permanent(get(&fetcher, &site.url("/")).await);
    assert!(reason.ends_with("headers are too many"), "{reason}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_passing_failure_without_the_address_in_it() {
    let site = Site { authority: "127.0.0.1:9".to_owned(), ..Site::default() };
    let fetcher = fetcher(&[&site], &clock(), |_| {});
    let reason = transient(get(&fetcher, &site.url("/secret-name")).await);
    assert!(!reason.contains("secret-name"), "{reason}");
}

#[tokio::test]
async fn headers_of_too_many_bytes_are_given_up() {
    let site = Site::start(|seen| {
        let value = "v".repeat(seen.number());
        say(200, &[("x-long", value.as_str())], "x")
    })
    .await;
    let fetcher = fetcher(&[&site], &clock(), |o| o.max_header_bytes = 2000);
    assert!(get(&fetcher, &site.url("/1000")).await.is_ok());
    let reason = permanent(get(&fetcher, &site.url("/2000")).await);
    assert!(reason.contains("bytes of headers are too many"), "{reason}");
    // Beyond what the HTTP library reads at all.
    let reason = permanent(get(&fetcher, &site.url("/600000")).await);
    assert!(reason.contains("message head is too large"), "{reason}");
}
