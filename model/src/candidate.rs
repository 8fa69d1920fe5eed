//! Places that are not watched yet and may be worth it, and what speaks for each.

use crate::source::SourceAddress;
use crate::{AccountId, PersonId, PostId, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

/// How an offer names another place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadKind {
    /// As a contact.
    Contact,
    /// By a link.
    Link,
    /// It was forwarded from there.
    Forward,
    /// By a mention.
    Mention,
}

impl LeadKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Contact, Self::Link, Self::Forward, Self::Mention];

    /// The word stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Link => "link",
            Self::Forward => "forward",
            Self::Mention => "mention",
        }
    }

    /// How the place is named, for people: "… 3 offers".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Contact => "named as a contact in",
            Self::Link => "linked in",
            Self::Forward => "forwarded in",
            Self::Mention => "mentioned in",
        }
    }

    /// How surely one such lead of an account that surely advertises leads to another one. Set by
    /// hand: whom one tells people to write to belongs to the trade; whom one forwards may be a
    /// newspaper. `tests/examples/discovery.rs` measures what comes of them.
    const fn weight(self) -> f32 {
        match self {
            Self::Contact => 0.5,
            Self::Link => 0.4,
            Self::Forward | Self::Mention => 0.2,
        }
    }
}

/// That an offer names a place. Other posts leave no leads: who seeks passage names nobody here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// The place.
    pub address: SourceAddress,
    /// How it is named.
    pub kind: LeadKind,
}

/// How often offers of one account name a place in one way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LeadCount {
    /// Whose offers.
    pub account: AccountId,
    /// That account's risk.
    pub risk: f32,
    /// How they name it.
    pub kind: LeadKind,
    /// In how many offers.
    pub posts: u32,
}

/// What was decided about a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CandidateState {
    /// Nothing yet.
    Proposed,
    /// It is watched.
    Accepted,
    /// It is not to be proposed again.
    Refused,
}

impl CandidateState {
    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

/// A place that may be worth watching.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The id it would have as a source.
    pub id: SourceId,
    /// Where it is.
    pub address: SourceAddress,
    /// How much speaks for it, 0..=1; see [`score`].
    pub score: f32,
    /// Steps from a source that a person named: 1 for what its offers name.
    pub depth: u32,
    /// What was decided.
    pub state: CandidateState,
    /// Why.
    pub reason: String,
    /// Who decided; nobody where the score did.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// When an offer first named it.
    pub found_at: Timestamp,
    /// Until when it may be kept.
    pub expires_at: Timestamp,
    /// The account, now gone, of which a person says that this is the successor.
    pub replaces: Option<AccountId>,
}

/// A lead that is repeated more often than this tells nothing new.
const MOST_REPEATS: u32 = 5;

/// How much speaks for a candidate: the leads as independent witnesses (noisy or), each worth its
/// kind's weight times its account's risk: a newspaper with one post mistaken for an offer leads
/// nowhere.
#[must_use]
pub fn score(leads: &[LeadCount]) -> f32 {
    let doubt = leads.iter().fold(1.0, |doubt: f32, lead| {
        let one = lead.kind.weight() * lead.risk.clamp(0.0, 1.0);
        let repeats = i32::try_from(lead.posts.min(MOST_REPEATS)).unwrap_or(0);
        doubt * (1.0 - one).powi(repeats)
    });
    1.0 - doubt
}

/// How much speaks for the place of a confirmed successor, besides the offers that name it: as much
/// as three contacts of an account that surely advertises.
#[must_use]
pub fn score_of_successor(leads: &[LeadCount]) -> f32 {
    let contact = LeadKind::Contact.weight();
    1.0 - (1.0 - score(leads)) * (1.0 - contact).powi(3)
}

/// A lead of a post, as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostLeads {
    /// The post.
    pub post: PostId,
    /// Its account.
    pub account: AccountId,
    /// Its leads; none for a post that is no offer (any more).
    pub leads: Vec<Lead>,
    /// Steps from a source that a person named to a place that this post names.
    pub depth: u32,
    /// Until when the post may be kept.
    pub expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stored_are_those_of_json() {
        for kind in LeadKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for state in [CandidateState::Proposed, CandidateState::Accepted, CandidateState::Refused] {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    fn lead(account: &str, kind: LeadKind, posts: u32, risk: f32) -> LeadCount {
        LeadCount { account: AccountId::of(&[account]), risk, kind, posts }
    }

    #[test]
    fn more_and_surer_leads_score_higher_and_repetition_has_an_end() {
        assert!(score(&[]).abs() < f32::EPSILON);
        let forward = |posts, risk| score(&[lead("a", LeadKind::Forward, posts, risk)]);
        assert!(forward(9, 0.0) < f32::EPSILON && forward(1, 0.4) < forward(1, 1.0));
        assert!(forward(1, 0.5) < forward(3, 0.5));
        assert!((forward(5, 0.5) - forward(500, 0.5)).abs() < 1e-6);
        let contact = score(&[lead("a", LeadKind::Contact, 1, 0.5)]);
        assert!(forward(1, 0.5) < contact && contact < 1.0);
        let two = [lead("a", LeadKind::Forward, 1, 0.5), lead("b", LeadKind::Forward, 1, 0.5)];
        assert!(score(&two) > forward(1, 0.5));
        assert!(score_of_successor(&two) > score_of_successor(&[]));
        assert!(score_of_successor(&[]) > 0.8);
    }
}
