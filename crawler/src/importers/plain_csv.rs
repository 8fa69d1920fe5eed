//! Any table, with somebody's word for what its columns hold.

use super::{Hints, Importer, Refusal, Rows, Shape, Taken, bare_account, bare_post, platform_of};
use crate::sheets::{Cutting, Row, moment, of_text};
use model::{Language, PostSeen, PublicUrl};

/// The importer.
pub(super) const IMPORTER: PlainCsv = PlainCsv;

/// What a column may hold, with the names under which it is found without being told.
pub const COLUMNS: &[(&str, &[&str])] = &[
    ("id", &["id", "post_id", "post id"]),
    ("text", &["text", "body", "message", "caption", "content"]),
    ("time", &["time", "posted_at", "timestamp", "date", "created_at"]),
    ("account", &["account", "account_id", "author_id", "user_id"]),
    ("handle", &["handle", "author", "username", "user", "user name"]),
    ("name", &["name", "display_name", "author_name"]),
    ("url", &["url", "link", "post_url"]),
    ("platform", &["platform"]),
    ("language", &["language", "lang"]),
];

/// Reads tables.
#[derive(Debug)]
pub(super) struct PlainCsv;

impl Importer for PlainCsv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        "Table"
    }

    fn help(&self) -> &'static str {
        "any table (CSV, semicolons or tabs) with at least text, time and author; --column says which"
    }

    fn recognises(&self, head: &str) -> bool {
        let first = head.lines().next().unwrap_or_default();
        let marked = first.contains([',', ';', '\t']);
        marked && !head.trim_start().starts_with(['{', '[', '<'])
    }

    fn shape(&self) -> Shape {
        Shape::Rows(&IMPORTER)
    }
}

impl Rows for PlainCsv {
    fn cutting(&self) -> Cutting {
        Cutting::Table
    }

    fn read(&self, row: &Row<'_>, hints: &Hints) -> Result<Taken, Refusal> {
        let cells = super::cells(row)?;
        let get = |what: &str| match hints.columns.get(what) {
            Some(column) => cells.get(column),
            None => COLUMNS
                .iter()
                .find(|(name, _)| *name == what)
                .and_then(|(_, usual)| cells.any(usual)),
        };
        let wanted = |what: &str| {
            get(what).ok_or_else(|| Refusal::new(format!("no {what}; say --column {what}=NAME")))
        };
        let text = wanted("text")?;
        let posted_at =
            moment(wanted("time")?).ok_or_else(|| Refusal::new("no time that can be read"))?;
        let platform = get("platform").map(|name| name.to_lowercase().as_str().into());
        let platform =
            hints.platform.clone().or(platform).or_else(|| get("url").and_then(platform_of));
        let platform = platform
            .filter(|one| super::platform_names().any(|name| name == one.as_str()))
            .ok_or_else(|| Refusal::new("its platform is not known; say --platform"))?;
        let handle = get("handle").unwrap_or_default();
        let by_handle = || {
            let handle = handle.trim_start_matches('@').to_lowercase();
            (!handle.is_empty()).then(|| format!("@{handle}"))
        };
        let account = get("account").map(str::to_owned).or_else(by_handle);
        let account = account.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
        let id = get("id").or_else(|| get("url"));
        let id = id.ok_or_else(|| Refusal::new("neither id nor address of the post"))?;
        let post = PostSeen {
            url: get("url").and_then(|address| PublicUrl::parse(address).ok()),
            content: of_text(text),
            declared_language: get("language").map(Language::new),
            posted_at: Some(posted_at),
            ..bare_post(id.to_owned(), account.clone())
        };
        let name = get("name").unwrap_or_default();
        Ok(Taken { platform, post, account: bare_account(account, handle, name) })
    }
}
