//! Finds the words of a query in the text of a hit.

use crate::ask::lexer::Tail;
use crate::ask::plan::Needle;
use crate::text::{Form, Purpose, Token, tokens};
use model::Span;
use std::collections::BTreeMap;

/// Most spans of one hit.
const MOST: usize = 200;

/// The spans of all needles in a text: in order, without overlap.
pub(crate) fn spans(text: &str, needles: &[Needle]) -> Vec<Span> {
    let mut found = Vec::new();
    for form in [Form::Latin, Form::Folded, Form::Written] {
        let mut wanted = needles.iter().filter(|needle| needle.form == form).peekable();
        if wanted.peek().is_some() {
            let tokens = tokens(text, form, Purpose::Index);
            let places = by_position(&tokens);
            wanted.for_each(|needle| occurrences(needle, &places, &mut found));
        }
    }
    found.sort_unstable();
    found.dedup_by(|next, last| {
        let one = last.overlaps(*next);
        if one {
            last.end = last.end.max(next.end);
        }
        one
    });
    found.truncate(MOST);
    found
}

type Places<'a> = BTreeMap<usize, Vec<&'a Token>>;

fn by_position(tokens: &[Token]) -> Places<'_> {
    let mut places = Places::new();
    for token in tokens {
        places.entry(token.position).or_default().push(token);
    }
    places
}

/// Where the needle's words stand one after the other.
fn occurrences(needle: &Needle, places: &Places<'_>, out: &mut Vec<Span>) {
    let Some((first, _)) = needle.words.first() else { return };
    for position in places.keys() {
        let ahead = needle.words.iter().enumerate().map(|(n, (at, words))| {
            let here = places.get(&(position + (at - first)))?;
            let tail = if n + 1 == needle.words.len() { needle.tail } else { Tail::Exact };
            // In a phrase the whole word stands for its alternatives, as in the query.
            let words = if needle.words.len() > 1 { words.get(..1)? } else { words };
            here.iter().find(|token| words.iter().any(|word| fits(&token.text, word, tail)))
        });
        if let Some(matched) = ahead.collect::<Option<Vec<_>>>() {
            let start = matched.iter().map(|token| token.start).min().unwrap_or(0);
            let end = matched.iter().map(|token| token.end).max().unwrap_or(start);
            out.push(Span::new(start, end));
        }
    }
}

fn fits(token: &str, word: &str, tail: Tail) -> bool {
    match tail {
        Tail::Exact => token == word,
        Tail::Prefix => token.starts_with(word),
        Tail::Fuzzy(letters) => within(token, word, usize::from(letters)),
    }
}

/// Whether two words differ in at most so many letters: insertions, deletions, replacements, and
/// swaps of neighbours (optimal string alignment, as tantivy's automaton counts).
fn within(a: &str, b: &str, most: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return false;
    }
    let cell = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = cell(&row, j) + usize::from(x != y);
            let mut best = replaced.min(cell(&row, j + 1) + 1).min(cell(&next, j) + 1);
            let swapped = i > 0 && j > 0 && b.get(j - 1) == Some(x) && a.get(i - 1) == Some(y);
            if swapped {
                best = best.min(cell(&above, j - 1) + 1);
            }
            next.push(best);
        }
        above = std::mem::replace(&mut row, next);
    }
    row.last().is_some_and(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::plan::plan;
    use model::Query;

    fn check(text: &str, q: &str, expect: &[&str]) {
        let plan = plan(&Query::words(q), false).unwrap();
        let found = spans(text, &plan.needles);
        let got: Vec<&str> = found.iter().map(|span| span.of(text).unwrap()).collect();
        assert_eq!(got, expect, "{q} in {text}");
    }

    #[test]
    fn spans_cover_the_words_as_written() {
        check("Boat to Grénze, boat!", "boat grenze", &["Boat", "Grénze", "boat"]);
        check("رحلة إلى أُورُوبَا الآن", "اوروبا", &["أُورُوبَا"]);
        check("лодка в Италию", "italiyu", &["Италию"]);
        check("我们去意大利", "意大利", &["意大利"]);
        check("boats to italy", "boat*", &["boats"]);
        check("to Clais now", "calais~1", &["Clais"]);
        check("boat to italy, boat for italy", "\"boat to italy\"", &["boat to italy"]);
        check("İstanbul'a gel", "istanbul", &["İstanbul"]);
        check("boat and lorry", "boat -lorry", &["boat"]);
        check("boat", "label:offer", &[]);
    }

    #[test]
    fn distances_count_swaps_as_one() {
        assert!(within("calais", "calias", 1));
        assert!(within("calais", "calai", 1));
        assert!(!within("calais", "clias", 1));
        assert!(within("calais", "clias", 2));
    }
}
