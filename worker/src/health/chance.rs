//! How likely it is that the last visits stand out by chance alone. Exact, and without a belief
//! about how posts are distributed: if nothing has changed, every order of the visits is as likely
//! as any other (the visits are exchangeable), and one has to count orders only.

/// Probability that a thing which shows in `last` of the visits shows in exactly the last ones and
/// in none of the `before` earlier ones: one order of all the ways to choose them.
#[must_use]
pub fn chance_of_only_last(before: usize, last: usize) -> f64 {
    // 1 / C(before + last, last), a factor at a time.
    (1..=last).fold(1.0, |chance, n| chance * count(n) / count(before + n))
}

/// Probability that visits drawn at random from all have together ranks as low as the `last` ones
/// have: the exact one-sided rank-sum test (Wilcoxon 1945, Mann and Whitney 1947), ties shared by
/// mid-ranks (Lehmann, "Nonparametrics", 1.4). 1 where there is nothing to compare.
///
/// Takes time in proportion to visits × last × rank sum: for 72 and 24 up to ten million steps.
#[must_use]
pub fn chance_of_lowest(before: &[f64], last: &[f64]) -> f64 {
    let (all, drawn) = (before.len() + last.len(), last.len());
    if before.is_empty() || drawn == 0 {
        return 1.0;
    }
    let ranks = doubled_ranks(before, last);
    let observed: usize = ranks.iter().skip(before.len()).sum();
    // ways[n][sum]: how many sets of n visits have that sum of doubled ranks.
    let width = observed + 1;
    let mut ways = vec![vec![0.0_f64; width]; drawn + 1];
    if let Some(none) = ways.first_mut().and_then(|row| row.first_mut()) {
        *none = 1.0;
    }
    for rank in ranks {
        for n in (0..drawn).rev() {
            let (fewer, more) = ways.split_at_mut(n + 1);
            let (Some(fewer), Some(more)) = (fewer.last(), more.first_mut()) else { continue };
            for (to, from) in more.iter_mut().skip(rank).zip(fewer) {
                *to += from;
            }
        }
    }
    let low: f64 = ways.last().map_or(0.0, |row| row.iter().sum());
    low * chance_of_only_last(all - drawn, drawn)
}

/// Twice the mid-rank of each value (earlier ones first), so that ties have whole numbers.
fn doubled_ranks(before: &[f64], last: &[f64]) -> Vec<usize> {
    let all: Vec<f64> = before.iter().chain(last).copied().collect();
    let rank = |value: &f64| {
        let below = all.iter().filter(|other| other.total_cmp(value).is_lt()).count();
        let equal = all.iter().filter(|other| other.total_cmp(value).is_eq()).count();
        2 * below + equal + 1
    };
    all.iter().map(rank).collect()
}

/// Probability of so few posts or fewer where so many are expected (Poisson).
pub(super) fn chance_of_so_few(seen: f64, expected: f64) -> f64 {
    if expected <= 0.0 {
        return 1.0;
    }
    let (mut term, mut sum, mut n) = ((-expected).exp(), 0.0, 0.0);
    while n <= seen && n < 10_000.0 {
        sum += term;
        n += 1.0;
        term *= expected / n;
    }
    f64::min(sum, 1.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts of visits")]
const fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12 * b.abs().max(1e-300) + 1e-15
    }

    #[test]
    fn the_rank_test_agrees_with_counting_by_hand() {
        let check = |before: &[f64], last: &[f64], expect: f64| {
            let chance = chance_of_lowest(before, last);
            assert!(close(chance, expect), "{chance} {expect} {before:?} {last:?}");
        };
        check(&[], &[1.0], 1.0);
        check(&[1.0], &[], 1.0);
        // Two of five are the lowest pair: one of ten pairs.
        check(&[3.0, 4.0, 5.0], &[1.0, 2.0], 0.1);
        // The next sums: {1,2}; {1,3}; {1,4}, {2,3}.
        check(&[2.0, 4.0, 5.0], &[1.0, 3.0], 0.2);
        check(&[2.0, 3.0, 5.0], &[1.0, 4.0], 0.4);
        check(&[1.0, 2.0, 3.0], &[4.0, 5.0], 1.0);
        // All equal: every pair is as low.
        check(&[7.0; 6], &[7.0; 3], 1.0);
        // One earlier visit as low as the last two: three pairs of ten.
        check(&[1.0, 5.0, 5.0], &[1.0, 1.0], 0.3);
        check(&[20.0; 30], &[3.0; 5], 1.0 / 324_632.0);
    }

    #[test]
    fn things_that_show_only_at_the_end_are_ever_less_likely_by_chance() {
        assert!(close(chance_of_only_last(3, 2), 0.1));
        assert!(close(chance_of_only_last(20, 4), 1.0 / 10_626.0));
        assert!(close(chance_of_only_last(0, 3), 1.0));
    }

    #[test]
    fn few_posts_are_likely_only_where_few_are_expected() {
        assert!(close(chance_of_so_few(0.0, 2.0), (-2.0_f64).exp()));
        assert!(chance_of_so_few(0.0, 12.0) < 1e-5);
        assert!(chance_of_so_few(5.0, 5.0) > 0.5);
        assert!(close(chance_of_so_few(0.0, 0.0), 1.0));
    }
}
