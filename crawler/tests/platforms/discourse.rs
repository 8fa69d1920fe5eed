//! Discourse.

use crate::loopback::{Book, Server, visit};
use crate::recorded::{codes, exchanges, files, shared};
use crate::{Desk, about, addresses, checks, line, page};
use crawler::platforms::discourse::ADAPTER;
use model::{Account, Platform, Post, Purpose, Subject, VisitOutcome};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;

const FORUM: &str = "discourse:https://forum.example/";
const CATEGORY: &str = "https://forum.example/c/travel/sea/5";
const TOPIC: &str = "https://forum.example/t/x/7";

fn platform() -> Platform {
    Platform::new("discourse")
}

fn post(id: u64) -> Value {
    json!({
        "id": id, "user_id": 9, "username": "lina", "name": "Lina", "post_type": 1, "version": 1,
        "avatar_template": "/user_avatar/{size}/9.png", "topic_id": 7, "topic_slug": "boats",
        "topic_title": "Boats", "post_number": id, "cooked": format!("<p>post {id}</p>"),
        "created_at": "2026-11-20T10:00:00.000Z", "updated_at": "2026-11-20T10:00:00.000Z",
        "reads": 8, "reply_count": 1, "actions_summary": [{"id": 2, "count": 3}]
    })
}

fn with(mut value: Value, name: &str, change: Value) -> Value {
    value[name] = change;
    value
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = shared("discourse") else { return };
    let mut table = String::new();
    for (name, body) in files(&folder) {
        let asked = match &*name {
            "discourse_api/topic.json" => "https://forum.example/t/57.json",
            "discourse_api/latest.json" | "discourse_api/hot.json" => {
                "https://forum.example/latest.json"
            }
            "discourse_api/category_latest_topics.json" => {
                "https://forum.example/c/x/2/l/latest.json"
            }
            "discourse_api/post.json" => "https://forum.example/posts/11.json",
            "discourse_api/user.json" => "https://forum.example/u/test_user.json",
            "discourse_api/replies.json" => {
                "https://forum.example/user_actions.json?username=testuser"
            }
            // The list of categories is never asked for.
            "discourse_api/categories.json" => "https://forum.example/categories.json",
            _ => "",
        };
        let reading = match exchanges(&body) {
            Some(all) => {
                let one = &all[0];
                let headers: Vec<_> =
                    one.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                let page = page(one.page.as_str());
                Desk::checking(&ADAPTER).read_with(page, one.status, &headers, &*one.body)
            }
            None => Desk::checking(&ADAPTER).read(page(asked), 200, body),
        };
        writeln!(table, "{name}: {}", line(&reading)).unwrap();
        for post in &reading.posts {
            let letters = post.content.text.chars().count();
            let (at, links) = (post.posted_at.unwrap(), post.content.links.len());
            writeln!(
                table,
                "  {} by {} at {at}: {letters} letters {links} links",
                post.native_id, post.account
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("discourse_recordings", table);
}

#[test]
fn a_post_is_read_with_all_that_belongs_to_it() {
    let cooked = "<p>Call <a class=\"mention\" href=\"/u/omar\">@omar</a>, see <a href=\"/t/-/3\">this\
                  </a></p><aside class=\"quote\"><blockquote>not mine</blockquote></aside>\
                  <img src=\"/boat.jpg\" alt=\"a boat\"><img class=\"emoji\" alt=\":wave:\" src=\"/w.png\">";
    let first = with(
        with(with(post(1), "cooked", json!(cooked)), "version", json!(2)),
        "reply_to_post_number",
        json!(4),
    );
    let desk = Desk::at(&ADAPTER, FORUM);
    let body = json!({"latest_posts": [first, post(2)]});
    let reading = desk.read(desk.first(), 200, body.to_string());
    assert_eq!(line(&reading), "Posts; 2 posts 1 accounts");
    insta::assert_json_snapshot!("discourse_post", reading.posts[0]);
    insta::assert_json_snapshot!("discourse_account", reading.accounts[0]);
}

#[test]
fn what_the_forum_answers_decides_the_visit() {
    let check = |input: &str, status: u16, body: &Value, expect: &str| {
        let got = Desk::at(&ADAPTER, input).line(status, body);
        assert_eq!(got, expect, "{input} {status} {body}");
    };
    let error = |kind: &str| json!({"errors": ["x"], "error_type": kind});
    check(FORUM, 403, &error("not_logged_in"), "AuthRequired; complains log_in_wanted");
    check(FORUM, 403, &json!("<html>"), "Broken; complains blocked");
    check(FORUM, 404, &json!("<html>"), "Drift; complains not_discourse");
    check(FORUM, 200, &json!({"posts": []}), "Drift; complains list_missing");
    check(FORUM, 200, &json!(null), "Drift; complains list_missing");
    check(FORUM, 502, &json!(""), "Broken; complains server_failed");
    check(FORUM, 304, &json!(""), "Unchanged");
    check(FORUM, 200, &json!({"latest_posts": []}), "Aside; then Settle /latest.json");
    check(
        FORUM,
        200,
        &json!({"latest_posts": [post(30), post(21)]}),
        "Posts; 2 posts 1 accounts; then Older /posts.json?before=20",
    );
    check(CATEGORY, 404, &error("not_found"), "Gone");
    check(CATEGORY, 403, &error("invalid_access"), "NotPublic; complains forbidden");
    check(CATEGORY, 200, &json!({"topic_list": {"topics": []}}), "Empty");
    check(
        CATEGORY,
        200,
        &json!({"topic_list": {"topics": [{}, {"id": 1}]}}),
        "Drift; complains post_malformed",
    );
    check(TOPIC, 410, &error("not_found"), "Gone");
    check(
        TOPIC,
        200,
        &json!({"id": 7, "highest_post_number": 50, "post_stream": {"posts": [post(1)]}}),
        "Posts; 1 posts 1 accounts; then Newer /t/7/50.json",
    );
    check(
        TOPIC,
        200,
        &json!({"id": 7, "highest_post_number": 2, "post_stream": {"posts": [post(1), post(2)]}}),
        "Posts; 2 posts 1 accounts",
    );
}

#[test]
fn the_list_of_topics_settles_an_empty_list_of_posts() {
    let check = |topics: Value, expect: &str| {
        let desk = Desk::at(&ADAPTER, FORUM);
        let mut request = page("https://forum.example/latest.json");
        request.purpose = Purpose::Settle;
        let body = json!({"topic_list": {"topics": topics}}).to_string();
        assert_eq!(line(&desk.read(request, 200, body)), expect);
    };
    check(json!([]), "Empty");
    check(json!([{"id": 1, "bumped_at": "2026-11-20T10:00:00Z"}]), "Unchanged");
}

#[test]
fn a_category_reads_topics_that_moved_oldest_first_and_remembers_where_it_was() {
    let topics = json!({"topic_list": {"topics": [
        {"id": 3, "bumped_at": "2026-11-22T10:00:00.000Z", "highest_post_number": 40},
        {"id": 2, "bumped_at": "2026-11-21T10:00:00.000Z", "highest_post_number": 3},
        {"id": 1, "bumped_at": "2026-11-20T10:00:00.000Z", "highest_post_number": 1}
    ]}});
    let mut desk = Desk::at(&ADAPTER, CATEGORY);
    let all = "then Newest /t/1/1.json; then Newest /t/2/3.json; then Newest /t/3/40.json";
    assert_eq!(desk.line(200, &topics), format!("Aside; {all}"));
    desk.cursor = Some("2026-11-21T10:00:00.000Z");
    assert_eq!(desk.line(200, &topics), "Aside; then Newest /t/3/40.json");
    desk.cursor = Some("2026-11-22T10:00:00.000Z");
    assert_eq!(desk.line(200, &topics), "Unchanged");
    desk.cursor = Some("2026-11-01T10:00:00.000Z");
    assert_eq!(desk.line(200, &topics), format!("Aside; complains topics_capped; {all}; capped"));
    let moved = page("https://forum.example/t/3/40.json").marked("2026-11-22T10:00:00.000Z");
    let stream =
        json!({"id": 3, "highest_post_number": 40, "post_stream": {"posts": [post(39), post(40)]}});
    assert_eq!(
        line(&desk.read(moved.clone(), 200, stream.to_string())),
        "Posts; 2 posts 1 accounts; then Older /t/3/24.json; cursor 2026-11-22T10:00:00.000Z"
    );
    // A topic that was taken away meanwhile says nothing about its category.
    let gone = json!({"errors": ["x"], "error_type": "not_found"}).to_string();
    assert_eq!(line(&desk.read(moved, 404, gone)), "Aside; cursor 2026-11-22T10:00:00.000Z");
}

#[test]
fn what_is_not_shown_is_found_and_not_recorded() {
    let desk = Desk::at(&ADAPTER, FORUM);
    let check = |one: Value, expect: &str| {
        let body = json!({"latest_posts": [post(1), one]}).to_string();
        assert_eq!(line(&desk.read(desk.first(), 200, body)), expect);
    };
    let seen = "Posts; 1 posts 1 accounts";
    check(with(post(2), "hidden", json!(true)), &format!("{seen}; restricted by Listing"));
    check(with(post(2), "user_deleted", json!(true)), &format!("{seen}; deleted by Listing"));
    check(with(post(2), "post_type", json!(3)), seen);
    check(with(post(2), "username", json!(null)), &format!("{seen}; complains post_malformed"));
}

#[test]
fn checks_tell_there_hidden_and_gone_apart() {
    let id = Subject::Post(Post::id_of(&platform(), "forum.example/p/11"));
    let check = |address: &str, status: u16, body: Value, expect: &str| {
        let reading = Desk::checking(&ADAPTER).read(about(address, id), status, body.to_string());
        assert_eq!(line(&reading), expect, "{address} {status} {body}");
    };
    let own = "https://forum.example/posts/11.json";
    check(own, 200, post(11), "Aside; seen by PostPage");
    check(own, 200, with(post(11), "hidden", json!(true)), "Aside; restricted by PostPage");
    check(own, 200, post(12), "Drift; could not see by PostPage; complains post_differs");
    check(own, 404, json!({"error_type": "not_found"}), "Gone; missing by PostPage");
    check(own, 500, json!(null), "Broken; could not see by PostPage; complains server_failed");
    let topic = "https://forum.example/t/7/3.json";
    let stream = |ids: Value| json!({"post_stream": {"posts": [], "stream": ids}});
    check(topic, 200, stream(json!([10, 11])), "Aside; seen by Listing");
    check(topic, 200, stream(json!([10, 12])), "Aside; missing by Listing");
    check(
        topic,
        403,
        json!({"error_type": "invalid_access"}),
        "NotPublic; made private by Listing; complains forbidden",
    );
    let lina = Subject::Account(Account::id_of(&platform(), "forum.example/u/9"));
    let check = |status: u16, body: Value, expect: &str| {
        let asked = about("https://forum.example/u/lina.json", lina);
        let reading = Desk::checking(&ADAPTER).read(asked, status, body.to_string());
        assert_eq!(line(&reading), expect, "{status} {body}");
    };
    let user = |id: u64| json!({"user": {"id": id, "username": "lina", "bio_cooked": "<p>hi</p>"}});
    check(200, user(9), "Aside; 0 posts 1 accounts; seen by AccountPage");
    check(200, user(10), "Gone; missing by AccountPage; complains name_reused");
    check(200, json!({}), "Drift; could not see by AccountPage; complains account_malformed");
    check(404, json!({"error_type": "not_found"}), "Gone; missing by AccountPage");
}

#[test]
fn hostile_answers_lose_no_neighbour() {
    let desk = Desk::at(&ADAPTER, FORUM);
    let future = with(post(2), "created_at", json!("2126-01-01T00:00:00Z"));
    let twin = with(post(1), "cooked", json!("other"));
    let body = json!({"latest_posts": [post(1), future, twin, 7, {}, {"id": -1}, post(5)]});
    let reading = desk.read(desk.first(), 200, body.to_string());
    assert_eq!(codes(&reading), ["id_reused", "post_malformed", "time_absurd"]);
    assert_eq!(reading.posts.len(), 3);
    for body in ["", "[", "nul", "{\"latest_posts\":{}}", "\u{feff}{}"] {
        assert_eq!(desk.read(desk.first(), 200, body).posts.len(), 0, "{body}");
    }
}

#[tokio::test]
async fn a_forum_is_visited_twice_and_the_second_visit_brings_what_is_new() {
    let server = Server::start(|asked| {
        let visits = asked.path.contains("second");
        let list = |ids: &[u64]| json!({"latest_posts": ids.iter().map(|id| post(*id)).collect::<Vec<_>>()});
        match &*asked.path {
            "/posts.json" if !visits => (200, list(&[102, 101, 99]).to_string()),
            "/posts.json?before=98" => (200, list(&[97, 96]).to_string()),
            "/posts.json?before=95" => (200, list(&[]).to_string()),
            _ => (404, json!({"errors": [], "error_type": "not_found"}).to_string()),
        }
    })
    .await;
    let input = format!("discourse:http://{}/", server.authority);
    let mut book = Book::default();
    visit(server.options(), &input, &mut book).await;
    assert_eq!(book.posts.len(), 5);
    visit(server.options(), &input, &mut book).await;
    assert_eq!(book.posts.len(), 5);
    assert_eq!(book.outcomes, [VisitOutcome::Posts; 2]);
    assert_eq!(
        book.pages,
        ["/posts.json", "/posts.json?before=98", "/posts.json?before=95", "/posts.json"]
    );
}

#[test]
fn checks_are_asked_of_the_forum_of_the_subject() {
    let desk = Desk::at(&ADAPTER, FORUM);
    let body = json!({"latest_posts": [post(11)]}).to_string();
    let reading = desk.read(desk.first(), 200, body);
    assert_eq!(
        addresses(&checks(&ADAPTER, &reading)),
        [
            "https://forum.example/user_actions.json?username=lina&filter=5&limit=1",
            "https://forum.example/u/lina.json",
            "https://forum.example/posts/11.json",
            "https://forum.example/t/7/11.json",
        ]
    );
}

proptest! {
    #[test]
    fn any_answer_is_read(body in "[\\PC]{0,80}", id in any::<i64>(), number in any::<u64>(), kind in 0_usize..4) {
        let pages = ["posts.json", "t/1/2.json", "c/x/5/l/latest.json", "u/x.json"];
        let request = page(&format!("https://forum.example/{}", pages[kind]));
        let odd = json!({"id": id, "post_number": number, "user_id": id, "username": body, "cooked": body});
        let whole = json!({
            "latest_posts": [odd], "post_stream": {"posts": [odd], "stream": [id]}, "id": id,
            "highest_post_number": number, "topic_list": {"topics": [odd]}, "user": odd
        });
        for answer in [body.clone(), whole.to_string()] {
            let _ = Desk::at(&ADAPTER, FORUM).read(request.clone(), 200, answer);
        }
    }
}
