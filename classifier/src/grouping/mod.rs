//! Near-identical texts, in any script.
//!
//! A text is folded, its numbers and addresses masked, and cut into character shingles; the
//! smallest hash in each of 128 bins is its fingerprint (one-permutation MinHash: Li, Owen, Zhang
//! 2012; empty bins are filled from their neighbours: Shrivastava, Li 2014). The share of equal
//! bins estimates the Jaccard similarity of the shingle sets. Bands of bins serve as keys under
//! which an index finds candidates.

mod shingle;

use crate::learn::sparse::mix;
use crate::text::Text;

/// Bins of a fingerprint.
const BINS: usize = 128;
/// Bins in one word of the fingerprint, 16 bits each.
const PER_WORD: usize = 4;
/// Bins in one band. 3 of 128 gives 42 bands: a pair that is half alike meets in one with
/// probability 0.996, a pair alike to a fifth with 0.29.
const ROWS: usize = 3;
/// Two texts at least this alike are one advert.
pub const JOIN_AT: f32 = 0.5;

/// The fingerprint of a text, normalised or not: empty for texts without a letter, else 32 words
/// that each hold four bins.
#[must_use]
pub fn fingerprint(normalised_from_text: &str) -> Vec<u64> {
    of_folded(&Text::read(normalised_from_text).folded.text)
}

/// The fingerprint of a text that is folded already.
#[must_use]
pub fn of_folded(folded: &str) -> Vec<u64> {
    let mut bins = [u64::MAX; BINS];
    let mut any = false;
    shingle::each(folded, |hash| {
        any = true;
        let bin = usize::try_from(hash % BINS as u64).unwrap_or(0);
        if let Some(lowest) = bins.get_mut(bin) {
            *lowest = (*lowest).min(hash / BINS as u64);
        }
    });
    if !any {
        return Vec::new();
    }
    let filled: Vec<u64> = (0..BINS).map(|bin| filled(&bins, bin)).collect();
    filled
        .chunks(PER_WORD)
        .map(|four| four.iter().fold(0, |word, value| (word << 16) | (mix(*value) & 0xffff)))
        .collect()
}

/// The value of a bin, borrowed from the next filled one to its right, with the distance mixed in so
/// that equal borrowings only meet in equal patterns.
fn filled(bins: &[u64; BINS], bin: usize) -> u64 {
    for step in 0..BINS {
        let value = bins.get((bin + step) % BINS).copied().unwrap_or(u64::MAX);
        if value != u64::MAX {
            return value.wrapping_add((step as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
    }
    0
}

fn bins(fp: &[u64]) -> impl Iterator<Item = u64> + '_ {
    fp.iter().flat_map(|word| (0..PER_WORD).rev().map(move |at| (word >> (16 * at)) & 0xffff))
}

/// Keys under which near-identical texts meet.
#[must_use]
pub fn bands(fp: &[u64]) -> Vec<u64> {
    let bins: Vec<u64> = bins(fp).collect();
    let band = |(number, rows): (usize, &[u64])| {
        rows.iter()
            .fold(mix(number as u64 + 1), |key, row| mix(key ^ row.wrapping_mul(0x1000_0000_01b3)))
    };
    bins.chunks_exact(ROWS).enumerate().map(band).collect()
}

/// How alike two texts are, 0..=1; 0 where either has no fingerprint.
#[must_use]
pub fn similarity(a: &[u64], b: &[u64]) -> f32 {
    if a.is_empty() || a.len() != b.len() {
        return 0.0;
    }
    let equal = bins(a).zip(bins(b)).filter(|(x, y)| x == y).count();
    #[expect(clippy::cast_precision_loss, reason = "at most 128")]
    let share = equal as f32 / (a.len() * PER_WORD) as f32;
    share
}

#[cfg(test)]
mod tests;
