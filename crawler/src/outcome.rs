//! Why a page did not come, and how a visit ended.

use crate::hosts::LedgerError;
use model::{PageState, VisitOutcome};
use std::time::Duration;

/// Why a page did not come, shaped by what the caller should do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It may not be asked for: not public, forbidden by robots.txt, an address that is not on the
    /// open internet. Do not ask again before something changes.
    #[error("not asked: {reason}")]
    Refused {
        /// Which rule.
        reason: String,
    },
    /// The platform does not accept our credentials. Do not ask again before they are mended.
    #[error("not admitted: {reason}")]
    NotAdmitted {
        /// What the platform said.
        reason: String,
    },
    /// The host wants to be left alone for longer than we wait in place. Come back later.
    #[error("the host asks to wait {} s", retry_after.as_secs())]
    Throttled {
        /// How long.
        retry_after: Duration,
    },
    /// We do not ask now, whatever the host would say: the stop switch is on, its hours are quiet,
    /// or the day's budget is used up. Come back later.
    #[error("not now: {reason}")]
    Closed {
        /// Which of them.
        reason: String,
        /// How long.
        retry_after: Duration,
    },
    /// It failed in a way that often passes: no connection, a time-out, a broken answer.
    #[error("no answer: {reason}")]
    Transient {
        /// What happened.
        reason: String,
    },
    /// It failed in a way that will not pass by itself: a body without end, endless redirects.
    #[error("no usable answer: {reason}")]
    Permanent {
        /// What happened.
        reason: String,
    },
}

impl From<LedgerError> for FetchError {
    fn from(why: LedgerError) -> Self {
        Self::Transient { reason: why.to_string() }
    }
}

impl FetchError {
    /// How long to stay away, if that is known.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after } | Self::Closed { retry_after, .. } => {
                Some(*retry_after)
            }
            _ => None,
        }
    }
}

/// How a visit ended, from its pages in the order they came (verdict, number of posts), whether a
/// limit (of the platform, or of pages per visit) kept older posts back, and the failure that ended
/// it, if one did.
///
/// Posts that were read count however the visit ended; otherwise the worst thing that was *said*
/// decides, and silence is believed only if the platform itself says that there is nothing.
#[must_use]
pub fn conclude(
    pages: &[(PageState, usize)],
    capped: bool,
    failure: Option<&FetchError>,
) -> VisitOutcome {
    let said = |state: PageState| pages.iter().any(|(s, _)| *s == state);
    let read = pages.iter().any(|(_, posts)| *posts > 0) || said(PageState::Unchanged);
    if read {
        // A later page that failed hides older posts just as a limit does.
        let cut = capped || failure.is_some() || pages.iter().any(|(s, _)| blind(*s));
        return if cut { VisitOutcome::Capped } else { VisitOutcome::Posts };
    }
    // Settling pages come last and know best, so the last word on access wins.
    let verdict = pages.iter().rev().map(|(state, _)| *state).find_map(word_on_access);
    if let Some(outcome) = verdict {
        return outcome;
    }
    match failure {
        Some(FetchError::Throttled { .. } | FetchError::Closed { .. }) => {
            return VisitOutcome::RateLimited;
        }
        Some(FetchError::Refused { .. }) => return VisitOutcome::NotPublic,
        Some(FetchError::NotAdmitted { .. }) => return VisitOutcome::AuthRequired,
        Some(_) => return VisitOutcome::TransportError,
        None => {}
    }
    for (state, outcome) in [
        (PageState::RateLimited, VisitOutcome::RateLimited),
        (PageState::Drift, VisitOutcome::ParserDrift),
        (PageState::Broken, VisitOutcome::TransportError),
        (PageState::Empty, VisitOutcome::ProvenEmpty),
        // "Posts" without one post: the page contradicts itself, so we do not understand it.
        (PageState::Posts, VisitOutcome::ParserDrift),
    ] {
        if said(state) {
            return outcome;
        }
    }
    // Only pages without a verdict, or none: nobody said that there is nothing.
    VisitOutcome::TransportError
}

/// Whether a page of that kind hides what may be there.
const fn blind(state: PageState) -> bool {
    matches!(
        state,
        PageState::AuthRequired | PageState::RateLimited | PageState::Drift | PageState::Broken
    )
}

/// What a page says about the way in, if it says so.
const fn word_on_access(state: PageState) -> Option<VisitOutcome> {
    match state {
        PageState::NotPublic => Some(VisitOutcome::NotPublic),
        PageState::Gone => Some(VisitOutcome::GoneCandidate),
        PageState::AuthRequired => Some(VisitOutcome::AuthRequired),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PageState as P;
    use VisitOutcome as V;

    fn check(pages: &[(P, usize)], capped: bool, failure: Option<&FetchError>, expect: V) {
        assert_eq!(conclude(pages, capped, failure), expect, "{pages:?} {failure:?}");
    }

    fn transient() -> FetchError {
        FetchError::Transient { reason: "reset".to_owned() }
    }

    fn throttled() -> FetchError {
        FetchError::Throttled { retry_after: Duration::from_mins(1) }
    }

    #[test]
    fn posts_count_however_the_visit_ended() {
        check(&[(P::Posts, 20)], false, None, V::Posts);
        check(&[(P::Posts, 20)], true, None, V::Capped);
        check(&[(P::Posts, 20), (P::Empty, 0)], false, None, V::Posts);
        check(&[(P::Posts, 20)], false, Some(&transient()), V::Capped);
        check(&[(P::Posts, 20), (P::Drift, 0)], false, None, V::Capped);
        check(&[(P::Unchanged, 0)], false, None, V::Posts);
    }

    #[test]
    fn silence_is_believed_only_if_the_platform_says_so() {
        check(&[(P::Empty, 0)], false, None, V::ProvenEmpty);
        check(&[(P::Empty, 0), (P::Broken, 0)], false, None, V::TransportError);
        check(&[(P::Empty, 0)], false, Some(&transient()), V::TransportError);
        check(&[(P::Posts, 0)], false, None, V::ParserDrift);
        check(&[(P::Aside, 0)], false, None, V::TransportError);
        check(&[], false, None, V::TransportError);
    }

    #[test]
    fn the_last_word_on_access_wins() {
        check(&[(P::Aside, 0), (P::Gone, 0)], false, None, V::GoneCandidate);
        check(&[(P::NotPublic, 0), (P::Gone, 0)], false, None, V::GoneCandidate);
        check(&[(P::Drift, 0), (P::AuthRequired, 0)], false, None, V::AuthRequired);
        check(&[(P::NotPublic, 0)], false, None, V::NotPublic);
    }

    #[test]
    fn failures_name_themselves() {
        check(&[], false, Some(&throttled()), V::RateLimited);
        let closed =
            FetchError::Closed { reason: "quiet".to_owned(), retry_after: Duration::from_mins(1) };
        check(&[], false, Some(&closed), V::RateLimited);
        check(&[(P::RateLimited, 0)], false, None, V::RateLimited);
        check(&[], false, Some(&transient()), V::TransportError);
        check(&[(P::Drift, 0)], false, None, V::ParserDrift);
        let refused = FetchError::Refused { reason: "robots.txt".to_owned() };
        check(&[], false, Some(&refused), V::NotPublic);
        let closed = FetchError::NotAdmitted { reason: "status 401".to_owned() };
        check(&[], false, Some(&closed), V::AuthRequired);
    }
}
