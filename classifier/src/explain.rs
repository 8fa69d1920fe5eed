//! Why: the strongest concepts and signals, in the original text, with an English gloss.

use crate::features::{Features, Named, Origin, signal_gloss};
use crate::lexicon::TermHit;
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

/// The reasons of a judgement, strongest first. N-grams have no gloss; what they say together is
/// one reason, `wording`, that shows the word which says most.
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
    let mut out: Vec<Reason> = sums
        .into_iter()
        .map(|(code, gloss, range, weight)| {
            reason(original, seen.text.folded.span(range.start, range.end), code, gloss, weight)
        })
        .collect();
    out.extend(wording(original, seen, features, weights, judgement));
    out.retain(|r| r.weight.abs() >= LEAST);
    out.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.code.cmp(&b.code)));
    out.truncate(MOST);
    out
}

fn attribute(
    named: &Named,
    pull: f32,
    seen: &Seen,
    reader: &Reader,
    add: &mut impl FnMut(&str, &str, &Range<usize>, f32),
) {
    let term = |number: usize, pull: f32, add: &mut Add<'_>| {
        let Some(hit) = seen.found.terms.get(number) else { return };
        let gloss = reader.matcher.term(hit.term).map_or(hit.concept.gloss(), |t| t.gloss.as_str());
        add(hit.concept.code(), gloss, &hit.range, pull);
    };
    match named.origin {
        Origin::Term(number) => term(number, pull, add),
        Origin::Pair(one, other) => {
            term(one, pull / 2.0, add);
            term(other, pull / 2.0, add);
        }
        Origin::Meaning(number) => {
            let Some(hit) = seen.meanings.get(number) else { return };
            // What a term says already is one reason with it.
            let said = |term: &&TermHit| {
                term.range.start <= hit.range.start && hit.range.end <= term.range.end
            };
            match seen.found.terms.iter().position(|one| said(&one)) {
                Some(number) => term(number, pull, add),
                None => add("meaning", reader.meanings.gloss(hit.meaning), &hit.range, pull),
            }
        }
        Origin::Signal(number) => {
            let name = signals::ALL.get(number).map_or("", |s| s.name);
            add(name, signal_gloss(number), &named.range, pull);
        }
    }
}

fn reason(original: &str, span: Span, code: String, gloss: String, weight: f32) -> Reason {
    Reason { code, text: span.of(original).unwrap_or_default().to_owned(), span, weight, gloss }
}

fn wording(
    original: &str,
    seen: &Seen,
    features: &Features,
    weights: &Weights,
    judgement: &Judgement,
) -> Option<Reason> {
    let pull = |grams: &[(u32, f32)]| -> f32 {
        grams.iter().map(|(feature, value)| weights.gram_pull(*feature, *value, judgement)).sum()
    };
    let total = pull(&features.grams);
    let strongest = features
        .words
        .iter()
        .map(|(word, grams)| (word, pull(features.grams.get(grams.clone()).unwrap_or_default())));
    let (word, _) =
        strongest.max_by(|a, b| (a.1 * total.signum()).total_cmp(&(b.1 * total.signum())))?;
    let span = seen.text.folded.span(word.start, word.end);
    let gloss = if total > 0.0 { "worded as offers are" } else { "not worded as offers are" };
    Some(reason(original, span, "wording".to_owned(), gloss.to_owned(), total))
}
