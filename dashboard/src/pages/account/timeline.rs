//! An account's life, line by line; changes are diffs.

use crate::components::{Address, Diff};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::short;
use crate::house::House;
use model::{AccountId, Finding};
use store::{Paging, TimelineEntry, TimelineKind};

/// Lines on one page.
const LINES: u32 = 40;
/// Lines looked through for changes at most.
const FURTHEST: u32 = 2_000;

/// Part of a timeline.
pub(crate) struct Told {
    pub(crate) lines: Vec<Line>,
    pub(crate) total: u64,
    pub(crate) more: Option<String>,
}

/// One line.
pub(crate) struct Line {
    pub(crate) at: When,
    /// `posted`, `changed`, `gone`, `back` or `seen`: decides the mark.
    pub(crate) mark: &'static str,
    pub(crate) words: String,
    pub(crate) diff: Option<Diff>,
    pub(crate) text: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) capture: Option<String>,
}

/// Page `page` (from 1) of the timeline.
pub(crate) async fn of(
    house: &House,
    frame: &Frame,
    id: AccountId,
    only_changes: bool,
    page: u32,
) -> Result<Told, Failure> {
    let (page, rows) = (page.clamp(1, FURTHEST / LINES), LINES);
    let paging = if only_changes {
        Paging::first(FURTHEST)
    } else {
        Paging { offset: (page - 1) * rows, limit: rows }
    };
    let listed = house.parts.store.timeline(id, paging).await?;
    let mut entries = listed.rows;
    let mut total = listed.total;
    if only_changes {
        entries.retain(|entry| entry.kind != TimelineKind::Posted);
        total = crate::frame::words::whole(entries.len());
        entries =
            entries.into_iter().skip(((page - 1) * rows) as usize).take(rows as usize).collect();
    }
    let more = u64::from(page * rows) < total;
    let next = Address::parse(&frame.here).with("timeline", page + 1);
    Ok(Told {
        lines: entries.into_iter().map(|entry| line(frame, entry)).collect(),
        total,
        more: more.then(|| format!("{next}#timeline")),
    })
}

fn line(frame: &Frame, entry: TimelineEntry) -> Line {
    let (mark, words) = told(&entry.kind);
    let is_change =
        matches!(entry.kind, TimelineKind::ProfileChanged { .. } | TimelineKind::PostEdited);
    let before = entry.text_before.unwrap_or_default();
    let after = entry.text_after.unwrap_or_default();
    Line {
        at: frame.exactly(&entry.at),
        mark,
        words,
        diff: is_change.then(|| Diff::of(&before, &after)),
        text: (!is_change && !after.is_empty()).then(|| short(&after, 200)),
        post: entry.post.map(|post| format!("/posts/{post}")),
        capture: entry.capture.map(|capture| format!("/captures/{capture}")),
    }
}

fn told(kind: &TimelineKind) -> (&'static str, String) {
    match kind {
        TimelineKind::FirstSeen => ("seen", "first seen".to_owned()),
        TimelineKind::ProfileChanged { field } => ("changed", format!("{} changed", field.title())),
        TimelineKind::AccountFound { finding } => (mark(finding), found("account", finding)),
        TimelineKind::Posted => ("posted", "posted".to_owned()),
        TimelineKind::PostEdited => ("changed", "post changed".to_owned()),
        TimelineKind::PostFound { finding } => (mark(finding), found("post", finding)),
    }
}

const fn mark(finding: &Finding) -> &'static str {
    if finding.speaks_for_gone() {
        return "gone";
    }
    match finding {
        Finding::Private | Finding::Restricted => "gone",
        Finding::Renamed { .. } | Finding::Moved { .. } | Finding::Changed => "changed",
        Finding::CouldNotSee => "unknown",
        _ => "back",
    }
}

fn found(what: &str, finding: &Finding) -> String {
    match finding {
        Finding::Renamed { from, to } => format!("{what} renamed from {from} to {to}"),
        Finding::Moved { to } => format!("{what} says it moved to {to}"),
        Finding::Seen => format!("{what} is there again"),
        Finding::CouldNotSee => format!("could not see the {what}"),
        other => format!("{what} {}", other.words()),
    }
}
