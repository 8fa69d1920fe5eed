//! Places that are watched.

use crate::db::{Tx, places};
use crate::leases::{TAKE_LEASE, lease_values};
use crate::listing::Select;
use crate::row::{Columns, Row};
use crate::value::{Value, folded, json, pattern, values};
use crate::{Error, Listed, Paging, Store};
use model::source::SourceAddress;
use model::{AccountId, Platform, Source, SourceId, SourceState, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// What adding a source did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::large_enum_variant, reason = "made once per click, never kept in bulk")]
pub enum Added {
    /// It is watched from now on.
    New,
    /// It was known. If it had been removed, it is active (and due) again.
    Existing(Source),
}

/// What to do with the sources that are due on a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which one to visit, by its place in the list.
    pub take: Option<usize>,
    /// Which are to be considered later, and when.
    pub later: Vec<(SourceId, Timestamp)>,
}

/// Due sources that are compared, at the most.
pub const CHOICE: usize = 32;

/// Which sources. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceFilter {
    /// Only in this state; without it, all but the removed ones.
    pub state: Option<SourceState>,
    /// Only on this platform.
    pub platform: Option<Platform>,
    /// Part of title, key or note.
    pub text: Option<String>,
    /// Only those whose last visit could not see.
    pub troubled: bool,
    /// Only active ones with an alarm that is not resolved.
    pub alarmed: bool,
}

/// Columns of a source, in the order [`source_of_row`] reads them.
const COLUMNS: &str = "o.id, o.platform, o.kind, o.key, o.url, o.host, o.title, o.note, o.account, \
     o.state, o.state_reason, o.weight, o.cursor_text, o.etag, o.last_modified, o.next_due, \
     o.due_reason, o.learned, o.visited_at, o.visit_outcome, o.failures, o.added_at, o.expires_at";

/// Outcomes of a last visit that could not see, as SQL. A test compares with `VisitOutcome::saw`.
pub(crate) const BLIND: &str = "('not_public', 'gone_candidate', 'auth_required', 'rate_limited', \
     'parser_drift', 'transport_error')";

/// Condition on `sources o`: it is visited and has an alarm that is not resolved.
const ALARMED: &str = "o.state = 'active' AND EXISTS (SELECT 1 FROM alarms m WHERE m.source = o.id \
     AND m.state <> 'resolved')";

/// Times that a claim is tried again when another worker was faster.
const CLAIM_TRIES: u32 = 8;

fn source_of_row(row: &Row) -> Result<Source, Error> {
    let mut c = row.columns();
    let id = c.id()?;
    let address = address(&mut c)?;
    Ok(Source {
        id,
        address,
        host: c.text()?,
        title: c.text()?,
        note: c.text()?,
        account: c.id_opt()?,
        state: c.word()?,
        state_reason: c.text()?,
        weight: c.real()?,
        cursor: c.text_opt()?,
        validators: (c.text_opt()?, c.text_opt()?),
        next_due: c.time()?,
        due_reason: c.text()?,
        learned: c.json()?,
        last_visit: c.time_opt()?.zip(c.word_opt()?),
        failures: c.num()?,
        added_at: c.time()?,
        expires_at: c.time()?,
    })
}

pub(crate) fn address(c: &mut Columns<'_>) -> Result<SourceAddress, Error> {
    Ok(SourceAddress {
        platform: Platform::new(c.text()?),
        kind: c.word()?,
        key: c.text()?,
        url: c.url()?,
    })
}

fn source_values(source: &Source) -> Vec<Value> {
    let address = &source.address;
    values![
        source.id,
        address.platform.as_str(),
        address.kind.word(),
        &address.key,
        address.url.as_str(),
        &source.host,
        &source.title,
        &source.note,
        source.account,
        source.state.word(),
        &source.state_reason,
        source.weight,
        source.cursor.as_ref(),
        source.validators.0.as_ref(),
        source.validators.1.as_ref(),
        source.next_due,
        &source.due_reason,
        json(&source.learned),
        source.last_visit.map(|(at, _)| at),
        source.last_visit.map(|(_, outcome)| outcome.word()),
        source.failures,
        source.added_at,
        source.expires_at,
        folded(&[&source.title, &address.key, &source.note]),
    ]
}

impl Store {
    /// Watches a source.
    pub async fn add_source(&self, source: &Source) -> Result<Added, Error> {
        let mut tx = self.db.write().await?;
        let insert = "INSERT INTO sources (id, platform, kind, key, url, host, title, note, account, \
             state, state_reason, weight, cursor_text, etag, last_modified, next_due, due_reason, \
             learned, visited_at, visit_outcome, failures, added_at, expires_at, folded, \
             claimed_until) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
             $18, $19, $20, $21, $22, $23, $24, 0) ON CONFLICT (id) DO NOTHING";
        let added = tx.run(insert, source_values(source)).await? > 0;
        if !added {
            let again = "UPDATE sources SET state = 'active', state_reason = '', next_due = $2, \
                 due_reason = 'added again', expires_at = $3 WHERE id = $1 AND state = 'removed'";
            tx.run(again, values![source.id, source.next_due, source.expires_at]).await?;
        }
        tx.commit().await?;
        if added {
            return Ok(Added::New);
        }
        let known = self.source(source.id).await?;
        known.map(Added::Existing).ok_or_else(|| Error::unreadable("source"))
    }

    /// One source.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM sources o WHERE o.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(source_of_row).transpose()
    }

    /// The source that is an account's own place, if one is watched.
    pub async fn source_of(&self, account: AccountId) -> Result<Option<Source>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sources o WHERE o.account = $1 AND o.state <> 'removed' \
             ORDER BY o.added_at, o.id LIMIT 1"
        );
        let row = self.db.one(AssertSqlSafe(sql), values![account]).await?;
        row.as_ref().map(source_of_row).transpose()
    }

    /// Sources, troubled ones first, then by title.
    pub async fn sources(
        &self,
        filter: &SourceFilter,
        paging: Paging,
    ) -> Result<Listed<Source>, Error> {
        let troubled = format!("(o.state = 'active' AND COALESCE(o.visit_outcome, '') IN {BLIND})");
        let mut select = Select::new("sources o");
        match filter.state {
            Some(state) => select.and("o.state = $$", state.word()),
            None => select.and("o.state <> $$", SourceState::Removed.word()),
        }
        if let Some(platform) = &filter.platform {
            select.and("o.platform = $$", platform.as_str());
        }
        if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
            select.and("o.folded LIKE $$ ESCAPE '!'", pattern(text));
        }
        if filter.troubled {
            select.also(&troubled);
        }
        if filter.alarmed {
            select.also(ALARMED);
        }
        let order = format!("CASE WHEN {troubled} THEN 0 ELSE 1 END, o.title, o.platform, o.id");
        select.list(&self.db, COLUMNS, &order, paging, source_of_row).await
    }

    /// Sources that were visited since they were last judged, those visited longest ago first.
    pub async fn sources_to_judge(&self, limit: u32) -> Result<Vec<Source>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sources o WHERE o.to_judge ORDER BY o.visited_at, o.id LIMIT $1"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![limit]).await?;
        rows.iter().map(source_of_row).collect()
    }

    /// Pauses, resumes or removes a source. Whether there is such a source.
    pub async fn set_source_state(
        &self,
        id: SourceId,
        state: SourceState,
        reason: &str,
    ) -> Result<bool, Error> {
        let sql = "UPDATE sources SET state = $2, state_reason = $3 WHERE id = $1";
        Ok(self.db.run(sql, values![id, state.word(), reason]).await? > 0)
    }

    /// Says why a source is watched and how much it weighs. Whether there is such a source.
    pub async fn describe_source(
        &self,
        id: SourceId,
        note: &str,
        weight: f32,
    ) -> Result<bool, Error> {
        let Some(source) = self.source(id).await? else {
            return Ok(false);
        };
        let sql = "UPDATE sources SET note = $2, weight = $3, folded = $4 WHERE id = $1";
        let search = folded(&[&source.title, &source.address.key, note]);
        Ok(self.db.run(sql, values![id, note, weight, search]).await? > 0)
    }

    /// Takes one of the active sources that are due on the host that has waited longest and that
    /// nobody else visits, and takes (or extends) the lease on the host for `lease_ms` from `now`.
    /// `choose` is shown these sources, those due longest first, [`CHOICE`] at the most; it says
    /// which one, and which of the others are to be considered later. Of several workers on one
    /// database, only one gets a host. A claimed source is not given out again until its visit is
    /// closed, its lease is released, or `lease_ms` have passed. Passed over are sources of the
    /// platforms in `closed`, and those on a host that wishes to be left alone. Nothing may also mean
    /// that all were put off, or that another worker was just looking at the same sources: ask again
    /// later.
    pub async fn claim_source(
        &self,
        holder: &str,
        now: Timestamp,
        lease_ms: i64,
        closed: &[Platform],
        mut choose: impl FnMut(&[Source]) -> Choice + Send,
    ) -> Result<Option<Source>, Error> {
        let until = now.plus_ms(lease_ms);
        for _ in 0..CLAIM_TRIES {
            let mut tx = self.db.write().await?;
            let mut due = due_sources(&mut tx, holder, now, closed).await?;
            let Some(first) = due.first() else { return Ok(None) };
            // Another worker may have taken the same host through another source since we looked.
            if tx.run(TAKE_LEASE, lease_values(&first.host, holder, now, until)).await? == 0 {
                continue;
            }
            let choice = choose(&due);
            for (id, at) in &choice.later {
                let later = "UPDATE sources SET next_due = $2 WHERE id = $1";
                tx.run(later, values![*id, *at]).await?;
            }
            let Some(taken) = choice.take.filter(|index| *index < due.len()) else {
                tx.run(
                    "DELETE FROM leases WHERE host = $1 AND holder = $2",
                    values![&first.host, holder],
                )
                .await?;
                tx.commit().await?;
                continue;
            };
            let source = due.swap_remove(taken);
            let claim = "UPDATE sources SET claimed_by = $2, claimed_until = $3 WHERE id = $1";
            tx.run(claim, values![source.id, holder, until]).await?;
            tx.commit().await?;
            return Ok(Some(source));
        }
        Ok(None)
    }
}

/// The free sources that are due on the host that has waited longest, those due longest first.
async fn due_sources(
    tx: &mut Tx,
    holder: &str,
    now: Timestamp,
    closed: &[Platform],
) -> Result<Vec<Source>, Error> {
    let others = match closed.len() {
        0 => String::new(),
        n => format!(" AND o.platform NOT IN ({})", places(3, n)),
    };
    let free = format!(
        "o.state = 'active' AND o.next_due <= $1 AND o.claimed_until <= $1 \
         AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.host = o.host AND l.expires_at > $1 \
         AND l.holder <> $2) AND NOT EXISTS \
         (SELECT 1 FROM hosts h WHERE h.host = o.host AND h.hold_until > $1){others}"
    );
    let mut values = values![now, holder];
    values.extend(closed.iter().map(|platform| Value::from(platform.as_str())));
    let first =
        format!("SELECT o.host FROM sources o WHERE {free} ORDER BY o.next_due, o.id LIMIT 1");
    let Some(row) = tx.one(AssertSqlSafe(first), values.clone()).await? else {
        return Ok(Vec::new());
    };
    values.push(Value::from(row.columns().text()?));
    let sql = format!(
        "SELECT {COLUMNS} FROM sources o WHERE {free} AND o.host = {} \
         ORDER BY o.next_due, o.id LIMIT {CHOICE}{}",
        places(values.len(), 1),
        tx.taking()
    );
    let rows = tx.all(AssertSqlSafe(sql), values).await?;
    rows.iter().map(source_of_row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::VisitOutcome;

    #[test]
    fn the_outcomes_that_could_not_see_are_those_of_the_vocabulary() {
        for outcome in VisitOutcome::ALL {
            let quoted = format!("'{}'", outcome.word());
            assert_eq!(BLIND.contains(&quoted), !outcome.saw(), "{outcome}");
        }
    }
}
