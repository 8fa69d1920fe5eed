//! Reddit.

use crate::recorded::{codes, exchanges, files, shared};
use crate::{Desk, about, addresses, admitted, checks, configured, line, page};
use crawler::Adapter;
use crawler::platforms::reddit::ADAPTER;
use model::{Account, Platform, Post, Subject};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

fn reddit() -> Arc<dyn Adapter> {
    configured(&ADAPTER, &admitted())
}

fn thing(id: &str) -> Value {
    json!({"kind": "t3", "data": {
        "name": format!("t3_{id}"), "author": "Lina", "author_fullname": "t2_9", "title": "Boats",
        "selftext": "see *x*", "selftext_html": "<p>see <a href=\"https://boats.example/\">x</a></p>",
        "created_utc": 1_795_000_000.5, "edited": 1_795_000_100.0, "is_self": true, "ups": 4,
        "num_comments": 2, "permalink": format!("/r/boats/comments/{id}/boats/")}})
}

fn with(mut thing: Value, name: &str, change: Value) -> Value {
    thing["data"][name] = change;
    thing
}

fn listing(things: &Value, after: Option<&str>) -> Value {
    json!({"kind": "Listing", "data": {"children": things, "after": after}})
}

#[test]
fn every_recorded_answer_is_read() {
    let Some(folder) = shared("reddit") else { return };
    let adapter = reddit();
    let mut table = String::new();
    for (name, body) in files(&folder) {
        for one in exchanges(&body).unwrap() {
            // As the first page of a subreddit: the recordings are of refusals.
            let headers: Vec<_> =
                one.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let desk = Desk::at(&*adapter, "r/boats");
            let reading = desk.read_with(desk.first(), one.status, &headers, one.body);
            writeln!(table, "{name}: {} {}", one.status, line(&reading)).unwrap();
        }
    }
    insta::assert_snapshot!("reddit_recordings", table);
}

#[test]
fn places_are_known_however_they_are_written() {
    let adapter = reddit();
    let check = |input: &str, expect: &str| {
        let got = match adapter.recognise(input, &crate::recorded::url(adapter.base_url())) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(one)) => format!("{} {} {}", one.kind.word(), one.key, one.url),
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    };
    let boats = "board r/boats https://www.reddit.com/r/boats";
    for input in [
        "r/Boats",
        "/r/boats",
        "https://old.reddit.com/r/boats/new",
        "https://www.reddit.com/r/boats/comments/1/x/",
    ] {
        check(input, boats);
    }
    check("u/Lina_1", "profile u/lina_1 https://www.reddit.com/user/lina_1");
    check("https://reddit.com/user/lina", "profile u/lina");
    check("https://www.reddit.com/search/?q=small+boat", "search search:small boat");
    check("https://www.reddit.com/r/boats/new/.rss", "not mine");
    check("https://forum.example/r/boats", "not mine");
    check("https://www.reddit.com/", "refused: not a web address: subreddits");
}

#[test]
fn what_reddit_answers_decides_the_visit() {
    let adapter = reddit();
    let check = |input: &str, status: u16, body: &Value, expect: &str| {
        assert_eq!(
            Desk::at(&*adapter, input).line(status, body),
            expect,
            "{input} {status} {body}"
        );
    };
    let comments = "then Newest /r/boats/comments?limit=100&raw_json=1";
    let seen = "Posts; 1 posts 1 accounts";
    check(
        "r/boats",
        200,
        &listing(&json!([thing("a")]), Some("t3_a")),
        &format!("{seen}; {comments}; then Older /r/boats/new?limit=100&raw_json=1&after=t3_a"),
    );
    check("r/boats", 200, &listing(&json!([]), None), &format!("Empty; {comments}"));
    check("r/boats", 304, &json!(""), &format!("Unchanged; {comments}"));
    check("r/boats", 200, &json!({}), "Drift; complains list_missing");
    check("r/boats", 401, &json!(""), "AuthRequired; complains log_in_wanted");
    check("r/boats", 403, &json!({"reason": "private"}), "NotPublic; complains closed");
    check("r/boats", 403, &json!({"reason": "quarantined"}), "NotPublic; complains closed");
    check("r/boats", 404, &json!({"reason": "banned"}), "Gone");
    check("r/boats", 404, &json!({}), "Gone");
    check("r/boats", 500, &json!(""), "Broken; complains server_failed");
}

#[test]
fn a_user_is_asked_whether_it_is_there_and_then_for_its_things() {
    let adapter = reddit();
    let check = |data: Value, expect: &str| {
        assert_eq!(Desk::at(&*adapter, "u/lina").line(200, &json!({"data": data})), expect);
    };
    check(
        json!({"id": "9", "name": "Lina", "subreddit": {"public_description": "sea"}}),
        "Aside; 0 posts 1 accounts; seen by AccountPage; then Newest /user/lina/overview?limit=100&sort=new&raw_json=1",
    );
    check(json!({"name": "Lina", "is_suspended": true}), "Gone");
    check(json!({"name": "Lina"}), "Drift; complains account_malformed");
}

#[test]
fn things_are_read_with_all_that_belongs_to_them() {
    let adapter = reddit();
    let desk = Desk::at(&*adapter, "r/boats");
    let reading = desk.read(desk.first(), 200, listing(&json!([thing("a")]), None).to_string());
    insta::assert_json_snapshot!("reddit_post", (&reading.posts[0], &reading.accounts[0]));
    let check = |one: Value, expect: &str| {
        let body = listing(&json!([thing("a"), one]), None).to_string();
        let mut reading = desk.read(desk.first(), 200, body);
        reading.next.clear();
        assert_eq!(line(&reading), format!("Posts; 1 posts 1 accounts; {expect}"));
    };
    check(
        with(thing("b"), "removed_by_category", json!("moderator")),
        "suspended by the platform by Listing",
    );
    check(with(thing("b"), "removed_by_category", json!("deleted")), "deleted by Listing");
    check(with(thing("b"), "selftext", json!("[removed]")), "suspended by the platform by Listing");
    check(with(thing("b"), "name", json!("nonsense")), "complains post_malformed");
    check(json!({"kind": "t5"}), "complains post_malformed");
    check(with(with(thing("a"), "title", json!("other")), "ups", json!(9)), "complains id_reused");
}

#[test]
fn checks_ask_for_the_thing_and_for_what_is_around_it() {
    let adapter = reddit();
    let desk = Desk::at(&*adapter, "r/boats");
    let reading = desk.read(desk.first(), 200, listing(&json!([thing("a")]), None).to_string());
    let root = "https://oauth.reddit.com";
    assert_eq!(
        addresses(&checks(&*adapter, &reading)),
        [
            format!("{root}/user/Lina/overview?limit=1&raw_json=1"),
            format!("{root}/user/Lina/about?raw_json=1"),
            format!("{root}/api/info?id=t3_a&raw_json=1"),
            format!("{root}/comments/a?limit=1&raw_json=1"),
        ]
    );
}

#[test]
fn checks_tell_there_taken_away_and_gone_apart() {
    let adapter = reddit();
    let root = "https://oauth.reddit.com";
    let platform = Platform::new("reddit");
    let id = Subject::Post(Post::id_of(&platform, "t3_a"));
    let lina = Subject::Account(Account::id_of(&platform, "t2_9"));
    let check = |path: &str, subject: Subject, status: u16, body: Value, expect: &str| {
        let asked = about(&format!("{root}/{path}"), subject);
        let got = line(&Desk::checking(&*adapter).read(asked, status, body.to_string()));
        assert_eq!(got, expect, "{path} {status} {body}");
    };
    check("api/info", id, 200, listing(&json!([thing("a")]), None), "Aside; seen by PostPage");
    check("api/info", id, 200, listing(&json!([]), None), "Gone; missing by PostPage");
    check(
        "api/info",
        id,
        200,
        listing(&json!([with(thing("a"), "removed_by_category", json!("reddit"))]), None),
        "Gone; suspended by the platform by PostPage",
    );
    check(
        "comments/a",
        id,
        200,
        json!([listing(&json!([thing("a")]), None), {}]),
        "Aside; seen by Directory",
    );
    check("comments/a", id, 404, json!({}), "Gone; missing by Directory");
    check(
        "user/lina/about",
        lina,
        200,
        json!({"data": {"id": "9", "name": "Lina"}}),
        "Aside; 0 posts 1 accounts; seen by AccountPage",
    );
    check(
        "user/lina/about",
        lina,
        200,
        json!({"data": {"id": "8", "name": "Lina"}}),
        "Gone; missing by AccountPage; complains name_reused",
    );
    check(
        "user/lina/about",
        lina,
        200,
        json!({"data": {"is_suspended": true}}),
        "Gone; suspended by the platform by AccountPage",
    );
    check("user/lina/overview", lina, 404, json!({}), "Gone; missing by Listing");
    check(
        "user/lina/overview",
        lina,
        403,
        json!({}),
        "NotPublic; restricted by Listing; complains closed",
    );
}

proptest! {
    #[test]
    fn any_answer_is_read(body in "[\\PC]{0,80}", number in any::<f64>()) {
        let adapter = reddit();
        let odd = with(with(thing(&body), "created_utc", json!(number)), "author", json!(body));
        for path in ["r/x/new", "api/info", "comments/x", "user/x/about"] {
            for answer in [body.clone(), listing(&json!([odd, 3]), Some(&body)).to_string()] {
                let reading = Desk::at(&*adapter, "r/boats").read(page(&format!("https://oauth.reddit.com/{path}")), 200, answer);
                prop_assert!(codes(&reading).len() < 9);
            }
        }
    }
}
