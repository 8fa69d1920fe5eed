//! Names without an at sign: of pages, and names that only a handle looks like.

use super::kind::Named;
use crate::text::Text;
use model::ContactKind;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A contact found in the plain layer: platform where it says so, value, bytes.
type Hit = (Option<ContactKind>, String, Range<usize>);

/// Small words inside a page's name.
const SMALL: [&str; 24] = [
    "de", "da", "do", "di", "del", "la", "el", "le", "les", "des", "du", "e", "y", "i", "wa", "of",
    "the", "kod", "pa", "par", "per", "o", "ale", "en",
];

/// Words and signs between a platform and the page's name.
const LEADS: [&str; 10] =
    ["page", "pagina", "página", "faqja", "group", "grupi", "stranica", ":", "-", "–"];

/// Pages by their names: "Facebook Invented Name Travel", "Invented Name on fb".
pub(super) fn pages(plain: &str, text: &Text, named: &[Named]) -> Vec<Hit> {
    let mut out = Vec::new();
    for one in named.iter().filter(|one| one.kind == ContactKind::Facebook) {
        let range = text.plain.range(one.span);
        let behind = plain.get(range.end..).unwrap_or_default();
        if let Some(found) = title(behind) {
            let start = range.end + found.start;
            out.push((start, range.end + found.end));
        } else if let Some(found) = title_before(plain.get(..range.start).unwrap_or_default()) {
            out.push((found.start, found.end));
        }
    }
    let hit = |(start, end): (usize, usize)| {
        Some((Some(ContactKind::Facebook), plain.get(start..end)?.to_owned(), start..end))
    };
    out.into_iter().filter_map(hit).collect()
}

/// Two to six words in capitals at the beginning of a text, after what may lead to them.
fn title(text: &str) -> Option<Range<usize>> {
    let mut names = 0;
    let mut start = None;
    let mut end = 0;
    let line = text.split('\n').next()?;
    for (at, word) in words(line) {
        let bare = word.trim_end_matches(['.', ',', '!', '?', ';', '…', ')', '"', '”', '»']);
        let capital = bare
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || (names > 0 && c.is_ascii_digit()));
        if capital {
            start.get_or_insert(at);
            names += 1;
            end = at + bare.len();
        } else if start.is_none() && LEADS.contains(&word.trim_end_matches(':'))
            || word.trim_end_matches(':').is_empty()
        {
            continue;
        } else if !(names > 0 && SMALL.contains(&bare)) {
            break;
        }
        if bare.len() < word.len() || names == 6 {
            break;
        }
    }
    (names >= 2).then(|| start.map(|start| start..end)).flatten()
}

/// Two to five words in capitals at the end of a text, but for a word such as "on".
fn title_before(text: &str) -> Option<Range<usize>> {
    const JOINS: [&str; 14] =
        ["en", "on", "em", "na", "no", "ne", "në", "pe", "sur", "n'", "në", "a", "di", "la"];
    let line_start = text.rfind(['\n', '.', '!', '?', ',', ';', ':']).map_or(0, |at| at + 1);
    let line = text.get(line_start..)?;
    let all: Vec<(usize, &str)> = words(line).collect();
    let mut words = all.iter().rev().peekable();
    words.next_if(|(_, word)| JOINS.contains(word))?;
    let mut found: Option<Range<usize>> = None;
    let mut names = 0;
    for (at, word) in words {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if capital {
            names += 1;
        } else if names == 0 || !SMALL.contains(word) {
            break;
        }
        let end = found.as_ref().map_or(at + word.len(), |f| f.end);
        if capital {
            found = Some(*at..end);
        }
    }
    found.filter(|_| (2..=5).contains(&names)).map(|f| line_start + f.start..line_start + f.end)
}

/// Words with where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end();
        (!word.is_empty()).then_some((start, word))
    })
}

static UNDERSCORED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[A-Za-z][A-Za-z0-9]*(?:[._][A-Za-z0-9]+)*_[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)*").ok()
});

/// Names that hold an underscore: nobody writes words so.
pub(super) fn underscored(plain: &str) -> Vec<Hit> {
    let mut out = Vec::new();
    if !plain.contains('_') {
        return out;
    }
    for found in UNDERSCORED.iter().flat_map(|name| name.find_iter(plain)) {
        let before = plain.get(..found.start()).and_then(|t| t.chars().next_back());
        let tagged = before.is_some_and(|c| {
            matches!(c, '#' | '@' | '/' | '_' | '.' | '-') || c.is_ascii_alphanumeric()
        });
        let long = found.as_str().split(['_', '.']).filter(|part| part.len() >= 3).count();
        let spelled = found.as_str().split('_').filter(|part| part.len() == 1).count() > 2;
        if !tagged && long > 0 && !spelled && found.as_str().len() >= 6 {
            out.push((None, found.as_str().to_owned(), found.range()));
        }
    }
    out
}

static HIDDEN_MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)([a-z0-9][a-z0-9._%+-]*) ?[\[({] ?(?:at|a|arobase|arroba|et|ат|@) ?[\])}] ?",
        r"([a-z0-9-]+(?:\.[a-z0-9-]+)*?)",
        r"(?: ?[\[({] ?(?:dot|point|punto|ponto|punct|точка|\.) ?[\])}] ?|\.)([a-z]{2,10})\b",
    ))
    .ok()
});

/// Mail addresses with their signs in words: `name [at] place [dot] example`.
pub(super) fn hidden_mail(plain: &str) -> Vec<Hit> {
    if !plain.contains(['[', '(', '{']) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for found in HIDDEN_MAIL.iter().flat_map(|mail| mail.captures_iter(plain)) {
        if let (Some(all), Some(name), Some(host), Some(top)) =
            (found.get(0), found.get(1), found.get(2), found.get(3))
        {
            let value = format!("{}@{}.{}", name.as_str(), host.as_str(), top.as_str());
            out.push((Some(ContactKind::Email), value.to_lowercase(), all.range()));
        }
    }
    out
}
