//! Whether accounts and posts are still there.

use super::*;
use model::{AccountProfile, Presence, Timestamp};

fn account(native: &str, handle: &str) -> Account {
    let at = Timestamp::from_ms(0);
    Account {
        id: account_id(native),
        platform: platform(),
        native_id: native.to_owned(),
        profile: AccountProfile { handle: handle.into(), ..AccountProfile::default() },
        url: None,
        first_seen: at,
        last_seen: at,
        presence: Presence::live(at),
        posts: 1,
        offers: 0,
        risk: 0.0,
        expires_at: at,
    }
}

fn post(native: &str) -> Post {
    let at = Timestamp::from_ms(0);
    Post {
        id: post_id(native),
        platform: platform(),
        native_id: native.to_owned(),
        account: account_id("-100200"),
        url: None,
        content: model::post::Content::default(),
        declared_language: None,
        posted_at: at,
        edited_at: None,
        reply_to: None,
        forwarded_from: None,
        metrics: model::post::Metrics::default(),
        first_seen: at,
        last_seen: at,
        revisions: 1,
        presence: Presence::live(at),
        expires_at: at,
    }
}

#[test]
fn every_subject_is_checked_by_two_kinds_of_page() {
    let base = url(BASE);
    let addresses = |subject: CheckSubject<'_>| {
        let pages = ADAPTER.checks(&base, &subject);
        assert!(pages.iter().all(|page| page.subject.is_some()));
        pages.iter().map(|page| page.url.as_str().to_owned()).collect::<Vec<_>>()
    };
    let one = account("-100200", "Example");
    assert_eq!(
        addresses(CheckSubject::Account(&one)),
        ["https://t.me/s/example", "https://t.me/example"]
    );
    assert_eq!(
        addresses(CheckSubject::Post(&post("-100200/7"), &one)),
        ["https://t.me/example/7?embed=1", "https://t.me/s/example?before=8"]
    );
    assert_eq!(addresses(CheckSubject::Account(&account("@example", ""))).len(), 2);
    assert!(addresses(CheckSubject::Account(&account("-1", ""))).is_empty());
    assert!(addresses(CheckSubject::Post(&post("odd"), &one)).is_empty());
}

/// Asks one of the pages that check a subject.
fn ask(number: usize, subject: &CheckSubject<'_>, status: u16, body: &str) -> Reading {
    let request = ADAPTER.checks(&url(BASE), subject).remove(number);
    read(request, status, body)
}

fn list(numbers: impl Iterator<Item = u64>) -> String {
    page("example", "", &numbers.map(|n| message("example", n, &text("a"))).collect::<String>())
}

#[test]
fn an_account_is_seen_by_its_chat_id_and_missed_under_another() {
    let (ours, other) = (account("-100200", "example"), account("-999", "example"));
    let check = |who: &Account, status: u16, body: &str, expect: &[&str]| {
        assert_eq!(findings(&ask(0, &CheckSubject::Account(who), status, body)), expect);
    };
    check(&ours, 200, &list(1..3), &["seen by AccountPage"]);
    check(&account("@example", ""), 200, &list(1..3), &["seen by AccountPage"]);
    check(&other, 200, &list(1..3), &["missing by AccountPage"]);
    check(&ours, 302, "", &[]);
    check(&ours, 429, "", &["could not see by AccountPage"]);
    check(&ours, 200, "<html>captcha</html>", &["could not see by AccountPage"]);
    let taken = ask(0, &CheckSubject::Account(&other), 200, &list(1..3));
    assert_eq!(codes(&taken), ["name_taken"]);
}

#[test]
fn a_landing_page_speaks_as_directory_and_for_the_list_that_redirected() {
    let ours = account("-100200", "example");
    let subject = CheckSubject::Account(&ours);
    let nobody = "<div class=\"tgme_page\"><div class=\"tgme_page_icon\"><i class=\"tgme_icon_user\"></i></div></div>";
    let channel = "<div class=\"tgme_page\"><div class=\"tgme_page_title\">Example</div><div class=\"tgme_page_extra\">7 subscribers</div></div>";
    let person = channel.replace("7 subscribers", "@example");
    let redirected = ask(0, &subject, 302, "");
    let settle = redirected.next.into_iter().next().unwrap();
    for (body, by_directory, by_list) in [
        (nobody, "missing by Directory", "missing by AccountPage"),
        (channel, "restricted by Directory", "restricted by AccountPage"),
        (&person, "missing by Directory", "missing by AccountPage"),
        ("", "could not see by Directory", "could not see by AccountPage"),
    ] {
        assert_eq!(findings(&ask(1, &subject, 200, body)), [by_directory]);
        assert_eq!(findings(&read(settle.clone(), 200, body)), [by_list]);
    }
    let open = channel.replace("</div></div>", "</div><a href=\"/s/example\">Preview</a></div>");
    assert!(findings(&ask(1, &subject, 200, &open)).is_empty(), "a name alone proves no channel");
}

const NOT_FOUND: &str = "<div class=\"tgme_widget_message err_message\"><div class=\"tgme_widget_message_error\">Post not found</div></div>";

#[test]
fn a_posts_own_page_shows_it_or_says_that_it_is_not_there() {
    let (ours, one) = (account("-100200", "example"), post("-100200/7"));
    let subject = CheckSubject::Post(&one, &ours);
    let found = |body: &str| findings(&ask(0, &subject, 200, body));
    assert_eq!(found(NOT_FOUND), ["missing by PostPage"]);
    assert_eq!(found(&NOT_FOUND.replace("Post not", "Channel not")), ["could not see by PostPage"]);
    assert_eq!(found(&message("example", 7, &text("a"))), ["seen by PostPage"]);
    let peer = message("example", 7, &text("a"))
        .replace("data-view=\"", "data-peer=\"c100200_abc\" data-old=\"");
    assert_eq!(found(&peer), ["seen by PostPage"]);
    assert_eq!(found(&peer.replace("c100200_", "c999_")), ["missing by PostPage"]);
    assert_eq!(found("<html></html>"), ["could not see by PostPage"]);
    let nameless = message("example", 7, &text("a")).replace("data-view", "data-old");
    let reading = ask(0, &subject, 200, &nameless);
    assert_eq!(findings(&reading), ["seen by PostPage"]);
    assert!(reading.posts.is_empty(), "a post under a second id would be a second post");
}

#[test]
fn a_list_that_reaches_over_a_post_without_it_misses_it() {
    let (ours, one) = (account("-100200", "example"), post("-100200/7"));
    let subject = CheckSubject::Post(&one, &ours);
    let found = |body: &str| findings(&ask(1, &subject, 200, body));
    assert_eq!(found(&list(1..8)), ["seen by Listing"]);
    assert_eq!(found(&list([1, 2, 6].into_iter())), ["missing by Listing"]);
    assert_eq!(found(&list([5, 6, 8, 9].into_iter())), ["missing by Listing"]);
    assert_eq!(found(&list([30, 31].into_iter())), ["could not see by Listing"]);
    assert_eq!(
        found(&page("example", "", "<div class=\"tme_no_messages_found\"></div>")),
        ["missing by Listing"]
    );
    let album = message(
        "example",
        6,
        "<div class=\"tgme_widget_message_grouped_wrap\"><a class=\"tgme_widget_message_photo_wrap\" href=\"https://t.me/example/6?single\"></a><a class=\"tgme_widget_message_photo_wrap\" href=\"https://t.me/example/7?single\"></a></div>",
    );
    assert_eq!(found(&page("example", "", &album)), ["seen by Listing"]);
    let other = account("-100200", "example");
    let stranger = post("-555/7");
    let subject = CheckSubject::Post(&stranger, &other);
    assert_eq!(findings(&ask(1, &subject, 200, &list(1..8))), ["missing by Listing"]);
}
