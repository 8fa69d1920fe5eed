//! VK.

use crate::recorded::{codes, files, shared, url};
use crate::{Desk, about, addresses, admitted, checks, configured, line, page};
use crawler::Adapter;
use crawler::platforms::vk::ADAPTER;
use model::{Account, Platform, Post, Subject};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

const WALL: &str = "https://vk.com/club1";

fn vk() -> Arc<dyn Adapter> {
    configured(&ADAPTER, &admitted())
}

fn post(id: i64) -> Value {
    json!({"id": id, "owner_id": -1, "from_id": -1, "date": 1_795_000_000, "text": "by [club1|Boats]",
        "likes": {"count": 3}, "views": {"count": 9}})
}

fn wall(items: &Value, count: u64) -> Value {
    json!({"response": {"count": count, "items": items, "profiles": [],
        "groups": [{"id": 1, "name": "Boats", "screen_name": "boats"}]}})
}

fn error(code: u32) -> Value {
    json!({"error": {"error_code": code, "error_msg": "x"}})
}

fn with(mut value: Value, name: &str, change: Value) -> Value {
    value[name] = change;
    value
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = shared("vk") else { return };
    let adapter = vk();
    let mut table = String::new();
    for (name, body) in files(&folder) {
        let desk = Desk::at(&*adapter, "https://vk.com/club123456");
        let reading = desk.read(desk.first(), 200, body);
        writeln!(table, "{name}: {}", line(&reading)).unwrap();
        for post in &reading.posts {
            let (at, content) = (post.posted_at.unwrap(), &post.content);
            writeln!(
                table,
                "  {} by {} at {at}: {:?} {} media",
                post.native_id,
                post.account,
                content.text,
                content.media.len()
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("vk_recordings", table);
}

#[test]
fn walls_are_known_however_they_are_written() {
    let adapter = vk();
    let check = |input: &str, expect: &str| {
        let got = match adapter.recognise(input, &url(adapter.base_url())) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(one)) => format!("{} {} {}", one.kind.word(), one.key, one.url),
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    };
    for input in [WALL, "vk.com/public1", "https://m.vk.com/event1", "https://vk.com/wall-1_28"] {
        check(input, "profile -1 https://vk.com/club1");
    }
    check("https://vk.com/id5", "profile 5 https://vk.com/id5");
    check("https://vk.com/Boats.sea", "profile boats.sea https://vk.com/boats.sea");
    check("https://vk.com/search/posts?q=small+boat", "search search:small boat");
    check("https://vk.com/search?c[q]=boat", "search search:boat");
    check("https://vk.com/feed", "refused: not a web address: this page");
    check("https://vk.example/club1", "not mine");
}

#[test]
fn what_vk_answers_decides_the_visit() {
    let adapter = vk();
    let check = |status: u16, body: &Value, expect: &str| {
        assert_eq!(Desk::at(&*adapter, WALL).line(status, body), expect, "{status} {body}");
    };
    let seen = "Posts; 1 posts 1 accounts";
    check(200, &wall(&json!([post(28)]), 1), seen);
    check(
        200,
        &wall(&json!([post(28)]), 300),
        &format!(
            "{seen}; then Older /method/wall.get?owner_id=-1&count=100&extended=1&v=5.199&offset=100"
        ),
    );
    check(200, &wall(&json!([]), 0), "Empty; 0 posts 1 accounts");
    check(200, &json!({"response": 1}), "Drift; complains list_missing");
    check(200, &json!({}), "Drift; complains list_missing");
    for (code, expect) in [
        (1, "Broken; complains server_failed"),
        (5, "AuthRequired; complains log_in_wanted"),
        (6, "RateLimited; complains rate_limited"),
        (14, "RateLimited; complains challenge"),
        (15, "NotPublic; complains closed"),
        (18, "Gone"),
        (19, "NotPublic; complains closed"),
        (30, "NotPublic; complains closed"),
        (100, "Drift; complains request_refused"),
        (113, "Gone"),
        (777, "Drift; complains error_unknown"),
    ] {
        check(200, &error(code), expect);
    }
    check(502, &json!(""), "Broken; complains server_failed");
    let banned = json!({"response": {"count": 0, "items": [], "groups": [{"id": 1, "deactivated": "banned"}]}});
    check(200, &banned, "Empty; 0 posts 1 accounts; suspended by the platform by Listing");
    let search = Desk::at(&*adapter, "https://vk.com/search/posts?q=x");
    let found = with(wall(&json!([post(28)]), 1)["response"].clone(), "next_from", json!("a/b"));
    assert_eq!(
        search.line(200, &json!({"response": found})),
        format!(
            "{seen}; then Older /method/newsfeed.search?q=x&count=200&extended=1&v=5.199&start_from=a%2Fb"
        )
    );
}

#[test]
fn hostile_answers_lose_no_neighbour() {
    let adapter = vk();
    let desk = Desk::at(&*adapter, WALL);
    let repost = with(
        with(post(3), "text", json!("")),
        "copy_history",
        json!([{"id": 7, "owner_id": 5, "text": "not mine"}]),
    );
    let items = json!([post(1), with(post(2), "date", json!(9_000_000_000_i64)), repost,
        with(post(1), "text", json!("twin")), null, {"id": 0, "owner_id": 1}, with(post(4), "from_id", json!(77))]);
    let reading = desk.read(desk.first(), 200, wall(&items, 6).to_string());
    assert_eq!(codes(&reading), ["author_missing", "id_reused", "post_malformed", "time_absurd"]);
    assert_eq!(reading.posts.len(), 4);
    let repost = reading.posts.iter().find(|post| post.native_id == "-1_3").unwrap();
    assert_eq!((repost.forwarded_from.as_deref(), &*repost.content.text), (Some("5_7"), ""));
}

#[test]
fn checks_tell_there_closed_and_gone_apart() {
    let adapter = vk();
    let desk = Desk::at(&*adapter, WALL);
    let reading = desk.read(desk.first(), 200, wall(&json!([post(28)]), 1).to_string());
    let root = "https://api.vk.com/method";
    assert_eq!(
        addresses(&checks(&*adapter, &reading)),
        [
            format!("{root}/wall.get?owner_id=-1&count=1&v=5.199"),
            format!(
                "{root}/groups.getById?group_id=1&fields=description%2Cmembers_count%2Csite%2Cstatus&v=5.199"
            ),
            format!("{root}/wall.getById?posts=-1_28&v=5.199"),
        ]
    );
    let platform = Platform::new("vk");
    let id = Subject::Post(Post::id_of(&platform, "-1_28"));
    let boats = Subject::Account(Account::id_of(&platform, "-1"));
    let check = |method: &str, subject: Subject, body: Value, expect: &str| {
        let asked = about(&format!("{root}/{method}"), subject);
        let got = line(&Desk::checking(&*adapter).read(asked, 200, body.to_string()));
        assert_eq!(got, expect, "{method} {body}");
    };
    check("wall.getById", id, wall(&json!([post(28)]), 1), "Aside; seen by PostPage");
    check("wall.getById", id, json!({"response": []}), "Gone; missing by PostPage");
    check(
        "wall.getById",
        id,
        json!({"response": [with(post(28), "is_deleted", json!(true))]}),
        "Gone; deleted by PostPage",
    );
    check("wall.getById", id, error(15), "NotPublic; made private by PostPage; complains closed");
    check("wall.get", boats, wall(&json!([]), 0), "Aside; seen by Listing");
    check("wall.get", boats, error(18), "Gone; suspended by the platform by Listing");
    let group = |changes: Value| json!({"response": {"groups": [with(json!({"id": 1, "name": "Boats"}), "deactivated", changes)]}});
    check(
        "groups.getById",
        boats,
        group(json!(null)),
        "Aside; 0 posts 1 accounts; seen by AccountPage",
    );
    check("groups.getById", boats, group(json!("deleted")), "Gone; deleted by AccountPage");
    check(
        "groups.getById",
        boats,
        json!({"response": {"groups": []}}),
        "Gone; missing by AccountPage",
    );
    check(
        "groups.getById",
        boats,
        json!({"response": {"groups": [{"id": 2}]}}),
        "Drift; could not see by AccountPage; complains account_malformed",
    );
    let closed = json!({"response": [{"id": 1, "name": "Boats", "is_closed": 1}]});
    check(
        "groups.getById",
        boats,
        closed,
        "NotPublic; 0 posts 1 accounts; made private by AccountPage; complains account_closed",
    );
}

proptest! {
    #[test]
    fn any_answer_is_read(body in "[\\PC]{0,80}", number in any::<i64>()) {
        let adapter = vk();
        let odd = json!({"id": number, "owner_id": number, "from_id": number, "date": number, "text": body});
        let whole = json!({"response": {"items": [odd, 3], "groups": [odd], "profiles": [odd], "count": 900}}).to_string();
        for method in ["wall.get", "wall.getById", "users.get", "newsfeed.search"] {
            for answer in [body.clone(), whole.clone()] {
                let _ = Desk::at(&*adapter, WALL).read(page(&format!("https://api.vk.com/method/{method}")), 200, answer);
            }
        }
    }
}
