//! Lists of posts, and the pages of one post.

use super::address::{POST, ask, platform};
use super::answer;
use super::label;
use super::post::{self, Read};
use super::profile::{self, complain_asks};
use super::syntax::{AtUri, is_did};
use crate::asking;
use crate::json_fields::Fields;
use crate::platforms::Place;
use crate::refusal::{Refusal, find};
use model::post::{Content, Metrics};
use model::reading::Found;
use model::{
    AccountSeen, Capture, Finding, PageRequest, PageState, Post, PostSeen, PublicUrl, Purpose,
    Reading, Subject, Timestamp, Witness,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// A page being read.
struct Page<'a> {
    base: &'a PublicUrl,
    /// DID of the account whose page it is, once known.
    source: Option<String>,
    at: Timestamp,
    witness: Witness,
    reading: Reading,
    known: BTreeSet<(bool, String)>,
    asked: usize,
    malformed: usize,
    taken_down: usize,
}

impl<'a> Page<'a> {
    fn new(place: &Place<'a>, capture: &Capture, witness: Witness) -> Self {
        let actor = capture.request.url.url().query_pairs().find(|(name, _)| name == "actor");
        Self {
            base: place.base,
            source: place.source.and(actor).map(|(_, did)| did.into_owned()),
            at: capture.at,
            witness,
            reading: Reading::of(PageState::Posts),
            known: BTreeSet::new(),
            asked: 0,
            malformed: 0,
            taken_down: 0,
        }
    }

    /// Adds a post view, or what became of it.
    fn add(&mut self, index: usize, value: &Value) {
        match post::read(value, self.base, self.at) {
            Read::Post(post, account, faults) => {
                for (code, detail) in faults {
                    self.reading.complain(code, format!("post {index}: {detail}"));
                }
                if let Some(account) = account {
                    self.keep_account(*account);
                }
                self.keep(*post);
            }
            Read::Asks => self.asked += 1,
            Read::TakenDown(uri) => {
                self.taken_down += 1;
                let subject = Subject::Post(Post::id_of(&platform(), &uri));
                let found = Found { subject, finding: Finding::Suspended, witness: self.witness };
                self.reading.found.push(found);
            }
            Read::Malformed(why) => self.complain_malformed(index, why),
        }
    }

    fn keep(&mut self, post: PostSeen) {
        if self.known.insert((true, post.native_id.clone())) {
            self.reading.posts.push(post);
        } else if !self.reading.posts.contains(&post) {
            self.reading.complain("id_reused", "a post whose id another one of the page has");
        }
    }

    fn complain_malformed(&mut self, index: usize, why: &str) {
        self.malformed += 1;
        self.reading.complain("post_malformed", format!("post {index}: {why}"));
    }

    /// Adds a repost: no content, because somebody else wrote it; only who spreads what, and when.
    fn add_repost(&mut self, index: usize, item: &Value, reason: &Value) {
        let of = item.pointer("/post/uri").and_then(Value::as_str);
        let of = of.filter(|uri| AtUri::parse(uri).is_some());
        let uri = reason.text("uri");
        let owner = uri.as_deref().and_then(AtUri::parse).map(|uri| uri.authority.to_owned());
        let (Some(of), Some(uri), Some(owner)) = (of, uri, owner.filter(|did| is_did(did))) else {
            self.complain_malformed(index, "a repost without an address of its own");
            return;
        };
        let by = reason.field("by");
        if by.is_some_and(|by| label::of(by, &owner, self.at).hidden_from_anonymous) {
            self.asked += 1;
            return;
        }
        let account = by.and_then(|by| profile::view(by, self.base, false));
        match account.filter(|account| account.native_id == owner) {
            Some(account) => self.keep_account(account),
            None => self.reading.complain("author_missing", format!("post {index}: a repost")),
        }
        self.keep(PostSeen {
            native_id: uri,
            account: owner,
            url: None,
            content: Content::default(),
            declared_language: None,
            posted_at: reason.text("indexedAt").and_then(|text| Timestamp::parse(&text)),
            edited_at: None,
            edited: false,
            reply_to: None,
            forwarded_from: Some(of.to_owned()),
            metrics: Metrics::default(),
        });
    }

    fn keep_account(&mut self, mut account: AccountSeen) {
        account.is_source = self.source.as_deref() == Some(&account.native_id);
        if self.known.insert((false, account.native_id.clone())) {
            self.reading.accounts.push(account);
        }
    }

    /// Closes the page: order, complaints that count, and the verdict.
    fn close(mut self, all: usize) -> Reading {
        if self.asked > 0 {
            complain_asks(&mut self.reading, &format!("the author of {} posts here", self.asked));
        }
        self.reading.posts.sort_by_key(|post| post.posted_at);
        self.reading.state = if !self.reading.posts.is_empty() {
            PageState::Posts
        } else if self.malformed == all {
            PageState::Drift
        } else {
            // What there is is not ours to keep, which is not the same as nothing.
            PageState::NotPublic
        };
        self.reading
    }
}

/// Reads the answer of `getAuthorFeed`: of a visit, or of a check of its account.
pub(super) fn read(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let Some(list) = value.get("feed").and_then(Value::as_array) else {
        return Refusal::blind(PageState::Drift, "list_missing", "an answer without a feed")
            .reading(request, Witness::Listing);
    };
    if request.subject.is_some() {
        // The list of an account that is gone is refused; one that comes proves life.
        let mut reading = Reading::of(PageState::Aside);
        find(&mut reading, request, Finding::Seen, Witness::Listing);
        return reading;
    }
    if list.is_empty() {
        return Reading::of(PageState::Empty);
    }
    let mut page = Page::new(place, capture, Witness::Listing);
    for (index, item) in list.iter().enumerate() {
        match (item.field("reason").filter(|reason| is_repost(reason)), item.field("post")) {
            (Some(reason), _) => page.add_repost(index, item, reason),
            (None, Some(post)) => page.add(index, post),
            (None, None) => page.complain_malformed(index, "no post"),
        }
    }
    let mut reading = page.close(list.len());
    turn(request, &value, &mut reading);
    reading
}

fn is_repost(reason: &Value) -> bool {
    reason.text("$type").is_some_and(|kind| kind.ends_with("#reasonRepost"))
}

/// Reads the answer of `searchPosts`.
pub(super) fn read_search(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let Some(list) = value.get("posts").and_then(Value::as_array) else {
        return Refusal::blind(PageState::Drift, "list_missing", "an answer without posts")
            .reading(request, Witness::Listing);
    };
    if list.is_empty() {
        return Reading::of(PageState::Empty);
    }
    let mut page = Page::new(place, capture, Witness::Listing);
    for (index, post) in list.iter().enumerate() {
        page.add(index, post);
    }
    let mut reading = page.close(list.len());
    turn(request, &value, &mut reading);
    reading
}

/// The page after this one: the same question with the answer's cursor.
fn turn(request: &PageRequest, value: &Value, reading: &mut Reading) {
    let Some(cursor) = value.text("cursor").filter(|cursor| cursor.len() <= 2_048) else { return };
    match asking::with_parameter(&request.url, "cursor", &cursor) {
        Some(url) if url != request.url => {
            let next = PageRequest { url, purpose: Purpose::Older, ..request.clone() };
            reading.next.push(next);
        }
        _ => reading.complain("cursor_in_circle", "the cursor leads to the page itself"),
    }
}

/// Reads the answer of `getPosts`, which leaves out what is not there.
pub(super) fn read_posts(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::PostPage;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let Some(list) = value.get("posts").and_then(Value::as_array) else {
        return Refusal::blind(PageState::Drift, "list_missing", "an answer without posts")
            .reading(request, witness);
    };
    if list.is_empty() {
        return Refusal::gone(Finding::Missing).reading(request, witness);
    }
    one(place, capture, list, witness)
}

/// Reads the answer of `getPostThread`, asked without its surroundings.
pub(super) fn read_thread(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let witness = Witness::Directory;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, witness),
    };
    let thread = value.field("thread");
    if let Some(post) = thread.and_then(|thread| thread.field("post")) {
        return one(place, capture, std::slice::from_ref(post), witness);
    }
    let says = |name: &str| thread.is_some_and(|thread| thread.says(name));
    let refusal = if says("notFound") {
        Refusal::gone(Finding::Missing)
    } else if says("blocked") {
        Refusal::closed(Finding::Restricted, "blocked_actor", "a block stands between")
    } else {
        Refusal::blind(PageState::Drift, "thread_missing", "an answer without a thread")
    };
    refusal.reading(request, witness)
}

/// Posts on a page that was asked about one in particular.
fn one(place: &Place<'_>, capture: &Capture, list: &[Value], witness: Witness) -> Reading {
    let request = &capture.request;
    let mut page = Page::new(place, capture, witness);
    for (index, post) in list.iter().enumerate() {
        page.add(index, post);
    }
    let (asked, down) = (page.asked, page.taken_down);
    let mut reading = page.close(list.len());
    let Some(Subject::Post(id)) = request.subject else { return reading };
    let shown = reading.posts.iter().any(|post| Post::id_of(&platform(), &post.native_id) == id);
    let finding = match reading.state {
        _ if shown => Some(Finding::Seen),
        _ if asked > 0 => Some(Finding::Restricted),
        _ if down > 0 => None,
        PageState::Drift => Some(Finding::CouldNotSee),
        _ => Some(Finding::Missing),
    };
    if reading.state != PageState::Drift {
        reading.state = if down > 0 { PageState::Gone } else { PageState::Aside };
    }
    if let Some(finding) = finding {
        find(&mut reading, request, finding, witness);
    }
    reading
}

/// Pages that show whether a post is there. Reposts have no page of their own.
pub(super) fn checks(base: &PublicUrl, post: &Post) -> Vec<PageRequest> {
    let uri = post.native_id.as_str();
    if AtUri::parse(uri).is_none_or(|uri| uri.collection != Some(POST)) {
        return Vec::new();
    }
    let thread = [("uri", uri), ("depth", "0"), ("parentHeight", "0")];
    let pages = [
        ask(base, "app.bsky.feed.getPosts", &[("uris", uri)], Purpose::Post),
        ask(base, "app.bsky.feed.getPostThread", &thread, Purpose::Post),
    ];
    let about = Subject::Post(post.id);
    pages.into_iter().flatten().map(|page| page.about(about)).collect()
}
