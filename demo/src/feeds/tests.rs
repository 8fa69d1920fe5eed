use super::*;
use crate::plan::Plan;
use crate::truth::{Birth, Takedown};
use crate::world::World;

fn world() -> World {
    World::invent(&Plan::default())
}

fn target(account: &AccountTruth) -> String {
    format!("/{}", path(account.form, &account.number))
}

fn ask(view: &View<'_>, target: &str) -> Answer {
    answer(view, &Asked::get(target))
}

#[test]
fn a_feed_shows_every_live_post_once_when_serving_begins() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    let mut forms = std::collections::BTreeSet::new();
    for account in view.accounts("feeds").filter(|a| view.state(a).is_live()) {
        let body = ask(&view, &target(account)).body;
        for shown in view.posts(account) {
            let marked = match account.form {
                Form::Rss => format!(">{}</guid>", shown.post.number),
                Form::Atom => format!("<id>{}</id>", shown.post.number),
                Form::JsonFeed => format!("\"id\": \"{}\"", shown.post.number),
                _ => format!("<id>yt:video:{}</id>", shown.post.number),
            };
            assert_eq!(body.matches(&marked).count(), 1, "{}: {marked}", account.key);
        }
        let entries = ["<item>", "<entry>", "\"date_published\""];
        let count: usize = entries.iter().map(|entry| body.matches(entry).count()).sum();
        assert_eq!(count, view.posts(account).len(), "{}", account.key);
        forms.insert(format!("{:?}", account.form));
    }
    assert_eq!(forms.len(), 4, "{forms:?}");
}

#[test]
fn an_unchanged_feed_is_304_and_a_changed_one_is_not() {
    let world = world();
    let truth = world.truth_ref();
    let now = truth.plan.start;
    let view = View::of(truth, now, &[]);
    let blogs = view.accounts("feeds").filter(|a| a.form != Form::Video);
    let mut checked = 0;
    for account in blogs.filter(|a| view.state(a).is_live() && a.ends.is_none()) {
        let next = truth.posts.iter().find(|p| p.account == account.key && p.posted_at > now);
        let Some(next) = next else { continue };
        let first = ask(&view, &target(account));
        let etag = first.header("etag").map(str::to_owned);
        let by_tag = Asked { if_none_match: etag, ..Asked::get(&target(account)) };
        let by_time = Asked {
            if_modified_since: first.header("last-modified").map(str::to_owned),
            ..Asked::get(&target(account))
        };
        let later = View::of(truth, next.posted_at.plus_secs(2), &[]);
        for asked in [by_tag, by_time] {
            let same = answer(&view, &asked);
            assert_eq!((same.status, same.body.as_str()), (304, ""), "{}", account.key);
            assert_eq!(same.header("etag"), first.header("etag"));
            assert_eq!(answer(&later, &asked).status, 200, "{}", account.key);
        }
        checked += 1;
    }
    assert!(checked >= 3, "{checked}");
}

#[test]
fn a_feed_that_was_taken_down_is_410_and_its_pages_too() {
    let world = world();
    let now = world.truth_ref().plan.start;
    let view = View::of(world.truth_ref(), now, &[]);
    for account in view.accounts("feeds").filter(|a| a.advertises() && view.state(a).is_live()) {
        let takedowns =
            [Takedown { account: account.key.clone(), at: now, ticket: "T".to_owned() }];
        let after = View::of(world.truth_ref(), now, &takedowns);
        assert_eq!(ask(&after, &target(account)).status, 410, "{}", account.key);
        if account.form != Form::Video {
            assert_eq!(ask(&after, &format!("/blog/{}/", account.number)).status, 410);
        }
    }
}

#[test]
fn entries_have_pages_that_go_when_the_entry_goes() {
    let world = world();
    let truth = world.truth_ref();
    let mut checked = 0;
    for post in truth.posts.iter().filter(|p| p.account.starts_with("feeds/")) {
        let account = truth.account(&post.account).unwrap();
        if account.form == Form::Video || !matches!(account.born, Birth::At(_)) {
            continue;
        }
        let page = format!("/blog/{}/{}.html", account.number, page_name(&post.number));
        let at = |now| ask(&View::of(truth, now, &[]), &page).status;
        if account.ends.is_none_or(|(ends, _)| ends > post.posted_at) {
            assert_eq!(at(post.posted_at), 200, "{page}");
            assert_ne!(at(post.posted_at.plus_ms(-1)), 200);
            checked += 1;
        }
        if let Some(gone) = post.deleted_at {
            assert_ne!(at(gone), 200);
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn a_video_channel_may_be_404_for_hours_and_come_back() {
    let world = world();
    let truth = world.truth_ref();
    let account = truth.accounts.iter().find(|a| !a.outages.is_empty()).unwrap();
    let (from, to) = account.outages[0];
    let at = |now| ask(&View::of(truth, now, &[]), &target(account)).status;
    assert_eq!((at(from.plus_ms(-1)), at(from), at(to)), (200, 404, 200));
}

#[test]
fn texts_with_markup_letters_stay_well_formed() {
    assert_eq!(
        title("a long first line that goes on and on and on and on and on until cut\nx")
            .chars()
            .count(),
        61
    );
    assert_eq!(title("\n\nshort\nrest"), "short");
    assert_eq!(page_name("tag:x.example,2026:abc"), "abc");
    assert_eq!(http_date(Timestamp::from_ms(1_795_435_200_000)), "Mon, 23 Nov 2026 12:00:00 GMT");
}
