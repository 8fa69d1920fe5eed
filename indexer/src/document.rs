//! A post as the index takes it.

use crate::fields::{self, Cell};
use model::{
    AccountId, AdvertId, Label, Language, Platform, PostId, PresenceState, Route, Service,
    Timestamp,
};
use std::fmt;
use tantivy::TantivyDocument;

/// A post with everything that is known of it. `Debug` shows its id only.
#[derive(Clone, PartialEq)]
pub struct PostDocument {
    /// The post; a document with the same id takes the place of an older one.
    pub post: PostId,
    /// Who published it.
    pub account: AccountId,
    /// The advert it belongs to, if any.
    pub advert: Option<AdvertId>,
    /// Where it was published.
    pub platform: Platform,
    /// Language of its text.
    pub language: Language,
    /// The label in force: the reviewer's if there is one, else the classifier's.
    pub label: Label,
    /// Probability that it is an offer, 0..=1.
    pub score: f32,
    /// What is offered.
    pub services: Vec<Service>,
    /// From where to where.
    pub route: Route,
    /// Its text, as written; spans of hits count bytes of this text.
    pub text: String,
    /// The account's handle, without `@`.
    pub handle: String,
    /// The account's shown name.
    pub account_name: String,
    /// Contacts as normalised by the classifier.
    pub contacts: Vec<String>,
    /// Hashtags, without `#`.
    pub hashtags: Vec<String>,
    /// When it was published.
    pub posted_at: Timestamp,
    /// When we saw it first.
    pub first_seen: Timestamp,
    /// Whether it is still there.
    pub presence: PresenceState,
    /// The store's sequence number of the change that made this document.
    pub seq: i64,
}

impl fmt::Debug for PostDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostDocument").field("post", &self.post).finish_non_exhaustive()
    }
}

/// The document as tantivy takes it: every field's own cells, and the text as it is.
pub(crate) fn document(post: &PostDocument) -> TantivyDocument {
    let mut out = TantivyDocument::default();
    for entry in fields::ALL {
        for cell in (entry.cells)(post) {
            match cell {
                Cell::Text(text) => out.add_text(entry.field(), text),
                Cell::Number(number) => out.add_f64(entry.field(), number),
                Cell::Moment(ms) => out.add_i64(entry.field(), ms),
            }
        }
    }
    out.add_text(fields::text_field(), &post.text);
    out
}
