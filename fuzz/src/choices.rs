//! Bytes that choose.

/// What the fuzzer made up: a body and, behind its last NUL, bytes that choose between possibilities.
/// A page as it is, without a NUL, is a body with the first of each, so recordings are good seeds.
#[derive(Debug)]
pub struct Choices<'a> {
    body: &'a [u8],
    choices: &'a [u8],
}

impl<'a> Choices<'a> {
    /// From what the fuzzer made up.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        match bytes.iter().rposition(|byte| *byte == 0) {
            Some(at) => Self { body: &bytes[..at], choices: &bytes[at + 1..] },
            None => Self { body: bytes, choices: &[] },
        }
    }

    /// One of several things; the first of them where nothing is left to choose with.
    pub fn of<T: Copy>(&mut self, things: &[T]) -> T {
        let first = self.choices.first().copied().unwrap_or_default();
        self.choices = self.choices.get(1..).unwrap_or_default();
        things[usize::from(first) % things.len()]
    }

    /// What chooses nothing.
    #[must_use]
    pub const fn body(&self) -> &'a [u8] {
        self.body
    }
}
