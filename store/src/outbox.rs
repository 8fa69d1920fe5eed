//! Messages that wait, and what became of them.

use crate::{Error, Listed, Paging, Store};
use model::{AlertId, Message, MessageId, Timestamp, WatchId};

impl Store {
    /// Puts a message into the outbox; one with the same id is there once.
    pub async fn enqueue(&self, message: &Message) -> Result<(), Error> {
        todo!()
    }

    /// Puts a digest into the outbox, marks its alerts as told and its watches as having had a
    /// digest at `now`, all at once.
    pub async fn enqueue_digest(
        &self,
        message: &Message,
        alerts: &[AlertId],
        watches: &[WatchId],
        now: Timestamp,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Queued messages whose next try has come, oldest first.
    pub async fn due_messages(&self, now: Timestamp, limit: u32) -> Result<Vec<Message>, Error> {
        todo!()
    }

    /// Enters that the other side accepted a message, and what it answered.
    pub async fn message_sent(
        &self,
        id: MessageId,
        at: Timestamp,
        answer: &str,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Enters that a try went wrong; without a next try the message is given up.
    pub async fn message_failed(
        &self,
        id: MessageId,
        error: &str,
        next_try: Option<Timestamp>,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Messages, newest first.
    pub async fn messages(&self, paging: Paging) -> Result<Listed<Message>, Error> {
        todo!()
    }

    /// One message.
    pub async fn message(&self, id: MessageId) -> Result<Option<Message>, Error> {
        todo!()
    }
}
