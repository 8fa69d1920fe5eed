//! Cuts a query into lexemes. A pasted sentence should pass as words wherever it can.

use super::QueryError;

/// What a query is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lexeme {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `OR` or `|`
    Or,
    /// `AND`
    And,
    /// `NOT` or `-`
    Not,
    /// `name:` with a value right behind it
    Field(String),
    /// A word or a phrase.
    Text {
        /// Without quotes, `*` and `~`.
        text: String,
        /// Whether it stood in quotes.
        quoted: bool,
        /// What came behind it.
        tail: Tail,
    },
    /// A lone `*`.
    Star,
}

/// How exactly a word has to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// As it stands.
    Exact,
    /// Only its beginning is given: `europ*`.
    Prefix,
    /// That many letters may differ: `calais~1`.
    Fuzzy(u8),
}

/// A lexeme and its first column, from 1.
pub(crate) type Placed = (usize, Lexeme);

/// Most lexemes of a query.
const LONGEST: usize = 256;

/// The lexemes of a query.
pub(crate) fn lexemes(query: &str) -> Result<Vec<Placed>, QueryError> {
    let mut lexer = Lexer { letters: query.chars().collect(), at: 0, out: Vec::new() };
    while let Some(c) = lexer.peek() {
        lexer.next_lexeme(c)?;
        if lexer.out.len() > LONGEST {
            return Err(QueryError::at(1, format!("too long: more than {LONGEST} parts")));
        }
    }
    Ok(lexer.out)
}

struct Lexer {
    letters: Vec<char>,
    at: usize,
    out: Vec<Placed>,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn after(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied()
    }

    fn push(&mut self, column: usize, lexeme: Lexeme) {
        self.out.push((column, lexeme));
    }

    /// Whether the lexeme before is a field that waits for its value.
    fn wants_value(&self) -> bool {
        matches!(self.out.last(), Some((_, Lexeme::Field(_))))
    }

    fn next_lexeme(&mut self, c: char) -> Result<(), QueryError> {
        let column = self.at + 1;
        match c {
            _ if c.is_whitespace() => self.at += 1,
            '(' | ')' | '|' => {
                self.at += 1;
                let lexeme = match c {
                    '(' => Lexeme::Open,
                    ')' => Lexeme::Close,
                    _ => Lexeme::Or,
                };
                self.push(column, lexeme);
            }
            '-' if !self.wants_value() => {
                self.at += 1;
                if self.peek().is_some_and(|next| !next.is_whitespace() && next != '-') {
                    self.push(column, Lexeme::Not);
                }
            }
            _ => match closing_quotes(c) {
                Some(closing) => self.phrase(column, closing)?,
                None => self.word(column)?,
            },
        }
        Ok(())
    }

    fn phrase(&mut self, column: usize, closing: &[char]) -> Result<(), QueryError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(c) = self.peek() else {
                let reason = "the quotation mark here is never closed";
                return Err(QueryError::at(column, reason));
            };
            self.at += 1;
            if closing.contains(&c) {
                break;
            }
            text.push(c);
        }
        let tail = self.tail_after_quote(column)?;
        self.push(column, Lexeme::Text { text, quoted: true, tail });
        Ok(())
    }

    fn tail_after_quote(&mut self, column: usize) -> Result<Tail, QueryError> {
        let mut behind = String::new();
        while let Some(c) = self.peek().filter(|c| matches!(c, '*' | '~' | '0'..='9')) {
            if behind.is_empty() && c.is_ascii_digit() {
                break;
            }
            behind.push(c);
            self.at += 1;
        }
        tail(&behind, column)
    }

    fn word(&mut self, column: usize) -> Result<(), QueryError> {
        let in_value = self.wants_value();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            let ends = c.is_whitespace() || matches!(c, '(' | ')') || closing_quotes(c).is_some();
            if ends || (c == '|' && !in_value) {
                break;
            }
            self.at += 1;
            if c == ':' && !in_value && is_field_name(&text) && self.value_follows() {
                self.push(column, Lexeme::Field(text.to_ascii_lowercase()));
                return Ok(());
            }
            text.push(c);
        }
        let lexeme = match text.as_str() {
            "*" => Lexeme::Star,
            "OR" if !in_value => Lexeme::Or,
            "AND" if !in_value => Lexeme::And,
            "NOT" if !in_value => Lexeme::Not,
            _ => Self::text(text, column)?,
        };
        self.push(column, lexeme);
        Ok(())
    }

    /// Whether the text behind a colon can be the value of a field: in `price: 5` and
    /// `https://…` it is not one.
    fn value_follows(&self) -> bool {
        match self.peek() {
            None => true,
            Some('/') => self.after(1) != Some('/'),
            Some(c) => !c.is_whitespace(),
        }
    }

    fn text(text: String, column: usize) -> Result<Lexeme, QueryError> {
        let stem_end = text.find(['*', '~']).unwrap_or(text.len());
        let (stem, behind) = text.split_at_checked(stem_end).unwrap_or((&text, ""));
        if !stem.chars().any(char::is_alphanumeric) {
            return Ok(Lexeme::Text { text, quoted: false, tail: Tail::Exact });
        }
        let tail = tail(behind, column)?;
        Ok(Lexeme::Text { text: stem.to_owned(), quoted: false, tail })
    }
}

/// What closes a quotation that begins with this mark.
fn closing_quotes(c: char) -> Option<&'static [char]> {
    match c {
        '"' | '“' | '”' | '„' => Some(&['"', '“', '”']),
        '«' => Some(&['»']),
        '»' => Some(&['«', '»']),
        _ => None,
    }
}

fn is_field_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

fn tail(behind: &str, column: usize) -> Result<Tail, QueryError> {
    match behind {
        "" => Ok(Tail::Exact),
        "*" => Ok(Tail::Prefix),
        "~" | "~1" => Ok(Tail::Fuzzy(1)),
        "~2" => Ok(Tail::Fuzzy(2)),
        _ if behind.starts_with('~') => {
            Err(QueryError::at(column, "behind ~ write how many letters may differ: ~1 or ~2"))
        }
        _ => {
            let reason = "* may only stand at the end of a word; put the text in quotes otherwise";
            Err(QueryError::at(column, reason))
        }
    }
}
