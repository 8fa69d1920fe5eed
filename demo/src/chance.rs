//! Seeded chance whose numbers never change with a library's version.

/// SplitMix64 (Steele, Lea, Flood 2014; constants of Vigna's public-domain `splitmix64.c`).
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// A stream for one purpose: streams of different names do not disturb each other.
    pub(crate) fn of(seed: u64, purpose: &str) -> Self {
        Self(seed ^ fnv(purpose.as_bytes()))
    }

    /// The next 64 bits.
    pub(crate) const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; 0 when `n` is 0.
    pub(crate) const fn below(&mut self, n: u64) -> u64 {
        ((self.draw() as u128 * n as u128) >> 64) as u64
    }

    /// A number in `from..=to`; `from` when the range is empty.
    pub(crate) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(1);
        from.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub(crate) const fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of them; none of an empty list.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(list.len()).unwrap_or(0));
        list.get(usize::try_from(at).unwrap_or(0))
    }

    /// The place in a table of weights, each drawn as often as its weight says.
    pub(crate) fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u64 = weights.iter().copied().map(u64::from).sum();
        let mut left = self.below(total);
        for (at, weight) in weights.iter().copied().map(u64::from).enumerate() {
            if left < weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// A whole number whose mean is `hundredths / 100`, for counts in a day.
    pub(crate) const fn count(&mut self, hundredths: u64) -> u64 {
        let spread = hundredths * 2;
        let drawn = self.below(spread + 1);
        drawn / 100 + if self.below(100) < drawn % 100 { 1 } else { 0 }
    }

    /// Letters drawn from an alphabet.
    pub(crate) fn word(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).filter_map(|_| self.pick(alphabet).copied().map(char::from)).collect()
    }
}

/// FNV-1a, 64 bits.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        let mut chance = Chance(1_234_567);
        assert_eq!(chance.draw(), 6_457_827_717_110_365_317);
        assert_eq!(chance.draw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn draws_keep_their_bounds_and_reach_them() {
        let mut chance = Chance::of(1, "bounds");
        let drawn: std::collections::BTreeSet<i64> =
            (0..500).map(|_| chance.between(-2, 2)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }

    #[test]
    fn counts_have_the_mean_asked_for() {
        let mut chance = Chance::of(1, "mean");
        let total: u64 = (0..20_000).map(|_| chance.count(150)).sum();
        assert!((29_000..31_000).contains(&total), "{total}");
    }
}
