//! Lays the settings file over the defaults, and the environment over both.

use crate::Settings;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Environment variables that begin so are settings: `ROUTEWATCH_STORE__URL` is `store.url`.
pub const PREFIX: &str = "ROUTEWATCH_";

/// Where settings come from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Settings file; none: only defaults and environment.
    pub file: Option<PathBuf>,
    /// Environment, as pairs of name and value.
    pub environment: Vec<(String, String)>,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("the settings file {path} cannot be read: {why}; write one with `routewatch init`")]
    File {
        /// Which file.
        path: PathBuf,
        /// The system's words.
        why: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the settings file {path} is not understood:\n{why}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Line, column and reason.
        why: Box<toml::de::Error>,
    },
    /// A setting does not exist or has a value of the wrong kind.
    #[error("{place}: {why}")]
    Value {
        /// Where the settings came from.
        place: String,
        /// What is wrong with which setting.
        why: String,
    },
}

/// Loads and checks all settings.
pub fn load(sources: &Sources) -> Result<Settings, LoadError> {
    let mut table = match &sources.file {
        Some(path) => read(path)?,
        None => Table::new(),
    };
    let place =
        sources.file.as_ref().map_or("the defaults".to_owned(), |p| p.display().to_string());
    check(&table, &place)?;
    for (name, value) in &sources.environment {
        let Some(path) = name.strip_prefix(PREFIX) else { continue };
        let keys: Vec<String> = path.split("__").map(str::to_lowercase).collect();
        // One-word names such as ROUTEWATCH_CONFIG are for the program, not settings.
        if keys.len() < 2 && keys.first().is_none_or(|key| key != "data_dir") {
            continue;
        }
        set(&mut table, &keys, scalar(value));
        check(&table, &format!("environment variable {name}"))?;
    }
    check(&table, &place)
}

fn read(path: &Path) -> Result<Table, LoadError> {
    let text = std::fs::read_to_string(path)
        .map_err(|why| LoadError::File { path: path.to_owned(), why })?;
    text.parse().map_err(|why| LoadError::Syntax { path: path.to_owned(), why: Box::new(why) })
}

fn check(table: &Table, place: &str) -> Result<Settings, LoadError> {
    Settings::deserialize_from(table)
        .map_err(|why| LoadError::Value { place: place.to_owned(), why })
}

impl Settings {
    fn deserialize_from(table: &Table) -> Result<Self, String> {
        Value::Table(table.clone())
            .try_into()
            .map_err(|why: toml::de::Error| why.to_string().trim_end().replace('\n', " "))
    }
}

/// A value as TOML understands it (number, boolean, list), else as text.
fn scalar(text: &str) -> Value {
    let line = format!("value = {text}");
    let parsed = line.parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}

fn set(table: &mut Table, keys: &[String], value: Value) {
    match keys {
        [] => {}
        [last] => {
            table.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}
