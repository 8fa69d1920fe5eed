//! Visits to profiles and hashtags, by invented answers.

use super::{
    DEFAULT, LINA, OWN, SEA, account, first, line, source, status, stored, url, visit, with,
};
use crawler::platforms::{Adapter, Place, mastodon::ADAPTER};
use model::source::SourceAddress;
use model::{PageRequest, Purpose};
use serde_json::{Value, json};

#[test]
fn a_visit_to_a_profile_asks_its_own_instance_who_and_then_what() {
    let request = first(LINA, None);
    assert_eq!(request.url.as_str(), "https://routes.example/api/v1/accounts/lookup?acct=lina");
    assert_eq!(request.accept.as_deref(), Some("application/json"));
    let reading = visit(LINA, None, request, 200, &account());
    assert_eq!(
        line(&reading),
        "Aside; 0 posts 1 accounts; then Newest /api/v1/accounts/501/statuses?limit=40&exclude_reblogs=true"
    );
    let seen = &reading.accounts[0];
    assert!(seen.is_source && seen.complete);
    insta::assert_json_snapshot!("profile", seen);
    let later = visit(LINA, Some("777"), first(LINA, Some("777")), 200, &account());
    let list = "/api/v1/accounts/501/statuses?limit=40&exclude_reblogs=true";
    assert_eq!(
        line(&later),
        format!("Aside; 0 posts 1 accounts; then Newer {list}&min_id=777; then Newest {list}")
    );
    // The newest page beside a walk forward does not move the cursor that the walk is at.
    let newest = visit(LINA, Some("777"), later.next[1].clone(), 200, &json!([status(900)]));
    assert_eq!(line(&newest), "Posts; 1 posts 1 accounts");
}

#[test]
fn a_configured_base_is_asked_for_everything() {
    let base = url(OWN);
    let check = |input: &str, expect: &str| {
        let source: SourceAddress = ADAPTER.recognise(input, &base).unwrap().unwrap();
        let place = Place { base: &base, source: Some(&source), cursor: Some("9") };
        assert_eq!(ADAPTER.first(&place).unwrap().url.as_str(), format!("{OWN}api/v1/{expect}"));
    };
    check(LINA, "accounts/lookup?acct=lina%40routes.example");
    check("http://127.0.0.1:4000/@lina", "accounts/lookup?acct=lina");
    check(SEA, "timelines/tag/sea?limit=40&min_id=9");
}

#[test]
fn what_refuses_a_lookup_decides_the_visit() {
    let check = |status: u16, body: &Value, expect: &str| {
        let reading = visit(LINA, None, first(LINA, None), status, body);
        assert_eq!(line(&reading), expect, "{status} {body}");
    };
    let error = |text: &str| json!({"error": text});
    check(404, &error("Record not found"), "Gone");
    check(410, &error("Gone"), "Gone");
    let wall = "AuthRequired; complains log_in_wanted";
    check(401, &error("This API requires an authenticated user"), wall);
    check(422, &error("This method requires an authenticated user"), wall);
    check(422, &error("Validation failed"), "Drift; complains status_unexpected");
    check(403, &error("This action is not allowed"), "NotPublic; complains forbidden");
    check(403, &json!("<html>"), "Broken; complains blocked");
    check(404, &json!("<html>"), "Drift; complains not_this_api");
    check(429, &error("Too many requests"), "RateLimited; complains rate_limited");
    check(503, &error("Service unavailable"), "Broken; complains server_failed");
    let spelled = "Aside; then Account /api/v1/accounts/lookup?acct=lina%40routes.example";
    check(304, &json!(null), spelled);
    check(200, &error("odd"), "Drift; complains error_in_answer");
    check(200, &json!([]), "Drift; complains account_malformed");
}

#[test]
fn what_a_lookup_says_of_the_profile_decides_the_visit() {
    let check = |changes: Value, expect: &str| {
        let body = with(account(), changes);
        assert_eq!(line(&visit(LINA, None, first(LINA, None), 200, &body)), expect, "{body}");
    };
    let next = "then Newest /api/v1/accounts/501/statuses?limit=40&exclude_reblogs=true";
    let seen = "0 posts 1 accounts";
    check(json!({"acct": "other"}), "Drift; complains account_differs");
    check(json!({"suspended": true}), "Gone; Suspended by AccountPage");
    check(json!({"id": "../admin"}), &format!("Drift; {seen}; complains account_malformed"));
    check(json!({"limited": true}), &format!("Aside; {seen}; complains account_limited; {next}"));
    check(json!({"memorial": true}), &format!("Aside; {seen}; complains account_memorial; {next}"));
    check(
        json!({"moved": {"acct": "lina@new.example"}}),
        &format!("Aside; {seen}; Moved {{ to: \"lina@new.example\" }} by AccountPage; {next}"),
    );
}

#[test]
fn who_asks_not_to_be_found_is_left_alone() {
    let code = "complains asks_not_to_be_indexed";
    for wish in [json!({"noindex": true}), json!({"indexable": false, "discoverable": false})] {
        let author = with(account(), wish);
        let profile = visit(LINA, None, first(LINA, None), 200, &author);
        assert_eq!(line(&profile), format!("NotPublic; Seen by AccountPage; {code}"));
        let theirs = with(status(1), json!({"account": author}));
        let page = |cursor: Option<&str>, body: &Value| {
            line(&visit(SEA, cursor, first(SEA, cursor), 200, body))
        };
        let (both, only) = (json!([theirs, status(2)]), json!([theirs]));
        assert_eq!(page(None, &both), format!("Posts; 1 posts 1 accounts; {code}; cursor 2"));
        assert_eq!(page(None, &only), format!("NotPublic; {code}; cursor 1"));
        assert_eq!(page(Some("0"), &only), format!("Unchanged; {code}; cursor 1"));
    }
    // The state of an account that never chose is no wish.
    let unasked = with(account(), json!({"indexable": false, "discoverable": null}));
    assert!(
        line(&visit(LINA, None, first(LINA, None), 200, &unasked)).starts_with("Aside; 0 posts 1")
    );
}

#[test]
fn pages_are_followed_by_their_link_header() {
    let (base, source) = (url(DEFAULT), source(SEA));
    let tag = "/api/v1/timelines/tag/sea";
    let page = |cursor: Option<&str>, purpose, query: &str, link: &str| {
        let asked = url(&format!("https://routes.example{tag}?{query}"));
        let body = serde_json::to_vec(&[status(10), status(9)]).unwrap();
        let kept = stored(PageRequest::new(asked, purpose), 200, &[("link", link)], &body);
        line(&ADAPTER.read(&Place { base: &base, source: Some(&source), cursor }, &kept))
    };
    let both = format!(
        "<https://routes.example{tag}?max_id=9>; rel=\"next\", <https://routes.example{tag}?min_id=10>; rel=\"prev\""
    );
    let seen = "Posts; 2 posts 1 accounts";
    let older = format!("{seen}; then Older {tag}?max_id=9");
    assert_eq!(page(None, Purpose::Newest, "limit=40", &both), format!("{older}; cursor 10"));
    assert_eq!(page(None, Purpose::Older, "max_id=11", &both), older);
    let newer = format!("{seen}; then Newer {tag}?min_id=10; cursor 10");
    assert_eq!(page(Some("7"), Purpose::Newer, "min_id=7", &both), newer);
    let stuck = format!("{seen}; complains cursor_ignored");
    assert_eq!(page(Some("10"), Purpose::Newer, "min_id=10", &both), stuck);
    let check = |link: &str, code: &str| {
        let expect = format!("{seen}; complains {code}; cursor 10");
        assert_eq!(page(None, Purpose::Newest, "limit=40", link), expect, "{link}");
    };
    check("<https://elsewhere.example/api>; rel=\"next\"", "link_elsewhere");
    check("</api/v1/timelines/tag/sea?limit=40>; rel=\"next\"", "link_in_circle");
    check("<https://[>; rel=\"next\"", "link_unreadable");
}

#[test]
fn an_empty_profile_is_believed_and_an_empty_hashtag_is_looked_into() {
    let check = |input: &str, cursor: Option<&str>, path: &str, purpose, expect: &str| {
        let asked = url(&format!("https://routes.example/api/v1/{path}"));
        let request = PageRequest::new(asked, purpose);
        let reading = visit(input, cursor, request.clone(), 200, &json!([]));
        assert_eq!(line(&reading), expect, "{path}");
        if input == SEA {
            // "Not changed" may be an empty list that has not changed.
            let unchanged = visit(input, cursor, request, 304, &json!(null));
            assert_eq!(line(&unchanged), expect, "304 {path}");
        }
    };
    let settle = "Aside; then Settle /api/v2/instance";
    check(LINA, None, "accounts/501/statuses?limit=40", Purpose::Newest, "Empty");
    check(LINA, Some("1"), "accounts/501/statuses?min_id=1", Purpose::Newer, "Unchanged");
    check(SEA, None, "timelines/tag/sea?limit=40", Purpose::Newest, settle);
    check(SEA, Some("5"), "timelines/tag/sea?limit=40&min_id=5", Purpose::Newer, settle);
    check(SEA, Some("5"), "timelines/tag/sea?limit=40&min_id=9", Purpose::Newer, "Unchanged");
    let gone = visit(SEA, None, first(SEA, None), 404, &json!({"error": "Record not found"}));
    assert_eq!(line(&gone), "Drift; complains hashtags_unknown");
}

#[test]
fn an_instance_that_closed_its_hashtags_is_not_silent() {
    let check = |version: &str, cursor: Option<&str>, status: u16, body: &Value, expect: &str| {
        let asked = url(&format!("https://routes.example/api/{version}/instance"));
        let request = PageRequest::new(asked, Purpose::Settle);
        assert_eq!(line(&visit(SEA, cursor, request, status, body)), expect, "{body}");
    };
    let feeds = |local: &str, remote: &str| {
        let access = json!({"hashtag_feeds": {"local": local, "remote": remote}});
        json!({"version": "4.6.4", "configuration": {"timelines_access": access}})
    };
    let closed = "complains hashtags_closed";
    check("v2", None, 200, &feeds("public", "public"), "Empty");
    check("v2", Some("1"), 200, &feeds("public", "public"), "Unchanged");
    check("v2", None, 200, &feeds("disabled", "disabled"), &format!("NotPublic; {closed}"));
    check("v2", None, 200, &feeds("authenticated", "disabled"), &format!("AuthRequired; {closed}"));
    check("v2", None, 200, &feeds("public", "disabled"), &format!("Empty; {closed}"));
    check("v2", None, 200, &json!({"version": "4.2.0"}), "Empty");
    check("v2", None, 200, &json!({}), "Drift; complains settings_unreadable");
    check("v2", None, 404, &json!({"error": "x"}), "Aside; then Settle /api/v1/instance");
    check("v1", None, 200, &json!({"version": "3.5.0"}), "Empty");
    check("v1", None, 404, &json!("<html>"), "Empty; complains settings_missing");
    check("v2", None, 502, &json!("<html>"), "Broken; complains server_failed");
}

#[test]
fn a_post_is_read_with_all_that_belongs_to_it() {
    let content = "<p>To <a href=\"https://routes.example/tags/sea\" class=\"mention hashtag\" \
        rel=\"tag\">#<span>sea</span></a> with <span class=\"h-card\"><a \
        href=\"https://other.example/@omar\" class=\"u-url mention\">@<span>omar</span></a></span>\
        <br>see <a href=\"https://boats.example/a/b\"><span class=\"invisible\">https://</span>\
        <span class=\"ellipsis\">boats.example/</span><span class=\"invisible\">a/b</span></a></p>\
        <p>now</p>";
    let quoted = json!({"url": "https://other.example/@omar/9", "content": "<p>not mine</p>"});
    let rich = json!({
        "spoiler_text": "Travel", "language": "ckb", "edited_at": "2026-11-24T10:30:00Z",
        "in_reply_to_id": "4", "content": content, "tags": [{"name": "sea"}],
        "mentions": [
            {"acct": "omar@other.example"},
            {"acct": "sara", "url": "https://routes.example/@sara"}
        ],
        "media_attachments": [
            {"type": "image", "url": "https://routes.example/m.png", "description": "a boat"},
            {"type": "gifv", "url": null, "remote_url": "https://routes.example/m.mp4"}
        ],
        "poll": {"options": [{"title": "north"}, {"title": "south"}]},
        "card": {"url": "https://boats.example/a/b", "title": "Boats", "description": "All"},
        "quote": {"state": "accepted", "quoted_status": quoted}
    });
    let reading = visit(SEA, None, first(SEA, None), 200, &json!([with(status(5), rich)]));
    assert!(reading.complaints.is_empty(), "{:?}", reading.complaints);
    insta::assert_json_snapshot!("rich_post", reading.posts[0]);
}

#[test]
fn a_boost_keeps_whom_it_is_from_and_nothing_of_what_it_says() {
    let theirs = with(status(1), json!({"content": "<p>theirs</p>"}));
    let boost = with(status(6), json!({"content": "<p>theirs</p>", "reblog": theirs}));
    let reading = visit(SEA, None, first(SEA, None), 200, &json!([boost]));
    let post = &reading.posts[0];
    let from = "https://routes.example/users/lina/statuses/1";
    assert_eq!(post.forwarded_from.as_deref(), Some(from));
    assert_eq!(post.content, model::post::Content::default());
}

#[test]
fn a_malformed_post_does_not_take_its_neighbours_along() {
    let body = json!([
        status(3), null, 7, {"id": "9"}, with(status(8), json!({"account": null})),
        with(status(7), json!({"created_at": "soon"})),
        with(status(6), json!({"content": null})),
        with(status(5), json!({"created_at": "2027-12-01T00:00:00Z"})),
        with(status(4), json!({"visibility": "private"})), status(3)
    ]);
    assert_eq!(
        line(&visit(SEA, None, first(SEA, None), 200, &body)),
        "Posts; 4 posts 1 accounts; complains content_missing post_malformed post_not_public \
         time_absurd time_missing; cursor 9"
    );
    let nothing = visit(SEA, None, first(SEA, None), 200, &json!([null, {}]));
    assert_eq!(line(&nothing), "Drift; complains post_malformed");
    let other = visit(SEA, None, first(SEA, None), 200, &json!({"a": 1}));
    assert_eq!(line(&other), "Drift; complains list_missing");
}

#[test]
fn posts_come_oldest_first_and_without_what_a_database_cannot_keep() {
    let early = json!({"created_at": "2026-11-20T00:00:00Z", "content": "a\u{0}b"});
    let body = json!([status(3), with(status(2), early)]);
    let reading = visit(SEA, None, first(SEA, None), 200, &body);
    let texts: Vec<_> = reading.posts.iter().map(|post| post.content.text.as_str()).collect();
    assert_eq!(texts, ["ab", "post 3"]);
}
