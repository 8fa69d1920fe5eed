//! What a feed says.

use super::entry::{Shared, made_up_id, own_link, post, words};
use super::parse::{Parsed, parse};
use crate::charset;
use feed_rs::model::{Entry, Feed};
use model::reading::Found;
use model::{
    AccountProfile, AccountSeen, Capture, Finding, PageState, Platform, Post, PostSeen, PublicUrl,
    Reading, Subject, Timestamp, Witness,
};
use std::collections::{BTreeMap, BTreeSet};

/// Entries in a feed of YouTube, which shows no more.
const YOUTUBE_ENTRIES: usize = 15;

/// How far ahead of us a clock may be and still be believed.
const AHEAD_DAYS: i64 = 2;

/// Before this moment there were no feeds (1990-01-01); clocks that were never set say 1970.
const EARLIEST: Timestamp = Timestamp::from_ms(631_152_000_000);

/// Reads the answer to a request for a feed; `account` is the feed's native id.
pub(super) fn read(account: &str, capture: &Capture) -> Reading {
    let youtube = account.starts_with("yt:");
    let mut reading = match capture.status {
        200..=299 => read_feed(account, capture),
        304 => Reading::of(PageState::Unchanged),
        401 | 407 => Reading::of(PageState::AuthRequired),
        404 if youtube => complaining(PageState::Broken, "youtube_404", "not found, or not now"),
        404 | 410 => Reading::of(PageState::Gone),
        429 => Reading::of(PageState::RateLimited),
        451 => Reading::of(PageState::NotPublic),
        403 => complaining(PageState::Broken, "refused", "HTTP 403"),
        500..=599 => Reading::of(PageState::Broken),
        other => complaining(PageState::Drift, "status_unexpected", &format!("HTTP {other}")),
    };
    if let Some(subject) = capture.request.subject {
        let finding = finding(&reading, subject, account, capture.status);
        reading.found.push(Found { subject, finding, witness: Witness::Listing });
    }
    reading
}

fn complaining(state: PageState, code: &str, detail: &str) -> Reading {
    let mut reading = Reading::of(state);
    reading.complain(code, detail);
    reading
}

/// What the answer says about the subject it was asked about.
fn finding(reading: &Reading, subject: Subject, account: &str, status: u16) -> Finding {
    let platform = Platform::from(super::NAME);
    match (reading.state, subject) {
        (PageState::Posts, Subject::Post(id)) => {
            let listed = |one: &PostSeen| Post::id_of(&platform, &one.native_id) == id;
            // Not listed may mean deleted, or pushed out by newer entries.
            if reading.posts.iter().any(listed) { Finding::Seen } else { Finding::CouldNotSee }
        }
        (PageState::Posts | PageState::Empty | PageState::Unchanged, Subject::Account(id)) => {
            let ours = model::Account::id_of(&platform, account) == id;
            if ours { Finding::Seen } else { Finding::CouldNotSee }
        }
        (PageState::NotPublic, _) => Finding::Restricted,
        (PageState::Gone, Subject::Account(_)) if status == 410 => Finding::Deleted,
        (PageState::Gone, Subject::Account(_)) => Finding::Missing,
        _ => Finding::CouldNotSee,
    }
}

fn read_feed(account: &str, capture: &Capture) -> Reading {
    let page = &capture.final_url;
    let mut reading = Reading::of(PageState::Posts);
    let text = charset::of_feed(capture, &mut reading.complaints);
    let (feed, whole) = match parse(&text, page, &mut reading.complaints) {
        Parsed::Feed { feed, whole } => (feed, whole),
        Parsed::Other => {
            reading.state = PageState::Drift;
            return reading;
        }
    };
    if host(page) != host(&capture.request.url) {
        reading.complain("moved_host", "the feed is on another host now");
    }
    reading.accounts.push(profile(&feed, account, page));
    if feed.entries.is_empty() {
        reading.state = if whole { PageState::Empty } else { PageState::Drift };
        return reading;
    }
    read_entries(&feed, account, capture, &mut reading);
    reading.capped = account.starts_with("yt:") && feed.entries.len() >= YOUTUBE_ENTRIES;
    reading
}

fn host(url: &PublicUrl) -> &str {
    let host = url.url().host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn read_entries(feed: &Feed, account: &str, capture: &Capture, reading: &mut Reading) {
    let page = &capture.final_url;
    let language = feed.language.as_deref();
    let shared = Shared { account, page, kind: &feed.feed_type, language };
    let repeated = repeated_ids(&feed.entries, page);
    let latest = capture.at.plus_days(AHEAD_DAYS);
    let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &feed.entries {
        let id = entry.id.trim();
        let mut fault = |code| *faults.entry(code).or_insert(0) += 1;
        let guid = if id.is_empty() {
            fault("guid_missing");
            made_up_id(entry)
        } else if repeated.contains(id) {
            fault("guid_repeated");
            format!("{id}#{}", own_link(entry, page).map_or_else(String::new, |u| u.to_string()))
        } else {
            id.to_owned()
        };
        let mut post = post(entry, &guid, &shared);
        match post.posted_at {
            None => fault("time_missing"),
            Some(at) if at < EARLIEST => {
                fault("time_absurd");
                post.posted_at = None;
            }
            Some(at) if at > latest => {
                fault("time_in_future");
                post.posted_at = None;
            }
            Some(_) => {}
        }
        if post.content.text.is_empty() && post.content.media.is_empty() {
            fault("content_missing");
        }
        // Feeds begin with the newest entry: of two states of one, that is the one to keep.
        match taken.get(&post.native_id) {
            None => {
                taken.insert(post.native_id.clone(), reading.posts.len());
                reading.posts.push(post);
            }
            Some(first) if reading.posts.get(*first) != Some(&post) => fault("guid_repeated"),
            Some(_) => {}
        }
    }
    for (code, count) in faults {
        reading.complain(code, format!("{count} of {} entries", feed.entries.len()));
    }
    // And readings begin with the oldest.
    reading.posts.reverse();
    reading.posts.sort_by_key(|post| post.posted_at.unwrap_or(capture.at));
}

/// Ids under which there are several entries with different links.
fn repeated_ids<'a>(entries: &'a [Entry], page: &PublicUrl) -> BTreeSet<&'a str> {
    let mut first: BTreeMap<&str, Option<PublicUrl>> = BTreeMap::new();
    let mut repeated = BTreeSet::new();
    for entry in entries {
        let id = entry.id.trim();
        let link = own_link(entry, page);
        match first.get(id) {
            Some(known) if *known != link => {
                repeated.insert(id);
            }
            Some(_) => {}
            None => {
                first.insert(id, link);
            }
        }
    }
    repeated.remove("");
    repeated
}

/// What a feed says of itself.
fn profile(feed: &Feed, account: &str, page: &PublicUrl) -> AccountSeen {
    let text = |text: &Option<feed_rs::model::Text>| {
        text.as_ref().map(|text| words(text, &feed.feed_type)).unwrap_or_default()
    };
    let home = feed
        .links
        .iter()
        .find(|link| {
            let kind = link.media_type.as_deref().unwrap_or_default();
            matches!(link.rel.as_deref(), None | Some("alternate"))
                && !["rss", "atom", "json"].iter().any(|feed| kind.contains(feed))
        })
        .and_then(|link| page.join(link.href.trim()).ok());
    let picture = feed.logo.as_ref().or(feed.icon.as_ref()).map(|image| image.uri.trim());
    let picture = picture.filter(|uri| !uri.is_empty());
    AccountSeen {
        native_id: account.to_owned(),
        profile: AccountProfile {
            display_name: text(&feed.title),
            biography: text(&feed.description),
            avatar: picture.map(|uri| page.join(uri).map_or(uri.to_owned(), |u| u.to_string())),
            ..AccountProfile::default()
        },
        url: home.or_else(|| Some(page.clone())),
        is_source: true,
        complete: true,
    }
}
