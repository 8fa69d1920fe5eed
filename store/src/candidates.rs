//! Places that may be worth watching, and the offers that name them.

use crate::db::Tx;
use crate::listing::Select;
use crate::row::Row;
use crate::sources::address;
use crate::value::values;
use crate::{Error, Listed, Paging, Store};
use model::candidate::{PostLeads, score, score_of_successor};
use model::source::SourceAddress;
use model::{Candidate, CandidateState, Category, Lead, LeadCount, PersonId, SourceId, Timestamp};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// What came of the candidates that were accepted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Harvest {
    /// Accepted ones whose account is known by now, so that they were seen.
    pub seen: u64,
    /// Of these, accounts with at least one offer.
    pub advertise: u64,
}

const COLUMNS: &str = "k.id, k.platform, k.kind, k.key, k.url, k.score, k.depth, k.state, \
     k.reason, k.decided_by, k.decided_at, k.found_at, k.expires_at, k.replaces";

fn candidate_of_row(row: &Row) -> Result<Candidate, Error> {
    let mut c = row.columns();
    Ok(Candidate {
        id: c.id()?,
        address: address(&mut c)?,
        score: c.real()?,
        depth: c.num()?,
        state: c.word()?,
        reason: c.text()?,
        decided_by: c.id_opt()?,
        decided_at: c.time_opt()?,
        found_at: c.time()?,
        expires_at: c.time()?,
        replaces: c.id_opt()?,
    })
}

fn count_of_row(row: &Row) -> Result<LeadCount, Error> {
    let mut c = row.columns();
    Ok(LeadCount { account: c.id()?, risk: c.real()?, kind: c.word()?, posts: c.num()? })
}

const COUNTS: &str = "SELECT l.account, a.risk, l.kind, COUNT(*) FROM leads l JOIN accounts a \
     ON a.id = l.account WHERE l.candidate = $1 GROUP BY l.account, a.risk, l.kind \
     ORDER BY l.kind, l.account";

impl Store {
    /// Records what a post names instead of what it named before, and scores anew whatever is
    /// touched. A place that is watched already, the post's own account, and accounts that are known
    /// and have never offered anything (seekers among them) do not become candidates.
    pub async fn save_leads(&self, of: &PostLeads, now: Timestamp) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "SELECT DISTINCT candidate FROM leads WHERE post = $1";
        let mut touched: BTreeSet<SourceId> = BTreeSet::new();
        for row in tx.all(sql, values![of.post]).await? {
            touched.insert(row.columns().id()?);
        }
        tx.run("DELETE FROM leads WHERE post = $1", values![of.post]).await?;
        for lead in &of.leads {
            if self.save_lead(&mut tx, of, lead, now).await? {
                touched.insert(lead.address.id());
            }
        }
        for candidate in touched {
            rescore(&mut tx, candidate).await?;
        }
        tx.commit().await
    }

    /// Whether the lead leads to a candidate.
    async fn save_lead(
        &self,
        tx: &mut Tx,
        of: &PostLeads,
        lead: &Lead,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let (place, id) = (&lead.address, lead.address.id());
        if watched_otherwise(tx, id).await? || known_not_to_offer(tx, place, of).await? {
            return Ok(false);
        }
        let sql = "INSERT INTO candidates (id, platform, kind, key, url, score, depth, state, \
             reason, found_at, expires_at) VALUES ($1, $2, $3, $4, $5, 0.0, $6, 'proposed', '', \
             $7, $8) ON CONFLICT (id) DO UPDATE SET \
             depth = CASE WHEN candidates.depth < $6 THEN candidates.depth ELSE $6 END, \
             expires_at = CASE WHEN candidates.expires_at < $8 THEN $8 \
             ELSE candidates.expires_at END";
        let values = values![
            id,
            place.platform.as_str(),
            place.kind.word(),
            &place.key,
            place.url.as_str(),
            of.depth,
            now,
            self.keep.until(Category::Unsure, now),
        ];
        tx.run(sql, values).await?;
        let sql = "INSERT INTO leads (post, candidate, kind, account, expires_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (post, candidate, kind) DO NOTHING";
        tx.run(sql, values![of.post, id, lead.kind.word(), of.account, of.expires_at]).await?;
        Ok(true)
    }

    /// Candidates in a state, those for which most speaks first; decided ones newest first.
    pub async fn candidates(
        &self,
        state: CandidateState,
        paging: Paging,
    ) -> Result<Listed<Candidate>, Error> {
        let mut select = Select::new("candidates k");
        select.and("k.state = $$", state.word());
        let order = match state {
            CandidateState::Proposed => "k.score DESC, k.id",
            CandidateState::Accepted | CandidateState::Refused => "k.decided_at DESC, k.id",
        };
        select.list(&self.db, COLUMNS, order, paging, candidate_of_row).await
    }

    /// One candidate.
    pub async fn candidate(&self, id: SourceId) -> Result<Option<Candidate>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM candidates k WHERE k.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(candidate_of_row).transpose()
    }

    /// What speaks for a candidate.
    pub async fn leads_to(&self, id: SourceId) -> Result<Vec<LeadCount>, Error> {
        let rows = self.db.all(COUNTS, values![id]).await?;
        rows.iter().map(count_of_row).collect()
    }

    /// Enters a decision. Whether there is such a candidate.
    pub async fn decide_candidate(
        &self,
        id: SourceId,
        state: CandidateState,
        by: Option<PersonId>,
        reason: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let sql = "UPDATE candidates SET state = $2, decided_by = $3, reason = $4, \
             decided_at = $5, expires_at = $6 WHERE id = $1";
        let until = self.keep.until(Category::Offer, at);
        Ok(self.db.run(sql, values![id, state.word(), by, reason, at, until]).await? > 0)
    }

    /// How many candidates were accepted without a person since that moment.
    pub async fn accepted_by_score_since(&self, since: Timestamp) -> Result<u64, Error> {
        let sql = "SELECT COUNT(*) FROM candidates WHERE state = 'accepted' \
             AND decided_by IS NULL AND decided_at >= $1";
        self.db.count(sql, values![since]).await
    }

    /// Candidates accepted by their score whose account turned out to offer nothing in at least so
    /// many posts, all of them assessed.
    pub async fn barren_candidates(&self, posts: u32) -> Result<Vec<SourceId>, Error> {
        let sql = "SELECT k.id FROM candidates k JOIN sources o ON o.id = k.id \
             JOIN accounts a ON a.id = o.account WHERE k.state = 'accepted' \
             AND k.decided_by IS NULL AND a.offers = 0 AND a.posts >= $1 AND NOT EXISTS \
             (SELECT 1 FROM posts p WHERE p.account = a.id AND p.to_assess) ORDER BY k.id";
        let rows = self.db.all(sql, values![posts]).await?;
        rows.iter().map(|row| row.columns().id()).collect()
    }

    /// What came of the candidates that were accepted.
    pub async fn harvest(&self) -> Result<Harvest, Error> {
        let sql = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN a.offers > 0 THEN 1 ELSE 0 END), 0) \
             FROM candidates k JOIN sources o ON o.id = k.id JOIN accounts a ON a.id = o.account \
             WHERE k.state = 'accepted'";
        let Some(row) = self.db.one(sql, values![]).await? else { return Ok(Harvest::default()) };
        let mut c = row.columns();
        Ok(Harvest { seen: c.num()?, advertise: c.num()? })
    }
}

/// Whether the place is watched although nobody proposed it (or is no longer wanted).
async fn watched_otherwise(tx: &mut Tx, id: SourceId) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM sources o WHERE o.id = $1 \
         AND NOT EXISTS (SELECT 1 FROM candidates k WHERE k.id = o.id)";
    Ok(tx.count(sql, values![id]).await? > 0)
}

/// Whether the place is that of the post's own account, or of one that is known and never offered.
async fn known_not_to_offer(
    tx: &mut Tx,
    place: &SourceAddress,
    of: &PostLeads,
) -> Result<bool, Error> {
    let sql = "SELECT COUNT(*) FROM accounts a WHERE a.platform = $1 \
         AND (LOWER(a.handle) = $2 OR a.url = $3) AND (a.id = $4 OR (a.offers = 0 AND a.posts > 0))";
    let key = place.key.to_lowercase();
    let values = values![place.platform.as_str(), key, place.url.as_str(), of.account];
    Ok(tx.count(sql, values).await? > 0)
}

/// Scores a candidate by the leads there are, and by whom it replaces; one that nothing speaks for any
/// more is forgotten.
pub(crate) async fn rescore(tx: &mut Tx, id: SourceId) -> Result<(), Error> {
    let rows = tx.all(COUNTS, values![id]).await?;
    let counts: Vec<LeadCount> = rows.iter().map(count_of_row).collect::<Result<_, _>>()?;
    if counts.is_empty() {
        let sql = "DELETE FROM candidates WHERE id = $1 AND state = 'proposed' \
             AND replaces IS NULL";
        tx.run(sql, values![id]).await?;
    }
    let sql = "UPDATE candidates SET score = CASE WHEN replaces IS NULL THEN $2 ELSE $3 END \
         WHERE id = $1";
    let (led, replaces) = (score(&counts), score_of_successor(&counts));
    tx.run(sql, values![id, led, replaces]).await?;
    Ok(())
}
