use super::*;
use crate::truth::{Birth, Ending, Form, Role};
use model::Label;
use std::collections::BTreeSet;

fn world() -> Truth {
    truth(&Plan::default())
}

fn history(truth: &Truth) -> Vec<&PostTruth> {
    truth.posts.iter().filter(|post| post.posted_at <= truth.plan.start).collect()
}

#[test]
fn the_same_plan_gives_the_same_truth_byte_for_byte() {
    let plan = Plan { accounts: 40, ..Plan::default() };
    let text = |plan: &Plan| serde_json::to_string(&truth(plan)).unwrap();
    assert!(text(&plan) == text(&plan));
    assert!(text(&plan) != text(&Plan { seed: 8, ..plan }));
}

#[test]
fn the_usual_world_is_as_big_as_promised() {
    let truth = world();
    let posts = history(&truth);
    assert!((2400..4200).contains(&posts.len()), "{} posts in the past", posts.len());
    assert!((120..170).contains(&truth.accounts.len()), "{} accounts", truth.accounts.len());
    let offers = posts.iter().filter(|post| post.label == Label::Offer).count();
    assert!(offers * 100 / posts.len() > 35, "{offers} offers of {}", posts.len());
    let languages: BTreeSet<&str> =
        posts.iter().filter(|p| p.label == Label::Offer).map(|p| p.language.as_str()).collect();
    assert!(languages.len() >= 14, "{languages:?}");
    for platform in ["telegram", "mastodon", "bluesky", "feeds"] {
        let own = truth.accounts.iter().filter(|a| a.platform.as_str() == platform).count();
        assert!(own >= 12, "{own} accounts on {platform}");
    }
    for form in [Form::Rss, Form::Atom, Form::JsonFeed, Form::Video, Form::Group] {
        assert!(truth.accounts.iter().any(|a| a.form == form), "{form:?}");
    }
}

#[test]
fn every_kind_of_life_is_led() {
    let truth = world();
    let any = |wanted: &dyn Fn(&AccountTruth) -> bool| truth.accounts.iter().any(wanted);
    for ending in [Ending::Private, Ending::Suspended, Ending::Deleted, Ending::TakenDown] {
        assert!(any(&|a| a.ends.is_some_and(|(_, own)| own == ending)), "{ending:?}");
    }
    for platform in ["telegram", "bluesky"] {
        let renamed = |a: &AccountTruth| {
            let mut handles = a.names.iter().map(|name| &name.handle);
            let first = handles.next();
            a.platform.as_str() == platform && handles.any(|handle| Some(handle) != first)
        };
        assert!(any(&renamed), "{platform}: nobody renamed");
    }
    assert!(any(&|a| matches!(a.born, Birth::AfterTakedown { .. })));
    assert!(any(&|a| a.successor_of.is_some() && matches!(a.born, Birth::At(_))));
    assert!(any(&|a| !a.silences.is_empty()) && any(&|a| !a.outages.is_empty()));
    let edited = truth.posts.iter().filter(|post| post.versions.len() > 1).count();
    let deleted = truth.posts.iter().filter(|post| post.deleted_at.is_some()).count();
    assert!(edited > 50 && deleted > 50, "{edited} edited, {deleted} deleted");
}

#[test]
fn ids_are_unique_and_every_post_has_a_text() {
    let truth = world();
    let ids: BTreeSet<&str> = truth.posts.iter().map(|post| post.native_id.as_str()).collect();
    assert_eq!(ids.len(), truth.posts.len());
    let accounts: BTreeSet<&str> = truth.accounts.iter().map(|a| a.native_id.as_str()).collect();
    assert_eq!(accounts.len(), truth.accounts.len());
    for post in &truth.posts {
        assert!(post.versions.iter().all(|version| !version.text.is_empty()), "{}", post.native_id);
        assert!(post.versions.is_sorted_by_key(|version| version.at));
    }
}

#[test]
fn only_advertisers_post_offers() {
    let truth = world();
    for post in truth.posts.iter().filter(|post| post.label == Label::Offer) {
        let account = truth.account(&post.account).unwrap();
        assert_eq!(account.role, Role::Advertiser, "{}", account.key);
    }
}

#[test]
fn networks_share_a_number_or_a_text_across_platforms() {
    let truth = world();
    let mut across = 0;
    for network in &truth.networks {
        let members: Vec<&AccountTruth> =
            network.accounts.iter().filter_map(|key| truth.account(key)).collect();
        let platforms: BTreeSet<&str> = members.iter().map(|a| a.platform.as_str()).collect();
        across += usize::from(platforms.len() > 1);
        assert!(!members.is_empty(), "{}", network.id);
    }
    assert!(across >= 8, "{across} networks on more than one platform");
}

#[test]
fn texts_fit_their_platforms() {
    for post in &world().posts {
        let letters = post.versions.iter().map(|v| v.text.chars().count()).max().unwrap_or(0);
        let most = if post.account.starts_with("bluesky/") { 300 } else { 500 };
        assert!(letters <= most, "{}: {letters}", post.native_id);
    }
}

#[test]
fn a_smaller_world_still_has_every_platform() {
    let truth = truth(&Plan { accounts: 16, history_days: 5, future_days: 2, ..Plan::default() });
    assert!(!truth.posts.is_empty() && truth.accounts.len() >= 16);
    let none =
        super::truth(&Plan { history_days: 0, future_days: 0, accounts: 0, ..Plan::default() });
    assert!(none.posts.is_empty());
}
