//! What the classifier thinks.

use crate::db::Tx;
use crate::effect::opinions_changed;
use crate::posts::{self, post_of};
use crate::row::Columns;
use crate::value::{json, values};
use crate::{Error, Store, changes};
use model::{Assessment, Category, Country, Language, Post, PostId, Route, Score, Timestamp};
use sqlx::AssertSqlSafe;

/// Columns of an assessment, in the order [`assessment_opt`] reads them.
pub(crate) const COLUMNS: &str = "s.at, s.label, s.score, s.abstain, s.language, s.services, \
     s.origin, s.destination, s.contacts, s.prices, s.reasons, s.model, s.fingerprint";

/// Reads [`COLUMNS`]; nothing where an outer join found none.
pub(crate) fn assessment_opt(
    c: &mut Columns<'_>,
    post: PostId,
) -> Result<Option<Assessment>, Error> {
    let Some(at) = c.time_opt()? else {
        c.skip(12);
        return Ok(None);
    };
    Ok(Some(Assessment {
        post,
        at,
        label: c.word()?,
        score: Score::new(c.real()?),
        abstain: c.flag()?,
        language: Language::new(c.text()?),
        services: c.json()?,
        route: Route {
            origin: c.text_opt()?.map(Country::new),
            destination: c.text_opt()?.map(Country::new),
        },
        contacts: c.json()?,
        prices: c.json()?,
        reasons: c.json()?,
        model: c.text()?,
        fingerprint: c.json()?,
    }))
}

impl Store {
    /// Posts that are new, changed or queued again, oldest first.
    pub async fn posts_to_assess(&self, limit: u32) -> Result<Vec<Post>, Error> {
        let columns = posts::COLUMNS;
        let sql = format!(
            "SELECT {columns}, p.assessing FROM posts p WHERE p.to_assess \
             ORDER BY p.first_seen, p.id LIMIT $1"
        );
        let mut queued = Vec::new();
        let mut moved = Vec::new();
        for row in self.db.all(AssertSqlSafe(sql), values![limit]).await? {
            let mut c = row.columns();
            let post = post_of(&mut c)?;
            if c.int()? != i64::from(post.revisions) {
                moved.push((post.id, post.revisions));
            }
            queued.push(post);
        }
        // Remembers which revision is being looked at: one that comes meanwhile stays queued.
        if !moved.is_empty() {
            let mut tx = self.db.ordered(changes::COUNTER).await?;
            for (post, revision) in moved {
                let sql = "UPDATE posts SET assessing = $2 WHERE id = $1";
                tx.run(sql, values![post, revision]).await?;
            }
            tx.commit().await?;
        }
        Ok(queued)
    }

    /// Saves opinions and all that follows from them: labels, risk of accounts, until when records
    /// are kept, contacts of offers, the queue for grouping and the change sequence. Opinions of
    /// posts that are not there any more are dropped. A post that was edited after
    /// [`Store::posts_to_assess`] gave it out stays queued.
    pub async fn save_assessments(
        &self,
        assessments: &[Assessment],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let mut posts = Vec::new();
        for assessment in assessments {
            let sql = "UPDATE posts SET to_assess = \
                 CASE WHEN assessing = revisions THEN FALSE ELSE to_assess END WHERE id = $1";
            let there = tx.run(sql, values![assessment.post]).await? > 0;
            let until = self.keep.until(Category::of(Some(assessment.label)), now);
            if there && save(&mut tx, assessment, until).await? {
                posts.push(assessment.post);
            }
        }
        opinions_changed(&mut tx, &self.keep, &posts, true).await?;
        tx.commit().await
    }

    /// Queues every post for assessment again, after a new model was installed. How many.
    pub async fn requeue_all(&self) -> Result<u64, Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "UPDATE posts SET to_assess = TRUE WHERE NOT to_assess";
        let queued = tx.run(sql, values![]).await?;
        tx.commit().await?;
        Ok(queued)
    }
}

/// Saves one opinion. False if exactly this one was there already (a job that runs again).
async fn save(tx: &mut Tx, assessment: &Assessment, expires_at: Timestamp) -> Result<bool, Error> {
    let sql = format!("SELECT {COLUMNS} FROM assessments s WHERE s.post = $1");
    if let Some(row) = tx.one(AssertSqlSafe(sql), values![assessment.post]).await? {
        let known = assessment_opt(&mut row.columns(), assessment.post)?;
        if known.as_ref() == Some(assessment) {
            return Ok(false);
        }
    }
    let sql = "INSERT INTO assessments (post, at, label, score, abstain, language, services, \
         origin, destination, contacts, prices, reasons, model, fingerprint, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
         ON CONFLICT (post) DO UPDATE SET at = excluded.at, label = excluded.label, \
         score = excluded.score, abstain = excluded.abstain, language = excluded.language, \
         services = excluded.services, origin = excluded.origin, \
         destination = excluded.destination, contacts = excluded.contacts, \
         prices = excluded.prices, reasons = excluded.reasons, model = excluded.model, \
         fingerprint = excluded.fingerprint, expires_at = excluded.expires_at";
    let values = values![
        assessment.post,
        assessment.at,
        assessment.label.word(),
        assessment.score.value(),
        assessment.abstain,
        assessment.language.as_str(),
        json(&assessment.services),
        assessment.route.origin.as_ref().map(Country::as_str),
        assessment.route.destination.as_ref().map(Country::as_str),
        json(&assessment.contacts),
        json(&assessment.prices),
        json(&assessment.reasons),
        &assessment.model,
        json(&assessment.fingerprint),
        expires_at,
    ];
    tx.run(sql, values).await?;
    Ok(true)
}
