//! Messages that wait, and what became of them.

use crate::db::Tx;
use crate::listing::Select;
use crate::row::Row;
use crate::value::{json, values};
use crate::{Error, Listed, Paging, Store, changes};
use model::{AlertId, Message, MessageId, Timestamp, WatchId};
use sqlx::AssertSqlSafe;

const COLUMNS: &str = "m.id, m.kind, m.channel, m.recipient, m.subject, m.text, m.html, \
     m.attachments, m.about, m.created_at, m.state, m.attempts, m.next_try, m.last_error, \
     m.sent_at, m.answer, m.expires_at";

fn message_of_row(row: &Row) -> Result<Message, Error> {
    let mut c = row.columns();
    Ok(Message {
        id: c.id()?,
        kind: c.text()?,
        channel: c.text()?,
        to: c.text()?,
        subject: c.text()?,
        text: c.text()?,
        html: c.text_opt()?,
        attachments: c.json()?,
        about: c.text()?,
        created_at: c.time()?,
        state: c.word()?,
        attempts: c.num()?,
        next_try: c.time()?,
        last_error: c.text_opt()?,
        sent: c.time_opt()?.zip(c.text_opt()?),
        expires_at: c.time()?,
    })
}

/// Puts a message into the outbox. Whether it is new there.
pub(crate) async fn put(tx: &mut Tx, message: &Message) -> Result<bool, Error> {
    let sql = "INSERT INTO messages (id, kind, channel, recipient, subject, text, html, \
         attachments, about, created_at, state, attempts, next_try, last_error, sent_at, answer, \
         expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         $16, $17) ON CONFLICT (id) DO NOTHING";
    let values = values![
        message.id,
        &message.kind,
        &message.channel,
        &message.to,
        &message.subject,
        &message.text,
        message.html.as_ref(),
        json(&message.attachments),
        &message.about,
        message.created_at,
        message.state.word(),
        message.attempts,
        message.next_try,
        message.last_error.as_ref(),
        message.sent.as_ref().map(|(at, _)| *at),
        message.sent.as_ref().map(|(_, answer)| answer),
        message.expires_at,
    ];
    Ok(tx.run(sql, values).await? > 0)
}

impl Store {
    /// Puts a message into the outbox; one with the same id is there once.
    pub async fn enqueue(&self, message: &Message) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        put(&mut tx, message).await?;
        tx.commit().await
    }

    /// Puts a digest into the outbox, marks its alerts as told and its watches as having had a
    /// digest at `now`, all at once. A digest that is there already changes nothing.
    pub async fn enqueue_digest(
        &self,
        message: &Message,
        alerts: &[AlertId],
        watches: &[WatchId],
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        if !put(&mut tx, message).await? {
            return Ok(());
        }
        let sql = "UPDATE alerts SET message = $2 WHERE id = $1 AND message IS NULL";
        for alert in alerts {
            tx.run(sql, values![*alert, message.id]).await?;
        }
        let sql = "UPDATE watches SET last_digest = $2 WHERE id = $1";
        for watch in watches {
            tx.run(sql, values![*watch, now]).await?;
        }
        tx.commit().await
    }

    /// Queued messages whose next try has come, oldest first.
    pub async fn due_messages(&self, now: Timestamp, limit: u32) -> Result<Vec<Message>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM messages m WHERE m.state = 'queued' AND m.next_try <= $1 \
             ORDER BY m.created_at, m.id LIMIT $2"
        );
        let rows = self.db.all(AssertSqlSafe(sql), values![now, limit]).await?;
        rows.iter().map(message_of_row).collect()
    }

    /// Enters that the other side accepted a message, and what it answered.
    pub async fn message_sent(
        &self,
        id: MessageId,
        at: Timestamp,
        answer: &str,
    ) -> Result<(), Error> {
        let sql = "UPDATE messages SET state = 'sent', attempts = attempts + 1, sent_at = $2, \
             answer = $3, last_error = NULL WHERE id = $1 AND state <> 'sent'";
        self.db.run(sql, values![id, at, answer]).await?;
        Ok(())
    }

    /// Enters that a try went wrong; without a next try the message is given up.
    pub async fn message_failed(
        &self,
        id: MessageId,
        error: &str,
        next_try: Option<Timestamp>,
    ) -> Result<(), Error> {
        let state = if next_try.is_some() { "queued" } else { "failed" };
        let sql = "UPDATE messages SET state = $2, attempts = attempts + 1, last_error = $3, \
             next_try = COALESCE($4, next_try) WHERE id = $1 AND state <> 'sent'";
        self.db.run(sql, values![id, state, error, next_try]).await?;
        Ok(())
    }

    /// Messages, newest first.
    pub async fn messages(&self, paging: Paging) -> Result<Listed<Message>, Error> {
        let order = "m.created_at DESC, m.id DESC";
        let select = Select::new("messages m");
        select.list(&self.db, COLUMNS, order, paging, message_of_row).await
    }

    /// One message.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM messages m WHERE m.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(message_of_row).transpose()
    }
}
