//! The list of meanings and the fields they belong to.

/// The shipped list.
const LIST: &str = include_str!("../../vocabulary/MEANINGS.txt");

/// Why a vocabulary does not load. Tests see to it that the shipped ones do.
#[derive(Debug, thiserror::Error)]
pub enum VocabularyError {
    /// A line is not of the form that `vocabulary/MEANINGS.txt` or the module shows.
    #[error("vocabulary {file} line {line}: {reason}")]
    Line {
        /// File name.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

/// A meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Meaning {
    /// English gloss with the hint for writers: `act (verb)`.
    name: String,
    /// Number of its field.
    field: u16,
}

/// All meanings, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meanings {
    list: Vec<Meaning>,
    fields: Vec<String>,
}

impl Meanings {
    /// The shipped list.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(LIST)
    }

    /// Reads `field: meaning, meaning (hint), …` lines; `#` begins a comment line.
    fn read(text: &str) -> Self {
        let mut list = Vec::new();
        let mut fields: Vec<String> = Vec::new();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        for (field, rest) in lines.filter_map(|line| line.split_once(':')) {
            let field = fields.iter().position(|known| known == field).unwrap_or_else(|| {
                fields.push(field.to_owned());
                fields.len() - 1
            });
            let field = u16::try_from(field).unwrap_or(u16::MAX);
            list.extend(split(rest).map(|name| Meaning { name: name.to_owned(), field }));
        }
        Self { list, fields }
    }

    /// Number of meanings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of fields.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.fields.len()
    }

    /// The number of a meaning by its name, hint included.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u16> {
        let at = self.list.iter().position(|meaning| meaning.name == name)?;
        u16::try_from(at).ok()
    }

    /// The field of a meaning.
    #[must_use]
    pub fn field(&self, meaning: u16) -> u16 {
        self.list.get(usize::from(meaning)).map_or(0, |meaning| meaning.field)
    }

    /// The English gloss of a meaning, without the hint for writers.
    #[must_use]
    pub fn gloss(&self, meaning: u16) -> &str {
        let name = self.list.get(usize::from(meaning)).map_or("", |meaning| meaning.name.as_str());
        name.split(" (").next().unwrap_or(name)
    }
}

/// Splits at commas outside brackets.
fn split(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    list.split(move |c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    })
    .map(str::trim)
    .filter(|name| !name.is_empty())
}
