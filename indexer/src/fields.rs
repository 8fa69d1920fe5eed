//! The searchable fields: one table. Schema, documents, query language, help and search form follow
//! from it. To add a field, add an [`Entry`] and list it in [`ALL`].

use crate::PostDocument;
use crate::spelling;
use crate::text::{Analysis, Form};
use model::{Label, Service};
use serde::Serialize;
use std::sync::LazyLock;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

/// How a field is kept and asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// Words in one form, with positions.
    Words(Form),
    /// One of a fixed list of words.
    Choice(fn() -> Vec<&'static str>),
    /// A short name, brought to one spelling by the function before it is kept or asked for.
    Keyword(fn(&str) -> String),
    /// A record id.
    Id,
    /// An account: its id, or its handle.
    Account,
    /// A number.
    Number,
    /// A moment, in milliseconds since 1970.
    Day,
}

/// One value of a document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Milliseconds since 1970.
    Moment(i64),
}

/// A searchable field.
pub(crate) struct Entry {
    /// Its name in the index and in queries.
    pub(crate) name: &'static str,
    /// Other names in queries.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) kind: Kind,
    /// Whether hits are counted by it.
    pub(crate) counted: bool,
    /// What it holds, for people.
    pub(crate) help: &'static str,
    /// A query that uses it.
    pub(crate) example: &'static str,
    /// A document's values.
    pub(crate) cells: fn(&PostDocument) -> Vec<Cell>,
}

/// Text in any spelling; where words without a field are looked for.
pub(crate) static FOLDED: Entry = Entry {
    name: "folded",
    aliases: &["text"],
    kind: Kind::Words(Form::Folded),
    counted: false,
    help: "text, hashtags, contacts, account name and handle, whatever the spelling of a letter",
    example: "folded:اروپا",
    cells: everything,
};

/// Text in ASCII letters; where words in ASCII letters are looked for.
pub(crate) static LATIN: Entry = Entry {
    name: "latin",
    aliases: &[],
    kind: Kind::Words(Form::Latin),
    counted: false,
    help: "the same in Latin letters, so that awrwba finds أوروبا",
    example: "latin:europa",
    cells: everything,
};

/// Text as written.
pub(crate) static WRITTEN: Entry = Entry {
    name: "written",
    aliases: &["exact"],
    kind: Kind::Words(Form::Written),
    counted: false,
    help: "the same exactly as written, capitals aside",
    example: "written:Grénze",
    cells: everything,
};

/// The label in force.
pub(crate) static LABEL: Entry = Entry {
    name: "label",
    aliases: &[],
    kind: Kind::Choice(|| Label::ALL.iter().map(|label| label.word()).collect()),
    counted: true,
    help: "what the post is, by review or else by the classifier",
    example: "label:offer",
    cells: |post| text(post.label.word()),
};

/// Language of the text.
pub(crate) static LANGUAGE: Entry = Entry {
    name: "lang",
    aliases: &["language"],
    kind: Kind::Keyword(spelling::language),
    counted: true,
    help: "language of the text (ISO 639, with a script where it matters)",
    example: "lang:ckb",
    cells: |post| text(post.language.as_str()),
};

/// Platform.
pub(crate) static PLATFORM: Entry = Entry {
    name: "platform",
    aliases: &["on"],
    kind: Kind::Keyword(str::to_lowercase),
    counted: true,
    help: "where it was published",
    example: "platform:telegram",
    cells: |post| text(post.platform.as_str()),
};

/// Services offered.
pub(crate) static SERVICE: Entry = Entry {
    name: "service",
    aliases: &[],
    kind: Kind::Choice(|| Service::ALL.iter().map(|service| service.word()).collect()),
    counted: true,
    help: "what is offered",
    example: "service:sea",
    cells: |post| post.services.iter().map(|s| Cell::Text(s.word().to_owned())).collect(),
};

/// Country of departure.
pub(crate) static ORIGIN: Entry = Entry {
    name: "from",
    aliases: &["origin"],
    kind: Kind::Keyword(str::to_uppercase),
    counted: true,
    help: "country of departure (two letters, ISO 3166)",
    example: "from:LY",
    cells: |post| post.route.origin.iter().flat_map(|c| text(c.as_str())).collect(),
};

/// Country of arrival.
pub(crate) static DESTINATION: Entry = Entry {
    name: "to",
    aliases: &["destination"],
    kind: Kind::Keyword(str::to_uppercase),
    counted: true,
    help: "country of arrival (two letters, ISO 3166)",
    example: "to:IT",
    cells: |post| post.route.destination.iter().flat_map(|c| text(c.as_str())).collect(),
};

/// The account's id; asked for by id or handle.
pub(crate) static ACCOUNT: Entry = Entry {
    name: "account",
    aliases: &["by"],
    kind: Kind::Account,
    counted: false,
    help: "who published it: a handle or a record id",
    example: "account:exampleroutes",
    cells: |post| text(&post.account.to_string()),
};

/// The account's handle.
pub(crate) static HANDLE: Entry = Entry {
    name: "handle",
    aliases: &[],
    kind: Kind::Keyword(spelling::handle),
    counted: false,
    help: "handle of who published it",
    example: "handle:example*",
    cells: |post| text(&spelling::handle(&post.handle)),
};

/// Contacts in the text.
pub(crate) static CONTACT: Entry = Entry {
    name: "contact",
    aliases: &["phone"],
    kind: Kind::Keyword(spelling::contact),
    counted: false,
    help: "phone number, handle, link or wallet offered in the post",
    example: "contact:+447700900123",
    cells: |post| post.contacts.iter().flat_map(|c| text(&spelling::contact(c))).collect(),
};

/// The advert it belongs to.
pub(crate) static ADVERT: Entry = Entry {
    name: "advert",
    aliases: &[],
    kind: Kind::Id,
    counted: false,
    help: "record id of the advert it belongs to",
    example: "advert:0190163d-8694-739b-aea5-966c26f8ad90",
    cells: |post| post.advert.iter().flat_map(|a| text(&a.to_string())).collect(),
};

/// Its own id.
pub(crate) static POST: Entry = Entry {
    name: "post",
    aliases: &["id"],
    kind: Kind::Id,
    counted: false,
    help: "record id of the post",
    example: "post:0190163d-8694-739b-aea5-966c26f8ad90",
    cells: |post| text(&post.post.to_string()),
};

/// Hashtags.
pub(crate) static TAG: Entry = Entry {
    name: "tag",
    aliases: &["hashtag"],
    kind: Kind::Keyword(spelling::tag),
    counted: false,
    help: "hashtag, without #",
    example: "tag:travel",
    cells: |post| post.hashtags.iter().flat_map(|t| text(&spelling::tag(t))).collect(),
};

/// Whether it is still there.
pub(crate) static PRESENCE: Entry = Entry {
    name: "presence",
    aliases: &["is"],
    kind: Kind::Choice(|| vec!["live", "restricted", "gone_candidate", "gone"]),
    counted: false,
    help: "whether it is still there",
    example: "presence:gone",
    cells: |post| text(post.presence.word()),
};

/// Probability that it is an offer.
pub(crate) static SCORE: Entry = Entry {
    name: "score",
    aliases: &[],
    kind: Kind::Number,
    counted: false,
    help: "probability that it is an offer, 0 to 1",
    example: "score:>0.8",
    cells: |post| vec![Cell::Number(f64::from(post.score))],
};

/// When it was published.
pub(crate) static POSTED: Entry = Entry {
    name: "posted",
    aliases: &["date"],
    kind: Kind::Day,
    counted: false,
    help: "when it was published, in UTC; the last day of a range belongs to it",
    example: "posted:2026-11-01..2026-11-23",
    cells: |post| vec![Cell::Moment(post.posted_at.ms())],
};

/// When it was first seen.
pub(crate) static SEEN: Entry = Entry {
    name: "seen",
    aliases: &[],
    kind: Kind::Day,
    counted: false,
    help: "when we saw it first, in UTC",
    example: "seen:>=2026-11-20",
    cells: |post| vec![Cell::Moment(post.first_seen.ms())],
};

/// Every field, in the order of the help. A field's number in the schema is its place here.
pub(crate) static ALL: &[&Entry] = &[
    &LABEL,
    &SCORE,
    &LANGUAGE,
    &PLATFORM,
    &SERVICE,
    &ORIGIN,
    &DESTINATION,
    &ACCOUNT,
    &HANDLE,
    &CONTACT,
    &TAG,
    &POSTED,
    &SEEN,
    &PRESENCE,
    &ADVERT,
    &POST,
    &FOLDED,
    &WRITTEN,
    &LATIN,
];

/// Name of the stored, not searchable, text that spans are found in.
const TEXT: &str = "original";

/// Changes whenever [`crate::text`] or a cell function gives other terms for the same post, so
/// that an index made before is rebuilt.
const ANALYSIS: u32 = 1;

impl Entry {
    /// The field in the schema.
    pub(crate) fn field(&self) -> Field {
        let place = ALL.iter().position(|entry| entry.name == self.name).unwrap_or(ALL.len());
        Field::from_field_id(u32::try_from(place).unwrap_or(u32::MAX))
    }
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The field that a query names.
pub(crate) fn named(name: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.name == name || entry.aliases.contains(&name))
}

/// The stored text: the last field of the schema.
pub(crate) fn text_field() -> Field {
    Field::from_field_id(u32::try_from(ALL.len()).unwrap_or(u32::MAX))
}

/// The schema that follows from the table.
pub(crate) fn schema() -> Schema {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
        let mut schema = Schema::builder();
        for entry in ALL {
            match entry.kind {
                Kind::Words(form) => {
                    let indexing = TextFieldIndexing::default()
                        .set_tokenizer(&analyzer_name(form))
                        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
                    let options = TextOptions::default().set_indexing_options(indexing);
                    schema.add_text_field(entry.name, options);
                }
                Kind::Number => {
                    schema.add_f64_field(entry.name, NumericOptions::default().set_fast());
                }
                Kind::Day => {
                    schema.add_i64_field(entry.name, NumericOptions::default().set_fast());
                }
                _ if entry.counted => {
                    schema.add_text_field(entry.name, STRING | FAST);
                }
                Kind::Id if entry.name == POST.name => {
                    schema.add_text_field(entry.name, STRING | STORED);
                }
                _ => {
                    schema.add_text_field(entry.name, STRING);
                }
            }
        }
        schema.add_text_field(TEXT, STORED);
        schema.build()
    });
    SCHEMA.clone()
}

/// The analyzers that the schema names.
pub(crate) fn analyzers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    for form in [Form::Written, Form::Folded, Form::Latin] {
        let analyzer = TextAnalyzer::builder(Analysis(form)).build();
        manager.register(&analyzer_name(form), analyzer);
    }
    manager
}

fn analyzer_name(form: Form) -> String {
    format!("{form:?}-{ANALYSIS}").to_lowercase()
}

fn text(value: &str) -> Vec<Cell> {
    if value.is_empty() { Vec::new() } else { vec![Cell::Text(value.to_owned())] }
}

/// Whatever words without a field should find.
fn everything(post: &PostDocument) -> Vec<Cell> {
    let mut all = text(&post.text);
    let rest = [&post.account_name, &post.handle];
    for value in rest.into_iter().chain(&post.hashtags).chain(&post.contacts) {
        all.extend(text(value));
    }
    all
}

/// What the help and the search form say of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldHelp {
    /// Name in queries, written `name:value`.
    pub name: &'static str,
    /// Other names that mean the same.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub help: &'static str,
    /// A query that uses it.
    pub example: &'static str,
    /// The only values it can have; empty where any will do.
    pub choices: Vec<&'static str>,
    /// Whether `<`, `>` and ranges may be used.
    pub ranges: bool,
}

/// All fields, from the table.
#[must_use]
pub fn help() -> Vec<FieldHelp> {
    let of = |entry: &&'static Entry| FieldHelp {
        name: entry.name,
        aliases: entry.aliases,
        help: entry.help,
        example: entry.example,
        choices: if let Kind::Choice(all) = entry.kind { all() } else { Vec::new() },
        ranges: matches!(entry.kind, Kind::Number | Kind::Day),
    };
    ALL.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_stands_in_the_schema_at_its_place() {
        let schema = schema();
        for entry in ALL {
            assert_eq!(schema.get_field_name(entry.field()), entry.name);
        }
        assert_eq!(schema.get_field_name(text_field()), TEXT);
    }

    #[test]
    fn no_name_means_two_fields() {
        let mut names: Vec<&str> = ALL.iter().flat_map(|e| e.aliases).copied().collect();
        names.extend(ALL.iter().map(|e| e.name));
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn every_example_of_the_help_is_a_good_query() {
        for field in help() {
            let query = model::Query::words(field.example);
            assert!(field.example.starts_with(field.name), "{}", field.example);
            assert_eq!(crate::check(&query), Ok(()), "{}", field.example);
        }
    }
}
