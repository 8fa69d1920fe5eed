//! What models said of posts without having been shown them: challengers in shadow, and held-out
//! scores from training.

use crate::posts::{self, post_of};
use crate::value::values;
use crate::{Error, Store, changes};
use model::{Post, PostId, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// How far back a shadow looks for opinions that were saved late by another process, in
/// milliseconds.
const LATE_MS: i64 = 600_000;

/// One model's score of one post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// The post.
    pub post: PostId,
    /// Probability of an offer, 0..=1.
    pub score: f32,
    /// The moment of the champion's opinion that this stands beside, or of the training.
    pub at: Timestamp,
    /// Whether the model was trained on the post; then the score is of weights that left it out,
    /// and nothing replaces it.
    pub held_out: bool,
}

/// A challenger beside the champion, on posts that both judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Shadow {
    /// Posts.
    pub posts: u64,
    /// Mean scores: champion, challenger.
    pub means: [f64; 2],
    /// Offers only by the challenger.
    pub gained: u64,
    /// Offers only by the champion.
    pub lost: u64,
}

impl Store {
    /// Posts that were assessed since a moment and that this model has not judged yet, with the
    /// moment of their assessment, oldest first.
    pub async fn posts_to_try(
        &self,
        model: &str,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Post, Timestamp)>, Error> {
        let sql = "SELECT MAX(at) FROM trials WHERE model = $1 AND NOT held_out";
        let row = self.db.one(sql, values![model]).await?;
        let last = row.map(|row| row.columns().time_opt()).transpose()?.flatten();
        let since = last.map_or(since, |last| since.max(last.plus_ms(-LATE_MS)));
        let columns = posts::COLUMNS;
        let sql = format!(
            "SELECT {columns}, s.at FROM assessments s JOIN posts p ON p.id = s.post \
             WHERE s.at >= $2 AND NOT EXISTS (SELECT 1 FROM trials t WHERE t.post = s.post \
             AND t.model = $1 AND (t.held_out OR t.at >= s.at)) ORDER BY s.at, s.post LIMIT $3"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![model, since, limit]).await?;
        let read = |row: &crate::row::Row| {
            let mut c = row.columns();
            Ok((post_of(&mut c)?, c.time()?))
        };
        rows.iter().map(read).collect()
    }

    /// Saves what a model said; they are kept as long as their posts. Those of posts that are not
    /// there any more are dropped.
    pub async fn save_trials(&self, model: &str, trials: &[Trial]) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "INSERT INTO trials (post, model, score, held_out, at, expires_at) \
             SELECT p.id, $2, $3, $4, $5, p.expires_at FROM posts p WHERE p.id = $1 \
             ON CONFLICT (post, model) DO UPDATE SET score = excluded.score, \
             held_out = excluded.held_out, at = excluded.at, expires_at = excluded.expires_at \
             WHERE excluded.held_out OR NOT trials.held_out";
        for trial in trials {
            tx.run(sql, values![trial.post, model, trial.score, trial.held_out, trial.at]).await?;
        }
        tx.commit().await
    }

    /// What a model said of reviewed posts.
    pub async fn trials_of_reviewed(&self, model: &str) -> Result<HashMap<PostId, f32>, Error> {
        let sql = "SELECT t.post, t.score FROM trials t JOIN posts p ON p.id = t.post \
             WHERE t.model = $1 AND p.review IS NOT NULL";
        let rows = self.db.all(sql, values![model]).await?;
        let read = |row: &crate::row::Row| {
            let mut c = row.columns();
            Ok((c.id()?, c.real()?))
        };
        rows.iter().map(read).collect()
    }

    /// A challenger beside the champion. `threshold`: from which score a post is called an offer.
    pub async fn shadow(
        &self,
        champion: &str,
        challenger: &str,
        threshold: f32,
    ) -> Result<Shadow, Error> {
        let sql = "SELECT COUNT(*), COALESCE(AVG(s.score), 0.0), COALESCE(AVG(t.score), 0.0), \
             COALESCE(SUM(CASE WHEN t.score >= $3 AND s.score < $3 THEN 1 ELSE 0 END), 0), \
             COALESCE(SUM(CASE WHEN t.score < $3 AND s.score >= $3 THEN 1 ELSE 0 END), 0) \
             FROM trials t JOIN assessments s ON s.post = t.post \
             WHERE s.model = $1 AND t.model = $2 AND NOT t.held_out";
        let row = self.db.one(sql, values![champion, challenger, threshold]).await?;
        let Some(row) = row else { return Ok(Shadow::default()) };
        let mut c = row.columns();
        Ok(Shadow {
            posts: c.num()?,
            means: [c.double()?, c.double()?],
            gained: c.num()?,
            lost: c.num()?,
        })
    }
}
