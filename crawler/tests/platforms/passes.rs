//! Credentials, end to end: bought, shown to one host, bought again, and never kept.

use crate::loopback::{Asked, Book, Server, visit};
use crawler::{Credentials, Options, PlatformOptions, Platforms};
use model::VisitOutcome;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Settings under which a platform is asked at a server of this machine, with credentials.
fn options(server: &Server, platform: &str, counter: &str) -> Options {
    let mut options = server.options();
    let root = format!("http://{}/", server.authority);
    let own = PlatformOptions {
        base_url: Some(root.clone()),
        interval_ms: Some(1),
        burst: Some(100),
        credentials: Some(Credentials {
            name: "lina.example".to_owned(),
            secret: Some("hush".to_owned().into()),
            service: Some(format!("{root}{counter}")),
            ..Credentials::default()
        }),
        ..PlatformOptions::default()
    };
    options.platforms.insert(platform.to_owned(), own);
    options
}

fn posts(ids: &[u32]) -> String {
    let thing = |id: &u32| {
        json!({"kind": "t3", "data": {
        "name": format!("t3_{id}"), "author": "lina", "author_fullname": "t2_9", "title": "Boats",
        "selftext": "words", "created_utc": 1_795_000_000.0, "permalink": format!("/r/x/comments/{id}/b/")}})
    };
    json!({"data": {"children": ids.iter().map(thing).collect::<Vec<_>>(), "after": null}})
        .to_string()
}

fn sold(asked: &Asked) -> bool {
    asked.path.contains("token") || asked.path.contains("createSession")
}

#[tokio::test]
async fn a_token_is_bought_once_shown_and_bought_again_when_it_has_run_out() {
    let bought = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&bought);
    let server = Server::start(move |asked| match (&*asked.path, asked.authorization.as_deref()) {
        // `lina.example:hush`, by RFC 7617.
        ("/token", Some("Basic bGluYS5leGFtcGxlOmh1c2g=")) => {
            let number = counting.fetch_add(1, Ordering::SeqCst) + 1;
            (200, json!({"access_token": format!("T{number}"), "expires_in": 3600}).to_string())
        }
        // The first token runs out before its time, after one page.
        (path, Some("Bearer T1")) if path.contains("/new") => (200, posts(&[1, 2])),
        (path, Some("Bearer T2")) if path.contains("/comments") => (200, posts(&[])),
        _ => (401, String::new()),
    })
    .await;
    let mut book = Book::default();
    visit(options(&server, "reddit", "token"), "r/boats", &mut book).await;
    assert_eq!((book.posts.len(), book.outcomes[0]), (2, VisitOutcome::Posts));
    let asked = server.asked();
    assert_eq!(bought.load(Ordering::SeqCst), 2);
    assert!(
        asked
            .iter()
            .filter(|one| sold(one))
            .all(|one| one.method == "POST" && one.body == "grant_type=client_credentials")
    );
    // Nothing secret stands in an address, and robots.txt is not what an admitted program goes by.
    assert!(asked.iter().all(|one| !one.path.contains("hush") && !one.path.contains("T1")));
}

#[tokio::test]
async fn credentials_that_are_not_accepted_end_the_visit_and_say_so() {
    let server = Server::start(|_| (401, String::new())).await;
    let mut book = Book::default();
    visit(options(&server, "reddit", "token"), "r/boats", &mut book).await;
    assert_eq!(book.outcomes, [VisitOutcome::AuthRequired]);
    assert!(book.pages.is_empty() && server.asked().len() == 1);
}

#[tokio::test]
async fn a_search_of_bluesky_is_asked_of_the_accounts_own_server() {
    let post = json!({"uri": "at://did:plc:linalinalinalinalinalina/app.bsky.feed.post/1", "cid": "x",
        "author": {"did": "did:plc:linalinalinalinalinalina", "handle": "lina.example"},
        "record": {"$type": "app.bsky.feed.post", "text": "boats", "createdAt": "2026-11-24T10:00:00Z"},
        "indexedAt": "2026-11-24T10:00:00Z"});
    let found = json!({"posts": [post]}).to_string();
    let server = Server::start(move |asked| match (&*asked.path, asked.authorization.as_deref()) {
        ("/xrpc/com.atproto.server.createSession", None) if asked.body.contains("hush") => {
            (200, json!({"accessJwt": "a.b.c", "refreshJwt": "d.e.f"}).to_string())
        }
        (path, Some("Bearer a.b.c"))
            if path.starts_with("/xrpc/app.bsky.feed.searchPosts?q=small+boat") =>
        {
            (200, found.clone())
        }
        _ => (403, json!({"error": "AuthMissing"}).to_string()),
    })
    .await;
    let mut options = options(&server, "bluesky", "");
    // The AppView is another server: only the account's own is shown the session.
    options.platforms.get_mut("bluesky").unwrap().base_url = None;
    let mut book = Book::default();
    visit(options, "https://bsky.app/search?q=small+boat", &mut book).await;
    assert_eq!((book.posts.len(), book.outcomes[0]), (1, VisitOutcome::Posts));
}

#[tokio::test]
async fn a_service_token_is_shown_in_a_header_and_stands_in_no_address() {
    let server = Server::start(|asked| match asked.authorization.as_deref() {
        Some("Bearer hush") => (
            200,
            json!({"response": {"count": 1, "items": [
            {"id": 28, "owner_id": -1, "from_id": -1, "date": 1_795_000_000, "text": "boats"}],
            "groups": [{"id": 1, "name": "Boats", "screen_name": "boats"}]}})
            .to_string(),
        ),
        _ => (200, json!({"error": {"error_code": 5}}).to_string()),
    })
    .await;
    let mut book = Book::default();
    visit(options(&server, "vk", ""), "https://vk.com/club1", &mut book).await;
    assert_eq!((book.posts.len(), book.outcomes[0]), (1, VisitOutcome::Posts));
    visit(options(&server, "vk", ""), "https://vk.com/club1", &mut book).await;
    assert_eq!(book.posts.len(), 1);
    assert!(server.asked().iter().all(|one| !one.path.contains("hush")));
}

#[test]
fn without_credentials_a_platform_is_refused_with_what_to_do() {
    let platforms = Platforms::new(&Options::default()).unwrap();
    let check = |input: &str, expect: &str| {
        let why = platforms.recognise(input).unwrap_err().to_string();
        assert!(why.contains(expect), "{why}");
    };
    check("r/boats", "set crawler.platforms.reddit.credentials");
    check("https://vk.com/club1", "set crawler.platforms.vk.credentials");
    check("https://bsky.app/search?q=x", "set crawler.platforms.bluesky.credentials");
    let mut options = crate::admitted();
    assert!(Platforms::new(&options).unwrap().recognise("r/boats").is_ok());
    assert!(!serde_json::to_string(&options).unwrap().contains("hush"));
    assert!(!format!("{options:?}{:?}", Platforms::new(&options).unwrap()).contains("hush"));
    let own = options.platforms.get_mut("vk").unwrap().credentials.as_mut().unwrap();
    own.secret = None;
    let why = Platforms::new(&options).unwrap_err().to_string();
    assert!(why.starts_with("crawler.platforms.vk.credentials: give secret_file"), "{why}");
}
