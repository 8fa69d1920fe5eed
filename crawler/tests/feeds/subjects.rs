//! Whether feeds and their posts are still there.

use super::*;
use model::post::{Content, Metrics};
use model::{Account, AccountProfile, Platform, Post, Presence, Timestamp};

fn account(native: &str, home: Option<&str>) -> Account {
    let at = Timestamp::from_ms(0);
    let platform = Platform::from("feeds");
    Account {
        id: Account::id_of(&platform, native),
        platform,
        native_id: native.to_owned(),
        profile: AccountProfile::default(),
        url: home.map(url),
        first_seen: at,
        last_seen: at,
        presence: Presence::live(at),
        posts: 1,
        offers: 0,
        risk: 0.0,
        expires_at: at,
    }
}

fn post(native: &str, page: Option<&str>) -> Post {
    let at = Timestamp::from_ms(0);
    let platform = Platform::from("feeds");
    Post {
        id: Post::id_of(&platform, native),
        account: account(FEED, None).id,
        platform,
        native_id: native.to_owned(),
        url: page.map(url),
        content: Content::default(),
        declared_language: None,
        posted_at: at,
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics::default(),
        first_seen: at,
        last_seen: at,
        revisions: 1,
        presence: Presence::live(at),
        expires_at: at,
    }
}

/// Asks one of the pages that check a subject.
fn ask(number: usize, subject: &CheckSubject<'_>, status: u16, body: &str) -> Reading {
    let base = base();
    let request = ADAPTER.checks(&base, subject).remove(number);
    let place = Place { base: &base, source: None, cursor: None };
    ADAPTER.read(&place, &answer(request, status, &[], body))
}

#[test]
fn a_feed_is_checked_by_itself_and_by_its_home_page() {
    let one = account(FEED, Some("https://news.example/home"));
    let subject = CheckSubject::Account(&one);
    let item = rss("<item><guid>a</guid><title>t</title></item>");
    for (status, body, expect) in [
        (200, item.as_str(), "seen by Listing"),
        (200, "<html>", "could not see by Listing"),
        (304, "", "seen by Listing"),
        (404, "", "missing by Listing"),
        (410, "", "deleted by Listing"),
        (451, "", "restricted by Listing"),
        (500, "", "could not see by Listing"),
    ] {
        assert_eq!(findings(&ask(0, &subject, status, body)), [expect], "{status}");
    }
    assert_eq!(findings(&ask(1, &subject, 404, "")), ["missing by AccountPage"]);
    assert_eq!(findings(&ask(1, &subject, 403, "")), ["could not see by AccountPage"]);
    assert!(findings(&ask(1, &subject, 200, "")).is_empty(), "a home page proves no feed");
}

#[test]
fn a_channel_of_youtube_is_not_missed_for_a_passing_404() {
    let one = account(
        "yt:UCabcdefghijklmnopqrstuv",
        Some("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"),
    );
    let subject = CheckSubject::Account(&one);
    let pages = ADAPTER.checks(&base(), &subject);
    assert_eq!(
        pages[0].url.as_str(),
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"
    );
    assert_eq!(findings(&ask(0, &subject, 404, "")), ["could not see by Listing"]);
    assert_eq!(findings(&ask(1, &subject, 404, "")), ["missing by AccountPage"]);
    let feed =
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>yt:video:1</id></entry></feed>";
    assert_eq!(findings(&ask(0, &subject, 200, feed)), ["seen by Listing"]);
}

#[test]
fn a_post_is_checked_by_its_page_and_seen_while_it_is_listed() {
    let feed = account(FEED, None);
    let one = post("https://news.example/feed.xml#a", Some("https://news.example/1"));
    let subject = CheckSubject::Post(&one, &feed);
    assert_eq!(findings(&ask(0, &subject, 200, "<html>")), ["seen by PostPage"]);
    let soft = "<html><title>Page not found</title>";
    assert_eq!(findings(&ask(0, &subject, 200, soft)), ["missing by PostPage"]);
    assert_eq!(findings(&ask(0, &subject, 404, "")), ["missing by PostPage"]);
    assert_eq!(findings(&ask(0, &subject, 410, "")), ["deleted by PostPage"]);
    assert_eq!(findings(&ask(0, &subject, 429, "")), ["could not see by PostPage"]);
    let listed = rss("<item><guid>a</guid><title>t</title></item>");
    assert_eq!(findings(&ask(1, &subject, 200, &listed)), ["seen by Listing"]);
    let pushed_out = rss("<item><guid>b</guid><title>t</title></item>");
    assert_eq!(findings(&ask(1, &subject, 200, &pushed_out)), ["could not see by Listing"]);
    let film =
        post("yt:UCabcdefghijklmnopqrstuv#yt:video:1", Some("https://www.youtube.com/watch?v=1"));
    let subject = CheckSubject::Post(&film, &feed);
    assert!(
        findings(&ask(0, &subject, 200, "<html>")).is_empty(),
        "YouTube says 200 for films that are gone"
    );
}

#[test]
fn a_page_that_leads_elsewhere_proves_nothing() {
    let feed = account(FEED, None);
    let one = post("https://news.example/feed.xml#a", Some("https://news.example/1"));
    let base = base();
    let request = ADAPTER.checks(&base, &CheckSubject::Post(&one, &feed)).remove(0);
    let place = Place { base: &base, source: None, cursor: None };
    let read_from = |from: &str| {
        let kept = answer(request.clone(), 200, &[], "<html>");
        let mut capture = kept.capture().clone();
        capture.final_url = url(from);
        ADAPTER.read(&place, &model::StoredCapture::kept_at(capture, kept.location().clone()))
    };
    assert_eq!(findings(&read_from("http://www.news.example/1/")), ["seen by PostPage"]);
    let home = read_from("https://news.example/");
    assert_eq!(findings(&home), ["could not see by PostPage"]);
    assert_eq!(codes(&home), ["redirected_away"]);
}
