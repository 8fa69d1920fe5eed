//! That an account which is gone came back under another name, and what speaks for it.

use crate::{AccountId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

/// Something that two accounts have in common, or that sets them apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Likeness {
    /// Both offer a contact, which so many accounts offer in all.
    Contact {
        /// The contact, normalised.
        value: String,
        /// Accounts that offer it, both included.
        accounts: u32,
    },
    /// Both post near-identical adverts.
    Text {
        /// Similarity of the two closest, 0..=1.
        similarity: f32,
        /// Accounts that post near-identical ones, both included.
        accounts: u32,
    },
    /// Both show the same picture of themselves.
    Picture,
    /// Their names differ by a number or an addition.
    Name {
        /// Handle or shown name of the one that is gone.
        from: String,
        /// Of the one that may have come.
        to: String,
        /// How alike they are, 0..=1.
        similarity: f32,
    },
    /// When the first post came, seen from the disappearance.
    Time {
        /// Hours after it; negative for before it.
        hours: i64,
    },
    /// They are on different platforms.
    OtherPlatform,
}

/// Odds, as a natural logarithm, that an account which begins to offer around that time is the
/// successor, before anything else is known of it.
const PRIOR: f64 = -4.5;

/// Hours after which an account that has not come back is half as likely to do so.
const RETURN_HOURS: f64 = 240.0;

impl Likeness {
    /// How much it moves the odds (natural logarithm). Set by hand: a contact or a text that only
    /// these two have points at one pair of hands, and says less with each further account that has
    /// it too; a name is easily alike by chance; a return is likeliest soon.
    /// `tests/examples/successors.rs` measures what comes of it.
    #[must_use]
    pub fn weight(&self) -> f64 {
        let shared = |strength: f64, accounts: u32| {
            (strength - 0.25 * f64::from(accounts.saturating_sub(2))).max(0.5)
        };
        match self {
            Self::Contact { accounts, .. } => shared(3.5, *accounts),
            Self::Text { similarity, accounts } => {
                shared(2.5, *accounts) * f64::from(*similarity).clamp(0.0, 1.0)
            }
            Self::Picture => 2.5,
            Self::Name { similarity, .. } => 3.0 * f64::from(*similarity).clamp(0.0, 1.0),
            Self::Time { hours } => time(*hours),
            Self::OtherPlatform => -1.0,
        }
    }

    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        let among = |accounts: u32| match accounts {
            ..=2 => "only these two accounts".to_owned(),
            more => format!("{more} accounts"),
        };
        match self {
            Self::Contact { value, accounts } => {
                format!("offers the same contact, {value}, which {} do", among(*accounts))
            }
            Self::Text { similarity, accounts } => format!(
                "posts a near-identical advert (alike by {:.0} %), which {} do",
                similarity * 100.0,
                among(*accounts)
            ),
            Self::Picture => "shows the same picture of itself".to_owned(),
            Self::Name { from, to, .. } => format!("is named {to} after {from}"),
            Self::Time { hours } if *hours < 0 => {
                format!("first posted {} before the other was gone", span(-hours))
            }
            Self::Time { hours } => {
                format!("first posted {} after the other was gone", span(*hours))
            }
            Self::OtherPlatform => "is on another platform".to_owned(),
        }
    }
}

/// Best within a day; somebody who prepares opens the next account shortly before.
#[expect(clippy::cast_precision_loss, reason = "hours of years stay far below 2^52")]
fn time(hours: i64) -> f64 {
    let hours = hours as f64;
    if hours < 0.0 {
        // A day early costs a half, a week early everything that one contact brings.
        return 1.0 + hours / 48.0;
    }
    (1.0 - (hours / RETURN_HOURS) * std::f64::consts::LN_2).max(-3.0)
}

/// Hours as people say them.
fn span(hours: i64) -> String {
    match hours {
        0 => "under an hour".to_owned(),
        1..=71 => format!("{hours} h"),
        _ => format!("{} days", (hours + 12) / 24),
    }
}

/// How likely one account is the successor of another, 0..=1: the likenesses as independent
/// evidence (log-odds add up). Contacts beyond the first, and texts, mostly come along with it, so
/// each further one of a kind counts half of the one before.
#[must_use]
pub fn score(likenesses: &[Likeness]) -> f32 {
    let mut contacts: Vec<f64> = Vec::new();
    let mut odds = PRIOR;
    for one in likenesses {
        match one {
            Likeness::Contact { .. } => contacts.push(one.weight()),
            other => odds += other.weight(),
        }
    }
    contacts.sort_by(|a, b| b.total_cmp(a));
    odds += contacts.iter().rfold(0.0, |rest, weight| weight + rest / 2.0);
    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    let probability = (1.0 / (1.0 + (-odds).exp())) as f32;
    probability
}

/// What was decided about a succession.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionState {
    /// Nothing yet.
    Proposed,
    /// A person says that it is so.
    Confirmed,
    /// A person says that it is not so.
    Rejected,
}

impl SuccessionState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Proposed, Self::Confirmed, Self::Rejected];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
        }
    }
}

/// That one account may be the successor of another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Succession {
    /// The account that is gone.
    pub gone: AccountId,
    /// The account that may have come in its place.
    pub next: AccountId,
    /// How likely, 0..=1; see [`score`].
    pub score: f32,
    /// What speaks for it.
    pub likenesses: Vec<Likeness>,
    /// Since when the one is gone, by our own sightings.
    pub gone_at: Timestamp,
    /// First post of the other.
    pub first_post: Timestamp,
    /// What was decided.
    pub state: SuccessionState,
    /// Who decided, and when.
    pub decided: Option<(PersonId, Timestamp)>,
    /// Why.
    pub reason: String,
    /// When it was first proposed.
    pub found_at: Timestamp,
    /// Until when it may be kept.
    pub expires_at: Timestamp,
}

impl Succession {
    /// Milliseconds from the disappearance to the successor's first post; nothing for one that had
    /// begun before.
    #[must_use]
    pub const fn reappeared_ms(&self) -> Option<i64> {
        let ms = self.first_post.ms() - self.gone_at.ms();
        if ms < 0 { None } else { Some(ms) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(accounts: u32) -> Likeness {
        Likeness::Contact { value: "+447700900123".to_owned(), accounts }
    }

    fn text(accounts: u32) -> Likeness {
        Likeness::Text { similarity: 0.95, accounts }
    }

    fn name() -> Likeness {
        Likeness::Name { from: "ways_a".into(), to: "ways_2".into(), similarity: 0.8 }
    }

    fn soon() -> Likeness {
        Likeness::Time { hours: 20 }
    }

    #[test]
    fn a_contact_or_a_name_and_a_text_of_their_own_make_a_proposal() {
        let check = |likenesses: &[Likeness], expect: bool| {
            let score = score(likenesses);
            assert_eq!(score >= 0.5, expect, "{score} {likenesses:?}");
        };
        check(&[], false);
        check(&[soon()], false);
        check(&[soon(), name()], false);
        check(&[soon(), text(2)], false);
        check(&[soon(), contact(2), text(2)], true);
        check(&[soon(), contact(2), name()], true);
        check(&[soon(), text(4), name()], true);
        check(&[soon(), contact(20)], false);
        check(&[contact(2), text(2), Likeness::Time { hours: -24 * 9 }], false);
        check(&[contact(2), text(2), Likeness::Time { hours: -20 }], true);
    }

    #[test]
    fn further_contacts_add_ever_less() {
        let of = |n: usize| score(&vec![contact(2); n]);
        assert!(of(1) < of(2) && of(2) < of(3));
        assert!(of(9) - of(8) < of(2) - of(1));
    }

    #[test]
    fn a_later_first_post_is_less_likely_and_one_long_before_is_none() {
        let at = |hours| score(&[contact(2), text(2), Likeness::Time { hours }]);
        assert!(at(2) > at(300) && at(300) > at(2000));
        assert!(at(-24) > at(-240) && at(-240) < 0.1);
    }

    #[test]
    fn the_words_stored_are_those_of_json() {
        for state in SuccessionState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }
}
