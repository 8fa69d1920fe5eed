//! What is wrong with sources and hosts.

use crate::db::{Tx, places};
use crate::listing::Select;
use crate::row::{Columns, Row};
use crate::value::{Value, values};
use crate::{Error, Listed, Paging, Store};
use model::{
    Alarm, AlarmEvidence, AlarmId, AlarmKind, AlarmState, Category, Message, PersonId, Platform,
    Source, SourceId, Timestamp,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Milliseconds after its end within which an alarm that comes back is the same one.
const SAME_MS: i64 = 86_400_000;

/// What follows from looking at a source's visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// Something is wrong that was not known.
    Raise(Alarm),
    /// An alarm lasts, and this shows it now.
    Lasts(AlarmId, AlarmEvidence),
    /// It is over.
    Resolve(AlarmId),
}

/// Which alarms. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlarmFilter {
    /// Only those not (or only those) resolved.
    pub resolved: Option<bool>,
    /// Only of this source.
    pub source: Option<SourceId>,
    /// Leave out those for which an alarm of their host speaks.
    pub unfolded: bool,
}

/// An alarm with the name of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlarmView {
    /// The alarm.
    pub alarm: Alarm,
    /// Title and platform of its source; nothing for that of a host.
    pub source: Option<(String, Platform)>,
}

/// How alarms of a kind stand on a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHost {
    /// Unresolved ones of active sources, oldest first.
    pub alarms: Vec<Alarm>,
    /// The unresolved one of the host itself.
    pub whole: Option<Alarm>,
    /// Active sources there that have been visited.
    pub active: u64,
}

const COLUMNS: &str = "m.id, m.source, m.host, m.kind, m.state, m.since, m.visit, m.capture, \
     m.words, m.sources, m.within, m.acknowledged_by, m.acknowledged_at, m.resolved_at, \
     m.expires_at";

/// Alarms of sources that are still visited, and those of hosts.
const TABLES: &str = "alarms m LEFT JOIN sources o ON o.id = m.source";
const STANDING: &str = "(o.id IS NULL OR o.state = 'active')";

/// What nobody was told of yet.
const UNTOLD: &str = "m.within IS NULL AND ((m.state = 'open' AND COALESCE(m.told, '') <> 'open') \
     OR (m.state = 'resolved' AND m.told = 'open'))";

fn alarm_of(c: &mut Columns<'_>) -> Result<Alarm, Error> {
    Ok(Alarm {
        id: c.id()?,
        source: c.id_opt()?,
        host: c.text()?,
        kind: c.word()?,
        state: c.word()?,
        since: c.time()?,
        evidence: AlarmEvidence { visit: c.id_opt()?, capture: c.id_opt()?, words: c.text()? },
        sources: c.num()?,
        within: c.id_opt()?,
        acknowledged: c.id_opt()?.zip(c.time_opt()?),
        resolved_at: c.time_opt()?,
        expires_at: c.time()?,
    })
}

fn view_of_row(row: &Row) -> Result<AlarmView, Error> {
    let mut c = row.columns();
    let alarm = alarm_of(&mut c)?;
    let (title, platform) = (c.text_opt()?, c.text_opt()?);
    Ok(AlarmView { alarm, source: title.zip(platform.map(Platform::new)) })
}

fn view_columns() -> String {
    format!("{COLUMNS}, o.title, o.platform")
}

impl Store {
    /// Enters what follows from looking at a source's visits, unless it was visited meanwhile; then
    /// it is judged again.
    pub async fn judged(
        &self,
        source: &Source,
        judgements: &[Judgement],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        for judgement in judgements {
            self.enter_judgement(&mut tx, judgement, now).await?;
        }
        let sql = "UPDATE sources SET to_judge = FALSE WHERE id = $1 AND visited_at = $2";
        tx.run(sql, values![source.id, source.last_visit.map(|(at, _)| at)]).await?;
        tx.commit().await
    }

    /// Enters one judgement about a host.
    pub async fn judge_host(&self, judgement: &Judgement, now: Timestamp) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        self.enter_judgement(&mut tx, judgement, now).await?;
        tx.commit().await
    }

    async fn enter_judgement(
        &self,
        tx: &mut Tx,
        judgement: &Judgement,
        now: Timestamp,
    ) -> Result<(), Error> {
        let until = self.keep.until(Category::Operation, now);
        match judgement {
            Judgement::Raise(alarm) => raise(tx, alarm, now, until).await,
            Judgement::Lasts(id, evidence) => {
                let sql = "UPDATE alarms SET visit = $2, capture = COALESCE($3, capture), \
                     words = $4, expires_at = $5 WHERE id = $1 AND state <> 'resolved'";
                let values = values![*id, evidence.visit, evidence.capture, &evidence.words, until];
                tx.run(sql, values).await.map(|_| ())
            }
            Judgement::Resolve(id) => {
                let sql = "UPDATE alarms SET state = 'resolved', resolved_at = $2, within = NULL, \
                     expires_at = $3 WHERE id = $1 AND state <> 'resolved'";
                tx.run(sql, values![*id, now, until]).await?;
                // What is left of those it spoke for was told of with it.
                let sql = "UPDATE alarms SET within = NULL, told = COALESCE(told, \
                     (SELECT h.told FROM alarms h WHERE h.id = $1)) WHERE within = $1";
                tx.run(sql, values![*id]).await.map(|_| ())
            }
        }
    }

    /// Says that an alarm of a host speaks for the unresolved ones of that kind on it.
    pub async fn fold_alarms(&self, host: &Alarm) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "UPDATE alarms SET within = $1 WHERE host = $2 AND kind = $3 \
             AND source IS NOT NULL AND state <> 'resolved'";
        let count = tx.run(sql, values![host.id, &host.host, host.kind.word()]).await?;
        tx.run("UPDATE alarms SET sources = $2 WHERE id = $1", values![host.id, count]).await?;
        tx.commit().await
    }

    /// How alarms of a kind stand on a host.
    pub async fn alarms_on(&self, host: &str, kind: AlarmKind) -> Result<OnHost, Error> {
        let sql = format!(
            "SELECT {} FROM {TABLES} WHERE m.host = $1 AND m.kind = $2 AND m.state <> 'resolved' \
             AND {STANDING} ORDER BY m.since, m.id",
            view_columns()
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![host, kind.word()]).await?;
        let mut on = OnHost { alarms: Vec::new(), whole: None, active: 0 };
        for row in &rows {
            let alarm = view_of_row(row)?.alarm;
            if alarm.source.is_some() { on.alarms.push(alarm) } else { on.whole = Some(alarm) }
        }
        let sql = "SELECT COUNT(*) FROM sources WHERE host = $1 AND state = 'active' \
             AND visited_at IS NOT NULL";
        on.active = self.db.count(sql, values![host]).await?;
        Ok(on)
    }

    /// Alarms, those of hosts first, then the newest.
    pub async fn alarms(
        &self,
        filter: &AlarmFilter,
        paging: Paging,
    ) -> Result<Listed<AlarmView>, Error> {
        let mut select = Select::new(TABLES);
        match filter.resolved {
            Some(true) => select.and("m.state = $$", AlarmState::Resolved.word()),
            Some(false) => {
                select.and("m.state <> $$", AlarmState::Resolved.word());
                select.also(STANDING);
            }
            None => {}
        }
        if let Some(source) = filter.source {
            select.and("m.source = $$", source);
        }
        if filter.unfolded {
            select.also("m.within IS NULL");
        }
        let order = "CASE WHEN m.source IS NULL THEN 0 ELSE 1 END, m.since DESC, m.id";
        select.list(&self.db, &view_columns(), order, paging, view_of_row).await
    }

    /// One alarm.
    pub async fn alarm(&self, id: AlarmId) -> Result<Option<AlarmView>, Error> {
        let sql = format!("SELECT {} FROM {TABLES} WHERE m.id = $1", view_columns());
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(view_of_row).transpose()
    }

    /// Kinds of the unresolved alarms of these sources.
    pub async fn alarm_kinds(
        &self,
        sources: &[SourceId],
    ) -> Result<BTreeMap<SourceId, Vec<AlarmKind>>, Error> {
        let mut kinds: BTreeMap<SourceId, Vec<AlarmKind>> = BTreeMap::new();
        for some in sources.chunks(crate::accounts::BATCH) {
            let sql = format!(
                "SELECT m.source, m.kind FROM alarms m WHERE m.state <> 'resolved' \
                 AND m.source IN ({}) ORDER BY m.since, m.id",
                places(1, some.len())
            );
            let values = some.iter().copied().map(Value::from).collect();
            for row in self.db.all(AssertSqlSafe(sql), values).await? {
                let mut c = row.columns();
                kinds.entry(c.id()?).or_default().push(c.word()?);
            }
        }
        Ok(kinds)
    }

    /// Says that somebody knows of an alarm, or (with nobody) that it waits for somebody again. An
    /// alarm of a host takes those for which it speaks along. Whether there is such an unresolved one.
    pub async fn acknowledge_alarm(
        &self,
        id: AlarmId,
        by: Option<PersonId>,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let state = by.map_or(AlarmState::Open, |_| AlarmState::Acknowledged);
        let sql = "UPDATE alarms SET state = $2, acknowledged_by = $3, acknowledged_at = $4 \
             WHERE (id = $1 OR within = $1) AND state <> 'resolved'";
        let values = values![id, state.word(), by, by.map(|_| at)];
        Ok(self.db.run(sql, values).await? > 0)
    }

    /// What administrators were not told of yet: alarms that began and nobody has acknowledged, and
    /// told ones that ended. Nothing while the oldest of these is younger than `since`, so that what
    /// happens together is told together.
    pub async fn alarms_to_tell(&self, since: Timestamp) -> Result<Vec<AlarmView>, Error> {
        let old = format!(
            "SELECT COUNT(*) FROM {TABLES} WHERE {UNTOLD} AND {STANDING} \
             AND COALESCE(m.resolved_at, m.raised_at) <= $1"
        );
        if self.db.count(AssertSqlSafe(old), values![since]).await? == 0 {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM {TABLES} WHERE {UNTOLD} AND {STANDING} \
             ORDER BY CASE WHEN m.source IS NULL THEN 0 ELSE 1 END, m.kind, m.since, m.id",
            view_columns()
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![]).await?;
        rows.iter().map(view_of_row).collect()
    }

    /// Puts mails about alarms into the outbox and notes that these were told, all at once.
    pub async fn enqueue_health(
        &self,
        messages: &[Message],
        told: &[AlarmView],
    ) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        for message in messages {
            crate::outbox::put(&mut tx, message).await?;
        }
        for AlarmView { alarm, .. } in told {
            let word = match alarm.state {
                AlarmState::Resolved => AlarmState::Resolved,
                _ => AlarmState::Open,
            };
            let sql = "UPDATE alarms SET told = $2 WHERE id = $1";
            tx.run(sql, values![alarm.id, word.word()]).await?;
        }
        tx.commit().await
    }
}

/// Enters an alarm, unless one of its kind is open already; one that ended within a day opens again.
async fn raise(tx: &mut Tx, alarm: &Alarm, now: Timestamp, until: Timestamp) -> Result<(), Error> {
    let subject = alarm.source.map_or_else(|| alarm.host.clone(), |source| source.to_string());
    let sql = "SELECT id FROM alarms WHERE subject = $1 AND kind = $2 AND (state <> 'resolved' \
         OR resolved_at > $3 OR id = $4) ORDER BY since DESC, id LIMIT 1";
    let kind = alarm.kind.word();
    let recent = now.plus_ms(-SAME_MS);
    let evidence = &alarm.evidence;
    if let Some(row) = tx.one(sql, values![&subject, kind, recent, alarm.id]).await? {
        let id: AlarmId = row.columns().id()?;
        let sql = "UPDATE alarms SET state = 'open', resolved_at = NULL, visit = $2, \
             capture = $3, words = $4, acknowledged_by = NULL, acknowledged_at = NULL, \
             raised_at = $5, expires_at = $6 WHERE id = $1 AND state = 'resolved'";
        let values = values![id, evidence.visit, evidence.capture, &evidence.words, now, until];
        return tx.run(sql, values).await.map(|_| ());
    }
    let sql = "INSERT INTO alarms (id, source, host, subject, kind, state, since, visit, capture, \
         words, sources, raised_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, $10, $11, $12)";
    let values = values![
        alarm.id,
        alarm.source,
        &alarm.host,
        subject,
        kind,
        alarm.since,
        evidence.visit,
        evidence.capture,
        &evidence.words,
        alarm.sources,
        now,
        until,
    ];
    tx.run(sql, values).await.map(|_| ())
}
