use super::*;
use model::source::{SourceAddress, SourceKind};
use model::{Platform, PublicUrl};
use proptest::prelude::*;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Midnight, a Monday.
fn start() -> Timestamp {
    Timestamp::parse("2026-11-23T00:00:00Z").unwrap()
}

fn source() -> Source {
    let address = SourceAddress {
        platform: Platform::new("telegram"),
        kind: SourceKind::Channel,
        key: "exampleroutes".to_owned(),
        url: PublicUrl::parse("https://t.me/s/exampleroutes").unwrap(),
    };
    Source::new(address, "t.me:443".to_owned(), start(), start().plus_days(365))
}

/// Plays a source that posts at `posts` (ms after start, sorted) and is visited when due, for some
/// days; returns it, the last decision, and how many visits there were.
fn play(mut source: Source, posts: &[i64], days: i64) -> (Source, Next, u32) {
    let options = Options::default();
    let (mut now, mut seen, mut visits) = (start().plus_ms(1), start(), 0);
    loop {
        let posted: Vec<_> = posts
            .iter()
            .map(|ms| start().plus_ms(*ms))
            .filter(|t| *t > seen && *t <= now)
            .collect();
        let next = after_visit(&source, VisitOutcome::Posts, &posted, now, &options);
        source.learned = next.learned.clone();
        (seen, visits) = (now, visits + 1);
        if next.due > start().plus_days(days) {
            return (source, next, visits);
        }
        assert!(next.due > now);
        now = next.due;
    }
}

fn every(ms: i64, days: i64) -> Vec<i64> {
    (1..days * DAY / ms).map(|n| n * ms).collect()
}

#[test]
fn a_source_that_posts_sixteen_times_as_much_is_visited_about_four_times_as_often() {
    let (_, _, rare) = play(source(), &every(DAY, 40), 40);
    let (_, _, often) = play(source(), &every(DAY / 16, 40), 40);
    let ratio = f64::from(often) / f64::from(rare);
    assert!((3.0..5.0).contains(&ratio), "{often} and {rare} visits");
}

#[test]
fn weight_shortens_the_interval_by_its_square_root() {
    let posts = every(DAY, 40);
    let (_, _, plain) = play(source(), &posts, 40);
    let mut heavy = source();
    heavy.weight = 4.0;
    let (_, _, heavy) = play(heavy, &posts, 40);
    let ratio = f64::from(heavy) / f64::from(plain);
    assert!((1.7..2.3).contains(&ratio), "{heavy} and {plain} visits");
}

#[test]
fn the_reason_names_rate_hours_and_the_next_look() {
    // Three posts a day, at 18:10, 19:30 and 21:20.
    let mut posts = Vec::new();
    for day in 0..30 {
        posts.extend([18 * 60 + 10, 19 * 60 + 30, 21 * 60 + 20].map(|m| day * DAY + m * 60_000));
    }
    let (_, next, _) = play(source(), &posts, 30);
    assert!(next.reason.starts_with("posts about 3 a day, mostly 18–2"), "{}", next.reason);
    assert!(next.reason.contains(" h UTC; next look in "), "{}", next.reason);
}

#[test]
fn looks_are_denser_in_the_hours_in_which_a_source_posts() {
    let posts: Vec<i64> = (0..40).map(|day| day * DAY + 20 * HOUR).collect();
    let (known, _, _) = play(source(), &posts, 40);
    let wait = |hour: i64| {
        let now = start().plus_days(41).plus_ms(hour * HOUR);
        let mut source = known.clone();
        source.learned["until"] = json!(now.ms() - HOUR);
        let next = after_visit(&source, VisitOutcome::Posts, &[], now, &Options::default());
        next.due.ms() - now.ms()
    };
    assert!(wait(20) < wait(2), "{} {}", wait(20), wait(2));
}

#[test]
fn a_source_that_falls_silent_is_visited_ever_less_and_never_forgotten() {
    let (busy, before, _) = play(source(), &every(HOUR, 10), 10);
    let now = before.due;
    let (mut silent, mut waits) = (busy, Vec::new());
    let mut at = now;
    for _ in 0..400 {
        let next = after_visit(&silent, VisitOutcome::ProvenEmpty, &[], at, &Options::default());
        waits.push(next.due.ms() - at.ms());
        silent.learned = next.learned;
        at = next.due;
    }
    let last = after_visit(&silent, VisitOutcome::ProvenEmpty, &[], at, &Options::default());
    assert!(last.reason.contains(", silent for "), "{}", last.reason);
    assert!(waits[0] < 2 * HOUR, "{}", waits[0]);
    assert_eq!(waits.last(), Some(&Options::default().ceiling_ms));
}

#[test]
fn a_first_page_of_old_posts_already_teaches_the_rate() {
    // Twenty posts, two hours apart: twelve a day.
    let posted: Vec<_> = (1..=20).map(|n| start().plus_ms(-n * 2 * HOUR)).collect();
    let options = Options::default();
    let next = after_visit(&source(), VisitOutcome::Posts, &posted, start(), &options);
    let rate = Learned::of(&next.learned).per_day(&options);
    assert!((6.0..13.0).contains(&rate), "{rate}");
}

#[test]
fn what_could_not_be_seen_teaches_nothing_and_backs_off() {
    let options = Options::default();
    let (known, _, _) = play(source(), &every(HOUR, 10), 10);
    for outcome in VisitOutcome::ALL.into_iter().filter(|outcome| !outcome.saw()) {
        let mut waits = Vec::new();
        for failures in 0..40 {
            let mut source = known.clone();
            source.failures = failures;
            let now = start().plus_days(11);
            let next = after_visit(&source, outcome, &[], now, &options);
            waits.push(next.due.ms() - now.ms());
            assert_eq!(next.learned["posts"], known.learned["posts"]);
            assert!(next.reason.contains("; next look in "), "{}", next.reason);
        }
        assert!(waits.is_sorted(), "{outcome}: {waits:?}");
        assert!(waits.iter().all(|ms| (60_000..=options.backoff_ceiling_ms).contains(ms)));
        if outcome != VisitOutcome::GoneCandidate {
            assert!(waits[3] == 8 * waits[0] || waits[3] == *waits.last().unwrap(), "{waits:?}");
        }
    }
}

#[test]
fn a_source_that_looks_gone_is_confirmed_quickly_and_then_left_alone() {
    let (options, mut source, mut waits) = (Options::default(), source(), Vec::new());
    for _ in 0..12 {
        let next = after_visit(&source, VisitOutcome::GoneCandidate, &[], start(), &options);
        waits.push(next.due.ms() - start().ms());
        source.learned = next.learned;
    }
    assert_eq!(waits[..3], [options.confirm_ms, options.confirm_ms, HOUR]);
    assert_eq!(waits.last(), Some(&options.backoff_ceiling_ms));
    let back = after_visit(&source, VisitOutcome::Posts, &[start()], start(), &options);
    assert_eq!(back.learned["gone"], 0);
}

#[test]
fn posts_that_a_limit_kept_back_bring_the_next_look_forward() {
    let options = Options { floor_ms: 1, ..Options::default() };
    let posted = every(HOUR, 1).into_iter().map(|ms| start().plus_ms(ms)).collect::<Vec<_>>();
    let wait = |outcome| {
        let now = start().plus_days(1);
        after_visit(&source(), outcome, &posted, now, &options).due.ms() - now.ms()
    };
    assert_eq!(wait(VisitOutcome::Capped), wait(VisitOutcome::Posts) / 2);
}

#[test]
fn garbage_in_what_was_learned_is_forgotten() {
    for learned in [
        Value::Null,
        json!(7),
        json!("x"),
        json!([1, 2]),
        json!({"posts": "many"}),
        json!({"hours": [1.0], "posts": -3.0, "days": 1e300, "until": i64::MIN, "gone": 3}),
        json!({"until": i64::MAX, "hours": vec![1e9; 99]}),
    ] {
        let mut source = source();
        source.learned = learned;
        let now = start();
        let next = after_visit(&source, VisitOutcome::Posts, &[now], now, &Options::default());
        let wait = next.due.ms() - now.ms();
        assert!((5 * 60_000..=DAY).contains(&wait), "{wait}");
    }
}

proptest! {
    #[test]
    fn the_next_look_is_always_between_floor_and_ceiling(
        times in proptest::collection::vec(any::<i64>(), 0..20),
        now in any::<i64>(),
        weight in any::<f32>(),
        numbers in proptest::collection::vec(any::<f64>(), 26),
        until in any::<i64>(),
        capped in any::<bool>(),
    ) {
        let mut source = source();
        source.weight = weight;
        source.learned = json!({
            "posts": numbers[0], "days": numbers[1], "hours": numbers[2..], "until": until,
        });
        let posted: Vec<_> = times.into_iter().map(Timestamp::from_ms).collect();
        let outcome = if capped { VisitOutcome::Capped } else { VisitOutcome::Posts };
        let options = Options::default();
        // Far from the end of the calendar, where adding an interval is cut.
        let now = Timestamp::from_ms(now % (200_000 * DAY));
        let next = after_visit(&source, outcome, &posted, now, &options);
        let wait = next.due.ms() - now.ms();
        prop_assert!((options.floor_ms..=options.ceiling_ms).contains(&wait), "{}", wait);
    }
}
