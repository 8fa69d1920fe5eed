//! Values of fields other than text: choices, names, ids, numbers, days.

use super::QueryError;
use super::lexer::Tail;
use super::parser::Text;
use crate::fields::{self, Entry, Kind};
use chrono::{Datelike, NaiveDate};
use model::Timestamp;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{BooleanQuery, InvertedIndexRangeQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// The query for a value of a field that does not hold words.
pub(crate) fn value_query(
    entry: &'static Entry,
    text: &Text,
) -> Result<Box<dyn Query>, QueryError> {
    let value = text.value.trim();
    if value.is_empty() {
        return Err(QueryError::at(text.column, format!("write a value for {}", entry.name)));
    }
    if let Tail::Fuzzy(_) = text.tail {
        let reason = format!("~ works on words, not on {}", entry.name);
        return Err(QueryError::at(text.column, reason));
    }
    match entry.kind {
        Kind::Words(_) => Err(QueryError::at(text.column, "this does not belong here")),
        Kind::Choice(all) => choice(entry, text, value, &all()),
        Kind::Keyword(spelling) => Ok(keyword(entry.field(), &spelling(value), text.tail)),
        Kind::Account => Ok(account(value, text.tail)),
        Kind::Id => id(entry, value).map(|id| exactly(entry.field(), &id)).ok_or_else(|| {
            let reason = format!("{} wants a record id, such as 0190163d-…", entry.name);
            QueryError::at(text.column, reason)
        }),
        Kind::Number => number(entry, text, value),
        Kind::Day => day(entry, text, value),
    }
}

/// Documents with exactly this value.
pub(crate) fn exactly(field: Field, value: &str) -> Box<dyn Query> {
    let term = Term::from_field_text(field, value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

/// Documents with a value that begins so.
pub(crate) fn beginning(field: Field, value: &str) -> Box<dyn Query> {
    let low = Bound::Included(Term::from_field_text(field, value));
    let high = following(value)
        .map_or(Bound::Unbounded, |end| Bound::Excluded(Term::from_field_text(field, &end)));
    Box::new(InvertedIndexRangeQuery::new(low, high))
}

/// The first text after all texts that begin with this one.
fn following(value: &str) -> Option<String> {
    let mut letters: Vec<char> = value.chars().collect();
    while let Some(last) = letters.pop() {
        let next = match u32::from(last) {
            0xD7FF => Some('\u{E000}'),
            code => char::from_u32(code + 1),
        };
        if let Some(next) = next {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

fn keyword(field: Field, value: &str, tail: Tail) -> Box<dyn Query> {
    if tail == Tail::Prefix { beginning(field, value) } else { exactly(field, value) }
}

fn choice(
    entry: &Entry,
    text: &Text,
    value: &str,
    all: &[&str],
) -> Result<Box<dyn Query>, QueryError> {
    let wanted = value.to_lowercase().replace([' ', '-'], "_");
    if all.contains(&wanted.as_str()) && text.tail == Tail::Exact {
        return Ok(exactly(entry.field(), &wanted));
    }
    let reason = format!("{} is one of {}", entry.name, all.join(", "));
    Err(QueryError::at(text.column, reason))
}

fn id(entry: &Entry, value: &str) -> Option<String> {
    if entry.name == fields::ADVERT.name {
        return value.parse::<model::AdvertId>().ok().map(|id| id.to_string());
    }
    value.parse::<model::PostId>().ok().map(|id| id.to_string())
}

fn account(value: &str, tail: Tail) -> Box<dyn Query> {
    if let Ok(id) = value.parse::<model::AccountId>() {
        return exactly(fields::ACCOUNT.field(), &id.to_string());
    }
    let Kind::Keyword(spelling) = fields::HANDLE.kind else {
        return exactly(fields::HANDLE.field(), value);
    };
    keyword(fields::HANDLE.field(), &spelling(value), tail)
}

/// How a number or day is compared.
enum Compared<'a> {
    Is(&'a str),
    Above(&'a str),
    From(&'a str),
    Below(&'a str),
    UpTo(&'a str),
    Between(Option<&'a str>, Option<&'a str>),
}

fn compared<'a>(value: &'a str) -> Compared<'a> {
    if let Some(rest) = value.strip_prefix(">=") {
        Compared::From(rest)
    } else if let Some(rest) = value.strip_prefix("<=") {
        Compared::UpTo(rest)
    } else if let Some(rest) = value.strip_prefix('>') {
        Compared::Above(rest)
    } else if let Some(rest) = value.strip_prefix('<') {
        Compared::Below(rest)
    } else if let Some((low, high)) = value.split_once("..") {
        let given = |part: &'a str| Some(part).filter(|part| !part.is_empty());
        Compared::Between(given(low), given(high))
    } else {
        Compared::Is(value)
    }
}

fn number(entry: &Entry, text: &Text, value: &str) -> Result<Box<dyn Query>, QueryError> {
    let read = |part: &str| {
        // Scores are kept as f32: reading the bound the same way makes `>=0.8` include 0.8.
        part.trim().parse::<f32>().ok().filter(|n| n.is_finite()).map(f64::from).ok_or_else(|| {
            let reason = format!("{} wants a number, such as {}", entry.name, entry.example);
            QueryError::at(text.column, reason)
        })
    };
    let (low, high) = match compared(value) {
        Compared::Is(n) => {
            let n = read(n)?;
            (Bound::Included(n), Bound::Included(n))
        }
        Compared::Above(n) => (Bound::Excluded(read(n)?), Bound::Unbounded),
        Compared::From(n) => (Bound::Included(read(n)?), Bound::Unbounded),
        Compared::Below(n) => (Bound::Unbounded, Bound::Excluded(read(n)?)),
        Compared::UpTo(n) => (Bound::Unbounded, Bound::Included(read(n)?)),
        Compared::Between(low, high) => (
            low.map(read).transpose()?.map_or(Bound::Unbounded, Bound::Included),
            high.map(read).transpose()?.map_or(Bound::Unbounded, Bound::Included),
        ),
    };
    ordered(text, low, high)?;
    Ok(numbers(entry.field(), low, high))
}

/// Documents whose number lies in a range.
pub(crate) fn numbers(field: Field, low: Bound<f64>, high: Bound<f64>) -> Box<dyn Query> {
    let term = |n: f64| Term::from_field_f64(field, n);
    range(low.map(term), high.map(term))
}

/// Documents whose moment lies in `[low, high)`, in milliseconds.
pub(crate) fn moments(field: Field, low: Option<i64>, high: Option<i64>) -> Box<dyn Query> {
    let term = |ms: i64| Term::from_field_i64(field, ms);
    let low = low.map_or(Bound::Unbounded, |ms| Bound::Included(term(ms)));
    let high = high.map_or(Bound::Unbounded, |ms| Bound::Excluded(term(ms)));
    range(low, high)
}

/// A range needs a bound to know its field; without any, everything is in it.
fn range(low: Bound<Term>, high: Bound<Term>) -> Box<dyn Query> {
    if matches!((&low, &high), (Bound::Unbounded, Bound::Unbounded)) {
        return Box::new(tantivy::query::AllQuery);
    }
    Box::new(RangeQuery::new(low, high))
}

fn ordered<T: PartialOrd>(text: &Text, low: Bound<T>, high: Bound<T>) -> Result<(), QueryError> {
    match (low, high) {
        (Bound::Included(low), Bound::Included(high)) if low > high => {
            Err(QueryError::at(text.column, "the range ends before it begins"))
        }
        _ => Ok(()),
    }
}

fn day(entry: &Entry, text: &Text, value: &str) -> Result<Box<dyn Query>, QueryError> {
    let read = |part: &str| {
        period(part.trim()).ok_or_else(|| {
            let reason = format!(
                "{} wants a date such as 2026, 2026-11, 2026-11-23 or 2026-11-23T14:05:00Z",
                entry.name
            );
            QueryError::at(text.column, reason)
        })
    };
    let (low, high) = match compared(value) {
        Compared::Is(d) => {
            let (low, high) = read(d)?;
            (Some(low), Some(high))
        }
        Compared::Above(d) => (Some(read(d)?.1), None),
        Compared::From(d) => (Some(read(d)?.0), None),
        Compared::Below(d) => (None, Some(read(d)?.0)),
        Compared::UpTo(d) => (None, Some(read(d)?.1)),
        Compared::Between(low, high) => {
            (low.map(read).transpose()?.map(|p| p.0), high.map(read).transpose()?.map(|p| p.1))
        }
    };
    if low.zip(high).is_some_and(|(low, high)| low >= high) {
        return Err(QueryError::at(text.column, "the range ends before it begins"));
    }
    Ok(moments(entry.field(), low, high))
}

/// A year, month, day or moment as `[first, past)` in milliseconds.
fn period(text: &str) -> Option<(i64, i64)> {
    if let Some(moment) = Timestamp::parse(text) {
        return Some((moment.ms(), moment.ms() + 1));
    }
    let mut parts = text.split('-');
    let year: i32 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    let past = match (month, day) {
        (None, _) | (Some(12), None) => NaiveDate::from_ymd_opt(year + 1, 1, 1)?,
        (Some(month), None) => NaiveDate::from_ymd_opt(first.year(), month + 1, 1)?,
        (Some(_), Some(_)) => first.succ_opt()?,
    };
    Some((midnight(first), midnight(past)))
}

fn midnight(day: NaiveDate) -> i64 {
    day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()
}

/// Posts of one of these ids.
pub(crate) fn one_of(ids: impl Iterator<Item = String>) -> Box<dyn Query> {
    let field = fields::POST.field();
    let terms = ids.map(|id| Term::from_field_text(field, &id));
    Box::new(tantivy::query::TermSetQuery::new(terms))
}

/// All of these.
pub(crate) fn all_of(mut parts: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match parts.len() {
        0 => Box::new(tantivy::query::AllQuery),
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::intersection(parts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_cover_their_whole_period() {
        let check = |text: &str, first: &str, past: &str| {
            let ms = |t: &str| Timestamp::parse(t).unwrap().ms();
            assert_eq!(period(text), Some((ms(first), ms(past))), "{text}");
        };
        check("2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
        check("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
        check("2026-02-28", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z");
        for wrong in ["", "26", "2026-2-30", "2026-13", "2026-11-23-1", "2026-", "today"] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_text_after_a_prefix_is_the_next_one() {
        assert_eq!(following("ab"), Some("ac".to_owned()));
        assert_eq!(following("a\u{10FFFF}"), Some("b".to_owned()));
        assert_eq!(following("\u{10FFFF}"), None);
        assert_eq!(following("\u{D7FF}"), Some("\u{E000}".to_owned()));
    }
}
