//! The last messages and what became of them.

use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::short;
use crate::house::House;
use model::{Message, MessageState, ReferralId};
use store::Paging;

/// Messages shown.
pub(super) const MOST: u32 = 50;

/// One message.
pub(super) struct Line {
    pub(super) written: When,
    pub(super) kind: String,
    pub(super) channel: String,
    pub(super) to: String,
    pub(super) subject: String,
    /// The referral it is about, if it is about one.
    pub(super) href: Option<String>,
    pub(super) state: &'static str,
    /// Colour of its state: `fine`, `waiting` or `troubled`.
    pub(super) mark: &'static str,
    pub(super) attempts: u32,
    /// When it was accepted, or is tried next.
    pub(super) at: Option<When>,
    pub(super) error: Option<String>,
}

/// The last messages, newest first, and how many there are in all.
pub(super) async fn of(house: &House, frame: &Frame) -> Result<(Vec<Line>, u64), Failure> {
    let listed = house.parts.store.messages(Paging::first(MOST)).await?;
    Ok((listed.rows.iter().map(|message| line(frame, message)).collect(), listed.total))
}

fn line(frame: &Frame, message: &Message) -> Line {
    let (mark, at) = match message.state {
        MessageState::Queued => ("waiting", Some(frame.when(&message.next_try))),
        MessageState::Sent => ("fine", message.sent.as_ref().map(|(at, _)| frame.when(at))),
        MessageState::Failed => ("troubled", None),
    };
    let referral = message.about.parse::<ReferralId>().ok().filter(|_| message.kind == "referral");
    Line {
        written: frame.when(&message.created_at),
        kind: message.kind.clone(),
        channel: message.channel.clone(),
        to: message.to.clone(),
        subject: short(&message.subject, 120),
        href: referral.map(|id| format!("/referrals/{id}")),
        state: message.state.word(),
        mark,
        attempts: message.attempts,
        at,
        error: message.last_error.as_deref().map(|error| short(error, 300)),
    }
}
