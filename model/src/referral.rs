//! A request that a platform act. No opinion leaves the house without two people: a [`Notice`]
//! needs an [`ApprovedReferral`], and nobody can approve what they drafted.

use crate::capture::hex;
use crate::review::ReferablePost;
use crate::{AccountId, CaseId, Person, PersonId, PostId, ReferralId, Role, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Where a referral goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Short name, such as `telegram`.
    pub key: String,
    /// Name shown and written into the notice.
    pub name: String,
    /// `mail`, `file` or `webhook`.
    pub channel: String,
    /// Mail address or web address.
    pub to: String,
    /// Layout of the notice: see `referral::notices`.
    pub layout: String,
}

/// How far a referral has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// Written by one person.
    Draft,
    /// Approved by a second one.
    Approved,
    /// Accepted by the recipient's channel.
    Sent,
    /// Its outcome is known.
    Closed,
    /// Taken back before it was sent.
    Withdrawn,
}

impl ReferralState {
    /// All states, in order.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Approved, Self::Sent, Self::Closed, Self::Withdrawn];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Sent => "sent",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What became of what was referred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Account and posts are gone.
    Removed,
    /// Some posts are gone, the account is there.
    PartlyRemoved,
    /// No longer open to the public.
    Restricted,
    /// Still there when the deadline passed.
    StillUp,
    /// We could not see.
    CouldNotSee,
}

impl Outcome {
    /// Short words for people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::PartlyRemoved => "partly removed",
            Self::Restricted => "no longer public",
            Self::StillUp => "still up",
            Self::CouldNotSee => "could not see",
        }
    }
}

/// Proof of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When the other side accepted it.
    pub at: Timestamp,
    /// Channel and address.
    pub to: String,
    /// What the other side answered (SMTP reply, HTTP status and body, file name).
    pub answer: String,
    /// SHA-256 of the notice as sent.
    pub sha256: String,
}

/// A referral at any stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Id.
    pub id: ReferralId,
    /// Case it belongs to, if any.
    pub case: Option<CaseId>,
    /// Where it goes.
    pub recipient: Recipient,
    /// The account it is about.
    pub account: AccountId,
    /// Posts it names; each was reviewed as an offer.
    pub posts: Vec<PostId>,
    /// Why the content is illegal: law or term of service.
    pub grounds: String,
    /// Statement of reasons, in the author's words.
    pub statement: String,
    /// Who wrote it.
    pub author: PersonId,
    /// When.
    pub drafted_at: Timestamp,
    /// Who approved it, and when.
    pub approval: Option<(PersonId, Timestamp)>,
    /// How far it has come.
    pub state: ReferralState,
    /// Proof of sending.
    pub receipt: Option<Receipt>,
    /// What became of it, and when that was found.
    pub outcome: Option<(Outcome, Timestamp)>,
    /// When outcome checks end.
    pub deadline: Option<Timestamp>,
    /// Last change.
    pub changed_at: Timestamp,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}

/// Why a referral cannot be approved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApproveError {
    /// Author and approver are one.
    #[error("a referral is approved by somebody other than its author")]
    OwnDraft,
    /// The approver's role is too low.
    #[error("approving needs the role approver, not {0}")]
    Role(Role),
    /// The approver is locked out.
    #[error("a disabled person cannot approve")]
    Disabled,
    /// It is not a draft.
    #[error("only a draft can be approved; this referral is {}", .0.word())]
    NotADraft(ReferralState),
    /// It names no posts.
    #[error("a referral names at least one reviewed post")]
    NoPosts,
}

/// What an author writes.
#[derive(Debug, Clone)]
pub struct DraftText {
    /// Case it belongs to.
    pub case: Option<CaseId>,
    /// Where it goes.
    pub recipient: Recipient,
    /// The account it is about.
    pub account: AccountId,
    /// Posts it names.
    pub posts: Vec<ReferablePost>,
    /// Why the content is illegal.
    pub grounds: String,
    /// Statement of reasons.
    pub statement: String,
}

impl Referral {
    /// Days after sending during which outcomes are checked.
    pub const OUTCOME_DAYS: i64 = 30;

    /// A draft.
    #[must_use]
    pub fn draft(
        id: ReferralId,
        text: DraftText,
        author: &Person,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            id,
            case: text.case,
            recipient: text.recipient,
            account: text.account,
            posts: text.posts.into_iter().map(ReferablePost::id).collect(),
            grounds: text.grounds,
            statement: text.statement,
            author: author.id,
            drafted_at: now,
            approval: None,
            state: ReferralState::Draft,
            receipt: None,
            outcome: None,
            deadline: None,
            changed_at: now,
            expires_at,
        }
    }

    /// Approves a draft. The author is refused, whatever their role.
    pub fn approve(
        mut self,
        approver: &Person,
        now: Timestamp,
    ) -> Result<ApprovedReferral, ApproveError> {
        if self.state != ReferralState::Draft {
            return Err(ApproveError::NotADraft(self.state));
        }
        if approver.id == self.author {
            return Err(ApproveError::OwnDraft);
        }
        if approver.disabled {
            return Err(ApproveError::Disabled);
        }
        if !approver.role.may(Role::Approver) {
            return Err(ApproveError::Role(approver.role));
        }
        if self.posts.is_empty() {
            return Err(ApproveError::NoPosts);
        }
        self.approval = Some((approver.id, now));
        self.state = ReferralState::Approved;
        self.changed_at = now;
        Ok(ApprovedReferral(self))
    }
}

/// A referral that two people stand behind. Made by [`Referral::approve`], or restored from a
/// record that shows two different people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedReferral(Referral);

impl ApprovedReferral {
    /// From a record of an approved (or already sent) referral.
    #[must_use]
    pub fn restore(record: Referral) -> Option<Self> {
        let two = record.approval.is_some_and(|(approver, _)| approver != record.author);
        let stage = matches!(
            record.state,
            ReferralState::Approved | ReferralState::Sent | ReferralState::Closed
        );
        (two && stage && !record.posts.is_empty()).then_some(Self(record))
    }

    /// The referral.
    #[must_use]
    pub const fn referral(&self) -> &Referral {
        &self.0
    }

    /// The referral, for storing.
    #[must_use]
    pub fn into_referral(self) -> Referral {
        self.0
    }

    /// The same referral once its notice was accepted.
    #[must_use]
    pub fn sent(self, receipt: Receipt) -> Referral {
        let mut referral = self.0;
        referral.state = ReferralState::Sent;
        referral.changed_at = receipt.at;
        referral.deadline = Some(receipt.at.plus_days(Referral::OUTCOME_DAYS));
        referral.receipt = Some(receipt);
        referral
    }
}

/// The document that goes to a platform.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    referral: ReferralId,
    recipient: Recipient,
    subject: String,
    text: String,
    json: String,
    sha256: String,
}

impl Notice {
    /// Puts a notice together; only an approved referral can have one.
    #[must_use]
    pub fn of(approved: &ApprovedReferral, subject: String, text: String, json: String) -> Self {
        let referral = approved.referral();
        let sha256 = hex(&Sha256::digest(format!("{subject}\n\n{text}\n\n{json}")));
        let recipient = referral.recipient.clone();
        Self { referral: referral.id, recipient, subject, text, json, sha256 }
    }

    /// Of which referral.
    #[must_use]
    pub const fn referral(&self) -> ReferralId {
        self.referral
    }

    /// Where it goes.
    #[must_use]
    pub const fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// Subject line.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// For people.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// For machines.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// SHA-256 (hex) of subject, text and JSON.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("referral", &self.referral).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Label, Review, ReviewId};

    fn person(name: &str, role: Role) -> Person {
        Person {
            id: PersonId::of(&[name]),
            name: name.into(),
            display_name: name.into(),
            email: None,
            role,
            time_zone: "UTC".into(),
            disabled: false,
            created_at: Timestamp::from_ms(0),
        }
    }

    fn draft(author: &Person) -> Referral {
        let review = Review {
            id: ReviewId::of(&["r"]),
            post: PostId::of(&["p"]),
            reviewer: author.id,
            at: Timestamp::from_ms(0),
            label: Label::Offer,
            services: vec![],
            reason: String::new(),
            revision: 1,
        };
        let text = DraftText {
            case: None,
            recipient: Recipient {
                key: "example".into(),
                name: "Example".into(),
                channel: "mail".into(),
                to: "abuse@platform.example".into(),
                layout: "dsa16".into(),
            },
            account: AccountId::of(&["a"]),
            posts: ReferablePost::from_review(&review).into_iter().collect(),
            grounds: "law".into(),
            statement: "why".into(),
        };
        let now = Timestamp::from_ms(1);
        Referral::draft(ReferralId::of(&["f"]), text, author, now, now.plus_days(1))
    }

    #[test]
    fn nobody_approves_their_own_draft_whatever_their_role() {
        for role in Role::ALL {
            let author = person("ada", role);
            let refused = draft(&author).approve(&author, Timestamp::from_ms(2));
            assert_eq!(refused.unwrap_err(), ApproveError::OwnDraft);
        }
    }

    #[test]
    fn approving_needs_the_role() {
        let author = person("ada", Role::Analyst);
        let now = Timestamp::from_ms(2);
        let refused = draft(&author).approve(&person("ben", Role::Analyst), now);
        assert_eq!(refused.unwrap_err(), ApproveError::Role(Role::Analyst));
        let approved = draft(&author).approve(&person("eve", Role::Approver), now).unwrap();
        assert_eq!(approved.referral().state, ReferralState::Approved);
        let again = approved.clone().into_referral().approve(&person("eve", Role::Approver), now);
        assert_eq!(again.unwrap_err(), ApproveError::NotADraft(ReferralState::Approved));
        assert!(ApprovedReferral::restore(approved.into_referral()).is_some());
    }

    #[test]
    fn a_forged_record_is_not_restored() {
        let author = person("ada", Role::Administrator);
        let mut forged = draft(&author);
        assert!(ApprovedReferral::restore(forged.clone()).is_none());
        forged.state = ReferralState::Approved;
        assert!(ApprovedReferral::restore(forged.clone()).is_none());
        forged.approval = Some((author.id, Timestamp::from_ms(3)));
        assert!(ApprovedReferral::restore(forged).is_none());
    }
}
