//! Alarms: one of a kind at a time, told once, over when good visits return.

use super::*;
use crate::{AlarmFilter, Judgement, SourceFilter};
use model::{
    Alarm, AlarmEvidence, AlarmId, AlarmKind, AlarmState, Message, MessageId, MessageState,
    SourceState,
};

const HOST: &str = "channels.example:443";
const DRIFT: AlarmKind = AlarmKind::MarkupDrifted;

fn evidence(words: &str) -> AlarmEvidence {
    AlarmEvidence { visit: None, capture: None, words: words.to_owned() }
}

fn alarm(source: &Source, kind: AlarmKind, minute: i64) -> Alarm {
    Alarm::of_source((source.id, HOST), kind, at(minute), evidence("0 items"), at(minute))
}

/// A source that was just visited.
async fn visited(store: &Store, key: &str, minute: i64) -> Source {
    let source = source(key, HOST, 0);
    store.add_source(&source).await.unwrap();
    again(store, source.id, minute).await
}

async fn again(store: &Store, source: SourceId, minute: i64) -> Source {
    visiting::closed(store, source, minute).await;
    store.source(source).await.unwrap().unwrap()
}

async fn judge(store: &Store, source: &Source, what: Judgement, minute: i64) {
    store.judged(source, &[what], at(minute)).await.unwrap();
}

/// Kind and state of every alarm, and whether another one speaks for it.
async fn told(store: &Store) -> Vec<(AlarmKind, AlarmState, bool)> {
    let all = store.alarms(&AlarmFilter::default(), ALL).await.unwrap();
    let line =
        |view: &crate::AlarmView| (view.alarm.kind, view.alarm.state, view.alarm.within.is_some());
    all.rows.iter().map(line).collect()
}

fn mail(number: i64) -> Message {
    Message {
        id: MessageId::of(&[&number.to_string()]),
        kind: "health".to_owned(),
        channel: "mail".to_owned(),
        to: "alan@desk.example".to_owned(),
        subject: String::new(),
        text: String::new(),
        html: None,
        attachments: vec![],
        about: String::new(),
        created_at: at(number),
        state: MessageState::Queued,
        attempts: 0,
        next_try: at(number),
        last_error: None,
        sent: None,
        expires_at: at(number),
    }
}

#[tokio::test]
async fn a_source_is_judged_after_each_visit_and_again_if_it_was_visited_meanwhile() {
    each(async |store| {
        let one = visited(&store, "one", 1).await;
        assert_eq!(store.sources_to_judge(9).await.unwrap().len(), 1);
        let newer = again(&store, one.id, 2).await;
        store.judged(&one, &[], at(3)).await.unwrap();
        assert_eq!(store.sources_to_judge(9).await.unwrap().len(), 1, "visited since");
        store.judged(&newer, &[], at(3)).await.unwrap();
        assert!(store.sources_to_judge(9).await.unwrap().is_empty());
        let past = store.visits_before(one.id, at(2), 9).await.unwrap();
        assert_eq!(past.len(), 1);
        assert_eq!(past[0].filled.text, 19);
    })
    .await;
}

#[tokio::test]
async fn there_is_one_alarm_of_a_kind_and_it_opens_again_within_a_day() {
    each(async |store| {
        let one = visited(&store, "one", 1).await;
        let first = alarm(&one, DRIFT, 1);
        judge(&store, &one, Judgement::Raise(first.clone()), 2).await;
        judge(&store, &one, Judgement::Raise(alarm(&one, DRIFT, 5)), 6).await;
        judge(&store, &one, Judgement::Lasts(first.id, evidence("still 0")), 7).await;
        assert_eq!(told(&store).await, [(DRIFT, AlarmState::Open, false)]);
        let kept = store.alarm(first.id).await.unwrap().unwrap();
        assert_eq!((kept.alarm.since, kept.alarm.evidence.words.as_str()), (at(1), "still 0"));
        assert_eq!(kept.source.unwrap().0, one.title);
        let (ada, alarmed) =
            (PersonId::of(&["ada"]), SourceFilter { alarmed: true, ..Default::default() });
        assert!(store.acknowledge_alarm(first.id, Some(ada), at(8)).await.unwrap());
        assert_eq!(told(&store).await, [(DRIFT, AlarmState::Acknowledged, false)]);
        assert_eq!(store.sources(&alarmed, ALL).await.unwrap().total, 1);
        assert_eq!(store.alarm_kinds(&[one.id]).await.unwrap()[&one.id], [DRIFT]);
        judge(&store, &one, Judgement::Resolve(first.id), 9).await;
        assert!(!store.acknowledge_alarm(first.id, Some(ada), at(9)).await.unwrap());
        assert_eq!(store.sources(&alarmed, ALL).await.unwrap().total, 0);
        judge(&store, &one, Judgement::Raise(alarm(&one, DRIFT, 30)), 31).await;
        assert_eq!(told(&store).await, [(DRIFT, AlarmState::Open, false)], "the same one");
        judge(&store, &one, Judgement::Resolve(first.id), 40).await;
        let day = 24 * 60;
        judge(&store, &one, Judgement::Raise(alarm(&one, DRIFT, 41 + day)), 42 + day).await;
        let both = [(DRIFT, AlarmState::Open, false), (DRIFT, AlarmState::Resolved, false)];
        assert_eq!(told(&store).await, both, "another day, another alarm");
    })
    .await;
}

#[tokio::test]
async fn the_alarm_of_a_host_speaks_for_those_of_its_sources() {
    each(async |store| {
        let mut sources = Vec::new();
        for key in ["one", "two", "three"] {
            let one = visited(&store, key, 1).await;
            judge(&store, &one, Judgement::Raise(alarm(&one, DRIFT, 1)), 2).await;
            sources.push(one);
        }
        let on = store.alarms_on(HOST, DRIFT).await.unwrap();
        assert_eq!((on.alarms.len(), on.active, on.whole), (3, 3, None));
        let whole = Alarm::of_host(HOST, DRIFT, at(1), evidence("all"), at(9));
        store.judge_host(&Judgement::Raise(whole.clone()), at(3)).await.unwrap();
        store.fold_alarms(&whole).await.unwrap();
        let unfolded = AlarmFilter { resolved: Some(false), unfolded: true, source: None };
        let shown = store.alarms(&unfolded, ALL).await.unwrap().rows;
        assert_eq!(shown.len(), 1);
        assert_eq!((shown[0].alarm.id, shown[0].alarm.sources), (whole.id, 3));
        let untold = store.alarms_to_tell(at(3)).await.unwrap();
        assert_eq!(untold.iter().map(|view| view.alarm.id).collect::<Vec<_>>(), [whole.id]);
        store.enqueue_health(&[mail(3)], &untold).await.unwrap();
        store.judge_host(&Judgement::Resolve(whole.id), at(4)).await.unwrap();
        let ended = store.alarms_to_tell(at(9)).await.unwrap();
        assert_eq!(ended.len(), 1, "its sources' were told of with it");
        assert!(told(&store).await.iter().all(|(_, _, folded)| !folded));
        store.set_source_state(sources[0].id, SourceState::Paused, "").await.unwrap();
        let on = store.alarms_on(HOST, DRIFT).await.unwrap();
        assert_eq!((on.alarms.len(), on.active), (2, 2), "a paused source does not count");
        let alarmed = SourceFilter { alarmed: true, ..SourceFilter::default() };
        assert_eq!(store.sources(&alarmed, ALL).await.unwrap().total, 2);
    })
    .await;
}

#[tokio::test]
async fn what_began_and_what_ended_is_told_once_and_together() {
    each(async |store| {
        let one = visited(&store, "one", 1).await;
        let (first, second) = (alarm(&one, DRIFT, 1), alarm(&one, AlarmKind::Walled, 1));
        judge(&store, &one, Judgement::Raise(first.clone()), 2).await;
        judge(&store, &one, Judgement::Raise(second.clone()), 8).await;
        let ids = async |minute| -> Vec<AlarmId> {
            let views = store.alarms_to_tell(at(minute)).await.unwrap();
            views.iter().map(|view| view.alarm.id).collect()
        };
        assert!(ids(1).await.is_empty(), "too young");
        assert_eq!(ids(2).await.len(), 2, "the second comes along with the first");
        let views = store.alarms_to_tell(at(2)).await.unwrap();
        store.enqueue_health(&[mail(9)], &views).await.unwrap();
        assert!(ids(99).await.is_empty());
        assert_eq!(store.messages(ALL).await.unwrap().total, 1);
        judge(&store, &one, Judgement::Resolve(first.id), 20).await;
        assert_eq!(ids(20).await, [first.id], "the end is told too");
        // Back before anybody was told that it was over: nothing new.
        judge(&store, &one, Judgement::Raise(alarm(&one, DRIFT, 21)), 22).await;
        assert!(ids(99).await.is_empty());
        // What nobody was told of needs no end.
        let third = alarm(&one, AlarmKind::Gone, 30);
        judge(&store, &one, Judgement::Raise(third.clone()), 31).await;
        judge(&store, &one, Judgement::Resolve(third.id), 32).await;
        assert!(ids(99).await.is_empty());
    })
    .await;
}
