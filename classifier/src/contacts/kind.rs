//! Which platform a number or name belongs to, by the words beside it.

use crate::text::Text;
use model::{ContactKind, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A platform named in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) kind: ContactKind,
    pub(super) span: Span,
}

/// How far, in bytes, a platform's name may stand from what it names.
const BEFORE: u32 = 40;
const AFTER: u32 = 30;

/// The platform named nearest, not reaching over a neighbouring contact; a name in front weighs
/// more than one behind.
pub(super) fn nearest(
    span: Span,
    floor: u32,
    ceiling: u32,
    is_phone: bool,
    named: &[Named],
) -> ContactKind {
    let distance = |one: &Named| -> Option<u32> {
        if one.span.end <= span.start && one.span.start >= floor {
            Some(span.start - one.span.end).filter(|d| *d <= BEFORE)
        } else if one.span.start >= span.end && one.span.end <= ceiling {
            Some((one.span.start - span.end) + 6).filter(|d| *d <= AFTER)
        } else {
            None
        }
    };
    let fits = |one: &&Named| {
        !is_phone
            || matches!(
                one.kind,
                ContactKind::Whatsapp
                    | ContactKind::Imo
                    | ContactKind::Viber
                    | ContactKind::Signal
                    | ContactKind::Telegram
                    | ContactKind::Wechat
                    | ContactKind::Messenger
            )
    };
    named
        .iter()
        .filter(fits)
        .filter_map(|one| distance(one).map(|d| (d, one.kind)))
        .min_by_key(|(d, _)| *d)
        .map_or(if is_phone { ContactKind::Phone } else { ContactKind::Handle }, |(_, kind)| kind)
}

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[^\x00-\x7F\s]{0,3}\s*(?:[:：=>\-–—|،,]|👉|📲|📩|➡|is|ID|id)*\s*(?:@ )?",
        r"([A-Za-z][A-Za-z0-9]*(?:[._]+[A-Za-z0-9]+)+|[A-Za-z]+[0-9][A-Za-z0-9_.]*[A-Za-z0-9]|[A-Za-z]{3,}[0-9])",
    ))
    .ok()
});
static NAME_BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)([A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)+|[A-Za-z]{3,}[0-9][A-Za-z0-9]*)\s*(?:\(|on |em |no |en |su |në |ne |at |în )?\s*$").ok()
});

/// Names without `@` right behind a platform or right before it: `snap: guest.line`,
/// `guest.line on snap`.
pub(super) fn beside_platform(
    plain: &str,
    text: &Text,
    named: &[Named],
) -> Vec<(Option<ContactKind>, String, Range<usize>)> {
    let mut out = Vec::new();
    let Some(name) = NAME.as_ref() else { return out };
    for one in named {
        let range = text.plain.range(one.span);
        let after =
            plain.get(range.end..).and_then(|rest| name.captures(rest)).and_then(|c| c.get(1));
        if let Some(found) = after {
            let start = range.end + found.start();
            out.push((Some(one.kind), found.as_str().to_owned(), start..start + found.len()));
            continue;
        }
        let line = plain.get(..range.start).and_then(|t| t.rsplit('\n').next()).unwrap_or_default();
        let before = NAME_BEFORE.as_ref().and_then(|n| n.captures(line)).and_then(|c| c.get(1));
        if let Some(found) = before {
            let start = range.start - line.len() + found.start();
            out.push((Some(one.kind), found.as_str().to_owned(), start..start + found.len()));
        }
    }
    out
}
