//! What people think.

use crate::effect::opinions_changed;
use crate::row::{Columns, Row};
use crate::value::{Value, json, values};
use crate::{Error, PostView, Store, changes};
use model::{Category, Language, PersonId, Platform, PostId, Review, ReviewId, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

/// Which posts are up for review. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewFilter {
    /// Only in this language.
    pub language: Option<Language>,
    /// Only on this platform.
    pub platform: Option<Platform>,
}

/// Columns of a review, in the order [`review_opt`] reads them.
pub(crate) const COLUMNS: &str =
    "r.id, r.post, r.reviewer, r.at, r.label, r.services, r.reason, r.revision";

/// Reads [`COLUMNS`]; nothing where an outer join found none.
pub(crate) fn review_opt(c: &mut Columns<'_>) -> Result<Option<Review>, Error> {
    let Some(id) = c.id_opt()? else {
        c.skip(7);
        return Ok(None);
    };
    Ok(Some(Review {
        id,
        post: c.id()?,
        reviewer: c.id()?,
        at: c.time()?,
        label: c.word()?,
        services: c.json()?,
        reason: c.text()?,
        revision: c.num()?,
    }))
}

/// A language with fewer reviewed posts is new to the reviewers.
const FEW: u32 = 20;

/// Adds the filter's conditions on `posts p`.
pub(crate) fn and_filters(rest: &mut String, values: &mut Vec<Value>, filter: &ReviewFilter) {
    let filters = [
        ("p.language", filter.language.as_ref().map(Language::as_str)),
        ("p.platform", filter.platform.as_ref().map(Platform::as_str)),
    ];
    for (column, value) in filters {
        if let Some(value) = value {
            values.push(Value::from(value));
            let _ = write!(rest, " AND {column} = ${}", values.len());
        }
    }
}

impl Store {
    /// Saves a review and all that follows from it, as for an assessment. One with a known id, or
    /// of a post that is not there any more, changes nothing.
    pub async fn add_review(&self, review: &Review) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "INSERT INTO reviews (id, post, reviewer, at, label, services, reason, revision, \
             undone, expires_at) SELECT $1, p.id, $3, $4, $5, $6, $7, $8, FALSE, $9 FROM posts p \
             WHERE p.id = $2 ON CONFLICT (id) DO NOTHING";
        let values = values![
            review.id,
            review.post,
            review.reviewer,
            review.at,
            review.label.word(),
            json(&review.services),
            &review.reason,
            review.revision,
            self.keep.until(Category::Casework, review.at),
        ];
        if tx.run(sql, values).await? > 0 {
            opinions_changed(&mut tx, &self.keep, &[review.post], false).await?;
        }
        tx.commit().await
    }

    /// Takes a review back; the one before, or the assessment, decides again. Or a second opinion,
    /// from which nothing follows. Only its reviewer can. Whether there was one to take back.
    pub async fn undo_review(&self, id: ReviewId, person: PersonId) -> Result<bool, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "UPDATE reviews SET undone = TRUE WHERE id = $1 AND reviewer = $2 \
             AND NOT undone RETURNING post";
        let Some(row) = tx.one(sql, values![id, person]).await? else {
            let sql = "UPDATE second_opinions SET undone = TRUE WHERE id = $1 AND reviewer = $2 \
                 AND NOT undone";
            let undone = tx.run(sql, values![id, person]).await? > 0;
            tx.commit().await?;
            return Ok(undone);
        };
        let post = row.columns().id()?;
        opinions_changed(&mut tx, &self.keep, &[post], false).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Reviews of a post that are not undone, newest first.
    pub async fn reviews_of(&self, post: PostId) -> Result<Vec<Review>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM reviews r WHERE r.post = $1 AND NOT r.undone \
             ORDER BY r.at DESC, r.id DESC"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![post]).await?;
        let read = |row: &Row| review_opt(&mut row.columns());
        rows.iter().filter_map(|row| read(row).transpose()).collect()
    }

    /// Posts that nobody has reviewed, so that answers teach most: first those where the classifier
    /// abstained, then (offers) the rest; among each, languages with few reviews before others, then
    /// texts of which nothing alike was reviewed before others, then by score, highest first.
    pub async fn review_queue(
        &self,
        filter: &ReviewFilter,
        limit: u32,
    ) -> Result<Vec<PostView>, Error> {
        let mut values: Vec<Value> = values![limit];
        let mut rest = String::from(
            "LEFT JOIN (SELECT l.language, COUNT(*) AS known FROM posts l \
             WHERE l.review IS NOT NULL GROUP BY l.language) k ON k.language = p.language \
             WHERE p.waiting",
        );
        and_filters(&mut rest, &mut values, filter);
        let _ = write!(
            rest,
            " ORDER BY p.abstain DESC, CASE WHEN COALESCE(k.known, 0) < {FEW} THEN 0 ELSE 1 END, \
             CASE WHEN EXISTS (SELECT 1 FROM posts q WHERE q.review IS NOT NULL \
             AND q.template = p.template) OR EXISTS (SELECT 1 FROM posts q \
             WHERE q.review IS NOT NULL AND q.advert = p.advert) THEN 1 ELSE 0 END, \
             p.score DESC, p.posted_at DESC, p.id LIMIT $1"
        );
        self.views(&rest, values).await
    }

    /// Posts as people decided them, the latest decided first.
    pub async fn reviewed_posts(&self, limit: u32) -> Result<Vec<PostView>, Error> {
        let rest = "WHERE p.review IS NOT NULL ORDER BY r.at DESC, p.id LIMIT $1";
        self.views(rest, values![limit]).await
    }

    /// How many a person has reviewed since a moment, second opinions among them, and how many wait.
    pub async fn review_counts(
        &self,
        person: PersonId,
        since: Timestamp,
    ) -> Result<(u64, u64), Error> {
        let sql = "SELECT (SELECT COUNT(*) FROM reviews WHERE reviewer = $1 AND at >= $2 \
             AND NOT undone) + (SELECT COUNT(*) FROM second_opinions WHERE reviewer = $1 \
             AND at >= $2 AND NOT undone)";
        let done = self.db.count(sql, values![person, since]).await?;
        let sql = "SELECT COUNT(*) FROM posts WHERE waiting";
        Ok((done, self.db.count(sql, values![]).await?))
    }
}
