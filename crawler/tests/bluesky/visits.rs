//! Visits to profiles and searches, by invented answers.

use super::{
    DEFAULT, LINA, OMAR, OWN, ask, feed, line, post, profile, recorded_as, source, stored, uri,
    url, visit, with,
};
use crawler::platforms::{Adapter, Place, bluesky::ADAPTER};
use model::{PageRequest, PageState, Purpose};
use serde_json::{Value, json};

fn first(input: &str, base: &str, cursor: Option<&str>) -> PageRequest {
    let source = source(input, base);
    ADAPTER.first(&Place { base: &url(base), source: Some(&source), cursor }).unwrap()
}

#[test]
fn a_visit_asks_who_answers_to_the_name_and_then_follows_the_account() {
    let request = first("@lina.routes.example", DEFAULT, None);
    let expect = format!("{DEFAULT}xrpc/app.bsky.actor.getProfile?actor=lina.routes.example");
    assert_eq!(request.url.as_str(), expect);
    let reading = visit(request, 200, &profile());
    let did = LINA.replace(':', "%3A");
    assert_eq!(
        line(&reading),
        format!(
            "Aside; 0 posts 1 accounts; then Newest app.bsky.feed.getAuthorFeed?actor={did}\
             &filter=posts_with_replies&limit=100; cursor {LINA}"
        )
    );
    insta::assert_json_snapshot!("profile", reading.accounts[0]);
    // A profile that has not changed may have new posts all the same.
    let (base, lina) = (url(DEFAULT), source("@lina.routes.example", DEFAULT));
    let place = Place { base: &base, source: Some(&lina), cursor: Some(LINA) };
    let request = ask("app.bsky.actor.getProfile", "actor=x");
    let unchanged = ADAPTER.read(&place, &stored(request, 304, &[], b""));
    assert_eq!((unchanged.state, &unchanged.next), (PageState::Aside, &reading.next));
    let later = first("@lina.routes.example", DEFAULT, Some(LINA));
    assert!(later.url.as_str().ends_with(&format!("getProfile?actor={did}")), "{:?}", later.url);
}

#[test]
fn a_configured_base_is_asked_for_everything() {
    let check = |input: &str, expect: &str| {
        assert_eq!(first(input, OWN, None).url.as_str(), format!("{OWN}xrpc/{expect}"), "{input}");
    };
    check("http://127.0.0.1:2584/profile/bob.test", "app.bsky.actor.getProfile?actor=bob.test");
    check("@bob.test", "app.bsky.actor.getProfile?actor=bob.test");
    check(
        "https://bsky.app/search?q=small+boat",
        "app.bsky.feed.searchPosts?q=small+boat&sort=latest&limit=100",
    );
}

#[test]
fn what_a_profile_says_decides_the_visit() {
    let check = |status: u16, body: &Value, expect: &str| {
        let request = ask("app.bsky.actor.getProfile", "actor=lina.routes.example");
        let got = line(&visit(request, status, body));
        assert!(got.starts_with(expect), "{status} {body}: {got}");
    };
    let error = |name: &str, message: &str| json!({"error": name, "message": message});
    check(400, &error("AccountTakedown", "Account has been suspended"), "Gone");
    check(400, &error("AccountDeactivated", ""), "Gone; complains account_deactivated");
    check(400, &error("InvalidRequest", "Profile not found"), "Gone");
    check(400, &error("InvalidRequest", "Error: odd"), "Drift; complains request_refused");
    check(400, &error("SomethingNew", ""), "Drift; complains error_unknown");
    check(400, &error("BlockedActor", ""), "NotPublic; complains blocked_actor");
    check(403, &error("AuthMissing", ""), "AuthRequired; complains log_in_wanted");
    check(401, &json!("<html>"), "AuthRequired; complains log_in_wanted");
    check(403, &json!("<html>"), "Broken; complains blocked");
    check(404, &json!("<html>"), "Drift; complains status_unexpected");
    check(429, &error("RateLimitExceeded", ""), "RateLimited; complains rate_limited");
    check(501, &error("MethodNotImplemented", ""), "Aside; complains method_missing");
    check(502, &error("UpstreamFailure", ""), "Broken; complains server_failed");
    check(304, &json!(null), "Unchanged");
    check(200, &json!([]), "Drift; complains not_json");
    check(200, &json!({"did": "nobody"}), "Drift; complains profile_malformed");
    let label = |val: &str| json!({"labels": [{"src": "did:plc:moderation", "val": val}]});
    check(200, &with(profile(), label("!takedown")), "Gone; Suspended by AccountPage");
    check(200, &with(profile(), label("!hide")), "Aside; 0 posts 1 accounts; complains label_hide");
    let nameless = with(profile(), json!({"handle": "handle.invalid"}));
    check(200, &nameless, "Aside; 0 posts 1 accounts; complains handle_invalid");
}

#[test]
fn who_asks_not_to_be_shown_without_a_log_in_is_left_alone() {
    let wish = json!({"labels": [{"src": LINA, "val": "!no-unauthenticated"}]});
    let code = "complains asks_not_to_be_shown_logged_out";
    let request = ask("app.bsky.actor.getProfile", "actor=lina.routes.example");
    let asked = visit(request, 200, &with(profile(), wish.clone()));
    assert_eq!(line(&asked), format!("NotPublic; Restricted by AccountPage; {code}"));
    let author = with(post("1")["author"].clone(), wish);
    let theirs = json!({"post": with(post("1"), json!({"author": author}))});
    assert_eq!(line(&feed(&json!([theirs]))), format!("NotPublic; {code}"));
    let both = feed(&json!([theirs, {"post": post("2")}]));
    assert_eq!(line(&both), format!("Posts; 1 posts 1 accounts; {code}"));
}

#[test]
fn a_feed_is_turned_by_its_cursor() {
    let check = |query: &str, body: &Value, expect: &str| {
        let request = ask("app.bsky.feed.getAuthorFeed", query);
        assert_eq!(line(&visit(request, 200, body)), expect, "{query} {body}");
    };
    let page = json!({"feed": [{"post": post("1")}], "cursor": "a b&c"});
    let seen = "Posts; 1 posts 1 accounts";
    let method = "app.bsky.feed.getAuthorFeed";
    check(
        "actor=x&limit=2",
        &page,
        &format!("{seen}; then Older {method}?actor=x&limit=2&cursor=a+b%26c"),
    );
    check(
        "actor=x&cursor=old",
        &page,
        &format!("{seen}; then Older {method}?actor=x&cursor=a+b%26c"),
    );
    check("actor=x&cursor=a+b%26c", &page, &format!("{seen}; complains cursor_in_circle"));
    check("actor=x", &json!({"feed": []}), "Empty");
    check("actor=x", &json!({"feed": [], "cursor": "a"}), "Empty");
    check("actor=x", &json!({"posts": []}), "Drift; complains list_missing");
}

#[test]
fn a_post_is_read_with_all_that_belongs_to_it() {
    let text = "👋 @omar.routes.example #sea boats.example";
    let facet = |from: usize, to: usize, feature: Value| json!({"index": {"byteStart": from, "byteEnd": to}, "features": [feature]});
    let rich = recorded_as(
        "5",
        json!({
            "text": text, "langs": ["i-klingon", "ckb"], "tags": ["travel"],
            "reply": {"parent": {"uri": uri(OMAR, "4")}, "root": {"uri": uri(OMAR, "1")}},
            "facets": [
                facet(5, 25, json!({"did": OMAR})), facet(26, 30, json!({"tag": "sea"})),
                facet(31, 44, json!({"uri": "https://boats.example/"}))
            ]
        }),
    );
    let quoted = json!({"uri": uri(OMAR, "9"), "value": {"text": "not mine"}});
    let images = json!([{"alt": "a boat", "fullsize": "https://cdn.example/b.jpg"}]);
    let embed = json!({
        "$type": "app.bsky.embed.recordWithMedia#view",
        "media": {"$type": "app.bsky.embed.images#view", "images": images},
        "record": {"record": quoted}
    });
    let reading = feed(&json!([{"post": with(rich, json!({"embed": embed}))}]));
    assert!(reading.complaints.is_empty(), "{:?}", reading.complaints);
    insta::assert_json_snapshot!("rich_post", reading.posts[0]);
}

#[test]
fn every_kind_of_embed_leaves_what_can_be_read_of_it() {
    let check = |embed: Value, expect: &[(&str, &str, &str)]| {
        let reading = feed(&json!([{"post": with(post("1"), json!({"embed": embed}))}]));
        let media = &reading.posts[0].content.media;
        let got: Vec<_> = media
            .iter()
            .map(|m| (m.kind.as_str(), m.url.as_deref().unwrap_or(""), m.text.as_str()))
            .collect();
        assert_eq!(got, expect, "{embed}");
    };
    let of =
        |kind: &str, rest: Value| with(rest, json!({"$type": format!("app.bsky.embed.{kind}")}));
    let picture = json!([{"alt": "a", "thumbnail": "https://cdn.example/t"}]);
    check(
        of("gallery#view", json!({"items": picture})),
        &[("photo", "https://cdn.example/t", "a")],
    );
    let film = json!({"alt": "b", "playlist": "https://cdn.example/p"});
    check(of("video#view", film), &[("video", "https://cdn.example/p", "b")]);
    let page = json!({"external": {"uri": "https://x.example/", "title": "T", "description": "D"}});
    check(of("external#view", page), &[("link", "https://x.example/", "T\nD")]);
    let own = format!("https://bsky.app/profile/{OMAR}/post/9");
    check(of("record#view", json!({"record": {"uri": uri(OMAR, "9")}})), &[("link", &own, "")]);
    check(
        of("record#view", json!({"record": {"uri": uri(OMAR, "9"), "notFound": true}})),
        &[("link", &own, "")],
    );
    let generator = format!("at://{OMAR}/app.bsky.feed.generator/m");
    check(of("record#view", json!({"record": {"uri": generator}})), &[("link", &generator, "")]);
    check(of("hologram#view", json!({})), &[]);
}

#[test]
fn a_time_that_cannot_be_is_replaced_by_the_time_of_the_network() {
    let check = |written: Value, indexed: Value, expect: Option<&str>, code: &str| {
        let view =
            with(recorded_as("1", json!({"createdAt": written})), json!({"indexedAt": indexed}));
        let reading = feed(&json!([{"post": view}]));
        let time = reading.posts[0].posted_at.map(|time| time.to_string());
        assert_eq!(time.as_deref(), expect, "{written} {indexed}");
        let codes: Vec<_> = reading.complaints.iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes.join(" "), code, "{written} {indexed}");
    };
    let seen = json!("2026-11-20T10:00:00Z");
    check(json!("2026-11-20T09:59:00Z"), seen.clone(), Some("2026-11-20T09:59:00Z"), "");
    check(json!("2026-11-20T10:05:00Z"), seen.clone(), Some("2026-11-20T10:05:00Z"), "");
    check(json!("2031-01-01T00:00:00Z"), seen.clone(), Some("2026-11-20T10:00:00Z"), "time_absurd");
    check(json!("1970-01-01T00:00:00Z"), seen.clone(), Some("2026-11-20T10:00:00Z"), "time_absurd");
    check(
        json!("2024-01-01T00:00:00Z"),
        seen.clone(),
        Some("2024-01-01T00:00:00Z"),
        "time_backdated",
    );
    check(json!("yesterday"), seen.clone(), Some("2026-11-20T10:00:00Z"), "time_missing");
    check(json!(null), seen, Some("2026-11-20T10:00:00Z"), "time_missing");
    check(json!("2031-01-01T00:00:00Z"), json!("2031-01-01T00:00:00Z"), None, "time_absurd");
    check(json!("2026-11-24T11:00:00Z"), json!(null), Some("2026-11-24T11:00:00Z"), "");
}

#[test]
fn a_repost_keeps_whom_it_is_from_and_nothing_of_what_it_says() {
    let theirs = with(
        post("7"),
        json!({"uri": uri(OMAR, "7"), "author": {"did": OMAR, "handle": "omar.routes.example"}}),
    );
    let repost = format!("at://{LINA}/app.bsky.feed.repost/8");
    let reason = json!({
        "$type": "app.bsky.feed.defs#reasonRepost", "uri": repost, "indexedAt": "2026-11-24T11:00:00Z",
        "by": {"did": LINA, "handle": "lina.routes.example"}
    });
    let reading = feed(&json!([{"post": theirs, "reason": reason}]));
    assert_eq!(line(&reading), "Posts; 1 posts 1 accounts");
    let post = &reading.posts[0];
    assert_eq!((post.native_id.as_str(), post.account.as_str()), (repost.as_str(), LINA));
    assert_eq!(post.forwarded_from.as_deref(), Some(uri(OMAR, "7").as_str()));
    assert_eq!(post.content, model::post::Content::default());
    let stranger = with(reason.clone(), json!({"by": null}));
    let body = json!([{"post": theirs, "reason": stranger}]);
    assert_eq!(line(&feed(&body)), "Posts; 1 posts 0 accounts; complains author_missing");
    let unnamed = with(reason, json!({"uri": null}));
    let body = json!([{"post": theirs, "reason": unnamed}]);
    assert_eq!(line(&feed(&body)), "Drift; complains post_malformed");
}

#[test]
fn a_pinned_post_is_a_post_and_is_counted_once() {
    let pin = json!({"$type": "app.bsky.feed.defs#reasonPin"});
    let reading = feed(
        &json!([{"post": post("1"), "reason": pin}, {"post": post("2")}, {"post": post("1")}]),
    );
    assert_eq!(line(&reading), "Posts; 2 posts 1 accounts");
}

#[test]
fn a_malformed_post_does_not_take_its_neighbours_along() {
    let bad_range = json!({"facets": [{"index": {"byteStart": 1, "byteEnd": 99}, "features": []}]});
    let body = json!([
        {"post": post("1")}, null, 7, {"post": {}}, {"post": with(post("2"), json!({"uri": "x"}))},
        {"post": with(post("3"), json!({"uri": format!("at://{LINA}/app.bsky.feed.like/3")}))},
        {"post": with(post("4"), json!({"record": null}))},
        {"post": recorded_as("5", json!({"$type": "app.example.post"}))},
        {"post": with(post("6"), json!({"author": {"did": OMAR, "handle": "omar.routes.example"}}))},
        {"post": recorded_as("7", json!({"text": null}))}, {"post": recorded_as("8", bad_range)},
        {"post": with(post("9"), json!({"embed": {"$type": "new"}}))}
    ]);
    assert_eq!(
        line(&feed(&body)),
        "Posts; 5 posts 1 accounts; complains author_missing embed_unknown facet_misplaced \
         post_malformed text_missing"
    );
    assert_eq!(line(&feed(&json!([null]))), "Drift; complains post_malformed");
}

#[test]
fn a_search_of_ones_own_appview_is_read_and_turned() {
    let base = url(OWN);
    let source = source("https://bsky.app/search?q=sea", OWN);
    let place = Place { base: &base, source: Some(&source), cursor: None };
    let request = ADAPTER.first(&place).unwrap();
    assert_eq!(request.purpose, Purpose::Newest);
    let body = json!({"posts": [post("1")], "cursor": "c"}).to_string();
    let reading = ADAPTER.read(&place, &stored(request.clone(), 200, &[], body.as_bytes()));
    assert_eq!(
        line(&reading),
        "Posts; 1 posts 1 accounts; then Older app.bsky.feed.searchPosts?q=sea&sort=latest&limit=100&cursor=c"
    );
    assert!(!reading.accounts[0].is_source);
    let closed = ADAPTER.read(&place, &stored(request, 403, &[], b"<h1>403</h1>"));
    assert_eq!(line(&closed), "AuthRequired; complains log_in_wanted");
}
