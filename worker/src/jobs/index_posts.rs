//! Brings the index up to date with the store's change sequence.

use super::Job;
use crate::Workshop;
use indexer::PostDocument;
use model::{Label, Language, Route};
use store::PostView;

/// The job.
#[derive(Debug)]
pub(super) struct IndexPosts;

/// The one of this file.
pub(super) const JOB: IndexPosts = IndexPosts;

/// Changes applied in one commit.
const BATCH: u32 = 1000;

#[async_trait::async_trait]
impl Job for IndexPosts {
    fn name(&self) -> &'static str {
        "index_posts"
    }

    fn help(&self) -> &'static str {
        "writes changed posts to this node's index"
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let Some(index) = &shop.index else { return Ok(0) };
        let changes = shop.store.changes_after(index.applied_seq(), BATCH).await?;
        let Some(last) = changes.last() else { return Ok(0) };
        let ids: Vec<_> = changes.iter().filter(|c| !c.erased).map(|c| c.post).collect();
        let views = shop.store.posts_by_ids(&ids).await?;
        let found: std::collections::HashSet<_> = views.iter().map(|v| v.post.id).collect();
        // A post that is no longer in the store is gone from the index too, whatever the change said.
        let removed = changes.iter().map(|c| c.post).filter(|id| !found.contains(id)).collect();
        let documents: Vec<_> = views.iter().map(|view| document(view, last.seq)).collect();
        let written = documents.len() as u64;
        index.apply(documents, removed, last.seq).await?;
        shop.tally.indexed(written);
        Ok(changes.len() as u64)
    }
}

/// What the index holds of a post.
fn document(view: &PostView, seq: i64) -> PostDocument {
    let (post, account, opinion) = (&view.post, &view.account, view.assessment.as_ref());
    PostDocument {
        post: post.id,
        account: account.id,
        advert: view.advert,
        platform: post.platform.clone(),
        language: opinion.map_or_else(Language::unknown, |a| a.language.clone()),
        label: view.label().unwrap_or(Label::Other),
        score: view.score(),
        services: opinion.map(|a| a.services.clone()).unwrap_or_default(),
        route: opinion.map_or_else(Route::default, |a| a.route.clone()),
        text: post.content.full_text(),
        handle: account.profile.handle.to_string(),
        account_name: account.profile.display_name.clone(),
        contacts: opinion
            .map(|a| a.contacts.iter().map(|c| c.value.clone()).collect())
            .unwrap_or_default(),
        hashtags: post.content.hashtags.clone(),
        posted_at: post.posted_at,
        first_seen: post.first_seen,
        presence: post.presence.state,
        seq,
    }
}
