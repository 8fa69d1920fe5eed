//! Makes a tantivy query of a [`Query`].
//!
//! A word in ASCII letters is asked of the Latin form, any other of the folded form: one term each,
//! so the three ways in which text is findable cost nothing when searching. When hits are ranked by
//! relevance, closer spellings count for more.

use super::QueryError;
use super::lexer::Tail;
use super::parser::{Node, Text, parse};
use super::value::{all_of, beginning, exactly, moments, numbers, one_of, value_query};
use crate::fields::{self, Entry, Kind};
use crate::text::{Form, Purpose, tokens};
use model::{PostId, Query as Asked, Timestamp};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery,
    PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// How many words a prefix behind a phrase may stand for.
const EXPANSIONS: u32 = 1_000;

/// A query ready to run, and the texts whose places in a hit are to be shown.
pub(crate) struct Plan {
    pub(crate) query: Box<dyn Query>,
    pub(crate) needles: Vec<Needle>,
}

/// Words of the query that are looked for in the text of posts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Needle {
    pub(crate) form: Form,
    /// Words by position; several at one position are alternatives.
    pub(crate) words: Vec<(usize, Vec<String>)>,
    pub(crate) tail: Tail,
}

/// Plans a query; `ranked`: whether relevance matters.
pub(crate) fn plan(asked: &Asked, ranked: bool) -> Result<Plan, QueryError> {
    let tree = parse(&asked.q)?;
    let mut planner = Planner { ranked, needles: Vec::new(), negated: false, blank: None };
    let words = planner.node(&tree)?;
    if let (None, Some(column)) = (&words, planner.blank) {
        return Err(QueryError::at(column, "there is nothing to search for in this"));
    }
    let mut parts = filters(asked);
    let words = words.unwrap_or_else(|| Box::new(AllQuery));
    parts.insert(0, words);
    Ok(Plan { query: all_of(parts), needles: planner.needles })
}

/// The query, for some posts only.
pub(crate) fn among(query: Box<dyn Query>, posts: &[PostId]) -> Box<dyn Query> {
    all_of(vec![query, one_of(posts.iter().map(ToString::to_string))])
}

/// The filters, none of which changes the ranking.
fn filters(asked: &Asked) -> Vec<Box<dyn Query>> {
    let mut parts: Vec<Box<dyn Query>> = Vec::new();
    let mut is = |entry: &Entry, value: Option<String>| {
        parts.extend(value.map(|value| exactly(entry.field(), &value)));
    };
    is(&fields::LABEL, asked.label.map(|label| label.word().to_owned()));
    is(&fields::LANGUAGE, asked.language.as_ref().map(ToString::to_string));
    is(&fields::PLATFORM, asked.platform.as_ref().map(ToString::to_string));
    is(&fields::SERVICE, asked.service.map(|service| service.word().to_owned()));
    is(&fields::ORIGIN, asked.origin.as_ref().map(ToString::to_string));
    is(&fields::DESTINATION, asked.destination.as_ref().map(ToString::to_string));
    is(&fields::ACCOUNT, asked.account.map(|account| account.to_string()));
    is(&fields::ADVERT, asked.advert.map(|advert| advert.to_string()));
    if asked.since.is_some() || asked.until.is_some() {
        let (since, until) = (asked.since.map(Timestamp::ms), asked.until.map(Timestamp::ms));
        parts.push(moments(fields::POSTED.field(), since, until));
    }
    if let Some(score) = asked.min_score.filter(|score| score.is_finite()) {
        let low = Bound::Included(f64::from(score));
        parts.push(numbers(fields::SCORE.field(), low, Bound::Unbounded));
    }
    let unranked = |part| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(part, 0.0)) };
    parts.into_iter().map(unranked).collect()
}

struct Planner {
    ranked: bool,
    needles: Vec<Needle>,
    /// Inside of a NOT: nothing is shown.
    negated: bool,
    /// Column of the first text without any letter or digit.
    blank: Option<usize>,
}

/// A part of the query, or nothing where there was only punctuation.
type Part = Option<Box<dyn Query>>;

impl Planner {
    fn node(&mut self, node: &Node) -> Result<Part, QueryError> {
        match node {
            Node::Everything => Ok(Some(Box::new(AllQuery))),
            Node::Text(text) => self.text(text),
            Node::Not(inner) => self.clauses(&[(Occur::MustNot, inner)]),
            Node::Any(all) => {
                let all: Vec<_> = all.iter().map(|node| (Occur::Should, node)).collect();
                self.clauses(&all)
            }
            Node::All(all) => {
                let occur = |node: &Node| match node {
                    Node::Not(_) => Occur::MustNot,
                    _ => Occur::Must,
                };
                let all: Vec<_> = all.iter().map(|node| (occur(node), bare(node))).collect();
                self.clauses(&all)
            }
        }
    }

    fn clauses(&mut self, all: &[(Occur, &Node)]) -> Result<Part, QueryError> {
        let mut out = Vec::with_capacity(all.len() + 1);
        for (occur, node) in all {
            let before = self.negated;
            self.negated ^= *occur == Occur::MustNot;
            out.extend(self.node(node)?.map(|query| (*occur, query)));
            self.negated = before;
        }
        if out.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            if out.is_empty() {
                return Ok(None);
            }
            // What is left out must be left out of something.
            out.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Some(Box::new(BooleanQuery::new(out))))
    }

    fn text(&mut self, text: &Text) -> Result<Part, QueryError> {
        let Some(entry) = text.field else { return self.words(text, None) };
        match entry.kind {
            Kind::Words(form) => {
                let part = self.words(text, Some(form))?;
                part.map(Some).ok_or_else(|| {
                    QueryError::at(text.column, "there is nothing to search for in this")
                })
            }
            _ => value_query(entry, text).map(Some),
        }
    }

    fn words(&mut self, text: &Text, form: Option<Form>) -> Result<Part, QueryError> {
        let form = form.unwrap_or_else(|| best_form(&text.value));
        let words = grouped(&text.value, form);
        let Some((_, last)) = words.last() else {
            self.blank = self.blank.or(Some(text.column));
            return Ok(None);
        };
        match text.tail {
            Tail::Prefix if last.iter().all(|word| is_short(word)) => {
                let reason = "write at least two letters before *";
                return Err(QueryError::at(text.column, reason));
            }
            Tail::Fuzzy(_) if words.len() > 1 || text.quoted => {
                return Err(QueryError::at(text.column, "~ belongs behind a single word"));
            }
            _ => {}
        }
        let needle = Needle { form, words, tail: text.tail };
        let mut query = needle_query(&needle);
        if self.ranked && text.field.is_none() {
            query = closer_first(query, text, form);
        }
        if !self.negated {
            self.needles.push(needle);
        }
        Ok(Some(query))
    }
}

/// What a NOT leaves out, or the node itself.
fn bare(node: &Node) -> &Node {
    if let Node::Not(inner) = node { inner } else { node }
}

/// One ASCII letter; a letter of another script may be a syllable or a word.
fn is_short(word: &str) -> bool {
    word.len() < 2
}

/// The form in which a text is looked for: Latin if it is in ASCII letters once folded.
fn best_form(text: &str) -> Form {
    let folded = grouped(text, Form::Folded);
    let ascii = folded.iter().all(|(_, words)| words.iter().all(|word| word.is_ascii()));
    let complete = ascii && grouped(text, Form::Latin).len() == folded.len();
    if complete { Form::Latin } else { Form::Folded }
}

/// The words of a text by position.
fn grouped(text: &str, form: Form) -> Vec<(usize, Vec<String>)> {
    let mut out: Vec<(usize, Vec<String>)> = Vec::new();
    for token in tokens(text, form, Purpose::Ask) {
        match out.last_mut() {
            Some((position, words)) if *position == token.position => words.push(token.text),
            _ => out.push((token.position, vec![token.text])),
        }
    }
    out
}

fn field_of(form: Form) -> Field {
    match form {
        Form::Written => fields::WRITTEN.field(),
        Form::Folded => fields::FOLDED.field(),
        Form::Latin => fields::LATIN.field(),
    }
}

fn needle_query(needle: &Needle) -> Box<dyn Query> {
    let field = field_of(needle.form);
    if let [(_, words)] = needle.words.as_slice() {
        let mut all: Vec<_> =
            words.iter().map(|word| word_query(field, word, needle.tail)).collect();
        return match (all.len(), all.pop()) {
            (1, Some(only)) => only,
            (_, last) => Box::new(BooleanQuery::union(all.into_iter().chain(last).collect())),
        };
    }
    // In a phrase the whole word stands for its alternatives.
    let terms: Vec<(usize, Term)> = needle
        .words
        .iter()
        .filter_map(|(position, words)| Some((*position, words.first()?)))
        .map(|(position, word)| (position, Term::from_field_text(field, word)))
        .collect();
    if needle.tail == Tail::Prefix {
        let mut query = PhrasePrefixQuery::new_with_offset(terms);
        query.set_max_expansions(EXPANSIONS);
        return Box::new(query);
    }
    Box::new(PhraseQuery::new_with_offset(terms))
}

fn word_query(field: Field, word: &str, tail: Tail) -> Box<dyn Query> {
    let term = Term::from_field_text(field, word);
    match tail {
        Tail::Exact => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
        Tail::Prefix => beginning(field, word),
        Tail::Fuzzy(letters) => Box::new(FuzzyTermQuery::new(term, letters, true)),
    }
}

/// Adds weight for posts that have the text in a closer form than the one it is found by.
fn closer_first(found: Box<dyn Query>, text: &Text, by: Form) -> Box<dyn Query> {
    let mut parts = vec![(Occur::Must, found)];
    for (form, weight) in [(Form::Written, 1.0), (Form::Folded, 0.5)] {
        let words = grouped(&text.value, form);
        if form == by || words.is_empty() || text.tail != Tail::Exact {
            continue;
        }
        let closer = needle_query(&Needle { form, words, tail: Tail::Exact });
        parts.push((Occur::Should, Box::new(BoostQuery::new(closer, weight))));
    }
    Box::new(BooleanQuery::new(parts))
}
