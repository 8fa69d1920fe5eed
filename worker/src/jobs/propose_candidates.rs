//! Proposes places that offers name.

use super::Job;
use crate::Workshop;
use crate::discovering::{accept_by_score, leads_of};
use model::{AccountId, Action, CandidateState, PostLeads, SourceState};
use std::collections::HashMap;
use store::{Paging, PostView};

/// The job.
#[derive(Debug)]
pub(super) struct ProposeCandidates;

/// The one of this file.
pub(super) const JOB: ProposeCandidates = ProposeCandidates;

/// Changes considered in one run.
const BATCH: u32 = 500;
/// Posts without an offer after which a place that the score chose is left again.
const ENOUGH_POSTS: u32 = 5;
/// Name of the setting that says up to which change everything was considered.
const DONE: &str = "discovered_seq";

#[async_trait::async_trait]
impl Job for ProposeCandidates {
    fn name(&self) -> &'static str {
        "propose_candidates"
    }

    fn help(&self) -> &'static str {
        "proposes places that offers name, scored, and watches those that reach a set score"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let done = shop.store.setting(DONE).await?;
        let done = done.and_then(|seq| seq.parse().ok()).unwrap_or(0);
        let changes = shop.store.changes_after(done, BATCH).await?;
        let Some(last) = changes.last() else { return Ok(0) };
        let ids: Vec<_> = changes.iter().filter(|c| !c.erased).map(|c| c.post).collect();
        let mut depths = HashMap::new();
        for view in shop.store.posts_by_ids(&ids).await? {
            propose(shop, &view, &mut depths).await?;
        }
        give_up(shop).await?;
        accept(shop).await?;
        shop.store.set_setting(DONE, &last.seq.to_string()).await?;
        Ok(changes.len() as u64)
    }
}

async fn propose(
    shop: &Workshop,
    view: &PostView,
    depths: &mut HashMap<AccountId, u32>,
) -> anyhow::Result<()> {
    let account = view.account.id;
    let depth = match depths.get(&account) {
        Some(depth) => *depth,
        None => depth_of(shop, account).await?,
    };
    depths.insert(account, depth);
    let near = depth < shop.options.discovery_depth;
    let of = PostLeads {
        post: view.post.id,
        account,
        leads: if near { leads_of(view, &shop.platforms) } else { Vec::new() },
        depth: depth + 1,
        expires_at: view.post.expires_at,
    };
    shop.store.save_leads(&of, shop.now()).await?;
    Ok(())
}

/// Steps from a source that a person named to this account: 0 for the account of such a source.
async fn depth_of(shop: &Workshop, account: AccountId) -> anyhow::Result<u32> {
    let Some(source) = shop.store.source_of(account).await? else { return Ok(0) };
    let candidate = shop.store.candidate(source.id).await?;
    Ok(candidate.map_or(0, |candidate| candidate.depth))
}

/// A place that the score alone chose and where nothing is offered is left again.
async fn give_up(shop: &Workshop) -> anyhow::Result<()> {
    for id in shop.store.barren_candidates(ENOUGH_POSTS).await? {
        let reason = "discovered, and nothing is offered there";
        shop.store.set_source_state(id, SourceState::Removed, reason).await?;
        let refused = CandidateState::Refused;
        shop.store.decide_candidate(id, refused, None, reason, shop.now()).await?;
        shop.enter(Action::Remove, "source", &id.to_string(), reason).await?;
    }
    Ok(())
}

/// Watches the best candidates without anybody's yes, if the settings say so.
async fn accept(shop: &Workshop) -> anyhow::Result<()> {
    let (from, per_day) = (shop.options.accept_from_percent, shop.options.accept_per_day);
    if from == 0 {
        return Ok(());
    }
    let used = shop.store.accepted_by_score_since(shop.now().plus_days(-1)).await?;
    let left = per_day.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX));
    let best = shop.store.candidates(CandidateState::Proposed, Paging::first(left)).await?;
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    let reaches = |score: f32| score * 100.0 >= from as f32;
    for candidate in best.rows.iter().filter(|candidate| reaches(candidate.score)) {
        accept_by_score(shop, candidate).await?;
    }
    Ok(())
}
