//! Sources and what their visits say, one line each.

use super::*;
use crawler::obstacle::Obstacle;
use crawler::schedule::Pace;
use model::source::SourceAddress;
use model::{
    AlarmId, CaptureId, Complaint, Filled, Platform, PublicUrl, SourceKind, VisitId, VisitOutcome,
};

const HOUR: i64 = 3_600_000;

fn source(kind: SourceKind) -> Source {
    let url = PublicUrl::parse("https://place.example/feed").unwrap();
    let address = SourceAddress { platform: Platform::new("pages"), kind, key: "x".into(), url };
    let at = Timestamp::from_ms(0);
    Source::new(address, "place.example:443".into(), at, at.plus_days(900))
}

/// A visit in that hour that ended like this.
fn visit(hour: i64, outcome: VisitOutcome) -> Visit {
    let at = Timestamp::from_ms(hour * HOUR);
    Visit {
        id: VisitId::of(&[&hour.to_string()]),
        source: source(SourceKind::Board).id,
        started_at: at,
        finished_at: Some(at),
        outcome: Some(outcome),
        pages: 1,
        posts: 0,
        new_posts: 0,
        filled: Filled::default(),
        capture: Some(CaptureId::of(&[&hour.to_string()])),
        complaints: Vec::new(),
        note: String::new(),
    }
}

fn complaining(hour: i64, outcome: VisitOutcome, code: &str) -> Visit {
    Visit { complaints: vec![Complaint::new(code, "so it says")], ..visit(hour, outcome) }
}

/// A visit that read so many posts, some of them new, all of them whole.
fn read(hour: i64, posts: u32, new_posts: u32) -> Visit {
    let filled = Filled { posts, text: posts, time: posts, link: posts, counters: posts, media: 0 };
    Visit { posts, new_posts, filled, ..visit(hour, VisitOutcome::Posts) }
}

/// Oldest first becomes newest first.
fn newest_first(mut visits: Vec<Visit>) -> Vec<Visit> {
    visits.reverse();
    visits
}

/// What the visits (oldest first) say, given that an alarm began with that hour.
fn said(
    kind: AlarmKind,
    of: SourceKind,
    visits: &[Visit],
    began: Option<i64>,
    per_day: f64,
) -> Verdict {
    let source = source(of);
    let visits = newest_first(visits.to_vec());
    let pace = Pace::new(per_day, [1.0; 24]);
    let past = Past { source: &source, visits: &visits, pace: &pace };
    let alarm = began.map(|hour| {
        let evidence = AlarmEvidence { visit: None, capture: None, words: String::new() };
        let since = Timestamp::from_ms(hour * HOUR);
        Alarm::of_source((source.id, &source.host), kind, since, evidence, since)
    });
    let before: Vec<Visit> = match &alarm {
        Some(alarm) => visits.iter().filter(|v| v.started_at < alarm.since).cloned().collect(),
        None => Vec::new(),
    };
    let standing = alarm.as_ref().map(|alarm| Standing { alarm, before: &before });
    verdict(kind, &past, standing.as_ref())
}

#[test]
fn every_obstacle_that_is_recognised_alarms() {
    for code in Obstacle::CODES {
        let visits = [1, 2].map(|hour| complaining(hour, VisitOutcome::ParserDrift, code));
        let alarms = AlarmKind::ALL.into_iter().filter(|kind| {
            matches!(said(*kind, SourceKind::Channel, &visits, None, 0.0), Verdict::Shown(..))
        });
        let alarms: Vec<AlarmKind> = alarms.collect();
        assert_eq!(alarms.len(), 1, "{code}: {alarms:?}");
        assert_ne!(alarms, [AlarmKind::MarkupDrifted], "{code} says what it is");
    }
}

#[test]
fn what_visits_say_alarms_when_it_is_said_in_a_row_and_ends_likewise() {
    use AlarmKind::{Blocked, Closed, Gone, MarkupDrifted, Unanswered, Walled};
    use VisitOutcome::{
        AuthRequired, GoneCandidate, NotPublic, ParserDrift, Posts, RateLimited, TransportError,
    };
    let check = |kind: AlarmKind, outcomes: &[VisitOutcome], expect: &str| {
        let visits: Vec<Visit> =
            (1..).zip(outcomes).map(|(hour, outcome)| visit(hour, *outcome)).collect();
        let got = match said(kind, SourceKind::Channel, &visits, None, 0.0) {
            Verdict::Shown(since, evidence) => {
                assert!(evidence.visit.is_some() && evidence.capture.is_some());
                format!("since {}", since.ms() / HOUR)
            }
            Verdict::Clear => "clear".to_owned(),
            Verdict::Undecided => "undecided".to_owned(),
        };
        assert_eq!(got, expect, "{kind:?} {outcomes:?}");
    };
    check(Walled, &[], "clear");
    check(Walled, &[Posts], "clear");
    check(Walled, &[Posts, AuthRequired], "undecided");
    check(Walled, &[Posts, AuthRequired, AuthRequired], "since 2");
    check(Walled, &[AuthRequired, RateLimited, AuthRequired], "since 1");
    check(Walled, &[AuthRequired, AuthRequired, RateLimited], "since 1");
    check(Walled, &[AuthRequired, AuthRequired, Posts], "undecided");
    check(Walled, &[AuthRequired, AuthRequired, Posts, AuthRequired], "undecided");
    check(Walled, &[AuthRequired, AuthRequired, Posts, Posts], "clear");
    check(Walled, &[AuthRequired, AuthRequired, ParserDrift, ParserDrift], "clear");
    check(MarkupDrifted, &[Posts, ParserDrift, ParserDrift, ParserDrift], "since 2");
    check(Closed, &[Posts, NotPublic, NotPublic], "since 2");
    check(Gone, &[GoneCandidate, GoneCandidate], "since 1");
    check(Unanswered, &[TransportError, TransportError], "undecided");
    check(Unanswered, &[TransportError, TransportError, TransportError], "since 1");
    check(Blocked, &[TransportError, TransportError, TransportError], "clear");
}

/// So many good visits, then these.
fn after_good(good: i64, last: &[Visit]) -> Vec<Visit> {
    (0..good).map(|hour| read(hour, 20, 1)).chain(last.iter().cloned()).collect()
}

#[test]
fn complaints_that_were_never_there_alarm_once_chance_is_excluded() {
    let bad = |hour, code: &str, times: usize| {
        let complaints = vec![Complaint::new(code, ""); times];
        Visit { complaints, ..read(hour, 20, 1) }
    };
    let drifts = |visits: &[Visit], began| {
        said(AlarmKind::MarkupDrifted, SourceKind::Channel, visits, began, 0.0)
    };
    let times = |n: i64, code: &str, of: usize| -> Vec<Visit> {
        (100..100 + n).map(|hour| bad(hour, code, of)).collect()
    };
    let check = |visits: &[Visit], expect: bool| {
        assert_eq!(matches!(drifts(visits, None), Verdict::Shown(..)), expect, "{}", visits.len());
    };
    // 1 / C(20 + k, k) is below 1 / 10 000 from k = 4 on, 1 / C(60 + k, k) from k = 3 on.
    check(&after_good(20, &times(3, "time_missing", 20)), false);
    check(&after_good(20, &times(4, "time_missing", 20)), true);
    check(&after_good(60, &times(2, "time_missing", 20)), false);
    check(&after_good(60, &times(3, "time_missing", 20)), true);
    check(&after_good(60, &times(4, "time_missing", 1)), false);
    check(&after_good(60, &times(4, "post_not_public", 20)), false);
    check(&times(9, "time_missing", 20), false);
    let mut known = times(4, "time_missing", 20);
    known[0].started_at = Timestamp::from_ms(0);
    known.splice(1..1, after_good(50, &[]));
    check(&known, false);
    let began = after_good(60, &times(3, "time_missing", 20));
    let go_on = |more: &[Visit]| {
        let visits: Vec<Visit> = began.iter().chain(more).cloned().collect();
        drifts(&visits, Some(100))
    };
    assert!(matches!(go_on(&[bad(110, "time_missing", 20)]), Verdict::Shown(..)));
    assert_eq!(go_on(&[read(110, 20, 1)]), Verdict::Undecided);
    assert_eq!(go_on(&[read(110, 20, 1), read(111, 20, 1)]), Verdict::Clear);
}

#[test]
fn fields_that_were_always_filled_and_are_empty_alarm() {
    let empty = |hour| {
        let whole = read(hour, 20, 1);
        Visit { filled: Filled { counters: 0, ..whole.filled }, ..whole }
    };
    let visits = after_good(60, &[empty(100), empty(101), empty(102)]);
    let verdict = said(AlarmKind::MarkupDrifted, SourceKind::Channel, &visits, None, 0.0);
    let Verdict::Shown(since, evidence) = verdict else { panic!("{verdict:?}") };
    assert_eq!(since.ms() / HOUR, 100);
    assert!(evidence.words.contains("counters"), "{}", evidence.words);
    // A visit that counted nothing (made by an older version) proves nothing.
    let old = Visit { filled: Filled::default(), ..read(0, 20, 1) };
    let visits: Vec<Visit> = [old].into_iter().chain(visits).collect();
    let kind = AlarmKind::MarkupDrifted;
    assert_eq!(said(kind, SourceKind::Channel, &visits[..62], None, 0.0), Verdict::Clear);
}

#[test]
fn a_page_that_shows_far_less_alarms_and_a_silent_account_does_not() {
    let falls = |visits: &[Visit], began, of| said(AlarmKind::YieldFell, of, visits, began, 30.0);
    let every = |hours: std::ops::Range<i64>, posts, new| -> Vec<Visit> {
        hours.map(|n| read(n * 4, posts, new)).collect()
    };
    let usual = every(0..60, 20, 1);
    let join = |more: Vec<Visit>| -> Vec<Visit> { usual.iter().cloned().chain(more).collect() };
    let own = SourceKind::Channel;
    let shown = |visits: &[Visit]| matches!(falls(visits, None, own), Verdict::Shown(..));
    assert!(!shown(&join(every(60..66, 20, 0))), "silent: the page shows what stands there");
    assert!(!shown(&join(every(60..66, 12, 1))), "not far below");
    assert!(!shown(&join(every(60..64, 4, 1))), "less than a day, fewer than five");
    assert!(shown(&join(every(60..67, 4, 1))));
    assert!(!shown(
        &every(0..20, 20, 1).into_iter().chain(every(20..27, 4, 1)).collect::<Vec<_>>()
    ));
    let began = join(every(60..67, 4, 1));
    let go_on = |more: Vec<Visit>| {
        let all: Vec<Visit> = began.iter().cloned().chain(more).collect();
        falls(&all, Some(240), own)
    };
    assert!(matches!(go_on(every(67..69, 5, 1)), Verdict::Shown(..)));
    assert_eq!(go_on(every(67..68, 19, 1)), Verdict::Undecided);
    assert_eq!(go_on(every(67..69, 19, 1)), Verdict::Clear);
}

#[test]
fn where_many_people_write_silence_alarms_if_the_schedule_does_not_expect_it() {
    let board = SourceKind::Board;
    let busy: Vec<Visit> = (0..60).map(|n| read(n * 4, 20, 5)).collect();
    let silent: Vec<Visit> = (60..67).map(|n| read(n * 4, 0, 0)).collect();
    let visits: Vec<Visit> = busy.iter().chain(&silent).cloned().collect();
    let falls = |visits: &[Visit], per_day| {
        matches!(said(AlarmKind::YieldFell, board, visits, None, per_day), Verdict::Shown(..))
    };
    assert!(falls(&visits, 30.0));
    assert!(!falls(&visits, 3.0), "so few are expected that it may be chance");
    // Looked at twelve times as often, each look brings less, and the pace is what it was.
    let often: Vec<Visit> = busy
        .iter()
        .cloned()
        .chain((1..=72).map(|n| {
            let mut one = read(0, 20, u32::from(n % 2 == 0));
            one.started_at = Timestamp::from_ms(236 * HOUR + n * HOUR / 3);
            one
        }))
        .collect();
    assert!(!falls(&often, 30.0));
}

#[test]
fn a_verdict_becomes_one_judgement() {
    let source = source(SourceKind::Board);
    let (keep, now) = (Retention::default(), Timestamp::from_ms(HOUR));
    let evidence = AlarmEvidence { visit: None, capture: None, words: String::new() };
    let shown = Verdict::Shown(now, evidence.clone());
    let kind = AlarmKind::Closed;
    let alarm = Alarm::of_source((source.id, &source.host), kind, now, evidence, now);
    let check = |verdict: &Verdict, standing: Option<&Alarm>, expect: &str| {
        let got = match judgement(kind, verdict.clone(), &source, standing, (&keep, now)) {
            None => "nothing",
            Some(Judgement::Raise(one)) => {
                assert_eq!((one.id, one.source), (alarm.id, Some(source.id)));
                "raise"
            }
            Some(Judgement::Lasts(id, _)) if id == alarm.id => "lasts",
            Some(Judgement::Resolve(id)) if id == alarm.id => "resolve",
            other => panic!("{other:?}"),
        };
        assert_eq!(got, expect, "{verdict:?}");
    };
    check(&shown, None, "raise");
    check(&shown, Some(&alarm), "lasts");
    check(&Verdict::Clear, None, "nothing");
    check(&Verdict::Clear, Some(&alarm), "resolve");
    check(&Verdict::Undecided, None, "nothing");
    check(&Verdict::Undecided, Some(&alarm), "nothing");
    assert_ne!(alarm.id, AlarmId::of(&["another"]));
}
