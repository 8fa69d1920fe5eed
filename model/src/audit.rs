//! Who did what, when, why, to which record; each entry sealed by the hash of the one before.

use crate::capture::hex;
use crate::{AuditId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Signed in.
    SignIn,
    /// Failed to sign in.
    SignInFailed,
    /// Signed out.
    SignOut,
    /// Searched.
    Search,
    /// Opened a record.
    Consult,
    /// Gave an opinion of a post, or took it back.
    Review,
    /// Made a record.
    Create,
    /// Changed a record.
    Change,
    /// Removed a record from view or use.
    Remove,
    /// Drafted a referral.
    Draft,
    /// Approved a referral.
    Approve,
    /// Sent a referral.
    Send,
    /// Recorded what became of a referral.
    Outcome,
    /// Took data out of the house.
    Export,
    /// Erased expired records.
    Expire,
}

impl Action {
    /// The word stored and shown.
    #[must_use]
    pub fn word(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// Something done that has yet to be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// Who; nobody for a scheduled job.
    pub actor: Option<PersonId>,
    /// What.
    pub action: Action,
    /// Kind of record, such as `account`.
    pub record: String,
    /// Id of the record, or empty.
    pub record_id: String,
    /// Why, or with which words.
    pub reason: String,
}

/// One entry of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Id, derived from the sequence number.
    pub id: AuditId,
    /// 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub deed: Deed,
    /// Hash of the entry before; 64 zeros for the first.
    pub previous: String,
    /// SHA-256 (hex) over previous hash, sequence, time and deed.
    pub hash: String,
}

impl AuditEntry {
    /// Hash before the first entry.
    pub const GENESIS: &'static str =
        "0000000000000000000000000000000000000000000000000000000000000000";

    /// The next entry after the one with that number and hash.
    #[must_use]
    pub fn after(seq: i64, previous: &str, at: Timestamp, deed: Deed) -> Self {
        let seq = seq + 1;
        let hash = Self::seal(previous, seq, at, &deed);
        let id = AuditId::of(&[&seq.to_string()]);
        Self { id, seq, at, deed, previous: previous.to_owned(), hash }
    }

    /// Whether the entry is as it was sealed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.hash == Self::seal(&self.previous, self.seq, self.at, &self.deed)
    }

    fn seal(previous: &str, seq: i64, at: Timestamp, deed: &Deed) -> String {
        let deed = serde_json::to_string(deed).unwrap_or_default();
        hex(&Sha256::digest(format!("{previous}\n{seq}\n{}\n{deed}", at.ms())))
    }
}

/// The first entry (by position) at which a chain does not hold, if any.
#[must_use]
pub fn first_break(entries: &[AuditEntry]) -> Option<usize> {
    let mut previous = entries.first().map(|e| (e.seq - 1, e.previous.clone()))?;
    for (position, entry) in entries.iter().enumerate() {
        let follows = entry.seq == previous.0 + 1 && entry.previous == previous.1;
        if !follows || !entry.holds() {
            return Some(position);
        }
        previous = (entry.seq, entry.hash.clone());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Vec<AuditEntry> {
        let mut entries: Vec<AuditEntry> = Vec::new();
        for n in 0..4 {
            let deed = Deed {
                actor: None,
                action: Action::Consult,
                record: "account".into(),
                record_id: n.to_string(),
                reason: String::new(),
            };
            let (seq, previous) = entries
                .last()
                .map_or((0, AuditEntry::GENESIS.to_owned()), |e| (e.seq, e.hash.clone()));
            entries.push(AuditEntry::after(seq, &previous, Timestamp::from_ms(n), deed));
        }
        entries
    }

    #[test]
    fn a_chain_that_nobody_touched_holds() {
        assert_eq!(first_break(&chain()), None);
    }

    #[test]
    fn changing_or_dropping_an_entry_breaks_the_chain_there() {
        let mut changed = chain();
        changed[1].deed.reason = "forged".into();
        assert_eq!(first_break(&changed), Some(1));
        let mut dropped = chain();
        dropped.remove(2);
        assert_eq!(first_break(&dropped), Some(2));
    }
}
