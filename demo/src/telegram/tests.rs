use super::*;
use crate::plan::Plan;
use crate::truth::{Oddity, PostTruth, Takedown};
use crate::world::World;
use model::Timestamp;
use std::collections::BTreeMap;

fn world() -> World {
    World::invent(&Plan::default())
}

fn get(world: &World, now: Timestamp, target: &str) -> Answer {
    answer(&View::of(world.truth_ref(), now, &[]), &Asked::get(target))
}

/// Values of an attribute in a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let open = format!(" {name}=\"");
    page.split(open.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every message number that paging backwards brings, with how often.
fn paged(world: &World, now: Timestamp, handle: &str) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    let mut target = Some(format!("/s/{handle}"));
    while let Some(next) = target {
        let page = get(world, now, &next);
        assert_eq!(page.status, 200, "{next}");
        let posts = attributes(&page.body, "data-post");
        assert!(posts.len() <= 21, "{next}");
        for post in posts {
            let (name, number) = post.split_once('/').unwrap();
            assert_eq!(name, handle);
            *seen.entry(number.to_owned()).or_default() += 1;
        }
        let prev = page.body.split("rel=\"prev\" href=\"").nth(1);
        target = prev.and_then(|rest| rest.split('"').next()).map(str::to_owned);
    }
    seen
}

fn channels(view: &View<'_>) -> Vec<(String, Vec<PostTruth>)> {
    let open =
        |a: &&AccountTruth| view.state(a).is_live() && a.form == Form::Channel && a.collectable;
    let accounts = view.accounts("telegram").filter(open);
    accounts
        .map(|a| {
            let posts = view.posts(a).into_iter().map(|shown| shown.post.clone()).collect();
            (view.name(a).unwrap().handle.clone(), posts)
        })
        .collect()
}

#[test]
fn paging_brings_every_live_message_exactly_once_at_every_moment() {
    let world = world();
    for days in [-20, 0, 9] {
        let now = world.truth_ref().plan.start.plus_days(days);
        let view = View::of(world.truth_ref(), now, &[]);
        let channels = channels(&view);
        assert!(channels.len() > 20);
        for (handle, posts) in channels {
            let mut expect: BTreeMap<String, usize> =
                posts.iter().map(|post| (post.number.clone(), 1)).collect();
            let seen = paged(&world, now, &handle);
            if seen.contains_key("1") {
                expect.insert("1".to_owned(), 1);
            }
            assert_eq!(seen, expect, "{handle} on day {days}");
        }
    }
}

#[test]
fn after_goes_forward_from_a_message() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let (handle, posts) = channels(&view).into_iter().find(|(_, posts)| posts.len() > 30).unwrap();
    let known = &posts[4].number;
    let page = get(&world, now, &format!("/s/{handle}?after={known}"));
    let expect: Vec<String> =
        posts[5..25].iter().map(|post| format!("{handle}/{}", post.number)).collect();
    assert_eq!(attributes(&page.body, "data-post"), expect);
}

#[test]
fn a_renamed_channel_keeps_its_chat_id_and_frees_its_old_name() {
    let world = world();
    let truth = world.truth_ref();
    let renamed = truth.accounts.iter().find(|a| {
        a.platform.as_str() == "telegram"
            && a.names.len() == 2
            && a.names[0].handle != a.names[1].handle
            && a.names[1].from > truth.plan.start
    });
    let renamed = renamed.unwrap();
    let (old, new) = (&renamed.names[0].handle, &renamed.names[1].handle);
    let (before, after) = (truth.plan.start, renamed.names[1].from.plus_secs(60));
    let chat = |page: &Answer| {
        let view = attributes(&page.body, "data-view")[0].to_owned();
        let bytes = data_encoding::BASE64URL_NOPAD.decode(view.as_bytes()).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        value["c"].as_i64().unwrap()
    };
    let first = chat(&get(&world, before, &format!("/s/{old}")));
    assert_eq!(first.to_string(), renamed.native_id);
    assert_eq!(chat(&get(&world, after, &format!("/s/{new}"))), first);
    assert_eq!(get(&world, after, &format!("/s/{old}")).status, 302);
    let landing = get(&world, after, &format!("/{old}"));
    assert!(landing.body.contains("tgme_icon_user") && !landing.body.contains("tgme_page_title"));
}

#[test]
fn an_edit_shows_after_its_moment_and_is_marked() {
    let world = world();
    let truth = world.truth_ref();
    let posts = truth.posts.iter().filter(|p| p.account.starts_with("telegram/"));
    let mut checked = 0;
    for post in posts.filter(|p| p.versions.len() == 2 && p.deleted_at.is_none()) {
        let edit = &post.versions[1];
        let at = |now| {
            let view = View::of(truth, now, &[]);
            let account = truth.account(&post.account).unwrap();
            let handle = view.name(account).unwrap().handle.clone();
            let live = view.state(account).is_live();
            (live, get(&world, now, &format!("/{handle}/{}?embed=1", post.number)).body)
        };
        let ((_, before), (live, after)) = (at(edit.at.plus_ms(-1)), at(edit.at));
        if live && after.contains("tgme_widget_message_date") {
            assert!(!before.contains("edited &nbsp;") && after.contains("edited &nbsp;"));
            checked += 1;
        }
    }
    assert!(checked > 10, "{checked}");
}

#[test]
fn a_deleted_message_is_gone_from_lists_and_by_itself() {
    let world = world();
    let truth = world.truth_ref();
    let now = truth.plan.start;
    let view = View::of(truth, now, &[]);
    let gone = truth.posts.iter().find(|post| {
        let account = truth.account(&post.account).unwrap();
        account.form == Form::Channel
            && view.state(account).is_live()
            && account.collectable
            && post.deleted_at.is_some_and(|at| at < now)
    });
    let gone = gone.unwrap();
    let handle = &view.name(truth.account(&gone.account).unwrap()).unwrap().handle;
    let page = get(&world, now, &format!("/{handle}/{}?embed=1", gone.number));
    assert_eq!(page.status, 200);
    assert!(page.body.contains("tgme_widget_message_error\" dir=\"auto\">Post not found"));
    assert!(!paged(&world, now, handle).contains_key(&gone.number));
}

#[test]
fn a_taken_down_channel_redirects_and_its_name_is_free() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let account = view.accounts("telegram").find(|a| a.advertises() && view.state(a).is_live());
    let account = account.unwrap();
    let handle = &view.name(account).unwrap().handle;
    let removed = [Takedown { account: account.key.clone(), at: now, ticket: "T".to_owned() }];
    let after = View::of(world.truth_ref(), now, &removed);
    let list = answer(&after, &Asked::get(&format!("/s/{handle}")));
    let to = format!("http://127.0.0.1:9/{handle}");
    assert_eq!((list.status, list.header("location")), (302, Some(to.as_str())));
    let landing = answer(&after, &Asked::get(&format!("/{handle}"))).body;
    assert!(landing.contains("noindex") && landing.contains("Telegram: Contact @"));
}

#[test]
fn the_odd_ones_look_as_their_kind_does() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let handle = |oddity: Oddity| {
        let accounts = &world.truth_ref().accounts;
        let account = accounts.iter().find(|a| a.oddity == Some(oddity)).unwrap();
        account.names[0].handle.clone()
    };
    let empty = get(&world, now, &format!("/s/{}", handle(Oddity::Empty))).body;
    assert!(empty.contains("tme_no_messages_found") && !empty.contains("data-post"));
    let odd = get(&world, now, &format!("/s/{}", handle(Oddity::OddMarkup))).body;
    assert!(odd.contains("tgme_widget_message_wrap") && !odd.contains("data-post"));
    let group = handle(Oddity::Group);
    assert_eq!(get(&world, now, &format!("/s/{group}")).status, 302);
    let landing = get(&world, now, &format!("/{group}")).body;
    assert!(landing.contains(" members, ") && !landing.contains("Preview channel"));
}

#[test]
fn a_search_shows_hits_only() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let (handle, posts) = channels(&view).into_iter().find(|(_, posts)| posts.len() > 30).unwrap();
    let longest = posts[0].versions[0].text.split_whitespace().max_by_key(|one| one.len()).unwrap();
    let query: String = url::form_urlencoded::byte_serialize(longest.as_bytes()).collect();
    let page = get(&world, now, &format!("/s/{handle}?q={query}")).body;
    let hits = attributes(&page, "data-post").len();
    assert!((1..=20).contains(&hits), "{hits} hits");
    let none = get(&world, now, &format!("/s/{handle}?q=qqqqqq")).body;
    assert!(none.contains("tme_no_messages_found"));
}
