//! Post views: Bluesky's posts as the AppView shows them.

use super::address::{POST, post_page};
use super::label::{self, Labels};
use super::syntax::{AtUri, is_did};
use super::{embed, facet, profile};
use crate::json_fields::Fields;
use model::post::{Content, Metrics};
use model::{AccountSeen, Language, PostSeen, PublicUrl, Timestamp};
use serde_json::Value;

/// What became of one post of a list.
#[derive(Debug)]
pub(super) enum Read {
    /// A post, its account, and what was wrong with it.
    Post(Box<PostSeen>, Option<Box<AccountSeen>>, Vec<Fault>),
    /// Its author asks not to be shown without a log-in.
    Asks,
    /// Moderators took it down.
    TakenDown(String),
    /// It cannot be recorded; why.
    Malformed(&'static str),
}

/// Something wrong with a post that is recorded all the same: code and detail.
pub(super) type Fault = (&'static str, &'static str);

/// Reads a post view. `at`: when the page was captured.
pub(super) fn read(value: &Value, base: &PublicUrl, at: Timestamp) -> Read {
    let Some(uri) = value.text("uri") else { return Read::Malformed("no uri") };
    let parsed = AtUri::parse(&uri);
    let Some(owner) = parsed.filter(|u| is_did(u.authority) && u.record.is_some()) else {
        return Read::Malformed("the uri is none of a record");
    };
    if owner.collection != Some(POST) {
        return Read::Malformed("the uri is none of a post");
    }
    let labels = labels(value, owner.authority, at);
    if labels.hidden_from_anonymous {
        return Read::Asks;
    }
    if labels.taken_down {
        return Read::TakenDown(uri);
    }
    let Some(record) = value.field("record").filter(|record| record.is_object()) else {
        return Read::Malformed("no record");
    };
    if record.text("$type").is_some_and(|kind| kind != POST) {
        return Read::Malformed("a record of another type");
    }
    let mut faults = Vec::new();
    if labels.hidden {
        faults.push(("label_hide", "moderators ask not to show it"));
    }
    let account = value.field("author").and_then(|author| profile::view(author, base, false));
    let account = account.filter(|seen| seen.native_id == owner.authority).map(Box::new);
    if account.is_none() {
        faults.push(("author_missing", "no author, or not the owner of the record"));
    }
    let post = PostSeen {
        url: post_page(&uri, base),
        account: owner.authority.to_owned(),
        content: content(value, record, base, &mut faults),
        declared_language: record.list("langs").iter().find_map(|tag| language(tag.as_str()?)),
        posted_at: posted_at(value, record, at, &mut faults),
        edited_at: None,
        edited: false,
        reply_to: record.pointer("/reply/parent").and_then(|parent| parent.text("uri")),
        forwarded_from: None,
        metrics: metrics(value),
        native_id: uri,
    };
    Read::Post(Box::new(post), account, faults)
}

/// The labels of a post and of its author together.
fn labels(value: &Value, owner: &str, at: Timestamp) -> Labels {
    let own = label::of(value, owner, at);
    let author = value.field("author").map_or_else(Labels::default, |a| label::of(a, owner, at));
    Labels {
        hidden_from_anonymous: own.hidden_from_anonymous || author.hidden_from_anonymous,
        taken_down: own.taken_down || author.taken_down,
        hidden: own.hidden || author.hidden,
    }
}

fn content(value: &Value, record: &Value, base: &PublicUrl, faults: &mut Vec<Fault>) -> Content {
    if !record.get("text").is_some_and(Value::is_string) {
        faults.push(("text_missing", "a record without text"));
    }
    let written = record.get("text").and_then(Value::as_str).unwrap_or_default();
    let facets = facet::read(record, written);
    let embeds = embed::read(value, record, base);
    if facets.misplaced > 0 {
        faults.push(("facet_misplaced", "a range outside the text or inside a letter"));
    }
    if embeds.unknown > 0 {
        faults.push(("embed_unknown", "an attachment of a new kind"));
    }
    let mut links = facets.links;
    for link in embeds.links {
        crate::plain_text::keep_link(&mut links, &link);
    }
    Content {
        text: written.replace('\0', ""),
        links,
        hashtags: facets.hashtags,
        mentions: facets.mentions,
        media: embeds.media,
    }
}

fn metrics(value: &Value) -> Metrics {
    Metrics {
        views: None,
        likes: value.count("likeCount"),
        reposts: value.count("repostCount"),
        replies: value.count("replyCount"),
    }
}

/// Publication. `createdAt` is whatever the author's client wrote. It is believed, as the AppView
/// itself orders by it, unless it lies after `indexedAt` (the AppView's own clock) or before the
/// network existed; then `indexedAt` is used and the post complained of.
fn posted_at(
    value: &Value,
    record: &Value,
    at: Timestamp,
    faults: &mut Vec<Fault>,
) -> Option<Timestamp> {
    let written = record.text("createdAt").and_then(|text| Timestamp::parse(&text));
    let indexed = value.text("indexedAt").and_then(|text| Timestamp::parse(&text));
    let indexed = indexed.filter(|time| is_possible(*time, at));
    let Some(written) = written else {
        faults.push(("time_missing", "a record without a readable createdAt"));
        return indexed;
    };
    if !is_possible(written, indexed.unwrap_or(at)) {
        faults.push(("time_absurd", "a createdAt in the future or before the network"));
        return indexed;
    }
    if indexed.is_some_and(|seen| seen > written.plus_days(1)) {
        faults.push(("time_backdated", "a createdAt more than a day before the post was seen"));
    }
    Some(written)
}

/// Between the first days of the network (October 2022) and ten minutes after `latest`.
fn is_possible(time: Timestamp, latest: Timestamp) -> bool {
    const EARLIEST_MS: i64 = 1_664_582_400_000; // 2022-10-01
    time.ms() >= EARLIEST_MS && time <= latest.plus_secs(600)
}

/// ISO 639 with an optional script, from a BCP 47 tag; nothing for `i-klingon`.
fn language(tag: &str) -> Option<Language> {
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next()?.to_ascii_lowercase();
    let sound = matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_lowercase());
    let script =
        parts.next().filter(|s| s.len() == 4 && s.chars().all(|c| c.is_ascii_alphabetic()));
    sound.then(|| match script {
        Some(script) => Language::new(format!("{primary}-{script}")),
        None => Language::new(primary),
    })
}
