//! Judges from their visits whether sources are well.

use super::Job;
use crate::Workshop;
use crate::health::{LOOKED_AT, Past, Standing, alarms_as_a_whole, judgement, verdict};
use crawler::schedule::{Habits, Pace};
use model::{AlarmKind, Source, SourceState, Timestamp};
use store::{AlarmFilter, Judgement, Paging};

/// The job.
#[derive(Debug)]
pub(super) struct JudgeSources;

/// The one of this file.
pub(super) const JOB: JudgeSources = JudgeSources;

/// Sources judged in one run.
const BATCH: u32 = 50;

/// Visits from before an alarm that are looked at.
const BEFORE: u32 = 64;

#[async_trait::async_trait]
impl Job for JudgeSources {
    fn name(&self) -> &'static str {
        "judge_sources"
    }

    fn help(&self) -> &'static str {
        "judges from their visits whether sources are well, and raises or ends alarms"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let sources = shop.store.sources_to_judge(BATCH).await?;
        for source in &sources {
            let judgements = match source.state {
                SourceState::Active => judge(shop, source).await?,
                SourceState::Paused | SourceState::Removed => Vec::new(),
            };
            let all: Vec<Judgement> = judgements.iter().map(|(_, one)| one.clone()).collect();
            shop.store.judged(source, &all, shop.now()).await?;
            for (kind, judgement) in judgements {
                if matches!(judgement, Judgement::Raise(_)) {
                    tracing::warn!(source = %source.id, kind = kind.word(), "needs attention");
                }
                judge_host(shop, &source.host, kind).await?;
            }
        }
        Ok(sources.len() as u64)
    }
}

async fn judge(shop: &Workshop, source: &Source) -> anyhow::Result<Vec<(AlarmKind, Judgement)>> {
    let store = &shop.store;
    let late = Timestamp::from_ms(i64::MAX);
    let visits = store.visits_before(source.id, late, LOOKED_AT).await?;
    let fleet = shop.experience.fleet(store).await?;
    let pace = Pace::of(&Habits::of(&source.learned), fleet.pool());
    let past = Past { source, visits: &visits, pace: &pace };
    let unresolved =
        AlarmFilter { resolved: Some(false), source: Some(source.id), ..AlarmFilter::default() };
    let alarms = store.alarms(&unresolved, Paging::first(20)).await?.rows;
    let mut judgements = Vec::new();
    for kind in AlarmKind::ALL {
        let alarm = alarms.iter().map(|view| &view.alarm).find(|alarm| alarm.kind == kind);
        let before = match alarm {
            Some(alarm) => store.visits_before(source.id, alarm.since, BEFORE).await?,
            None => Vec::new(),
        };
        let standing = alarm.map(|alarm| Standing { alarm, before: &before });
        let verdict = verdict(kind, &past, standing.as_ref());
        let follows = judgement(kind, verdict, source, alarm, (&shop.keep, shop.now()));
        judgements.extend(follows.map(|judgement| (kind, judgement)));
    }
    Ok(judgements)
}

async fn judge_host(shop: &Workshop, host: &str, kind: AlarmKind) -> anyhow::Result<()> {
    let (store, now) = (&shop.store, shop.now());
    let on = store.alarms_on(host, kind).await?;
    let Some(judgement) = alarms_as_a_whole(host, kind, &on, (&shop.keep, now)) else {
        return Ok(());
    };
    store.judge_host(&judgement, now).await?;
    if let Some(whole) = store.alarms_on(host, kind).await?.whole {
        store.fold_alarms(&whole).await?;
    }
    Ok(())
}
