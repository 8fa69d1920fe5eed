use super::*;
use crate::hosts::Alone;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Debug, Default)]
struct Set(AtomicI64);

impl Clock for Set {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// A host, and the clock that it goes by.
struct World {
    clock: Arc<Set>,
    host: Arc<Host>,
}

fn world(interval_ms: u64, in_flight: u32) -> World {
    let clock = Arc::new(Set::default());
    let around = Around {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        ledger: Arc::new(Alone::default()),
        timeout: Duration::from_secs(30),
    };
    let pace = Pace { interval: Duration::from_millis(interval_ms), burst: 1, in_flight };
    World { clock, host: Arc::new(Host::new("a.example", pace, Arc::new(around))) }
}

fn at(secs: i64) -> Timestamp {
    Timestamp::from_ms(0).plus_secs(secs)
}

impl World {
    fn set(&self, secs: i64) {
        self.clock.0.store(secs * 1000, Ordering::SeqCst);
    }

    async fn answer(&self, status: u16, headers: &[(&str, &str)]) {
        let headers: Vec<_> =
            headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let turn = self.host.turn().await.unwrap();
        turn.answered(status, &headers, self.clock.now()).await;
    }

    async fn fail(&self) {
        self.host.turn().await.unwrap().failed(self.clock.now()).await;
    }

    fn held(&self) -> Option<Timestamp> {
        self.host.held(self.clock.now()).map(|(until, _)| until)
    }
}

#[tokio::test]
async fn a_long_wait_is_an_error_that_says_how_long() {
    let world = world(0, 1);
    world.answer(429, &[("retry-after", "600")]).await;
    let refused = world.host.turn().await.err();
    let expect = Some(FetchError::Throttled { retry_after: Duration::from_mins(10) });
    assert_eq!(refused, expect);
    let report = world.host.report(at(1));
    assert_eq!(report.waiting_until, Some(at(600)));
    assert!(report.reason.contains("Retry-After"), "{}", report.reason);
    world.set(601);
    assert!(world.host.turn().await.is_ok());
}

#[tokio::test]
async fn plain_refusals_double_the_wait_and_a_good_answer_ends_that() {
    let world = world(0, 1);
    let mut now = 0;
    for expect in [30, 60, 120, 240] {
        world.set(now);
        world.answer(429, &[]).await;
        assert_eq!(world.held(), Some(at(now + expect)));
        now += expect + 1;
    }
    world.set(now);
    world.answer(200, &[]).await;
    world.answer(503, &[]).await;
    assert_eq!(world.held(), Some(at(now + 30)));
}

#[tokio::test]
async fn a_refusal_slows_the_host_and_it_recovers_gradually() {
    let world = world(4, 1);
    for _ in 0..3 {
        world.answer(429, &[("retry-after", "0")]).await;
        world.host.state().hold = None;
    }
    for expect in [3, 2, 1, 0, 0] {
        assert_eq!(world.host.state().slow, expect);
        for _ in 0..GOOD {
            world.answer(200, &[]).await;
        }
    }
}

#[tokio::test]
async fn failures_in_a_row_open_the_circuit_and_one_request_tries_it() {
    let world = world(0, 4);
    for _ in 0..FAILURES {
        assert_eq!(world.held(), None);
        world.fail().await;
    }
    assert_eq!(world.held(), Some(at(30)));
    assert_eq!(world.host.report(at(0)).errors, u64::from(FAILURES));
    world.set(31);
    let trying = world.host.turn().await.unwrap();
    let second = world.host.turn().await.err();
    assert_eq!(second, Some(FetchError::Throttled { retry_after: MAX_WAIT }));
    trying.failed(at(31)).await;
    drop(trying);
    assert_eq!(world.held(), Some(at(31 + 60)), "it stays open for twice as long");
    world.set(100);
    world.answer(404, &[]).await;
    let both = (world.host.turn().await.unwrap(), world.host.turn().await.unwrap());
    assert_eq!(world.held(), None, "an answer of any kind closes it");
    drop(both);
}

#[tokio::test]
async fn a_crawl_delay_counts_from_the_end_of_the_request_before() {
    let world = world(0, 1);
    let host = &world.host;
    host.set_crawl_delay(Some(Duration::from_secs(20)));
    assert_eq!(host.spacing_left(Instant::now()), None);
    drop(host.turn().await.unwrap());
    let after = Instant::now();
    let left = host.spacing_left(after).unwrap();
    assert!(left <= Duration::from_secs(20) && left > Duration::from_secs(10), "{left:?}");
    assert_eq!(host.spacing_left(after + Duration::from_secs(20)), None);
}

#[tokio::test]
async fn a_clock_set_back_does_not_prolong_a_hold() {
    let world = world(0, 1);
    world.set(1_000_000);
    world.answer(429, &[("retry-after", "60")]).await;
    world.set(0);
    assert_eq!(world.held(), Some(at(3600)));
}

#[tokio::test]
async fn the_slowest_of_several_paces_is_kept() {
    let world = world(10, 1);
    let pace = |secs| Pace { interval: Duration::from_secs(secs), burst: 1, in_flight: 1 };
    world.host.slow_down_to(pace(60));
    world.host.slow_down_to(pace(1));
    assert_eq!(world.host.state().pace, pace(60));
    let refused = world.host.turn().await.err();
    assert!(matches!(refused, Some(FetchError::Throttled { .. })), "no request for the new bucket");
}
