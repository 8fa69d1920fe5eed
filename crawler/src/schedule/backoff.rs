//! When to look again after a visit that could not see.

use super::Options;
use model::VisitOutcome;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// The wait after the `tries`-th such visit in a row, and the reason. `gone` counts the visits in a
/// row that found the source gone.
pub(super) fn after(
    outcome: VisitOutcome,
    tries: u32,
    gone: u32,
    options: &Options,
) -> (i64, String) {
    if outcome == VisitOutcome::GoneCandidate {
        return after_gone(gone, options);
    }
    let (first, most) = match outcome {
        // Often passes by itself.
        VisitOutcome::TransportError => (5 * MINUTE, 12 * HOUR),
        // The host's own wish is kept by the host; this spaces the source's visits besides.
        VisitOutcome::RateLimited => (15 * MINUTE, 12 * HOUR),
        // Needs a new reading, or was a passing block page.
        VisitOutcome::ParserDrift => (HOUR, 24 * HOUR),
        // Somebody closed the door, and may open it again.
        _ => (6 * HOUR, 7 * 24 * HOUR),
    };
    let ms = double(first, tries.saturating_sub(1), most.min(options.backoff_ceiling_ms));
    let times = if tries > 1 { format!(", {tries} times in a row") } else { String::new() };
    (ms, format!("{}{times}", outcome.words()))
}

/// Gone is confirmed quickly, since a second look decides, and then looked after ever more rarely.
fn after_gone(gone: u32, options: &Options) -> (i64, String) {
    if gone <= 2 {
        return (options.confirm_ms.max(MINUTE), "looks gone; a second look decides".to_owned());
    }
    let ms = double(HOUR, (gone - 3).saturating_mul(2), options.backoff_ceiling_ms);
    (ms, format!("gone at {gone} looks in a row"))
}

fn double(ms: i64, times: u32, most: i64) -> i64 {
    ms.saturating_mul(1_i64 << times.min(30)).min(most.max(MINUTE))
}
