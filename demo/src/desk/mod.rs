//! The platforms' moderation desk: takes notices, decides after a while.
//!
//! `POST /notices` takes a JSON object with a `notice` in it (an object, or a text that is JSON) and
//! answers 202 with a ticket; `GET /notices/{ticket}` tells what became of it: `received`, then
//! `acted` (the accounts were taken down) or `declined` (nobody was named, or whoever was named does
//! not advertise).

mod book;
mod reading;

pub(crate) use book::Book;

use crate::serve::{Answer, Asked};
use crate::world::World;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::Method;
use model::Clock;
use serde_json::{Value, json};
use std::sync::Arc;

/// Largest notice read, in bytes.
const LARGEST: usize = 4 << 20;

/// What the desk works with.
#[derive(Debug)]
pub(crate) struct Desk {
    world: Arc<World>,
    clock: Arc<dyn Clock>,
    book: Arc<Book>,
}

impl Desk {
    pub(crate) const fn new(world: Arc<World>, clock: Arc<dyn Clock>, book: Arc<Book>) -> Self {
        Self { world, clock, book }
    }

    /// Takes a notice.
    pub(crate) fn receive(&self, body: &[u8]) -> Answer {
        let notice: Value = match serde_json::from_slice(body) {
            Ok(value @ Value::Object(_)) => value,
            Ok(_) => return refused("the body must be a JSON object with a notice in it"),
            Err(error) => return refused(&format!("the body is not JSON: {error}")),
        };
        let notice = notice.get("notice").unwrap_or(&notice);
        let named = reading::accounts(self.world.truth_ref(), notice);
        let entry = self.book.enter(self.clock.now(), named);
        tracing::info!(ticket = entry.ticket, "the desk received a notice");
        let answer = json!({
            "ticket": entry.ticket,
            "status": "received",
            "received_at": entry.received_at,
            "decision_expected": entry.due,
        });
        Answer::json(202, &answer).with("location", format!("/notices/{}", entry.ticket))
    }

    /// Tells what became of a notice.
    pub(crate) fn tell(&self, asked: &Asked) -> Answer {
        let parts = asked.parts();
        let ["notices", ticket] = parts.as_slice() else {
            return Answer::json(404, &json!({"error": "ask for /notices/{ticket}"}));
        };
        let Some(entry) = self.book.entry(ticket) else {
            return Answer::json(404, &json!({"error": "no such ticket"}));
        };
        let decided = entry.due <= self.clock.now();
        let (status, reason) = match (decided, entry.decision()) {
            (false, _) => ("received", "waits for a decision"),
            (true, Ok(())) => ("acted", "taken down: offers to smuggle people"),
            (true, Err(reason)) => ("declined", reason),
        };
        let named: Vec<&str> = entry.named.iter().map(|(key, _)| key.as_str()).collect();
        let answer = json!({
            "ticket": entry.ticket,
            "status": status,
            "reason": reason,
            "received_at": entry.received_at,
            "decided_at": decided.then_some(entry.due),
            "accounts": named,
        });
        Answer::json(200, &answer)
    }
}

fn refused(why: &str) -> Answer {
    Answer::json(400, &json!({"error": why}))
}

/// The desk as a service.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    Router::new().fallback(move |request: Request| {
        let desk = Arc::clone(&desk);
        async move {
            let (head, body) = request.into_parts();
            let asked = Asked::of(&head.method, &head.uri, &head.headers);
            if asked.reads {
                return desk.tell(&asked).into_response();
            }
            if head.method != Method::POST || asked.parts() != ["notices"] {
                return Answer::json(405, &json!({"error": "post to /notices"})).into_response();
            }
            match to_bytes(body, LARGEST).await {
                Ok(bytes) => desk.receive(&bytes).into_response(),
                Err(_) => Answer::json(413, &json!({"error": "notice too large"})).into_response(),
            }
        }
    })
}

#[cfg(test)]
mod tests;
