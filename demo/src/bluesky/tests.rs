use super::*;
use crate::plan::Plan;
use crate::truth::Takedown;
use crate::world::World;
use model::Timestamp;
use std::collections::BTreeMap;

fn world() -> World {
    World::invent(&Plan::default())
}

fn get(world: &World, now: Timestamp, target: &str) -> Answer {
    answer(&View::of(world.truth_ref(), now, &[]), &Asked::get(&format!("/xrpc/{target}")))
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn paging_a_feed_brings_every_live_post_exactly_once_at_every_moment() {
    let world = world();
    for days in [-20, 0, 9] {
        let now = world.truth_ref().plan.start.plus_days(days);
        let view = View::of(world.truth_ref(), now, &[]);
        let live: Vec<_> = view.accounts("bluesky").filter(|a| view.state(a).is_live()).collect();
        assert!(live.len() > 10);
        for account in live {
            let expect: BTreeMap<String, usize> =
                view.posts(account).iter().map(|s| (s.post.native_id.clone(), 1)).collect();
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            let mut cursor = String::new();
            loop {
                let target =
                    format!("app.bsky.feed.getAuthorFeed?actor={}&limit=9{cursor}", account.number);
                let page = get(&world, now, &target).value();
                for entry in page["feed"].as_array().unwrap() {
                    let uri = entry["post"]["uri"].as_str().unwrap().to_owned();
                    *seen.entry(uri).or_default() += 1;
                }
                let Some(next) = page["cursor"].as_str() else { break };
                cursor = format!("&cursor={}", encoded(next));
            }
            assert_eq!(seen, expect, "{} on day {days}", account.key);
        }
    }
}

#[test]
fn a_renamed_profile_keeps_its_did_and_frees_its_handle() {
    let world = world();
    let truth = world.truth_ref();
    let renamed = truth.accounts.iter().find(|a| {
        a.platform.as_str() == "bluesky" && a.names.len() == 2 && a.names[1].from > truth.plan.start
    });
    let renamed = renamed.unwrap();
    let (old, new) = (&renamed.names[0].handle, &renamed.names[1].handle);
    let (before, after) = (truth.plan.start, renamed.names[1].from);
    let did = |now, handle: &str| {
        let target = format!("com.atproto.identity.resolveHandle?handle={handle}");
        let answer = get(&world, now, &target);
        (answer.status, answer.value()["did"].as_str().map(str::to_owned))
    };
    let own = Some(renamed.native_id.clone());
    assert_eq!(did(before, old), (200, own.clone()));
    assert_eq!(did(after, new), (200, own));
    assert_eq!(did(after, old).0, 400);
    let profile =
        get(&world, after, &format!("app.bsky.actor.getProfile?actor={}", renamed.native_id));
    assert_eq!(profile.value()["handle"].as_str(), Some(new.as_str()));
}

#[test]
fn a_takedown_shows_differently_in_every_place() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let account = view
        .accounts("bluesky")
        .find(|a| a.advertises() && view.state(a).is_live() && !view.posts(a).is_empty());
    let account = account.unwrap();
    let uri = encoded(&view.posts(account)[0].post.native_id);
    let did = &account.number;
    let takedowns = [Takedown { account: account.key.clone(), at: now, ticket: "T".to_owned() }];
    let after = View::of(world.truth_ref(), now, &takedowns);
    let ask = |target: String| {
        let answer = answer(&after, &Asked::get(&format!("/xrpc/{target}")));
        (answer.status, answer.value())
    };
    let (status, profile) = ask(format!("app.bsky.actor.getProfile?actor={did}"));
    assert_eq!((status, &profile["error"]), (400, &json!("AccountTakedown")));
    let (status, feed) = ask(format!("app.bsky.feed.getAuthorFeed?actor={did}"));
    assert_eq!((status, &feed["message"]), (400, &json!("Profile not found")));
    assert_eq!(ask(format!("app.bsky.feed.getPosts?uris={uri}")), (200, json!({"posts": []})));
    assert_eq!(ask(format!("app.bsky.feed.getPostThread?uri={uri}")).1["error"], "NotFound");
    let (_, repo) = ask(format!("com.atproto.sync.getRepoStatus?did={did}"));
    assert_eq!(repo, json!({"did": did, "active": false, "status": "takendown"}));
}

#[test]
fn deleted_posts_are_left_out_and_live_ones_shown() {
    let world = world();
    let truth = world.truth_ref();
    let mut deleted = 0;
    for post in truth.posts.iter().filter(|p| p.account.starts_with("bluesky/")) {
        let Some(at) = post.deleted_at else { continue };
        let target = format!("app.bsky.feed.getPosts?uris={}", encoded(&post.native_id));
        let count = |now| get(&world, now, &target).value()["posts"].as_array().unwrap().len();
        let live = View::of(truth, at, &[]).state(truth.account(&post.account).unwrap()).is_live();
        assert_eq!(count(at), 0);
        if live && matches!(truth.account(&post.account).unwrap().born, crate::truth::Birth::At(_))
        {
            assert_eq!(count(at.plus_ms(-1)), 1, "{}", post.native_id);
            deleted += 1;
        }
    }
    assert!(deleted > 10, "{deleted}");
}

#[test]
fn wrong_questions_are_refused_as_recorded() {
    let world = world();
    let now = world.truth_ref().plan.start;
    for (target, status, error) in [
        ("app.bsky.feed.getAuthorFeed?actor=nobody.test", 400, "InvalidRequest"),
        ("app.bsky.actor.getProfile?actor=nobody.test", 400, "InvalidRequest"),
        ("app.bsky.actor.getProfile", 400, "InvalidRequest"),
        ("app.bsky.feed.getPosts", 400, "InvalidRequest"),
        ("com.atproto.identity.resolveHandle?handle=nobody.test", 400, "InvalidRequest"),
        ("com.atproto.sync.getRepoStatus?did=did:plc:nobody", 400, "RepoNotFound"),
        ("app.bsky.feed.getTimeline", 501, "MethodNotImplemented"),
    ] {
        let answer = get(&world, now, target);
        assert_eq!((answer.status, &answer.value()["error"]), (status, &json!(error)), "{target}");
    }
    let search = get(&world, now, "app.bsky.feed.searchPosts?q=x");
    assert_eq!((search.status, search.header("content-type")), (403, Some("text/html")));
}

#[test]
fn whoever_asks_not_to_be_shown_carries_the_label() {
    let world = world();
    let truth = world.truth_ref();
    let shy =
        truth.accounts.iter().find(|a| a.oddity == Some(crate::truth::Oddity::NoUnauthenticated));
    let target = format!("app.bsky.actor.getProfile?actor={}", shy.unwrap().number);
    let profile = get(&world, truth.plan.start, &target).value();
    assert_eq!(profile["labels"][0]["val"], "!no-unauthenticated");
}
