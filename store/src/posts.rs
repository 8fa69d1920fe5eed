//! Published items.

use crate::accounts::{self, BATCH, account_of, presence_of};
use crate::assessments;
use crate::db::places;
use crate::listing::Select;
use crate::reviews;
use crate::row::{Columns, Row};
use crate::value::{Value, values};
use crate::{Error, Listed, Paging, Store};
use model::{
    Account, AccountId, AdvertId, Assessment, CaptureId, Label, Language, Platform, Post, PostId,
    Review, Revision,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// A post with all that is thought of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PostView {
    /// The post.
    pub post: Post,
    /// Its account.
    pub account: Account,
    /// What the classifier thinks.
    pub assessment: Option<Assessment>,
    /// What a person thinks: the latest review that is not undone.
    pub review: Option<Review>,
    /// The advert it belongs to.
    pub advert: Option<AdvertId>,
    /// The capture in which it was first seen.
    pub capture: Option<CaptureId>,
}

impl PostView {
    /// What the post is: a person's opinion before the classifier's.
    #[must_use]
    pub fn label(&self) -> Option<Label> {
        let reviewed = self.review.as_ref().map(|review| review.label);
        reviewed.or_else(|| self.assessment.as_ref().map(|assessment| assessment.label))
    }

    /// How surely it is an offer, 0..=1: 1 or 0 once a person has said so.
    #[must_use]
    pub fn score(&self) -> f32 {
        match (&self.review, &self.assessment) {
            (Some(review), _) => f32::from(u8::from(review.label.counts())),
            (None, Some(assessment)) => assessment.score.value(),
            (None, None) => 0.0,
        }
    }

    /// The capture in which it was first seen.
    #[must_use]
    pub const fn first_capture(&self) -> Option<CaptureId> {
        self.capture
    }
}

/// Columns of a post, in the order [`post_of`] reads them.
pub(crate) const COLUMNS: &str = "p.id, p.platform, p.native_id, p.account, p.url, p.content, \
     p.declared_language, p.posted_at, p.edited_at, p.reply_to, p.forwarded_from, p.metrics, \
     p.first_seen, p.last_seen, p.revisions, p.presence, p.presence_since, p.presence_finding, \
     p.expires_at";

/// Tables of a [`PostView`].
pub(crate) const VIEW_TABLES: &str = "posts p JOIN accounts a ON a.id = p.account \
     LEFT JOIN reviews r ON r.id = p.review LEFT JOIN assessments s ON s.post = p.id";

/// Columns of a [`PostView`], in the order [`view_of`] reads them.
pub(crate) fn view_columns() -> String {
    let (account, review, opinion) = (accounts::COLUMNS, reviews::COLUMNS, assessments::COLUMNS);
    format!("{COLUMNS}, {account}, p.advert, p.capture, {review}, {opinion}")
}

/// Reads [`COLUMNS`].
pub(crate) fn post_of(c: &mut Columns<'_>) -> Result<Post, Error> {
    Ok(Post {
        id: c.id()?,
        platform: Platform::new(c.text()?),
        native_id: c.text()?,
        account: c.id()?,
        url: c.url_opt()?,
        content: c.json()?,
        declared_language: c.text_opt()?.map(Language::new),
        posted_at: c.time()?,
        edited_at: c.time_opt()?,
        reply_to: c.text_opt()?,
        forwarded_from: c.text_opt()?,
        metrics: c.json()?,
        first_seen: c.time()?,
        last_seen: c.time()?,
        revisions: c.num()?,
        presence: presence_of(c)?,
        expires_at: c.time()?,
    })
}

/// Reads [`view_columns`].
pub(crate) fn view_of(c: &mut Columns<'_>) -> Result<PostView, Error> {
    let post = post_of(c)?;
    let account = account_of(c)?;
    let (advert, capture) = (c.id_opt()?, c.id_opt()?);
    let review = reviews::review_opt(c)?;
    let assessment = assessments::assessment_opt(c, post.id)?;
    Ok(PostView { post, account, assessment, review, advert, capture })
}

fn view_of_row(row: &Row) -> Result<PostView, Error> {
    view_of(&mut row.columns())
}

impl Store {
    /// One post.
    pub async fn post(&self, id: PostId) -> Result<Option<PostView>, Error> {
        Ok(self.posts_by_ids(&[id]).await?.pop())
    }

    /// Posts in the order of `ids`; missing ones are left out.
    pub async fn posts_by_ids(&self, ids: &[PostId]) -> Result<Vec<PostView>, Error> {
        let mut found = HashMap::new();
        for some in ids.chunks(BATCH) {
            let marks = places(1, some.len());
            let values = some.iter().copied().map(Value::from).collect();
            for view in self.views(&format!("WHERE p.id IN ({marks})"), values).await? {
                found.insert(view.post.id, view);
            }
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    /// Posts of an account, newest first; only those of a label, if one is given.
    pub async fn posts_of_account(
        &self,
        account: AccountId,
        label: Option<Label>,
        paging: Paging,
    ) -> Result<Listed<PostView>, Error> {
        let mut select = Select::new(VIEW_TABLES);
        select.and("p.account = $$", account);
        if let Some(label) = label {
            select.and("p.label = $$", label.word());
        }
        self.list_views(select, "p.posted_at DESC, p.id DESC", paging).await
    }

    /// All contents that a post had, oldest first.
    pub async fn revisions(&self, post: PostId) -> Result<Vec<Revision>, Error> {
        let sql = "SELECT number, seen_at, content FROM revisions WHERE post = $1 ORDER BY number";
        let rows = self.db.all(sql, values![post]).await?;
        let read = |row: &Row| {
            let mut c = row.columns();
            Ok(Revision { post, number: c.num()?, seen_at: c.time()?, content: c.json()? })
        };
        rows.iter().map(read).collect()
    }

    /// Posts for which the rest of the question holds.
    pub(crate) async fn views(
        &self,
        rest: &str,
        values: Vec<Value>,
    ) -> Result<Vec<PostView>, Error> {
        let sql = format!("SELECT {} FROM {VIEW_TABLES} {rest}", view_columns());
        let rows = self.db.all(AssertSqlSafe(sql), values).await?;
        rows.iter().map(view_of_row).collect()
    }

    /// One page of posts.
    pub(crate) async fn list_views(
        &self,
        select: Select,
        order: &str,
        paging: Paging,
    ) -> Result<Listed<PostView>, Error> {
        select.list(&self.db, &view_columns(), order, paging, view_of_row).await
    }
}
