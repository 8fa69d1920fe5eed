//! CSV of 4CAT, the capture and analysis toolkit: Telegram, TikTok, Instagram, X and others.
//!
//! All its data sets share `id`, `thread_id`, `author`, `body`, `timestamp` (UTC) and usually
//! `unix_timestamp`; the rest depends on the platform. Columns from 4CAT's `map_item` functions.

use super::{Hints, Importer, Refusal, Rows, Shape, Taken, bare_account, bare_post, platform_of};
use crate::sheets::{Cells, Cutting, Row, moment, of_text};
use model::post::{Media, Metrics};
use model::{Platform, PostSeen, PublicUrl};

/// The importer.
pub(super) const IMPORTER: FourCat = FourCat;

/// Reads data sets of 4CAT.
#[derive(Debug)]
pub(super) struct FourCat;

/// Columns that hold the address of a post.
const ADDRESSES: [&str; 5] = ["url", "post_url", "tiktok_url", "link", "tweet_url"];

impl Importer for FourCat {
    fn name(&self) -> &'static str {
        "4cat"
    }

    fn title(&self) -> &'static str {
        "4CAT"
    }

    fn help(&self) -> &'static str {
        "data sets of 4CAT (CSV); --platform where the file does not tell"
    }

    fn recognises(&self, head: &str) -> bool {
        let first = head.lines().next().unwrap_or_default();
        let columns: Vec<&str> = first.split(',').map(|name| name.trim_matches('"')).collect();
        ["id", "thread_id", "author", "body", "timestamp"].iter().all(|one| columns.contains(one))
    }

    fn shape(&self) -> Shape {
        Shape::Rows(&IMPORTER)
    }
}

impl Rows for FourCat {
    fn cutting(&self) -> Cutting {
        Cutting::Table
    }

    fn read(&self, row: &Row<'_>, hints: &Hints) -> Result<Taken, Refusal> {
        let cells = super::cells(row)?;
        let platform = hints.platform.clone().or_else(|| platform(&cells));
        let platform =
            platform.ok_or_else(|| Refusal::new("no column names its platform; say --platform"))?;
        let id = cells.get("id").ok_or_else(|| Refusal::new("no id"))?;
        let posted_at = cells.any(&["unix_timestamp", "timestamp"]).and_then(moment);
        let posted_at = posted_at.ok_or_else(|| Refusal::new("no time that can be read"))?;
        let mut content = of_text(cells.get("body").unwrap_or_default());
        content.media = media(&cells);
        if content.text.is_empty() && content.media.is_empty() {
            return Err(Refusal::new("neither text nor attachment"));
        }
        let (native, author) = names(&cells, &platform, id)?;
        let edited_at = cells.any(&["unix_timestamp_edited", "timestamp_edited"]).and_then(moment);
        let post = PostSeen {
            url: cells.any(&ADDRESSES).and_then(|address| PublicUrl::parse(address).ok()),
            content,
            posted_at: Some(posted_at),
            edited_at,
            edited: edited_at.is_some(),
            forwarded_from: cells
                .any(&["author_forwarded_from_username", "author_forwarded_from_name"])
                .map(str::to_owned),
            metrics: metrics(&cells),
            ..bare_post(native, author.clone())
        };
        let handle = cells.any(&["author_username", "author"]).unwrap_or_default();
        let name = cells.any(&["author_name", "author_fullname", "author_full"]);
        Ok(Taken {
            platform,
            post,
            account: bare_account(author, handle, name.unwrap_or_default()),
        })
    }
}

/// The platform by the post's address, or by columns that only Telegram has.
fn platform(cells: &Cells<'_>) -> Option<Platform> {
    let telegram = || {
        let flags = cells.get("message_noforwards").or_else(|| cells.get("author_is_bot"));
        flags.and(cells.get("chat")).map(|_| Platform::from("telegram"))
    };
    telegram().or_else(|| cells.any(&ADDRESSES).and_then(platform_of))
}

/// Stable ids of post and account. 4CAT knows a Telegram chat by name only; such an account is the
/// one that its web pages show under that name, until they tell its number.
fn names(cells: &Cells<'_>, platform: &Platform, id: &str) -> Result<(String, String), Refusal> {
    if platform.as_str() == "telegram" {
        let chat = cells.get("chat").ok_or_else(|| Refusal::new("no chat is named"))?;
        let chat = format!("@{}", chat.trim_start_matches('@').to_lowercase());
        return Ok((format!("{chat}/{id}"), chat));
    }
    let author = cells.any(&["author_id"]).map(str::to_owned);
    let handle = || cells.get("author").map(|name| format!("@{}", name.to_lowercase()));
    let author = author.or_else(handle);
    let author = author.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    Ok((id.to_owned(), author))
}

fn media(cells: &Cells<'_>) -> Vec<Media> {
    let kind = match cells.any(&["attachment_type", "type"]).unwrap_or_default() {
        kind if kind.contains("photo") => "photo",
        kind if kind.contains("video") => "video",
        kind if kind.contains("audio") || kind.contains("voice") => "audio",
        kind if kind.contains("document") => "document",
        kind if kind.contains("poll") => "poll",
        _ => return Vec::new(),
    };
    vec![Media { kind: kind.to_owned(), url: None, text: String::new() }]
}

fn metrics(cells: &Cells<'_>) -> Metrics {
    let count = |columns: &[&str]| columns.iter().find_map(|column| cells.count(column));
    Metrics {
        views: count(&["views", "plays", "view_count"]),
        likes: count(&["likes", "num_likes", "like_count"]),
        reposts: count(&["shares", "retweet_count"]),
        replies: count(&["comments", "num_comments", "reply_count"]),
    }
}
