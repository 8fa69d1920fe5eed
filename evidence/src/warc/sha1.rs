//! SHA-1 (RFC 3174), for one purpose: checking the digests that other tools wrote into their WARC
//! files. Nothing of ours is secured by it.

/// The SHA-1 of some bytes.
pub(crate) fn sha1(bytes: &[u8]) -> [u8; 20] {
    let mut state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];
    let chunks = bytes.chunks_exact(64);
    let mut tail = chunks.remainder().to_vec();
    chunks.for_each(|chunk| mix(&mut state, chunk));
    tail.push(0x80);
    while tail.len() % 64 != 56 {
        tail.push(0);
    }
    let bits = u64::try_from(bytes.len()).unwrap_or(u64::MAX).wrapping_mul(8);
    tail.extend_from_slice(&bits.to_be_bytes());
    tail.chunks_exact(64).for_each(|chunk| mix(&mut state, chunk));
    let mut out = [0; 20];
    for (place, byte) in out.iter_mut().zip(state.iter().flat_map(|word| word.to_be_bytes())) {
        *place = byte;
    }
    out
}

#[expect(clippy::many_single_char_names, reason = "the names of RFC 3174")]
fn mix(state: &mut [u32; 5], chunk: &[u8]) {
    let mut words: Vec<u32> = Vec::with_capacity(80);
    for word in chunk.chunks_exact(4) {
        words.push(word.iter().fold(0, |all, byte| (all << 8) | u32::from(*byte)));
    }
    for n in 16..80_usize {
        let back = |by: usize| words.get(n - by).copied().unwrap_or(0);
        let word = (back(3) ^ back(8) ^ back(14) ^ back(16)).rotate_left(1);
        words.push(word);
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (n, word) in words.iter().enumerate() {
        let (f, k) = match n {
            0..20 => ((b & c) | (!b & d), 0x5A82_7999),
            20..40 => (b ^ c ^ d, 0x6ED9_EBA1),
            40..60 => ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC),
            _ => (b ^ c ^ d, 0xCA62_C1D6_u32),
        };
        let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next.wrapping_add(*word));
    }
    for (place, word) in state.iter_mut().zip([a, b, c, d, e]) {
        *place = place.wrapping_add(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_3174_hold() {
        let check =
            |text: &[u8], expect: &str| assert_eq!(model::capture::hex(&sha1(text)), expect);
        check(b"abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
        check(
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
        );
        check(b"", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        check(&b"0123456789".repeat(64), "a0f69d64f6040630c225a59f2d4dd0c5c1c72779");
    }
}
