//! What ordinary words add: meanings, the fields they belong to, and the order of fields.
//!
//! Fields are coarse (movement, money, law, food …), so the order in which they follow each other
//! says in every language alike who does what to whom.

use super::{Features, Named, Origin, feature, frame};
use crate::seen::Seen;
use crate::vocabulary::Meanings;

/// First feature of a meaning.
pub(super) const MEANINGS: usize = 4096;
/// First feature of a field; eight numbers each, for up to four meanings of it.
pub(super) const FIELDS: usize = 6144;
/// First feature after them.
pub(super) const END: usize = 8192;

/// What the meanings of a text weigh together, and its fields.
const MEANING: f32 = 2.0;
const FIELD: f32 = 1.0;
/// What the order of fields weighs.
const ORDER: f32 = 2.0;

/// Adds all three.
pub(super) fn add(
    seen: &Seen,
    meanings: &Meanings,
    mut steps: Vec<(usize, u64)>,
    out: &mut Features,
) {
    let mut first: Vec<(u16, usize)> = Vec::with_capacity(seen.meanings.len());
    for (number, hit) in seen.meanings.iter().enumerate() {
        if !first.iter().any(|(meaning, _)| *meaning == hit.meaning) {
            first.push((hit.meaning, number));
        }
    }
    let each = share(MEANING, first.len(), 8);
    for (meaning, number) in &first {
        let Some(hit) = seen.meanings.get(*number) else { continue };
        out.named.push(Named {
            feature: feature((MEANINGS + usize::from(*meaning)).min(FIELDS - 1)),
            value: each,
            origin: Origin::Meaning(*number),
            range: hit.range.clone(),
        });
    }
    fields(&first, meanings, out);
    steps.extend(
        seen.meanings.iter().map(|hit| {
            (hit.range.start, frame::FIELD_STEPS + u64::from(meanings.field(hit.meaning)))
        }),
    );
    frame::grams(steps, 0x99, ORDER, out);
}

fn fields(first: &[(u16, usize)], meanings: &Meanings, out: &mut Features) {
    let mut counts = vec![0_usize; meanings.fields()];
    for (meaning, _) in first {
        if let Some(count) = counts.get_mut(usize::from(meanings.field(*meaning))) {
            *count += 1;
        }
    }
    let seen: usize = counts.iter().map(|count| (*count).min(4)).sum();
    let each = share(FIELD, seen, 6);
    for (field, count) in counts.iter().enumerate() {
        for step in 1..=(*count).min(4) {
            out.shapes.push((feature((FIELDS + field * 8 + step).min(END - 1)), each));
        }
    }
}

/// What one of `count` weighs, where all weigh `total` in the length of their vector.
#[expect(clippy::cast_precision_loss, reason = "counts in a post")]
pub(super) fn share(total: f32, count: usize, least: usize) -> f32 {
    total / (count.max(least) as f32).sqrt()
}
