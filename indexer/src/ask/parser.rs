//! Builds the tree of a query. Grammar, tightest first:
//!
//! ```text
//! atom  := "(" any ")" | [field ":"] ( text | "(" any ")" ) | "*"
//! not   := ("-" | "NOT") not | atom
//! all   := not { ["AND"] not }
//! any   := all { "OR" all }
//! ```

use super::QueryError;
use super::lexer::{Lexeme, Placed, Tail, lexemes};
use crate::fields::{self, Entry};
use std::iter::Peekable;
use std::vec::IntoIter;

/// A node of the tree.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// Every post.
    Everything,
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A text, perhaps in a field.
    Text(Text),
}

/// A word or phrase to be found.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Where it stands in the query, from 1.
    pub(crate) column: usize,
    /// The field it was asked of; none: the text of the post.
    pub(crate) field: Option<&'static Entry>,
    /// Without quotes and without what came behind.
    pub(crate) value: String,
    /// Whether it stood in quotes.
    pub(crate) quoted: bool,
    pub(crate) tail: Tail,
}

/// Deepest nesting.
const DEEPEST: usize = 64;

/// The tree of a query; an empty query asks for everything.
pub(crate) fn parse(query: &str) -> Result<Node, QueryError> {
    let all = lexemes(query)?;
    if all.is_empty() {
        return match query.trim() {
            "" => Ok(Node::Everything),
            _ => Err(QueryError::at(1, "there is nothing to search for in this")),
        };
    }
    let mut parser = Parser { ahead: all.into_iter().peekable(), depth: 0 };
    let node = parser.any(None)?;
    match parser.ahead.next() {
        None => Ok(node),
        Some((column, Lexeme::Close)) => {
            Err(QueryError::at(column, "the parenthesis closed here was never opened"))
        }
        Some((column, _)) => Err(QueryError::at(column, "this does not belong here")),
    }
}

struct Parser {
    ahead: Peekable<IntoIter<Placed>>,
    depth: usize,
}

impl Parser {
    fn peek(&mut self) -> Option<&Lexeme> {
        self.ahead.peek().map(|(_, lexeme)| lexeme)
    }

    fn any(&mut self, field: Option<&'static Entry>) -> Result<Node, QueryError> {
        let mut options = Vec::new();
        let mut or_at = None;
        loop {
            let Some(node) = self.all(field)? else { return Err(self.missing_side(or_at)) };
            options.push(node);
            match self.ahead.next_if(|(_, lexeme)| *lexeme == Lexeme::Or) {
                Some((column, _)) => or_at = Some(column),
                None => break,
            }
        }
        Ok(if options.len() == 1 { options.remove(0) } else { Node::Any(options) })
    }

    /// What to say where something should stand beside an OR or inside parentheses.
    fn missing_side(&mut self, or_at: Option<usize>) -> QueryError {
        match (or_at, self.ahead.peek()) {
            (None, Some((column, Lexeme::Close))) => {
                QueryError::at(*column, "the parenthesis closed here was never opened")
            }
            (None, Some((column, _))) => {
                QueryError::at(*column, "OR needs something on both sides")
            }
            (at, _) => QueryError::at(at.unwrap_or(1), "OR needs something on both sides"),
        }
    }

    fn all(&mut self, field: Option<&'static Entry>) -> Result<Option<Node>, QueryError> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None | Some(Lexeme::Or | Lexeme::Close) => break,
                Some(Lexeme::And) => {
                    let column = self.ahead.next().map_or(1, |(column, _)| column);
                    let both = !parts.is_empty()
                        && !matches!(self.peek(), None | Some(Lexeme::Or | Lexeme::Close));
                    if !both {
                        return Err(QueryError::at(column, "AND needs something on both sides"));
                    }
                }
                Some(_) => parts.push(self.not(field)?),
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Node::All(parts)),
        })
    }

    fn not(&mut self, field: Option<&'static Entry>) -> Result<Node, QueryError> {
        let Some((column, _)) = self.ahead.next_if(|(_, lexeme)| *lexeme == Lexeme::Not) else {
            return self.atom(field);
        };
        if matches!(self.peek(), None | Some(Lexeme::Or | Lexeme::And | Lexeme::Close)) {
            return Err(QueryError::at(column, "NOT does not say what to leave out"));
        }
        self.deeper(column)?;
        let inner = self.not(field)?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn atom(&mut self, field: Option<&'static Entry>) -> Result<Node, QueryError> {
        match self.ahead.next() {
            Some((column, Lexeme::Open)) => self.group(column, field),
            Some((_, Lexeme::Star)) => Ok(Node::Everything),
            Some((column, Lexeme::Text { text, quoted, tail })) => {
                Ok(Node::Text(Text { column, field, value: text, quoted, tail }))
            }
            Some((column, Lexeme::Field(name))) => self.field(column, &name),
            Some((column, _)) => Err(QueryError::at(column, "this does not belong here")),
            None => Err(QueryError::at(1, "the query ends too early")),
        }
    }

    fn field(&mut self, column: usize, name: &str) -> Result<Node, QueryError> {
        let Some(entry) = fields::named(name) else {
            let all: Vec<&str> = fields::ALL.iter().map(|entry| entry.name).collect();
            let reason = format!(
                "there is no field {name}; there are {}. To search for the text, put it in quotes",
                all.join(", ")
            );
            return Err(QueryError::at(column, reason));
        };
        match self.peek() {
            Some(Lexeme::Open | Lexeme::Text { .. } | Lexeme::Star) => self.atom(Some(entry)),
            _ => Err(QueryError::at(column, format!("write a value right behind {name}:"))),
        }
    }

    fn group(&mut self, column: usize, field: Option<&'static Entry>) -> Result<Node, QueryError> {
        self.deeper(column)?;
        if self.peek() == Some(&Lexeme::Close) {
            return Err(QueryError::at(column, "the parentheses here are empty"));
        }
        if self.peek().is_none() {
            return Err(never_closed(column));
        }
        let node = self.any(field)?;
        self.depth -= 1;
        match self.ahead.next() {
            Some((_, Lexeme::Close)) => Ok(node),
            _ => Err(never_closed(column)),
        }
    }

    fn deeper(&mut self, column: usize) -> Result<(), QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(QueryError::at(column, "too deep: simplify the query"));
        }
        Ok(())
    }
}

fn never_closed(column: usize) -> QueryError {
    QueryError::at(column, "the parenthesis opened here is never closed")
}
