//! Labelled digests: `sha256:<value>`, the value in hexadecimal, base 32 or base 64 (the standard
//! leaves both open).

use super::sha1::sha1;
use data_encoding::{BASE32, BASE32_NOPAD, BASE64, HEXLOWER_PERMISSIVE};
use model::capture::hex;
use sha2::{Digest, Sha256, Sha512};

/// The digest that we write: SHA-256 in lower-case hexadecimal, as in the database.
pub(crate) fn labelled(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

/// Whether bytes have a labelled digest; nothing where the algorithm or notation is unknown.
pub(crate) fn matches(bytes: &[u8], labelled: &str) -> Option<bool> {
    let (algorithm, value) = labelled.trim().split_once(':')?;
    let computed: Vec<u8> = match algorithm.to_ascii_lowercase().replace('-', "").as_str() {
        "sha1" => sha1(bytes).to_vec(),
        "sha256" => Sha256::digest(bytes).to_vec(),
        "sha512" => Sha512::digest(bytes).to_vec(),
        _ => return None,
    };
    let upper = value.to_ascii_uppercase();
    let readings = [
        HEXLOWER_PERMISSIVE.decode(value.as_bytes()),
        BASE32_NOPAD.decode(upper.as_bytes()),
        BASE32.decode(upper.as_bytes()),
        BASE64.decode(value.as_bytes()),
    ];
    let mut readings = readings.into_iter().flatten().filter(|r| r.len() == computed.len());
    readings.next().map(|stated| stated == computed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_in_every_notation() {
        let check = |stated: &str, expect| assert_eq!(matches(b"abc", stated), expect, "{stated}");
        check("sha1:a9993e364706816aba3e25717850c26c9cd0d89d", Some(true));
        check("SHA-1:A9993E364706816ABA3E25717850C26C9CD0D89D", Some(true));
        check("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", Some(true));
        check("sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", Some(true));
        check("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", Some(false));
        check("md5:900150983cd24fb0d6963f7d28e17f72", None);
        check("sha256:xyz", None);
        check("nonsense", None);
        assert_eq!(matches(b"abc", &labelled(b"abc")), Some(true));
        assert_eq!(matches(b"abd", &labelled(b"abc")), Some(false));
    }
}
