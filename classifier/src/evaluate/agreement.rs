//! How far people agree.

use super::measures::count;
use model::Label;

/// Cohen's kappa (1960) of pairs of answers to the same posts: agreement beyond what the two
/// people's habits would give by chance; 1 is full agreement, 0 is chance. Nothing where there are
/// no pairs, or where both always say the same one thing.
#[must_use]
pub fn kappa(pairs: &[(Label, Label)]) -> Option<f64> {
    let of = count(pairs.len());
    let share = |hits: usize| count(hits) / of;
    let chance: f64 = Label::ALL
        .iter()
        .map(|label| {
            let first = pairs.iter().filter(|pair| pair.0 == *label).count();
            let second = pairs.iter().filter(|pair| pair.1 == *label).count();
            share(first) * share(second)
        })
        .sum();
    let same = share(pairs.iter().filter(|pair| pair.0 == pair.1).count());
    (!pairs.is_empty() && chance < 1.0).then(|| (same - chance) / (1.0 - chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Offer, Other, Seeker};

    fn check(pairs: &[(Label, Label)], expect: Option<f64>) {
        let found = kappa(pairs);
        let near = match (found, expect) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(near, "{pairs:?}: {found:?}, not {expect:?}");
    }

    #[test]
    fn agreement_is_counted_beyond_chance() {
        check(&[], None);
        check(&[(Offer, Offer), (Offer, Offer)], None);
        check(&[(Offer, Offer), (Other, Other)], Some(1.0));
        check(&[(Offer, Other), (Other, Offer)], Some(-1.0));
        // Half agree, and half would by chance.
        check(&[(Offer, Offer), (Offer, Other), (Other, Offer), (Other, Other)], Some(0.0));
        check(&[(Offer, Offer), (Seeker, Seeker), (Other, Seeker)], Some(0.5));
    }
}
