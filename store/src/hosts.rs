//! What processes agree on about the hosts that they ask, and platforms' daily budgets.

use crate::row::Row;
use crate::value::{Value, values};
use crate::{Error, Store};
use model::Timestamp;

/// How long a host is remembered after the last request.
const REMEMBERED_DAYS: i64 = 7;

/// Times further off than this come from a clock that was set back since, and are not believed.
const BELIEVED_MS: i64 = 3_600_000;

/// The wish to send a request to a host.
#[derive(Debug, Clone, Copy)]
pub struct ReserveHost<'a> {
    /// Name of the host.
    pub host: &'a str,
    /// Who wishes: unique among all processes.
    pub holder: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// Milliseconds between two requests.
    pub interval_ms: i64,
    /// Requests that may follow each other without it, after a rest.
    pub burst: u32,
    /// Whether nobody else may have a request on its way there.
    pub alone: bool,
    /// Milliseconds after which a request of which nothing was heard counts as ended.
    pub busy_ms: i64,
    /// A place further off than this many milliseconds is not reserved.
    pub most_ms: i64,
}

/// What became of a [`ReserveHost`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reserved {
    /// The place is reserved: send at that moment.
    At {
        /// When.
        at: Timestamp,
        /// Doublings of the interval since the host last asked to slow down.
        slow: u32,
    },
    /// Somebody has a request on its way there.
    Busy,
    /// The host is left alone.
    Held {
        /// Until when.
        until: Timestamp,
        /// Why, in words.
        reason: String,
    },
    /// The next free place is further off than wished.
    Late {
        /// When it is.
        at: Timestamp,
    },
}

/// What a request taught about its host.
#[derive(Debug, Clone, Copy)]
pub struct NoteHost<'a> {
    /// Name of the host.
    pub host: &'a str,
    /// Whose request it was.
    pub holder: &'a str,
    /// The present moment.
    pub now: Timestamp,
    /// Whether it has ended.
    pub ended: bool,
    /// No request before then.
    pub not_before: Timestamp,
    /// Until when the host is left alone, and why.
    pub hold: Option<(Timestamp, &'a str)>,
    /// Doublings of the interval.
    pub slow: u32,
}

/// Columns of a [`Known`].
const KNOWN: &str = "SELECT full_at, not_before, busy_until, hold_until, hold_reason, slow \
     FROM hosts WHERE host = $1";

/// A host's row.
struct Known {
    full_at: i64,
    not_before: i64,
    busy_until: Timestamp,
    hold: (Timestamp, String),
    slow: u32,
}

impl Known {
    fn of(row: &Row) -> Result<Self, Error> {
        let mut c = row.columns();
        Ok(Self {
            full_at: c.num()?,
            not_before: c.num()?,
            busy_until: c.time()?,
            hold: (c.time()?, c.text()?),
            slow: c.num()?,
        })
    }

    /// What to answer, by the generic cell rate algorithm: a request may come as early as the
    /// burst lets it, and the bucket is full one interval later than before.
    fn answer(self, wish: &ReserveHost<'_>) -> Reserved {
        let now = wish.now;
        let believed = |ms: i64| ms.min(now.ms().saturating_add(BELIEVED_MS));
        let until = Timestamp::from_ms(believed(self.hold.0.ms()));
        if until > now {
            return Reserved::Held { until, reason: self.hold.1 };
        }
        if wish.alone && self.busy_until > now && self.busy_until <= now.plus_ms(BELIEVED_MS) {
            return Reserved::Busy;
        }
        let rest = i64::from(wish.burst.saturating_sub(1)).saturating_mul(wish.interval_ms);
        let early = believed(self.full_at).saturating_sub(rest);
        let at = Timestamp::from_ms(early.max(believed(self.not_before)).max(now.ms()));
        if at > now.plus_ms(wish.most_ms) {
            return Reserved::Late { at };
        }
        Reserved::At { at, slow: self.slow }
    }
}

impl Store {
    /// Reserves a place for a request to a host, among all processes on this database.
    pub async fn reserve_host(&self, wish: &ReserveHost<'_>) -> Result<Reserved, Error> {
        if wish.interval_ms <= 0
            && !wish.alone
            && let Some(known) = self.host(wish.host).await?
        {
            // There is no pace to keep and nobody to keep out: only wishes of the host's own count.
            return Ok(known.answer(wish));
        }
        let mut tx = self.db.write().await?;
        // Makes the row if there is none, and locks it in either case.
        let lock = "INSERT INTO hosts (host, full_at, not_before, busy_by, busy_until, hold_until, \
             hold_reason, slow, expires_at) VALUES ($1, 0, 0, '', 0, 0, '', 0, $2) \
             ON CONFLICT (host) DO UPDATE SET expires_at = excluded.expires_at";
        tx.run(lock, values![wish.host, wish.now.plus_days(REMEMBERED_DAYS)]).await?;
        let row =
            tx.one(KNOWN, values![wish.host]).await?.ok_or_else(|| Error::unreadable("host"))?;
        let known = Known::of(&row)?;
        let full_at = known.full_at.min(wish.now.ms().saturating_add(BELIEVED_MS));
        let answer = known.answer(wish);
        if let Reserved::At { at, .. } = &answer {
            let full_at = full_at.max(at.ms()).saturating_add(wish.interval_ms);
            let sql =
                "UPDATE hosts SET full_at = $2, busy_by = $3, busy_until = $4 WHERE host = $1";
            let busy_until = at.plus_ms(wish.busy_ms);
            tx.run(sql, values![wish.host, full_at, wish.holder, busy_until]).await?;
            tx.commit().await?;
        }
        Ok(answer)
    }

    async fn host(&self, host: &str) -> Result<Option<Known>, Error> {
        self.db.one(KNOWN, values![host]).await?.as_ref().map(Known::of).transpose()
    }

    /// Takes down what a request taught about its host.
    pub async fn note_host(&self, note: &NoteHost<'_>) -> Result<(), Error> {
        let (until, reason) = note.hold.unwrap_or((Timestamp::from_ms(0), ""));
        let sql = "UPDATE hosts SET slow = $2, \
             not_before = CASE WHEN $3 > not_before THEN $3 ELSE not_before END, \
             hold_reason = CASE WHEN $4 > hold_until THEN $5 ELSE hold_reason END, \
             hold_until = CASE WHEN $4 > hold_until THEN $4 ELSE hold_until END, \
             busy_until = CASE WHEN $6 AND busy_by = $7 THEN 0 ELSE busy_until END \
             WHERE host = $1";
        let values: Vec<Value> = values![
            note.host,
            i64::from(note.slow),
            note.not_before,
            until,
            reason,
            note.ended,
            note.holder
        ];
        self.db.run(sql, values).await?;
        Ok(())
    }

    /// Takes one request out of a platform's budget of `limit` for a day (counted since 1970).
    /// Whether there was one left.
    pub async fn spend_request(&self, platform: &str, day: i64, limit: u32) -> Result<bool, Error> {
        if limit == 0 {
            return Ok(false);
        }
        let sql = "INSERT INTO budgets (platform, day, requests, expires_at) VALUES ($1, $2, 1, $3) \
             ON CONFLICT (platform, day) DO UPDATE SET requests = budgets.requests + 1 \
             WHERE budgets.requests < $4";
        let until = Timestamp::from_ms(0).plus_days(day.saturating_add(REMEMBERED_DAYS));
        let values = values![platform, day, until, i64::from(limit)];
        Ok(self.db.run(sql, values).await? > 0)
    }

    /// Requests taken out of a platform's budget for a day.
    pub async fn spent_requests(&self, platform: &str, day: i64) -> Result<u32, Error> {
        let sql = "SELECT requests FROM budgets WHERE platform = $1 AND day = $2";
        let row = self.db.one(sql, values![platform, day]).await?;
        row.map_or(Ok(0), |row| row.columns().num())
    }
}
