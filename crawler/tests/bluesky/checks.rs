//! Checks of accounts and posts that are on record.

use super::{DEFAULT, LINA, OMAR, OWN, line, now, post, profile, stored, uri, url, with};
use crawler::platforms::{Adapter, CheckSubject, Place, bluesky::ADAPTER};
use model::post::{Content, Metrics};
use model::{Account, AccountProfile, Handle, PageRequest, Platform, Post, Presence};
use serde_json::{Value, json};

pub(crate) fn known_account() -> Account {
    let platform = Platform::new("bluesky");
    let handle = Handle::new("lina.routes.example");
    Account {
        id: Account::id_of(&platform, LINA),
        platform,
        native_id: LINA.to_owned(),
        profile: AccountProfile { handle, ..AccountProfile::default() },
        url: None,
        first_seen: now(),
        last_seen: now(),
        presence: Presence::live(now()),
        posts: 1,
        offers: 0,
        risk: 0.0,
        expires_at: now(),
    }
}

pub(crate) fn known_post() -> Post {
    let platform = Platform::new("bluesky");
    Post {
        id: Post::id_of(&platform, &uri(LINA, "1")),
        platform,
        native_id: uri(LINA, "1"),
        account: known_account().id,
        url: None,
        content: Content::default(),
        declared_language: None,
        posted_at: now(),
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics::default(),
        first_seen: now(),
        last_seen: now(),
        revisions: 1,
        presence: Presence::live(now()),
        expires_at: now(),
    }
}

/// The page of a check that asks a method.
fn page(method: &str) -> PageRequest {
    let (account, post, base) = (known_account(), known_post(), url(DEFAULT));
    let mut pages = ADAPTER.checks(&base, &CheckSubject::Account(&account));
    pages.extend(ADAPTER.checks(&base, &CheckSubject::Post(&post, &account)));
    pages.into_iter().find(|page| page.url.url().path().ends_with(method)).unwrap()
}

fn answer(page: &PageRequest, status: u16, body: &Value) -> String {
    let base = url(DEFAULT);
    let place = Place { base: &base, source: None, cursor: None };
    let body = body.to_string();
    line(&ADAPTER.read(&place, &stored(page.clone(), status, &[], body.as_bytes())))
}

#[test]
fn a_check_asks_more_than_one_witness_and_the_best_one_last() {
    let (account, post) = (known_account(), known_post());
    let urls = |base: &str| {
        let base = url(base);
        let mut pages = ADAPTER.checks(&base, &CheckSubject::Account(&account));
        pages.extend(ADAPTER.checks(&base, &CheckSubject::Post(&post, &account)));
        assert!(pages.iter().all(|page| page.subject.is_some()));
        pages.into_iter().map(|page| page.url.to_string()).collect::<Vec<_>>()
    };
    let did = LINA.replace(':', "%3A");
    let uri = format!("at%3A%2F%2F{did}%2Fapp.bsky.feed.post%2F1");
    let expect = |base: &str, relay: &str| {
        vec![
            format!("{base}xrpc/com.atproto.identity.resolveHandle?handle=lina.routes.example"),
            format!("{relay}xrpc/com.atproto.sync.getRepoStatus?did={did}"),
            format!("{base}xrpc/app.bsky.feed.getAuthorFeed?actor={did}&limit=1"),
            format!("{base}xrpc/app.bsky.actor.getProfile?actor={did}"),
            format!("{base}xrpc/app.bsky.feed.getPosts?uris={uri}"),
            format!("{base}xrpc/app.bsky.feed.getPostThread?uri={uri}&depth=0&parentHeight=0"),
        ]
    };
    assert_eq!(urls(DEFAULT), expect(DEFAULT, "https://bsky.network/"));
    assert_eq!(urls(OWN), expect(OWN, OWN));
}

#[test]
fn a_repost_has_no_page_and_is_not_checked() {
    let native_id = format!("at://{LINA}/app.bsky.feed.repost/1");
    let repost = Post { native_id, ..known_post() };
    let subject = known_account();
    assert!(ADAPTER.checks(&url(DEFAULT), &CheckSubject::Post(&repost, &subject)).is_empty());
}

#[test]
fn what_the_profile_says_of_an_account() {
    let page = page("getProfile");
    let check = |status: u16, body: &Value, expect: &str| {
        assert_eq!(answer(&page, status, body), expect, "{status} {body}");
    };
    let error = |name: &str, message: &str| json!({"error": name, "message": message});
    check(200, &profile(), "Aside; 0 posts 1 accounts; Seen by AccountPage");
    let other = with(profile(), json!({"did": OMAR}));
    check(200, &other, "Drift; CouldNotSee by AccountPage; complains account_differs");
    let wish = json!({"labels": [{"src": LINA, "val": "!no-unauthenticated"}]});
    let asks = "NotPublic; Restricted by AccountPage; complains asks_not_to_be_shown_logged_out";
    check(200, &with(profile(), wish), asks);
    let down = json!({"labels": [{"src": OMAR, "val": "!takedown"}]});
    check(200, &with(profile(), down), "Gone; Suspended by AccountPage");
    check(400, &error("AccountTakedown", ""), "Gone; Suspended by AccountPage");
    let off = "Gone; Deleted by AccountPage; complains account_deactivated";
    check(400, &error("AccountDeactivated", ""), off);
    check(400, &error("InvalidRequest", "Account is deactivated"), off);
    check(
        400,
        &error("InvalidRequest", "Account has been suspended"),
        "Gone; Suspended by AccountPage",
    );
    check(400, &error("InvalidRequest", "Profile not found"), "Gone; Missing by AccountPage");
    check(500, &json!(""), "Broken; CouldNotSee by AccountPage; complains server_failed");
}

#[test]
fn what_second_witnesses_say_of_an_account() {
    let check = |method: &str, status: u16, body: Value, expect: &str| {
        assert_eq!(answer(&page(method), status, &body), expect, "{method} {body}");
    };
    let error = |name: &str, message: &str| json!({"error": name, "message": message});
    // A name that leads to the account proves nothing: it does so after a takedown too.
    check("resolveHandle", 200, json!({"did": LINA}), "Aside");
    check("resolveHandle", 200, json!({"did": OMAR}), "Aside; complains handle_moved");
    let unknown = error("InvalidRequest", "Unable to resolve handle");
    check("resolveHandle", 400, unknown, "Gone; Missing by Directory");
    let state =
        |active: bool, status: &str| json!({"did": LINA, "active": active, "status": status});
    check("getRepoStatus", 200, state(true, ""), "Aside; Seen by Directory");
    check("getRepoStatus", 200, state(false, "takendown"), "Gone; Suspended by Directory");
    check("getRepoStatus", 200, state(false, "suspended"), "Gone; Suspended by Directory");
    check("getRepoStatus", 200, state(false, "deleted"), "Gone; Deleted by Directory");
    let off = "Gone; Deleted by Directory; complains account_deactivated";
    check("getRepoStatus", 200, state(false, "deactivated"), off);
    let unclear = "Aside; CouldNotSee by Directory; complains status_unclear";
    check("getRepoStatus", 200, state(false, "throttled"), unclear);
    check(
        "getRepoStatus",
        200,
        json!({}),
        "Drift; CouldNotSee by Directory; complains profile_malformed",
    );
    check("getRepoStatus", 400, error("RepoNotFound", ""), "Gone; Missing by Directory");
    let missing = "Aside; CouldNotSee by Directory; complains method_missing";
    check("getRepoStatus", 501, error("MethodNotImplemented", ""), missing);
    check("getAuthorFeed", 200, json!({"feed": []}), "Aside; Seen by Listing");
    let gone = error("InvalidRequest", "Profile not found");
    check("getAuthorFeed", 400, gone, "Gone; Missing by Listing");
}

#[test]
fn what_the_pages_of_a_post_say() {
    let check = |method: &str, status: u16, body: Value, expect: &str| {
        assert_eq!(answer(&page(method), status, &body), expect, "{method} {body}");
    };
    let seen = "Aside; 1 posts 1 accounts; Seen by PostPage";
    check("getPosts", 200, json!({"posts": [post("1")]}), seen);
    check("getPosts", 200, json!({"posts": []}), "Gone; Missing by PostPage");
    let other = "Aside; 1 posts 1 accounts; Missing by PostPage";
    check("getPosts", 200, json!({"posts": [post("2")]}), other);
    let label = json!({"labels": [{"src": OMAR, "val": "!takedown"}]});
    check(
        "getPosts",
        200,
        json!({"posts": [with(post("1"), label)]}),
        "Gone; Suspended by PostPage",
    );
    let wish = json!({"labels": [{"src": LINA, "val": "!no-unauthenticated"}]});
    let asks = "Aside; Restricted by PostPage; complains asks_not_to_be_shown_logged_out";
    check("getPosts", 200, json!({"posts": [with(post("1"), wish)]}), asks);
    let odd = "Drift; CouldNotSee by PostPage; complains post_malformed";
    check("getPosts", 200, json!({"posts": [null]}), odd);
    check("getPosts", 200, json!({}), "Drift; CouldNotSee by PostPage; complains list_missing");
    check("getPosts", 500, json!({}), "Broken; CouldNotSee by PostPage; complains server_failed");
    let seen = "Aside; 1 posts 1 accounts; Seen by Directory";
    check("getPostThread", 200, json!({"thread": {"post": post("1")}}), seen);
    let absent = json!({"thread": {"uri": uri(LINA, "1"), "notFound": true}});
    check("getPostThread", 200, absent, "Gone; Missing by Directory");
    let blocked = json!({"thread": {"uri": uri(LINA, "1"), "blocked": true}});
    let hidden = "NotPublic; Restricted by Directory; complains blocked_actor";
    check("getPostThread", 200, blocked, hidden);
    let unknown = json!({"error": "NotFound", "message": "Post not found"});
    check("getPostThread", 400, unknown, "Gone; Missing by Directory");
    let odd = "Drift; CouldNotSee by Directory; complains thread_missing";
    check("getPostThread", 200, json!({"thread": {}}), odd);
}
