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

/// A visit by a fleet that knows nothing else.
fn look(
    source: &Source,
    outcome: VisitOutcome,
    posted: &[Timestamp],
    now: Timestamp,
    options: &Options,
) -> Next {
    after_visit(source, outcome, posted, now, &Fleet::default(), options)
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
        let next = look(&source, VisitOutcome::Posts, &posted, now, &options);
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
    assert!(next.reason.starts_with("posts about 3 a day, mostly 17–2"), "{}", next.reason);
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
        let next = look(&source, VisitOutcome::Posts, &[], now, &Options::default());
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
        let next = look(&silent, VisitOutcome::ProvenEmpty, &[], at, &Options::default());
        waits.push(next.due.ms() - at.ms());
        silent.learned = next.learned;
        at = next.due;
    }
    let last = look(&silent, VisitOutcome::ProvenEmpty, &[], at, &Options::default());
    assert!(last.reason.contains(", probably fallen silent: "), "{}", last.reason);
    assert!(waits[0] < 2 * HOUR, "{}", waits[0]);
    // It posted hourly, and would be missed if it came back.
    let last = *waits.last().unwrap();
    assert!((8 * HOUR..=Options::default().ceiling_ms).contains(&last), "{last}");
}

#[test]
fn a_first_page_of_old_posts_already_teaches_the_rate() {
    // Twenty posts, two hours apart: twelve a day.
    let posted: Vec<_> = (1..=20).map(|n| start().plus_ms(-n * 2 * HOUR)).collect();
    let options = Options::default();
    let next = look(&source(), VisitOutcome::Posts, &posted, start(), &options);
    let rate = Habits::of(&next.learned).per_day(&Pool::default());
    assert!((6.0..16.0).contains(&rate), "{rate}");
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
            let next = look(&source, outcome, &[], now, &options);
            waits.push(next.due.ms() - now.ms());
            assert_eq!(next.learned["belief"], known.learned["belief"]);
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
        let next = look(&source, VisitOutcome::GoneCandidate, &[], start(), &options);
        waits.push(next.due.ms() - start().ms());
        source.learned = next.learned;
    }
    assert_eq!(waits[..3], [options.confirm_ms, options.confirm_ms, HOUR]);
    assert_eq!(waits.last(), Some(&options.backoff_ceiling_ms));
    let back = look(&source, VisitOutcome::Posts, &[start()], start(), &options);
    assert_eq!(back.learned["gone"], 0);
}

#[test]
fn posts_that_a_limit_kept_back_bring_the_next_look_forward() {
    let options = Options { floor_ms: 1, ..Options::default() };
    let posted = every(HOUR, 1).into_iter().map(|ms| start().plus_ms(ms)).collect::<Vec<_>>();
    let wait = |outcome| {
        let now = start().plus_days(1);
        look(&source(), outcome, &posted, now, &options).due.ms() - now.ms()
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
        json!({"belief": "strong"}),
        json!({"belief": {"active": [1, 2], "silent": []}, "excited": -1e300, "until": i64::MIN}),
        json!({"belief": {"active": [], "silent": vec![u32::MAX; 99]}, "until": 7, "gone": 3}),
        json!({"until": i64::MAX, "week": {"hours": vec![1e9; 99], "weekend": 1e38}}),
    ] {
        let mut source = source();
        source.learned = learned;
        let now = start();
        let next = look(&source, VisitOutcome::Posts, &[now], now, &Options::default());
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
        numbers in proptest::collection::vec(any::<f64>(), 28),
        parts in proptest::collection::vec(any::<u32>(), 38),
        until in any::<i64>(),
        capped in any::<bool>(),
    ) {
        let mut source = source();
        source.weight = weight;
        source.learned = json!({
            "belief": {"active": parts[..19], "silent": parts[19..]},
            "week": {"hours": numbers[4..], "weekend": numbers[0], "expected": numbers[1]},
            "excited": numbers[2], "aged": numbers[3], "until": until,
        });
        let posted: Vec<_> = times.into_iter().map(Timestamp::from_ms).collect();
        let outcome = if capped { VisitOutcome::Capped } else { VisitOutcome::Posts };
        let options = Options::default();
        // Far from the end of the calendar, where adding an interval is cut.
        let now = Timestamp::from_ms(now % (200_000 * DAY));
        let next = look(&source, outcome, &posted, now, &options);
        let wait = next.due.ms() - now.ms();
        prop_assert!((options.floor_ms..=options.ceiling_ms).contains(&wait), "{}", wait);
    }
}

/// A source whose habits are known from thirty days, and the moment of its last look.
fn known(per_day: i64) -> (Source, Timestamp) {
    let (source, next, _) = play(source(), &every(DAY / per_day, 30), 30);
    let until = Habits::of(&next.learned).seen_until();
    (source, until)
}

#[test]
fn a_visit_is_worth_more_the_longer_ago_the_last_and_the_busier_the_source() {
    let fleet = Fleet::default();
    let [often, rarely] = [16, 2].map(known).map(|(source, until)| {
        let one = Candidate::of(&source, &fleet);
        [1, 2, 4, 8, 16].map(|hours| one.worth(until.plus_ms(hours * HOUR)))
    });
    assert!(often.is_sorted_by(|a, b| a < b) && rarely.is_sorted_by(|a, b| a < b), "{rarely:?}");
    assert!(often.iter().zip(&rarely).all(|(often, rarely)| often > rarely), "{often:?}");
}

#[test]
fn of_two_alike_the_heavier_goes_first() {
    let (fleet, options) = (Fleet::default(), Options { daily_ms: 1, ..Options::default() });
    let (light, until) = known(4);
    let mut heavy = light.clone();
    heavy.weight = 2.0;
    let both = [&light, &heavy].map(|one| Candidate::of(one, &fleet));
    let stands = fleet.standings("t.me:443", &both, until.plus_ms(HOUR), &options);
    assert_eq!(stands[1].before(&stands[0]), std::cmp::Ordering::Less, "{stands:?}");
}

#[test]
fn what_was_not_seen_for_the_longest_time_allowed_goes_before_all_others() {
    let (fleet, options) = (Fleet::default(), Options::default());
    let ((busy, _), (quiet, until)) = (known(64), known(1));
    let both = [&busy, &quiet].map(|one| Candidate::of(one, &fleet));
    let stands = fleet.standings("t.me:443", &both[1..], until.plus_days(1), &options);
    assert_eq!(stands, [Standing::Must(until)]);
    assert_eq!(stands[0].before(&Standing::Worth(1e9)), std::cmp::Ordering::Less);
}

#[test]
fn a_busy_host_costs_more_and_puts_off_what_is_worth_little() {
    let (mut fleet, options) = (Fleet::default(), Options::default());
    let (source, until) = known(4);
    let one = Candidate::of(&source, &fleet);
    let due = fleet.cost("t.me:443", &options).due(&one, &options);
    assert!(matches!(fleet.standings("t.me:443", [&one], due, &options)[..], [Standing::Worth(_)]));
    fleet.pay("t.me:443", Some(100.0 * one.worth(due)), until, &options);
    let [Standing::Later(later)] = fleet.standings("t.me:443", [&one], due, &options)[..] else {
        panic!("not put off");
    };
    assert!(later > due);
    assert!(matches!(
        fleet.standings("elsewhere.example:443", [&one], due, &options)[..],
        [Standing::Worth(_)]
    ));
    // Once nothing has to wait any more, the price comes down.
    for hour in 0..400 {
        fleet.pay("t.me:443", None, until.plus_ms(hour * HOUR), &options);
    }
    let calm = fleet.cost("t.me:443", &options).due(&one, &options);
    assert!((calm.ms() - due.ms()).abs() < HOUR, "{calm:?} {due:?}");
}

#[test]
fn a_new_source_is_thought_to_be_like_the_others_of_its_fleet() {
    let options = Options::default();
    let rate = |per_day: i64| {
        let mut fleet = Fleet::default();
        for _ in 0..10 {
            let posts: Vec<_> = every(DAY / per_day, 30);
            let posted: Vec<_> = posts.iter().map(|ms| start().plus_ms(*ms)).collect();
            let now = start().plus_days(30);
            let next = after_visit(&source(), VisitOutcome::Posts, &posted, now, &fleet, &options);
            fleet.learn(&next.lesson.unwrap());
        }
        let fleet = Fleet::of(&fleet.json());
        let next =
            after_visit(&source(), VisitOutcome::ProvenEmpty, &[], start(), &fleet, &options);
        Habits::of(&next.learned).per_day(fleet.pool())
    };
    assert!(rate(16) > 3.0 * rate(1), "{} {}", rate(16), rate(1));
}

#[test]
fn garbage_in_what_is_known_of_the_fleet_is_forgotten() {
    for kept in [
        Value::Null,
        json!({"pool": {"levels": [1.0]}}),
        json!({"pool": {"levels": vec![-1.0; 19], "hours": vec![1e300; 24]}}),
        json!({"pool": {"hours": vec![0.0; 24], "expected": 0.0}}),
        json!({"prices": {"t.me:443": {"root": -1.0, "paid": 0.0}}}),
    ] {
        assert_eq!(Fleet::of(&kept), Fleet::default(), "{kept}");
    }
}
