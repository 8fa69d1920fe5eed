//! What is put into a question.

use model::{
    AccountId, AdvertId, AlarmId, AlertId, AuditId, CaptureId, CaseId, ContactId, ImportId,
    MessageId, NetworkId, PersonId, PostId, ReferralId, ReviewId, SightingId, SourceId, Timestamp,
    VisitId, WatchId,
};
use serde::Serialize;

/// One value for one `$n`, of a type that both drivers store alike.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Text, also ids and JSON.
    Text(Option<String>),
    /// Whole numbers, also times.
    Int(Option<i64>),
    /// Fractions.
    Real(f64),
    /// Yes or no.
    Flag(bool),
}

/// Values for `$1`, `$2`, … in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}
pub(crate) use values;

/// A structure as JSON text.
pub(crate) fn json(structure: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(structure).unwrap_or_else(|_| "null".to_owned())
}

/// Text that PostgreSQL can hold: it refuses the character NUL.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Text in the form in which parts of it are searched for.
pub(crate) fn folded(parts: &[&str]) -> String {
    clean(&parts.join("\n").to_lowercase())
}

/// A pattern for `LIKE … ESCAPE '!'` that finds `part` anywhere in folded text.
pub(crate) fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for letter in folded(&[part.trim()]).chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// A whole number that may be larger than the database can hold.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(if text.contains('\0') { clean(&text) } else { text }))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(clean(text)))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl<T> From<Option<T>> for Value
where
    T: Optional,
{
    fn from(value: Option<T>) -> Self {
        value.map_or_else(T::absent, Optional::present)
    }
}

/// What may be absent in a question.
pub(crate) trait Optional {
    /// No value, of the right type.
    fn absent() -> Value;
    /// The value.
    fn present(self) -> Value;
}

macro_rules! optional {
    ($absent:ident: $($kind:ty),+ $(,)?) => {$(
        impl Optional for $kind {
            fn absent() -> Value {
                Value::$absent(None)
            }
            fn present(self) -> Value {
                Value::from(self)
            }
        }
    )+};
}

macro_rules! texts {
    ($($id:ty),+ $(,)?) => {
        $(
            impl From<$id> for Value {
                fn from(id: $id) -> Self {
                    Self::Text(Some(id.to_string()))
                }
            }
        )+
        optional!(Text: $($id),+);
    };
}

texts!(
    AccountId, AdvertId, AlarmId, AlertId, AuditId, CaptureId, CaseId, ContactId, ImportId,
    MessageId, NetworkId, PersonId, PostId, ReferralId, ReviewId, SightingId, SourceId, VisitId,
    WatchId,
);
optional!(Text: String, &str, &String);
optional!(Int: i64, u64, u32, Timestamp);

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Int(Some(int(number)))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(Some(i64::from(number)))
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Int(Some(time.ms()))
    }
}

impl From<f32> for Value {
    fn from(number: f32) -> Self {
        Self::Real(f64::from(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_its_own_signs_literally() {
        assert_eq!(pattern(" 50%_OFF! "), "%50!%!_off!!%");
    }

    #[test]
    fn nul_never_reaches_the_database() {
        assert_eq!(Value::from("a\0b"), Value::Text(Some("a\u{fffd}b".to_owned())));
        assert_eq!(Value::from("a\0b".to_owned()), Value::Text(Some("a\u{fffd}b".to_owned())));
    }

    #[test]
    fn absent_values_keep_their_type() {
        assert_eq!(Value::from(None::<Timestamp>), Value::Int(None));
        assert_eq!(Value::from(None::<PostId>), Value::Text(None));
    }
}
