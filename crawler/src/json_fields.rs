//! Reading JSON that may lack anything, or be of any type.

use serde_json::Value;

/// Looks into a JSON value without expecting anything of it.
pub(crate) trait Fields {
    /// A field that is there and not null.
    fn field(&self, name: &str) -> Option<&Value>;
    /// A text that is there and not empty, without NUL (which PostgreSQL cannot keep).
    fn text(&self, name: &str) -> Option<String>;
    /// A list; an empty one where there is none.
    fn list(&self, name: &str) -> &[Value];
    /// A count; a negative one is none.
    fn count(&self, name: &str) -> Option<u64>;
    /// Whether a field is `true`.
    fn says(&self, name: &str) -> bool;
    /// Whether a field is `false` (and neither absent nor null).
    fn denies(&self, name: &str) -> bool;
}

impl Fields for Value {
    fn field(&self, name: &str) -> Option<&Value> {
        self.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.get(name)?.as_str()?.replace('\0', "");
        (!text.is_empty()).then_some(text)
    }

    fn list(&self, name: &str) -> &[Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn count(&self, name: &str) -> Option<u64> {
        self.get(name)?.as_u64()
    }

    fn says(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool) == Some(true)
    }

    fn denies(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool) == Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whatever_is_there_reading_it_gives_a_value_or_nothing() {
        let value = json!({"a": "x\u{0}y", "b": "", "c": -1, "d": null, "e": false, "f": [1]});
        assert_eq!(value.text("a").as_deref(), Some("xy"));
        assert_eq!(value.text("b"), None);
        assert_eq!(value.count("c"), None);
        assert!(value.field("d").is_none() && value.denies("e") && !value.says("e"));
        assert_eq!(value.list("f").len(), 1);
        assert!(json!([1]).text("a").is_none() && json!(null).list("f").is_empty());
    }
}
