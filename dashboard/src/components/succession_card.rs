//! That one account may be the successor of another: how likely, why, and what was decided.

use crate::components::AccountLine;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::span;
use askama::Template;
use model::{Account, Person, Succession, SuccessionState};

/// A succession.
#[derive(Debug, Clone, Template)]
#[template(path = "succession_card.html")]
pub(crate) struct SuccessionCard {
    pub(crate) action: String,
    /// The account that is gone; nothing on its own page.
    pub(crate) gone: Option<AccountLine>,
    /// The account that came; nothing on its own page.
    pub(crate) next: Option<AccountLine>,
    pub(crate) state: &'static str,
    pub(crate) score: String,
    pub(crate) reasons: Vec<String>,
    /// Time to reappear, in words; nothing for one that had begun before.
    pub(crate) reappeared: Option<String>,
    pub(crate) gone_at: When,
    pub(crate) first_post: When,
    pub(crate) decided: Option<(String, When)>,
    pub(crate) reason: String,
    /// Whether it may be decided here.
    pub(crate) asks: bool,
    pub(crate) csrf: String,
}

impl SuccessionCard {
    /// A succession between these accounts; those that are not given are not named.
    pub(crate) fn of(
        frame: &Frame,
        one: &Succession,
        (gone, next): (Option<&Account>, Option<&Account>),
        people: &[Person],
    ) -> Self {
        let person = |id| people.iter().find(|person: &&Person| person.id == id);
        let name = |id| person(id).map_or_else(|| "somebody".into(), |p| p.display_name.clone());
        Self {
            action: format!("/accounts/{}/successors/{}", one.gone, one.next),
            gone: gone.map(|account| AccountLine::of(frame, account)),
            next: next.map(|account| AccountLine::of(frame, account)),
            state: one.state.word(),
            score: format!("{:.2}", one.score),
            reasons: one.likenesses.iter().map(model::Likeness::words).collect(),
            reappeared: one.reappeared_ms().map(span),
            gone_at: frame.when(&one.gone_at),
            first_post: frame.when(&one.first_post),
            decided: one.decided.map(|(by, at)| (name(by), frame.when(&at))),
            reason: one.reason.clone(),
            asks: one.state == SuccessionState::Proposed && frame.may_work(),
            csrf: frame.csrf.clone(),
        }
    }
}
