//! That something is wrong with what we see of a source, or of everything on a host.

use crate::{AlarmId, CaptureId, PersonId, SourceId, Timestamp, VisitId};
use serde::{Deserialize, Serialize};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// Far fewer posts are read than used to be.
    YieldFell,
    /// Pages are not what they used to be: nothing is understood, or less than before.
    MarkupDrifted,
    /// A page that keeps machines out stands before it.
    Blocked,
    /// A log-in is wanted.
    Walled,
    /// It is there and not open to the public.
    Closed,
    /// It is gone, or says so.
    Gone,
    /// No usable answer comes.
    Unanswered,
}

impl AlarmKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Blocked,
        Self::Walled,
        Self::Closed,
        Self::MarkupDrifted,
        Self::YieldFell,
        Self::Gone,
        Self::Unanswered,
    ];

    /// The word stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::YieldFell => "yield_fell",
            Self::MarkupDrifted => "markup_drifted",
            Self::Blocked => "blocked",
            Self::Walled => "walled",
            Self::Closed => "closed",
            Self::Gone => "gone",
            Self::Unanswered => "unanswered",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// A badge.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::YieldFell => "reads less",
            Self::MarkupDrifted => "page changed",
            Self::Blocked => "blocked",
            Self::Walled => "log-in wanted",
            Self::Closed => "closed",
            Self::Gone => "gone",
            Self::Unanswered => "no answer",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::YieldFell => "Far fewer posts are read here than used to be.",
            Self::MarkupDrifted => {
                "The pages are not what they used to be, and are not fully read."
            }
            Self::Blocked => "A page that keeps machines out stands where posts used to be.",
            Self::Walled => "The place wants a log-in now.",
            Self::Closed => "The place is there and not open to the public.",
            Self::Gone => "The place is gone, or says that it is.",
            Self::Unanswered => "The server gives no usable answer.",
        }
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::YieldFell => {
                "Open the place beside the last capture. If posts stand there that are not here, the \
                 reading has to be mended; if its owner deleted them, acknowledge this."
            }
            Self::MarkupDrifted => {
                "Look at the capture and the complaints. The adapter, or the layout in the settings, \
                 has to follow the page."
            }
            Self::Blocked => {
                "No challenge is worked around. Ask less often, ask the operator to let us in, or \
                 pause the source."
            }
            Self::Walled => {
                "Only public pages are read. Give the platform's credentials if the settings take \
                 some, or import what a person may see."
            }
            Self::Closed => {
                "Its owner or its server closed it. It is looked at again ever more rarely; pause or \
                 remove it if it stays so."
            }
            Self::Gone => {
                "See whether its account is confirmed gone and whether a successor is proposed; then \
                 remove the source."
            }
            Self::Unanswered => {
                "Often it passes by itself. If it stays, see whether the address has moved."
            }
        }
    }
}

/// How far an alarm has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmState {
    /// Nobody has said that they know.
    Open,
    /// Somebody knows; it lasts.
    Acknowledged,
    /// Good visits returned.
    Resolved,
}

impl AlarmState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Acknowledged, Self::Resolved];

    /// The word stored and shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What shows that something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmEvidence {
    /// The latest visit that shows it.
    pub visit: Option<VisitId>,
    /// The page that shows it, if that visit got one.
    pub capture: Option<CaptureId>,
    /// In words, without personal data.
    pub words: String,
}

/// Something wrong with a source or a host. There is at most one unresolved alarm of a kind for
/// each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// From source or host, kind and beginning.
    pub id: AlarmId,
    /// Which source; nothing where many sources of the host alarm at once.
    pub source: Option<SourceId>,
    /// Host (`host:port`) of the source or sources.
    pub host: String,
    /// What is wrong.
    pub kind: AlarmKind,
    /// How far it has come.
    pub state: AlarmState,
    /// Beginning of the first visit that showed it.
    pub since: Timestamp,
    /// What shows it.
    pub evidence: AlarmEvidence,
    /// How many sources it speaks for.
    pub sources: u32,
    /// The alarm of the host that speaks for this one too.
    pub within: Option<AlarmId>,
    /// Who knows, and since when.
    pub acknowledged: Option<(PersonId, Timestamp)>,
    /// When good visits had returned.
    pub resolved_at: Option<Timestamp>,
    /// Until when it may be kept.
    pub expires_at: Timestamp,
}

impl Alarm {
    /// An open alarm of a source.
    #[must_use]
    pub fn of_source(
        (source, host): (SourceId, &str),
        kind: AlarmKind,
        since: Timestamp,
        evidence: AlarmEvidence,
        expires_at: Timestamp,
    ) -> Self {
        let id = AlarmId::of(&[&source.to_string(), kind.word(), &since.ms().to_string()]);
        let host = host.to_owned();
        Self::open(id, Some(source), host, kind, since, evidence, expires_at)
    }

    /// An open alarm of a whole host.
    #[must_use]
    pub fn of_host(
        host: &str,
        kind: AlarmKind,
        since: Timestamp,
        evidence: AlarmEvidence,
        expires_at: Timestamp,
    ) -> Self {
        let id = AlarmId::of(&[host, kind.word(), &since.ms().to_string()]);
        Self::open(id, None, host.to_owned(), kind, since, evidence, expires_at)
    }

    const fn open(
        id: AlarmId,
        source: Option<SourceId>,
        host: String,
        kind: AlarmKind,
        since: Timestamp,
        evidence: AlarmEvidence,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            id,
            source,
            host,
            kind,
            state: AlarmState::Open,
            since,
            evidence,
            sources: 1,
            within: None,
            acknowledged: None,
            resolved_at: None,
            expires_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stored_are_those_of_json() {
        for kind in AlarmKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
            assert_eq!(AlarmKind::of_word(kind.word()), Some(kind));
        }
        for state in AlarmState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
            assert_eq!(AlarmState::of_word(state.word()), Some(state));
        }
    }

    #[test]
    fn an_alarm_that_begins_later_is_another_one() {
        let evidence = AlarmEvidence { visit: None, capture: None, words: String::new() };
        let alarm = |minute: i64| {
            let (source, at) = (SourceId::of(&["a"]), Timestamp::from_ms(minute * 60_000));
            let kind = AlarmKind::Blocked;
            Alarm::of_source((source, "a.example:443"), kind, at, evidence.clone(), at)
        };
        assert_eq!(alarm(1).id, alarm(1).id);
        assert_ne!(alarm(1).id, alarm(2).id);
    }
}
