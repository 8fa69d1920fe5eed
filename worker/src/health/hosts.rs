//! Where many sources of one host alarm at once, the host alarms for them.

use model::{Alarm, AlarmKind, Category, Retention, Timestamp};
use store::{Judgement, OnHost};

/// Sources that make it a matter of the host, at the least.
const MANY: usize = 3;

/// And one in so many of those that are visited there.
const PART: u64 = 4;

/// What follows for the host from how alarms of a kind stand there. Half the part that raises the
/// alarm keeps it, so that it does not come and go.
pub(crate) fn alarms_as_a_whole(
    host: &str,
    kind: AlarmKind,
    on: &OnHost,
    (keep, now): (&Retention, Timestamp),
) -> Option<Judgement> {
    let alarms = on.alarms.len();
    let part = |of: u64| u64::try_from(alarms).unwrap_or(u64::MAX).saturating_mul(of) >= on.active;
    let newest = on.alarms.iter().max_by_key(|alarm| alarm.since);
    let words = || format!("{alarms} of {} sources: {}", on.active, kind.title());
    match (&on.whole, newest) {
        (None, Some(newest)) if alarms >= MANY && part(PART) => {
            let since = on.alarms.iter().map(|alarm| alarm.since).min().unwrap_or(newest.since);
            let mut evidence = newest.evidence.clone();
            evidence.words = words();
            let until = keep.until(Category::Operation, now);
            Some(Judgement::Raise(Alarm::of_host(host, kind, since, evidence, until)))
        }
        (Some(whole), Some(newest)) if part(PART * 2) => {
            let mut evidence = newest.evidence.clone();
            evidence.words = words();
            Some(Judgement::Lasts(whole.id, evidence))
        }
        (Some(whole), _) => Some(Judgement::Resolve(whole.id)),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AlarmEvidence, SourceId};

    const HOST: &str = "place.example:443";

    fn alarm(number: usize) -> Alarm {
        let evidence = AlarmEvidence { visit: None, capture: None, words: String::new() };
        let at = Timestamp::from_ms(i64::try_from(number).unwrap());
        let source = SourceId::of(&[&number.to_string()]);
        Alarm::of_source((source, HOST), AlarmKind::Blocked, at, evidence, at)
    }

    fn check(alarms: usize, active: u64, stands: bool, expect: &str) {
        let evidence = AlarmEvidence { visit: None, capture: None, words: String::new() };
        let now = Timestamp::from_ms(9);
        let whole = Alarm::of_host(HOST, AlarmKind::Blocked, now, evidence, now);
        let on = OnHost {
            alarms: (0..alarms).map(alarm).collect(),
            whole: stands.then_some(whole),
            active,
        };
        let got = alarms_as_a_whole(HOST, AlarmKind::Blocked, &on, (&Retention::default(), now));
        let got = match got {
            None => "nothing",
            Some(Judgement::Raise(alarm)) => {
                assert_eq!((alarm.since, alarm.source), (Timestamp::from_ms(0), None));
                "raise"
            }
            Some(Judgement::Lasts(..)) => "lasts",
            Some(Judgement::Resolve(_)) => "resolve",
        };
        assert_eq!(got, expect, "{alarms} of {active}, {stands}");
    }

    #[test]
    fn many_sources_at_once_are_one_matter_and_it_does_not_come_and_go() {
        check(0, 9, false, "nothing");
        check(2, 2, false, "nothing");
        check(3, 3, false, "raise");
        check(3, 12, false, "raise");
        check(3, 13, false, "nothing");
        check(3, 13, true, "lasts");
        check(2, 16, true, "lasts");
        check(2, 17, true, "resolve");
        check(1, 8, true, "lasts");
        check(1, 9, true, "resolve");
        check(0, 9, true, "resolve");
    }
}
