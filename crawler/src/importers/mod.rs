//! Files that somebody collected elsewhere, one format each, listed once in [`ALL`].
//!
//! Some platforms have no adapter, on purpose: Facebook, Instagram, TikTok and X forbid automatic
//! collection or show nothing without a log-in, and this house works around no wall. What a person
//! saw there, or what a platform's own research access gave out, comes in here instead, and goes on
//! through the same steps as everything that is visited.
//!
//! An [`Importer`] knows one format and does no input or output: a file is cut into
//! [`sheets`](crate::sheets), each sheet is kept in the archive, and only then are its rows read
//! ([`read`]). To add a format, write its file and add one `mod` line and one line to [`ALL`].

mod crowdtangle;
mod fourcat;
mod plain_csv;
mod telegram_desktop;
pub mod web_archive;
mod zeeschuimer;

use crate::platforms;
use crate::sheets::{Cells, Cutting, Place, Row};
use model::{AccountSeen, PageState, Platform, PostSeen, Reading, StoredCapture};
use std::collections::BTreeMap;
use std::fmt;

/// Every format, in the order in which a file is offered to them. The plain table comes last: it
/// takes any table.
pub const ALL: &[&dyn Importer] = &[
    &web_archive::IMPORTER,
    &telegram_desktop::IMPORTER,
    &zeeschuimer::IMPORTER,
    &crowdtangle::IMPORTER,
    &fourcat::IMPORTER,
    &plain_csv::IMPORTER,
];

/// Platforms that posts are imported from and no adapter visits: short name, name for people.
pub const IMPORTED_ONLY: &[(&str, &str)] =
    &[("facebook", "Facebook"), ("instagram", "Instagram"), ("tiktok", "TikTok"), ("x", "X")];

/// The names of all platforms that posts may be imported from.
pub fn platform_names() -> impl Iterator<Item = &'static str> {
    let visited = platforms::ALL.iter().map(|adapter| adapter.name());
    visited.chain(IMPORTED_ONLY.iter().map(|(name, _)| *name))
}

/// What somebody says about a file that does not say it itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// The platform of all its posts.
    pub platform: Option<Platform>,
    /// For a plain table: which column holds what. Keys are those of [`COLUMNS`].
    pub columns: BTreeMap<String, String>,
}

pub use plain_csv::COLUMNS;

/// One format.
pub trait Importer: Send + Sync + fmt::Debug {
    /// Short name, as written after `--format`.
    fn name(&self) -> &'static str;

    /// Name for people.
    fn title(&self) -> &'static str;

    /// Which files it takes, in one line.
    fn help(&self) -> &'static str;

    /// Whether a file that begins like this is of the format. `head` is its first bytes, without
    /// those that are no UTF-8.
    fn recognises(&self, head: &str) -> bool;

    /// What such a file consists of.
    fn shape(&self) -> Shape;
}

/// What a file consists of.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Rows.
    Rows(&'static dyn Rows),
    /// Pages of the web as they were fetched; see [`web_archive::read`].
    Pages,
}

/// A format of rows.
pub trait Rows: Send + Sync + fmt::Debug {
    /// How a file is cut into rows.
    fn cutting(&self) -> Cutting;

    /// What a row says. Pure, and it never panics.
    fn read(&self, row: &Row<'_>, hints: &Hints) -> Result<Taken, Refusal>;
}

/// What one row says: a post and whoever posted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Where it was published.
    pub platform: Platform,
    /// The post.
    pub post: PostSeen,
    /// Its account; [`AccountSeen::complete`] only where the row holds a whole profile.
    pub account: AccountSeen,
}

/// Why a row is not taken: words that name neither people nor what they wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    /// A refusal.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Line of the file in which it begins, from 1; for a web archive the record's first byte.
    pub at: u64,
    /// Why.
    pub why: Refusal,
}

/// What was read from one capture of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// By platform.
    pub readings: Vec<(Platform, Reading)>,
    /// Rows not taken.
    pub refused: Vec<Refused>,
}

/// The importer of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static dyn Importer> {
    ALL.iter().copied().find(|importer| importer.name() == name)
}

/// The importer that recognises a file by its first bytes (64 KiB are enough).
#[must_use]
pub fn recognise(head: &[u8]) -> Option<&'static dyn Importer> {
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}');
    ALL.iter().copied().find(|importer| importer.recognises(head))
}

/// Reads the rows of a sheet that is kept.
#[must_use]
pub fn read(rows: &dyn Rows, stored: &StoredCapture, places: &[Place], hints: &Hints) -> Read {
    let bytes = &stored.capture().body;
    let mut by_platform: BTreeMap<Platform, Reading> = BTreeMap::new();
    let mut refused = Vec::new();
    for place in places {
        let row = place.row(bytes).ok_or_else(|| Refusal::new("not UTF-8 text"));
        match row.and_then(|row| rows.read(&row, hints)) {
            Ok(taken) => {
                let reading = by_platform
                    .entry(taken.platform)
                    .or_insert_with(|| Reading::of(PageState::Posts));
                keep_account(&mut reading.accounts, taken.account);
                reading.posts.push(taken.post);
            }
            Err(why) => refused.push(Refused { at: place.line, why }),
        }
    }
    for reading in by_platform.values_mut() {
        reading.posts.sort_by_key(|post| post.posted_at);
    }
    Read { readings: by_platform.into_iter().collect(), refused }
}

/// The cells of a row of a table, if there is one for each column: else every cell behind the first
/// that is missing would be misread.
fn cells<'a>(row: &'a Row<'_>) -> Result<Cells<'a>, Refusal> {
    let cells = row.cells();
    if !cells.fit() {
        return Err(Refusal::new("it has not as many cells as there are columns"));
    }
    Ok(cells)
}

/// Each account once, as the last row that knows more shows it.
fn keep_account(accounts: &mut Vec<AccountSeen>, seen: AccountSeen) {
    match accounts.iter_mut().find(|known| known.native_id == seen.native_id) {
        Some(known) if seen.complete || !known.complete => *known = seen,
        Some(_) => {}
        None => accounts.push(seen),
    }
}

/// The platform that a web address belongs to, of those that posts are imported from.
fn platform_of(address: &str) -> Option<Platform> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    let at = |domain: &str| {
        host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let known: [(&str, &[&str]); 6] = [
        ("telegram", &["t.me", "telegram.me"]),
        ("facebook", &["facebook.com", "fb.com"]),
        ("instagram", &["instagram.com"]),
        ("tiktok", &["tiktok.com"]),
        ("x", &["x.com", "twitter.com"]),
        ("bluesky", &["bsky.app"]),
    ];
    let found = known.into_iter().find(|(_, domains)| domains.iter().any(|domain| at(domain)));
    found.map(|(name, _)| Platform::from(name))
}

/// A post with nothing but its ids; the rest is filled in by its format.
fn bare_post(native_id: String, account: String) -> PostSeen {
    PostSeen {
        native_id,
        account,
        url: None,
        content: model::post::Content::default(),
        declared_language: None,
        posted_at: None,
        edited_at: None,
        edited: false,
        reply_to: None,
        forwarded_from: None,
        metrics: model::post::Metrics::default(),
    }
}

/// An account with nothing but its id and what a post shows of it.
fn bare_account(native_id: String, handle: &str, display_name: &str) -> AccountSeen {
    AccountSeen {
        native_id,
        profile: model::AccountProfile {
            handle: model::Handle::new(handle.trim_start_matches('@')),
            display_name: display_name.to_owned(),
            ..model::AccountProfile::default()
        },
        url: None,
        is_source: false,
        complete: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_platform_by_its_host_only() {
        let check = |address: &str, expect: Option<&str>| {
            assert_eq!(platform_of(address).as_ref().map(Platform::as_str), expect, "{address}");
        };
        check("https://www.tiktok.com/@test.account", Some("tiktok"));
        check("https://m.facebook.com/1/posts/2", Some("facebook"));
        check("https://x.com/a/status/1", Some("x"));
        check("https://max.com/a", None);
        check("https://evil.example/?https://x.com", None);
        check("x.com", None);
    }

    #[test]
    fn every_format_has_a_name_of_its_own() {
        let mut names: Vec<_> = ALL.iter().map(|importer| importer.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
        assert!(ALL.iter().all(|one| named(one.name()).is_some() && !one.help().is_empty()));
    }

    #[test]
    fn what_no_format_knows_is_nobodys() {
        for head in ["", "\n", "just a line of text", "<html><body>x</body></html>", "[1, 2]", "{}"]
        {
            assert!(recognise(head.as_bytes()).is_none(), "{head}");
        }
    }
}
