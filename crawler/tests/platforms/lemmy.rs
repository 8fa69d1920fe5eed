//! Lemmy.

use crate::loopback::{Asked, Book, Server, visit};
use crate::recorded::{codes, exchanges, files, shared};
use crate::{Desk, about, addresses, checks, line, page};
use crawler::platforms::lemmy::ADAPTER;
use model::{Account, Platform, Post, Subject, VisitOutcome};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;

const BOATS: &str = "!boats@routes.example";
const LINA: &str = "lemmy:https://routes.example/u/lina";

fn person() -> Value {
    json!({"id": 3, "name": "lina", "display_name": "Lina", "bio": "sea", "banned": false,
        "deleted": false, "actor_id": "https://routes.example/u/lina"})
}

fn post(id: u64) -> Value {
    json!({
        "post": {"id": id, "name": format!("Title {id}"), "body": format!("body {id}"),
            "removed": false, "deleted": false, "published": "2026-11-20T10:00:00.123456Z",
            "ap_id": format!("https://routes.example/post/{id}")},
        "creator": person(), "counts": {"upvotes": 4, "comments": 2}
    })
}

fn comment(id: u64, path: &str) -> Value {
    let mut view = post(1);
    view["comment"] = json!({"id": id, "content": "see https://boats.example/x.", "path": path,
        "published": "2026-11-20T11:00:00.5", "ap_id": format!("https://routes.example/comment/{id}"),
        "removed": false, "deleted": false});
    view
}

/// The same view as version 4 writes it.
fn newer(mut view: Value) -> Value {
    for part in ["post", "comment"] {
        if view[part].is_object() {
            view[part]["published_at"] = view[part]["published"].take();
            view[part]["upvotes"] = json!(4);
            view[part]["comments"] = json!(2);
        }
    }
    view["creator"]["ap_id"] = view["creator"]["actor_id"].take();
    view["counts"] = Value::Null;
    view
}

fn with(mut value: Value, part: &str, name: &str, change: Value) -> Value {
    value[part][name] = change;
    value
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = shared("lemmy") else { return };
    let mut table = String::new();
    for (name, body) in files(&folder) {
        let asked = match &*name {
            "v3_kt_client/get_comments_response.json" => "comment/list?community_name=x&limit=50",
            "v3_kt_client/get_comment_response.json" => "comment?id=2",
            "v3_kt_client/delete_comment_response.json" => "comment?id=4",
            "v3_kt_client/delete_community_response.json" => "community?name=story",
            "v3_kt_client/list_communities_response.json" => "community/list",
            "lemmykit/personDetailsResponseV3.json"
            | "v3_kt_client/ban_from_community_response.json" => "user?username=x",
            _ => "post/list?community_name=x",
        };
        let (status, asked, body) = match exchanges(&body) {
            Some(mut all) => {
                let one = all.remove(0);
                (one.status, one.page.to_string(), one.body)
            }
            None => (200, format!("https://localhost/api/v3/{asked}"), body),
        };
        let ids = ["https://localhost/comment/2", "https://localhost/comment/4"];
        let id = ids[usize::from(asked.ends_with('4'))];
        let request = if asked.contains("?id=") {
            about(&asked, Subject::Post(Post::id_of(&Platform::new("lemmy"), id)))
        } else {
            page(&asked)
        };
        let reading = Desk::checking(&ADAPTER).read(request, status, body);
        writeln!(table, "{name}: {}", line(&reading)).unwrap();
        for post in &reading.posts {
            let (at, text) = (post.posted_at.unwrap(), &post.content.text);
            writeln!(table, "  {} by {} at {at}: {text:?}", post.native_id, post.account).unwrap();
        }
    }
    insta::assert_snapshot!("lemmy_recordings", table);
}

#[test]
fn a_visit_asks_whether_the_community_is_there_and_then_for_its_lists() {
    let check = |input: &str, status: u16, body: Value, expect: &str| {
        assert_eq!(Desk::at(&ADAPTER, input).line(status, &body), expect, "{status} {body}");
    };
    let community = |changes: Value| {
        let mut all = json!({"id": 2, "name": "boats", "removed": false, "visibility": "Public"});
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        json!({"community_view": {"community": all}})
    };
    let lists = "Aside; then Newest /api/v3/post/list?community_name=boats&sort=New&limit=50; \
                 then Newest /api/v3/comment/list?community_name=boats&sort=New&limit=50; cursor v3";
    check(BOATS, 200, community(json!({})), lists);
    check(BOATS, 304, json!(""), lists);
    check(BOATS, 200, community(json!({"removed": true})), "Gone");
    check(BOATS, 200, community(json!({"deleted": true})), "Gone");
    check(
        BOATS,
        200,
        community(json!({"visibility": "LocalOnly"})),
        "NotPublic; complains community_closed",
    );
    check(BOATS, 200, json!({}), "Drift; complains community_malformed");
    let error = |name: &str| json!({"error": name});
    check(BOATS, 400, error("couldnt_find_community"), "Gone");
    check(BOATS, 404, error("not_found"), "Gone");
    check(BOATS, 400, error("instance_is_private"), "AuthRequired; complains log_in_wanted");
    check(BOATS, 400, error("rate_limit_error"), "RateLimited; complains rate_limited");
    check(BOATS, 400, error("blocked_url"), "Drift; complains error_unknown");
    check(BOATS, 429, error("too_many_requests"), "RateLimited; complains rate_limited");
    check(BOATS, 404, json!("<html>"), "Aside; then Settle /api/v4/community?name=boats");
    check(BOATS, 403, json!("<html>"), "Broken; complains blocked");
    check(LINA, 404, json!("<html>"), "Aside; then Account /api/v4/person?username=lina");
}

#[test]
fn lists_are_read_in_both_versions_and_turned_by_cursor_or_number() {
    let check = |asked: &str, body: Value, expect: &str| {
        let reading = Desk::at(&ADAPTER, BOATS).read(
            page(&format!("https://routes.example/api/{asked}")),
            200,
            body.to_string(),
        );
        assert_eq!(line(&reading), expect, "{asked}");
        reading
    };
    let three = "v3/post/list?community_name=boats";
    let old = check(three, json!({"posts": [post(1)]}), "Posts; 1 posts 1 accounts");
    let new = check(
        "v4/post/list?community_name=boats",
        json!({"items": [newer(post(1))]}),
        "Posts; 1 posts 1 accounts",
    );
    assert_eq!((&old.posts, &old.accounts), (&new.posts, &new.accounts));
    insta::assert_json_snapshot!("lemmy_post", old.posts[0]);
    let older = format!("then Older /api/{three}");
    check(
        three,
        json!({"posts": [post(1)], "next_page": "Pa b"}),
        &format!("Posts; 1 posts 1 accounts; {older}&page_cursor=Pa+b"),
    );
    let full: Vec<_> = (1..=50).map(post).collect();
    check(three, json!({"posts": full}), &format!("Posts; 50 posts 1 accounts; {older}&page=2"));
    check(
        &format!("{three}&page=2"),
        json!({"posts": full}),
        &format!("Posts; 50 posts 1 accounts; {older}&page=3"),
    );
    check(three, json!({"posts": []}), "Empty");
    check(three, json!({"things": []}), "Drift; complains list_missing");
    let comments = check(
        "v3/comment/list?x=y",
        json!({"comments": [comment(5, "0.5"), comment(6, "0.5.6")]}),
        "Posts; 2 posts 1 accounts",
    );
    assert_eq!(comments.posts[0].reply_to.as_deref(), Some("https://routes.example/post/1"));
    assert_eq!(comments.posts[1].reply_to.as_deref(), Some("5"));
    assert_eq!(comments.posts[0].content.links, ["https://boats.example/x"]);
}

#[test]
fn what_was_taken_away_is_found_and_not_recorded() {
    let check = |one: Value, expect: &str| {
        let asked = page("https://routes.example/api/v3/post/list?community_name=boats");
        let body = json!({"posts": [post(1), one]}).to_string();
        let got = line(&Desk::at(&ADAPTER, BOATS).read(asked, 200, body));
        assert_eq!(got, format!("Posts; 1 posts 1 accounts; {expect}"));
    };
    check(with(post(2), "post", "removed", json!(true)), "suspended by the platform by Listing");
    check(with(post(2), "post", "deleted", json!(true)), "deleted by Listing");
    check(with(post(2), "creator", "name", json!(null)), "complains post_malformed");
    check(with(post(2), "post", "ap_id", json!("nowhere")), "complains post_malformed");
    check(json!(5), "complains post_malformed");
}

#[test]
fn a_profile_shows_its_posts_and_whether_it_is_there() {
    let check = |changes: Value, expect: &str| {
        let mut all = person();
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let body = json!({"person_view": {"person": all}, "posts": [post(1)], "comments": [comment(5, "0.5")]});
        assert_eq!(Desk::at(&ADAPTER, LINA).line(200, &body), expect);
    };
    check(json!({}), "Posts; 2 posts 1 accounts; cursor v3");
    check(json!({"banned": true}), "Gone; suspended by the platform by AccountPage");
    check(json!({"deleted": true}), "Gone; deleted by AccountPage");
    check(json!({"name": ""}), "Drift; complains account_malformed");
    let asked = page("https://routes.example/api/v4/person?username=lina");
    let body = json!({"person_view": {"person": newer(post(1))["creator"]}}).to_string();
    assert_eq!(
        line(&Desk::at(&ADAPTER, LINA).read(asked, 200, body)),
        "Aside; 0 posts 1 accounts; then Newest \
         /api/v4/person/content?username=lina&sort=new&limit=50; cursor v4"
    );
}

#[test]
fn checks_ask_the_own_server_by_its_api_and_for_the_object() {
    let asked = page("https://other.example/api/v3/post/list?community_name=boats@routes.example");
    let reading =
        Desk::checking(&ADAPTER).read(asked, 200, json!({"posts": [post(1)]}).to_string());
    assert_eq!(
        addresses(&checks(&ADAPTER, &reading)),
        [
            "https://routes.example/u/lina",
            "https://routes.example/api/v3/user?username=lina&limit=1",
            "https://routes.example/api/v3/post?id=1",
            "https://routes.example/post/1",
        ]
    );
}

#[test]
fn checks_tell_there_taken_away_and_not_known_apart() {
    let platform = Platform::new("lemmy");
    let id = Subject::Post(Post::id_of(&platform, "https://routes.example/post/1"));
    let lina = Subject::Account(Account::id_of(&platform, "https://routes.example/u/lina"));
    let check = |address: &str, subject: Subject, status: u16, body: Value, expect: &str| {
        let asked = about(&format!("https://routes.example/{address}"), subject);
        let reading = Desk::checking(&ADAPTER).read(asked, status, body.to_string());
        assert_eq!(line(&reading), expect, "{address} {status} {body}");
    };
    let own = "api/v3/post?id=1";
    let view = |view: Value| json!({"post_view": view});
    check(own, id, 200, view(post(1)), "Aside; seen by PostPage");
    check(own, id, 200, view(post(2)), "Drift; could not see by PostPage; complains post_differs");
    check(
        own,
        id,
        200,
        view(with(post(1), "post", "removed", json!(true))),
        "Gone; suspended by the platform by PostPage",
    );
    check(own, id, 404, json!({"error": "couldnt_find_post"}), "Gone; missing by PostPage");
    check(own, id, 404, json!("<html>"), "Aside; then Post /api/v4/post?id=1");
    check(
        "api/v4/post?id=1",
        id,
        404,
        json!("<html>"),
        "Drift; could not see by PostPage; complains not_this_api",
    );
    check(
        "post/1",
        id,
        200,
        json!({"type": "Page", "id": "https://routes.example/post/1"}),
        "Aside; seen by Directory",
    );
    check("post/1", id, 200, json!({"type": "Tombstone"}), "Gone; deleted by Directory");
    check("post/1", id, 410, json!(""), "Gone; deleted by Directory");
    check(
        "post/1",
        id,
        200,
        json!("<html>"),
        "Aside; could not see by Directory; complains object_unclear",
    );
    check("post/1", id, 403, json!(""), "Broken; could not see by Directory; complains blocked");
    let user = "api/v3/user?username=lina";
    check(
        user,
        lina,
        200,
        json!({"person_view": {"person": person()}}),
        "Aside; 0 posts 1 accounts; seen by AccountPage",
    );
    check(user, lina, 404, json!({"error": "couldnt_find_person"}), "Gone; missing by AccountPage");
    check(user, lina, 404, json!(""), "Aside; then Account /api/v4/person?username=lina");
    check("u/lina", lina, 410, json!(""), "Gone; deleted by Directory");
}

#[test]
fn hostile_answers_lose_no_neighbour() {
    let asked = || page("https://routes.example/api/v3/post/list?community_name=boats");
    let future = with(post(2), "post", "published", json!("2126-01-01T00:00:00Z"));
    let twin = with(post(1), "post", "body", json!("other"));
    let body = json!({"posts": [post(1), future, twin, null, [], {"post": 3}, post(4)]});
    let reading = Desk::at(&ADAPTER, BOATS).read(asked(), 200, body.to_string());
    assert_eq!(codes(&reading), ["id_reused", "post_malformed", "time_absurd"]);
    assert_eq!(reading.posts.len(), 3);
}

#[tokio::test]
async fn a_community_of_the_newer_version_is_visited_and_visited_again() {
    let server = Server::start(|asked| match &*asked.path {
        "/api/v4/community?name=boats" => {
            (200, json!({"community_view": {"community": {"name": "boats"}}}).to_string())
        }
        path if path.starts_with("/api/v4/post/list") && path.contains("page_cursor") => {
            (200, json!({"items": [newer(post(1))]}).to_string())
        }
        path if path.starts_with("/api/v4/post/list") => {
            (200, json!({"items": [newer(post(3)), newer(post(2))], "next_page": "P2"}).to_string())
        }
        path if path.starts_with("/api/v4/comment/list") => {
            (200, json!({"items": [newer(comment(9, "0.9"))]}).to_string())
        }
        _ => (404, "nothing".to_owned()),
    })
    .await;
    let input = format!("lemmy:http://{}/c/boats", server.authority);
    let mut book = Book::default();
    visit(server.options(), &input, &mut book).await;
    assert_eq!((book.posts.len(), book.pages.len()), (4, 5), "{:?}", book.pages);
    assert_eq!(book.cursor.as_deref(), Some("v4"));
    visit(server.options(), &input, &mut book).await;
    assert_eq!((book.posts.len(), book.pages.len()), (4, 8), "{:?}", book.pages);
    assert_eq!(book.outcomes, [VisitOutcome::Posts; 2]);
    let anonymous =
        |one: &Asked| one.method == "GET" && one.authorization.is_none() && one.body.is_empty();
    assert!(server.asked().iter().all(anonymous));
}

proptest! {
    #[test]
    fn any_answer_is_read(body in "[\\PC]{0,80}", kind in 0_usize..5, flag in any::<bool>()) {
        let pages = ["v3/community?name=x", "v3/post/list", "v4/person/content", "v3/user?username=x", "v3/post?id=1"];
        let request = page(&format!("https://routes.example/api/{}", pages[kind]));
        let odd = json!({"post": {"ap_id": body, "name": body, "removed": flag}, "creator": {"name": body, "ap_id": body}});
        let whole = json!({"items": [odd], "posts": [odd], "community_view": {"community": odd}, "person_view": odd});
        for answer in [body.clone(), whole.to_string()] {
            let _ = Desk::at(&ADAPTER, BOATS).read(request.clone(), 200, answer);
        }
    }
}
