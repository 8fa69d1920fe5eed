//! Checks of accounts and posts that are on record.

use super::{DEFAULT, OWN, account, line, now, status, stored, url, with};
use bytes::Bytes;
use crawler::platforms::{Adapter, CheckSubject, Place, mastodon::ADAPTER};
use model::post::{Content, Metrics};
use model::{
    Account, AccountProfile, Capture, Handle, Location, PageRequest, Platform, Post, Presence,
    StoredCapture,
};
use serde_json::{Value, json};

pub(crate) fn known_account() -> Account {
    let (platform, native_id) = (Platform::new("mastodon"), "https://routes.example/users/lina");
    let handle = Handle::new("lina@routes.example");
    Account {
        id: Account::id_of(&platform, native_id),
        platform,
        native_id: native_id.to_owned(),
        profile: AccountProfile { handle, ..AccountProfile::default() },
        url: Some(url("https://routes.example/@lina")),
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
    let platform = Platform::new("mastodon");
    let native_id = "https://routes.example/users/lina/statuses/1";
    Post {
        id: Post::id_of(&platform, native_id),
        platform,
        native_id: native_id.to_owned(),
        account: known_account().id,
        url: Some(url("https://routes.example/@lina/1")),
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

/// The pages of a check: of the account, then of the post.
fn pages(base: &str) -> [Vec<PageRequest>; 2] {
    let (account, post) = (known_account(), known_post());
    let base = url(base);
    [
        ADAPTER.checks(&base, &CheckSubject::Account(&account)),
        ADAPTER.checks(&base, &CheckSubject::Post(&post, &account)),
    ]
}

#[test]
fn a_check_asks_the_home_instance_by_two_witnesses() {
    let check = |base: &str, expect: [&str; 4]| {
        let pages = pages(base).concat();
        assert!(pages.iter().all(|page| page.subject.is_some()));
        let urls: Vec<_> = pages.iter().map(|page| page.url.as_str()).collect();
        assert_eq!(urls, expect);
    };
    check(
        DEFAULT,
        [
            "https://routes.example/api/v1/accounts/lookup?acct=lina",
            "https://routes.example/@lina",
            "https://routes.example/api/v1/statuses/1",
            "https://routes.example/@lina/1",
        ],
    );
    check(
        OWN,
        [
            "http://127.0.0.1:4000/api/v1/accounts/lookup?acct=lina%40routes.example",
            "http://127.0.0.1:4000/@lina",
            "http://127.0.0.1:4000/api/v1/statuses/1",
            "http://127.0.0.1:4000/@lina/1",
        ],
    );
}

#[test]
fn a_post_without_a_number_in_its_address_is_checked_by_its_page_alone() {
    let native_id = "https://routes.example/objects/7d1f0c0e-0000".to_owned();
    let post =
        Post { native_id, url: Some(url("https://routes.example/objects/7d1f")), ..known_post() };
    let pages = ADAPTER.checks(&url(DEFAULT), &CheckSubject::Post(&post, &known_account()));
    assert_eq!(pages.len(), 1);
}

fn answer(page: &PageRequest, status: u16, body: &str) -> String {
    let base = url(DEFAULT);
    let place = Place { base: &base, source: None, cursor: None };
    line(&ADAPTER.read(&place, &stored(page.clone(), status, &[], body.as_bytes())))
}

#[test]
fn what_the_api_says_of_an_account() {
    let page = pages(DEFAULT)[0].remove(0);
    let check = |status: u16, body: &Value, expect: &str| {
        assert_eq!(answer(&page, status, &body.to_string()), expect, "{status} {body}");
    };
    let like = |changes: Value| with(account(), changes);
    let error = json!({"error": "Record not found"});
    let seen = "Aside; 0 posts 1 accounts; Seen by AccountPage";
    check(200, &account(), seen);
    check(200, &like(json!({"suspended": true})), "Gone; Suspended by AccountPage");
    let moved = format!("{seen}; Moved {{ to: \"lina@new.example\" }} by AccountPage");
    check(200, &like(json!({"moved": {"acct": "lina@new.example"}})), &moved);
    let reused = like(json!({"uri": "https://routes.example/users/9"}));
    check(200, &reused, "Gone; Missing by AccountPage; complains name_reused");
    let asks = "Aside; Seen by AccountPage; complains asks_not_to_be_indexed";
    check(200, &like(json!({"noindex": true})), asks);
    let odd = "Drift; CouldNotSee by AccountPage; complains account_malformed";
    check(200, &json!({"id": "1"}), odd);
    check(404, &error, "Gone; Missing by AccountPage");
    check(410, &error, "Gone; Suspended by AccountPage");
    check(401, &error, "AuthRequired; CouldNotSee by AccountPage; complains log_in_wanted");
    check(500, &error, "Broken; CouldNotSee by AccountPage; complains server_failed");
}

#[test]
fn what_the_api_says_of_a_post() {
    let page = pages(DEFAULT)[1].remove(0);
    let check = |code: u16, body: &Value, expect: &str| {
        assert_eq!(answer(&page, code, &body.to_string()), expect, "{code} {body}");
    };
    let error = json!({"error": "Record not found"});
    check(200, &status(1), "Aside; 1 posts 1 accounts; Seen by PostPage");
    check(200, &status(2), "Drift; CouldNotSee by PostPage; complains post_differs");
    let private = with(status(1), json!({"visibility": "private"}));
    check(200, &private, "NotPublic; Private by PostPage; complains post_not_public");
    let asks = with(status(1), json!({"account": with(account(), json!({"noindex": true}))}));
    check(200, &asks, "Aside; Seen by PostPage; complains asks_not_to_be_indexed");
    check(200, &json!({}), "Drift; CouldNotSee by PostPage; complains post_malformed");
    check(404, &error, "Gone; Missing by PostPage");
    check(410, &error, "Gone; Deleted by PostPage");
    check(404, &json!("<html>"), "Drift; CouldNotSee by PostPage; complains not_this_api");
}

#[test]
fn a_page_for_people_proves_life_only_by_naming_the_subject() {
    let [by_account, by_post] = pages(DEFAULT).map(|mut pages| pages.remove(1));
    let named = "<meta content='lina@routes.example' property='profile:username'>";
    let record = "https://routes.example/users/lina/statuses/1";
    let linked = format!("<link href=\"{record}\" type=\"application/activity+json\">");
    let addressed = "<meta property='og:url' content='https://routes.example/@lina/1'>";
    let seen = "Aside; Seen by Directory";
    let unclear = "Aside; CouldNotSee by Directory; complains page_unclear";
    assert_eq!(answer(&by_account, 200, named), seen);
    assert_eq!(answer(&by_post, 200, &linked), seen);
    assert_eq!(answer(&by_post, 200, addressed), seen);
    assert_eq!(answer(&by_account, 200, "<div id=app></div>"), unclear);
    assert_eq!(answer(&by_account, 200, &linked), unclear);
    assert_eq!(answer(&by_post, 200, named), unclear);
}

#[test]
fn what_the_status_of_a_page_for_people_says() {
    for page in pages(DEFAULT).map(|mut pages| pages.remove(1)) {
        let check = |status: u16, body: &str, expect: &str| {
            assert_eq!(answer(&page, status, body), expect, "{status} {body}");
        };
        check(410, "", "Gone; Deleted by Directory");
        check(404, "", "Gone; Missing by Directory");
        check(403, "<h1>Forbidden</h1>", "Gone; Suspended by Directory");
        let guard = "Broken; CouldNotSee by Directory; complains blocked";
        check(403, "<title>Just a moment...</title>", guard);
        check(401, "", "AuthRequired; CouldNotSee by Directory; complains log_in_wanted");
        check(429, "", "RateLimited; CouldNotSee by Directory; complains rate_limited");
        check(502, "", "Broken; CouldNotSee by Directory; complains server_failed");
        check(418, "", "Drift; CouldNotSee by Directory; complains status_unexpected");
    }
}

#[test]
fn a_way_that_ends_elsewhere_proves_nothing() {
    let base = url(DEFAULT);
    let place = Place { base: &base, source: None, cursor: None };
    let check = |page: PageRequest, end: &str, expect: &str| {
        let capture =
            Capture::new(page, url(end), now(), 200, Vec::new(), Bytes::from_static(b"{}"));
        let location = Location { file: String::new(), offset: 0, length: 0 };
        let reading = ADAPTER.read(&place, &StoredCapture::kept_at(capture, location));
        assert_eq!(line(&reading), expect, "{end}");
    };
    let [api, page]: [PageRequest; 2] = pages(DEFAULT)[0].clone().try_into().unwrap();
    let login = "https://routes.example/auth/sign_in";
    check(api, login, "AuthRequired; CouldNotSee by AccountPage; complains log_in_wanted");
    check(page.clone(), login, "AuthRequired; CouldNotSee by Directory; complains log_in_wanted");
    let parked = "https://parked.example/";
    check(page, parked, "Aside; CouldNotSee by Directory; complains led_elsewhere");
}
