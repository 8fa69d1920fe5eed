//! The measures: area under the curve, calibration, intervals.

/// Area under the receiver operating characteristic: the chance that an offer scores above a post
/// that is none, ties counted half (Mann and Whitney 1947). Nothing where a side is empty.
#[must_use]
pub fn roc_auc(rows: &[(f32, bool)]) -> Option<f64> {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins, mut offers) = (0.0, 0.0, 0.0);
    for tied in rows.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let here = count(tied.iter().filter(|row| row.1).count());
        let others = count(tied.len()) - here;
        wins += here * (below + others / 2.0);
        offers += here;
        below += others;
    }
    (offers > 0.0 && below > 0.0).then(|| wins / (offers * below))
}

/// 95 % interval of an area under the curve (Hanley and McNeil 1982).
#[must_use]
pub fn auc_interval(auc: f64, offers: usize, others: usize) -> (f64, f64) {
    let (n, m) = (count(offers.max(1)), count(others.max(1)));
    let q1 = auc / (2.0 - auc);
    let q2 = 2.0 * auc * auc / (1.0 + auc);
    let spread = auc * (1.0 - auc) + (n - 1.0) * (q1 - auc * auc) + (m - 1.0) * (q2 - auc * auc);
    let half = 1.96 * (spread.max(0.0) / (n * m)).sqrt();
    ((auc - half).max(0.0), (auc + half).min(1.0))
}

/// 95 % interval of a share (Wilson 1927).
#[must_use]
pub fn share_interval(hits: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (n, z) = (count(of), 1.96_f64);
    let share = count(hits) / n;
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// Expected calibration error over ten bins of equal width: how far scores are from the share of
/// offers among posts of that score, weighted by posts (Naeini et al. 2015).
#[must_use]
pub fn calibration_error(rows: &[(f32, bool)]) -> f64 {
    let bins = calibration(rows);
    let posts: usize = bins.iter().map(|bin| bin.posts).sum();
    bins.iter()
        .map(|bin| (bin.score - bin.offers).abs() * count(bin.posts) / count(posts.max(1)))
        .sum()
}

/// One bin of a calibration curve.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Bin {
    /// Posts in it.
    pub posts: usize,
    /// Their mean score, 0..=1.
    pub score: f64,
    /// Share of offers among them, 0..=1.
    pub offers: f64,
}

/// The calibration curve in ten bins of equal width; empty bins are left out.
#[must_use]
pub fn calibration(rows: &[(f32, bool)]) -> Vec<Bin> {
    let mut sums = [(0_usize, 0.0_f64, 0_usize); 10];
    for (score, offer) in rows {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..=9")]
        let at = (score.clamp(0.0, 0.999_999) * 10.0) as usize;
        if let Some(bin) = sums.get_mut(at) {
            bin.0 += 1;
            bin.1 += f64::from(*score);
            bin.2 += usize::from(*offer);
        }
    }
    let filled = sums.into_iter().filter(|bin| bin.0 > 0);
    filled
        .map(|(posts, score, offers)| Bin {
            posts,
            score: score / count(posts),
            offers: count(offers) / count(posts),
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of posts")]
pub(super) const fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_the_share_of_pairs_in_the_right_order() {
        let rows = [(0.9, true), (0.8, false), (0.7, true), (0.1, false)];
        assert_eq!(roc_auc(&rows), Some(0.75));
        assert_eq!(roc_auc(&[(0.5, true), (0.5, false)]), Some(0.5));
        assert_eq!(roc_auc(&[(0.5, true)]), None);
    }

    #[test]
    fn intervals_hold_the_estimate_and_shrink_with_more_posts() {
        let width = |(low, high): (f64, f64)| high - low;
        assert!(width(auc_interval(0.9, 20, 20)) > width(auc_interval(0.9, 500, 500)));
        let (low, high) = share_interval(0, 50);
        assert!(low == 0.0 && (0.05..0.09).contains(&high), "{low} {high}");
    }

    #[test]
    fn scores_that_say_the_share_of_offers_have_no_calibration_error() {
        let calm: Vec<(f32, bool)> = (0..10).map(|n| (0.3, n < 3)).collect();
        assert!(calibration_error(&calm) < 1e-6);
        let sure: Vec<(f32, bool)> = (0..10).map(|n| (1.0, n < 3)).collect();
        assert!((calibration_error(&sure) - 0.7).abs() < 1e-6);
    }
}
