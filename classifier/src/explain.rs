//! Why: the strongest concepts and signals, in the original text, with an English gloss.

use crate::features::{Features, Named, Origin, signal_gloss};
use crate::opinion::{Judgement, Weights};
use crate::seen::{Reader, Seen};
use crate::signals;
use model::{Reason, Span};
use std::ops::Range;

/// Adds to the reason of a code: its gloss, bytes of the folded layer, and pull.
type Add<'a> = dyn FnMut(&str, &str, &Range<usize>, f32) + 'a;

/// Reasons shown.
const MOST: usize = 8;
/// Log-odds below which a reason is not worth showing.
const LEAST: f32 = 0.05;

/// The reasons of a judgement, strongest first. N-grams have no gloss: those inside a known word count
/// for its reason, and what the others say together is one reason, `wording`, that shows the unknown
/// word which says most.
#[must_use]
pub(crate) fn reasons(
    original: &str,
    seen: &Seen,
    features: &Features,
    weights: &Weights,
    judgement: &Judgement,
    reader: &Reader,
) -> Vec<Reason> {
    let mut sums: Vec<(String, String, Range<usize>, f32)> = Vec::new();
    let mut add = |code: &str, gloss: &str, range: &Range<usize>, pull: f32| match sums
        .iter_mut()
        .find(|s| s.0 == code && (code != "meaning" || s.1 == gloss))
    {
        Some(known) => known.3 += pull,
        None => sums.push((code.to_owned(), gloss.to_owned(), range.clone(), pull)),
    };
    for named in &features.named {
        let pull = weights.named_pull(named.feature, named.value, judgement);
        attribute(named, pull, seen, reader, &mut add);
    }
    let wording = wording(seen, features, weights, judgement, reader, &mut add);
    let mut out: Vec<Reason> = sums
        .into_iter()
        .map(|(code, gloss, range, weight)| {
            reason(original, seen.text.folded.span(range.start, range.end), code, gloss, weight)
        })
        .collect();
    out.extend(wording.map(|(word, pull)| {
        let span = seen.text.folded.span(word.start, word.end);
        let gloss = if pull > 0.0 { "worded as offers are" } else { "not worded as offers are" };
        reason(original, span, "wording".to_owned(), gloss.to_owned(), pull)
    }));
    out.retain(|r| r.weight.abs() >= LEAST);
    out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.code.cmp(&b.code)));
    out.truncate(MOST);
    out
}

fn attribute(named: &Named, pull: f32, seen: &Seen, reader: &Reader, add: &mut Add<'_>) {
    match named.origin {
        Origin::Term(number) => add_term(number, pull, seen, reader, add),
        Origin::Pair(one, other) => {
            add_term(one, pull / 2.0, seen, reader, add);
            add_term(other, pull / 2.0, seen, reader, add);
        }
        Origin::Meaning(number) => add_meaning(number, pull, seen, reader, add),
        Origin::Signal(number) => {
            let name = signals::ALL.get(number).map_or("", |s| s.name);
            add(name, signal_gloss(number), &named.range, pull);
        }
    }
}

fn add_term(number: usize, pull: f32, seen: &Seen, reader: &Reader, add: &mut Add<'_>) {
    let Some(hit) = seen.found.terms.get(number) else { return };
    let gloss = reader.matcher.term(hit.term).map_or(hit.concept.gloss(), |t| t.gloss.as_str());
    add(hit.concept.code(), gloss, &hit.range, pull);
}

/// What a term says already is one reason with it.
fn add_meaning(number: usize, pull: f32, seen: &Seen, reader: &Reader, add: &mut Add<'_>) {
    let Some(hit) = seen.meanings.get(number) else { return };
    match term_over(&hit.range, seen) {
        Some(number) => add_term(number, pull, seen, reader, add),
        None => add("meaning", reader.meanings.gloss(hit.meaning), &hit.range, pull),
    }
}

/// The first term that covers a range.
fn term_over(range: &Range<usize>, seen: &Seen) -> Option<usize> {
    let mut terms = seen.found.terms.iter();
    terms.position(|term| term.range.start <= range.start && range.end <= term.range.end)
}

fn reason(original: &str, span: Span, code: String, gloss: String, weight: f32) -> Reason {
    Reason { code, text: span.of(original).unwrap_or_default().to_owned(), span, weight, gloss }
}

/// Shares out what the n-grams inside known words say; gives what all others say together, with the
/// unknown word that says most of it (or, where all are known, the first word).
fn wording(
    seen: &Seen,
    features: &Features,
    weights: &Weights,
    judgement: &Judgement,
    reader: &Reader,
    add: &mut Add<'_>,
) -> Option<(Range<usize>, f32)> {
    let pull = |grams: &[(u32, f32)]| -> f32 {
        grams.iter().map(|(feature, value)| weights.gram_pull(*feature, *value, judgement)).sum()
    };
    let mut rest = pull(&features.grams);
    let mut unknown: Vec<(&Range<usize>, f32)> = Vec::new();
    for (word, grams) in &features.words {
        let own = pull(features.grams.get(grams.clone()).unwrap_or_default());
        let meaning = || seen.meanings.iter().position(|hit| hit.range == *word);
        if let Some(number) = term_over(word, seen) {
            add_term(number, own, seen, reader, add);
        } else if let Some(number) = meaning() {
            add_meaning(number, own, seen, reader, add);
        } else {
            unknown.push((word, own));
            continue;
        }
        rest -= own;
    }
    let towards = |one: &(&Range<usize>, f32)| one.1 * rest.signum();
    let most = unknown.into_iter().max_by(|a, b| towards(a).total_cmp(&towards(b)));
    let shown = most.map(|(word, _)| word).or(features.words.first().map(|(word, _)| word))?;
    Some((shown.clone(), rest))
}
