//! Whether scores are spread as they were.

use super::measures::count;

/// Population stability index of two spreads over the same steps (Siddiqi 2006): below 0.1 they
/// are much alike, above 0.25 much has changed. Half a post is added to each step, so that empty
/// ones say nothing infinite. Nothing where a side has no posts.
#[must_use]
pub fn stability_index(before: &[u64], after: &[u64]) -> Option<f64> {
    let total = |steps: &[u64]| -> usize {
        steps.iter().map(|posts| usize::try_from(*posts).unwrap_or(usize::MAX)).sum()
    };
    let (all_before, all_after) = (total(before), total(after));
    if all_before == 0 || all_after == 0 {
        return None;
    }
    let extra = count(before.len()) / 2.0;
    let share = |posts: u64, all: usize| {
        (count(usize::try_from(posts).unwrap_or(usize::MAX)) + 0.5) / (count(all) + extra)
    };
    let terms = before.iter().zip(after).map(|(before, after)| {
        let (b, a) = (share(*before, all_before), share(*after, all_after));
        (a - b) * (a / b).ln()
    });
    Some(terms.sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_spread_is_stable_and_another_is_not() {
        let near = |before: &[u64], after: &[u64]| stability_index(before, after).unwrap();
        assert!(near(&[100, 100], &[50, 50]).abs() < 1e-9);
        assert!(near(&[900, 100], &[850, 150]) < 0.1);
        assert!(near(&[900, 100], &[500, 500]) > 0.25);
        assert!(near(&[10, 0], &[0, 10]).is_finite());
        assert_eq!(stability_index(&[0, 0], &[1, 1]), None);
    }
}
