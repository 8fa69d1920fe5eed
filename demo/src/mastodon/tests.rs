use super::*;
use crate::plan::Plan;
use crate::truth::{Ending, Takedown};
use crate::world::World;
use std::collections::BTreeMap;

const USED: Use = Use { limit: 1000, remaining: 999, exceeded: false };

fn world() -> World {
    World::invent(&Plan::default())
}

fn get(world: &World, now: Timestamp, target: &str) -> Answer {
    answer(&View::of(world.truth_ref(), now, &[]), &Asked::get(target), USED)
}

/// The path that a relation of the Link header leads to; it must be on the asking host.
fn linked(answer: &Answer, relation: &str) -> Option<String> {
    let part = answer.header("link")?.split(", ").find(|part| part.contains(relation))?;
    let url = part.split(['<', '>']).nth(1)?;
    Some(url.strip_prefix("http://127.0.0.1:9").unwrap().to_owned())
}

/// Ids that following a relation brings, with how often.
fn followed(world: &World, now: Timestamp, from: &str, relation: &str) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    let mut target = Some(from.to_owned());
    while let Some(next) = target {
        let page = get(world, now, &next);
        assert_eq!(page.status, 200, "{next}");
        let statuses = page.value();
        for status in statuses.as_array().unwrap() {
            *seen.entry(status["id"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        target = linked(&page, relation);
    }
    seen
}

#[test]
fn paging_an_account_brings_every_live_status_exactly_once_at_every_moment() {
    let world = world();
    for days in [-20, 0, 9] {
        let now = world.truth_ref().plan.start.plus_days(days);
        let view = View::of(world.truth_ref(), now, &[]);
        let live: Vec<_> = view.accounts("mastodon").filter(|a| view.state(a).is_live()).collect();
        assert!(live.len() > 10);
        for account in live {
            let expect: BTreeMap<String, usize> =
                view.posts(account).iter().map(|s| (s.post.number.clone(), 1)).collect();
            let from = format!("/api/v1/accounts/{}/statuses?limit=7", account.number);
            assert_eq!(followed(&world, now, &from, "next"), expect, "{} on {days}", account.key);
        }
    }
}

#[test]
fn min_id_goes_forward_without_gaps() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let account =
        view.accounts("mastodon").find(|a| view.state(a).is_live() && view.posts(a).len() > 20);
    let account = account.unwrap();
    let posts = view.posts(account);
    let known = &posts[3].post.number;
    let from = format!("/api/v1/accounts/{}/statuses?limit=4&min_id={known}", account.number);
    let expect: BTreeMap<String, usize> =
        posts[4..].iter().map(|s| (s.post.number.clone(), 1)).collect();
    assert_eq!(followed(&world, now, &from, "prev"), expect);
    let since = get(&world, now, &from.replace("min_id", "since_id")).value();
    assert_eq!(since[0]["id"], posts.last().unwrap().post.number);
}

#[test]
fn a_hashtag_shows_every_live_status_that_has_it() {
    let world = world();
    let truth = world.truth_ref();
    let now = truth.plan.start;
    let view = View::of(truth, now, &[]);
    let mut shown = 0;
    for tag in truth.hashtags.iter().filter(|tag| tag.open) {
        let path: String = url::form_urlencoded::byte_serialize(tag.tag.as_bytes()).collect();
        let seen = followed(&world, now, &format!("/api/v1/timelines/tag/{path}?limit=40"), "next");
        assert!(seen.values().all(|count| *count == 1));
        for id in seen.keys() {
            let status = statuses::find(&view, id).unwrap();
            assert!(crate::invent::tags(&status.version.text).contains(&tag.tag));
        }
        shown += seen.len();
    }
    assert!(shown > 50, "{shown}");
    let closed = truth.hashtags.iter().find(|tag| !tag.open).unwrap();
    let path: String = url::form_urlencoded::byte_serialize(closed.tag.as_bytes()).collect();
    let refused = get(&world, now, &format!("/api/v1/timelines/tag/{path}"));
    assert_eq!(refused.status, 401);
    assert_eq!(refused.value()["error"], "The access token is invalid");
}

#[test]
fn an_edited_status_says_when_and_keeps_its_history() {
    let world = world();
    let truth = world.truth_ref();
    let edited = truth.posts.iter().filter(|p| p.account.starts_with("mastodon/"));
    let mut checked = 0;
    for post in edited.filter(|p| p.versions.len() == 2) {
        let at = post.versions[1].at;
        let path = format!("/api/v1/statuses/{}", post.number);
        let before = get(&world, at.plus_ms(-1), &path);
        let after = get(&world, at, &path);
        if after.status != 200 || before.status != 200 {
            continue;
        }
        let (before, after) = (before.value(), after.value());
        assert!(before["edited_at"].is_null());
        assert_eq!(after["edited_at"], moment(at));
        assert_ne!(before["content"], after["content"]);
        let history = get(&world, at, &format!("{path}/history")).value();
        assert_eq!(history.as_array().unwrap().len(), 2);
        checked += 1;
    }
    assert!(checked > 3, "{checked}");
}

#[test]
fn a_taken_down_account_is_404_to_the_api_and_410_to_people() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let account = view
        .accounts("mastodon")
        .find(|a| a.advertises() && view.state(a).is_live() && !view.posts(a).is_empty());
    let account = account.unwrap();
    let handle = &view.name(account).unwrap().handle;
    let status = &view.posts(account)[0].post.number;
    let takedowns = [Takedown { account: account.key.clone(), at: now, ticket: "T".to_owned() }];
    let check = |target: &str, before: u16, expect: u16| {
        let ask = |takedowns| {
            let view = View::of(world.truth_ref(), now, takedowns);
            answer(&view, &Asked::get(target), USED).status
        };
        assert_eq!((ask(&[][..]), ask(&takedowns[..])), (before, expect), "{target}");
    };
    check(&format!("/api/v1/accounts/lookup?acct={handle}"), 200, 404);
    check(&format!("/api/v1/accounts/lookup?acct={handle}%40127.0.0.1%3A9"), 200, 404);
    check(&format!("/api/v1/accounts/lookup?acct={handle}%40elsewhere.example"), 404, 404);
    check(&format!("/api/v1/accounts/{}", account.number), 200, 404);
    check(&format!("/api/v1/accounts/{}/statuses", account.number), 200, 404);
    check(&format!("/api/v1/statuses/{status}"), 200, 404);
    check(&format!("/@{handle}"), 200, 410);
    check(&format!("/@{handle}/{status}"), 200, 410);
}

#[test]
fn a_suspended_account_is_an_empty_shell() {
    let world = world();
    let truth = world.truth_ref();
    let suspended = truth.accounts.iter().find(|a| {
        a.platform.as_str() == "mastodon" && a.ends.is_some_and(|(_, e)| e == Ending::Suspended)
    });
    let suspended = suspended.unwrap();
    let now = suspended.ends.unwrap().0;
    let shell = get(&world, now, &format!("/api/v1/accounts/{}", suspended.number)).value();
    assert_eq!((&shell["suspended"], &shell["note"]), (&json!(true), &json!("")));
    let list = get(&world, now, &format!("/api/v1/accounts/{}/statuses", suspended.number));
    assert_eq!((list.value(), list.header("link")), (json!([]), None));
}

#[test]
fn every_api_answer_tells_its_rate_limit() {
    let world = world();
    let now = world.truth_ref().plan.start;
    for target in ["/api/v2/instance", "/api/v1/instance", "/api/v1/statuses/0", "/api/v9/x"] {
        let answer = get(&world, now, target);
        assert_eq!(answer.header("x-ratelimit-remaining"), Some("999"), "{target}");
        let reset = answer.header("x-ratelimit-reset").unwrap();
        assert!(Timestamp::parse(reset).unwrap() > now, "{reset}");
    }
    let instance = get(&world, now, "/api/v2/instance").value();
    let access = &instance["configuration"]["timelines_access"];
    assert_eq!(access["live_feeds"]["local"], "disabled");
    assert_eq!(get(&world, now, "/api/v1/timelines/public").status, 401);
}
