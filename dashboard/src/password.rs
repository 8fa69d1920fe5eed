//! Passwords: argon2id with the parameters the `argon2` crate recommends (19 MiB, two passes).
//! Both functions take tens of milliseconds of one processor: call them off the async threads.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use model::Entropy;

/// Fewest characters of a password.
pub const SHORTEST: usize = 12;
/// Most bytes of a password; longer ones only cost time.
pub const LONGEST: usize = 1024;

/// Why a password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too short.
    #[error("a password needs at least {SHORTEST} characters; a few random words do well")]
    TooShort,
    /// Too long.
    #[error("a password may have at most {LONGEST} bytes")]
    TooLong,
    /// The hash could not be computed.
    #[error("the password could not be hashed")]
    Hashing,
}

/// The hash to keep (PHC text, salt included) of a password.
pub fn hash(password: &str, entropy: &dyn Entropy) -> Result<String, PasswordError> {
    if password.chars().count() < SHORTEST {
        return Err(PasswordError::TooShort);
    }
    if password.len() > LONGEST {
        return Err(PasswordError::TooLong);
    }
    let secret = entropy.secret();
    let salt = secret.get(..16).unwrap_or(&secret);
    let hash: phc::PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|_| PasswordError::Hashing)?;
    Ok(hash.to_string())
}

/// Whether the password is the one of that hash. A text that is no hash fits no password.
#[must_use]
pub fn verify(password: &str, hash: &str) -> bool {
    if password.len() > LONGEST {
        return false;
    }
    phc::PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Takes as long as [`verify`] of a wrong password, for names that nobody has.
pub(crate) fn verify_nothing(password: &str) {
    let salt = b"nobody-has-this!";
    let nothing: Result<phc::PasswordHash, _> = Argon2::default()
        .hash_password_with_salt(password.get(..LONGEST).unwrap_or(password).as_bytes(), salt);
    drop(nothing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Fixed(u8);
    impl Entropy for Fixed {
        fn uuid(&self) -> uuid::Uuid {
            uuid::Uuid::from_u128(u128::from(self.0))
        }
        fn secret(&self) -> [u8; 32] {
            [self.0; 32]
        }
    }

    #[test]
    fn only_the_right_password_fits_its_hash() {
        let kept = hash("correct horse battery", &Fixed(1)).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$"), "{kept}");
        assert!(verify("correct horse battery", &kept));
        assert!(!verify("correct horse battery ", &kept));
        assert!(!verify("correct horse battery", "not a hash"));
    }

    #[test]
    fn the_same_password_has_another_hash_each_time() {
        let (one, two) = (hash("twelve letters", &Fixed(1)), hash("twelve letters", &Fixed(2)));
        assert_ne!(one.unwrap(), two.unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert_eq!(hash("short", &Fixed(1)), Err(PasswordError::TooShort));
        assert_eq!(hash(&"x".repeat(2000), &Fixed(1)), Err(PasswordError::TooLong));
    }
}
