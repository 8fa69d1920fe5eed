//! Features of one text: few of very many.

/// Feature numbers with their values. A number may occur more than once; values then add up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sparse {
    /// Feature numbers and values.
    pub items: Vec<(u32, f32)>,
}

impl Sparse {
    /// Sorts, adds equal numbers up, so that training does not depend on the order of discovery.
    pub fn tidy(&mut self) {
        self.items.sort_by_key(|item| item.0);
        self.items.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
    }
}

/// Mixes a number so that its low bits are good; the finaliser of SplitMix64 (Steele et al. 2014).
#[must_use]
pub const fn mix(mut n: u64) -> u64 {
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// Hash of a text with a seed.
#[must_use]
pub fn hash(seed: u64, text: &str) -> u64 {
    let mut n = seed ^ 0x9e37_79b9_7f4a_7c15;
    for byte in text.bytes() {
        n = (n ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(n)
}
