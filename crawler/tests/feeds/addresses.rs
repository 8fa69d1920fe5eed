//! Which addresses are feeds, and which are the same one.

use super::*;

fn check(input: &str, expect: Option<Result<&str, &str>>) {
    let got = ADAPTER.recognise(input, &base());
    match (&got, expect) {
        (None, None) => {}
        (Some(Ok(address)), Some(Ok(key))) => assert_eq!(address.key, key, "{input}"),
        (Some(Err(why)), Some(Err(part))) => {
            assert!(why.to_string().contains(part), "{input}: {why}");
        }
        _ => panic!("{input}: {got:?} instead of {expect:?}"),
    }
}

#[test]
fn the_same_feed_typed_differently_has_the_same_key() {
    for input in [
        "https://news.example/feed.xml",
        "http://news.example/feed.xml",
        "HTTPS://News.Example:443/feed.xml#top",
        "feed://news.example/feed.xml",
        "feed:https://news.example/feed.xml",
        "news.example/feed.xml",
        "https://news.example/feed.xml?utm_source=rss&utm_medium=x",
    ] {
        check(input, Some(Ok("https://news.example/feed.xml")));
    }
    check(
        "https://news.example/?feed=rss2&utm_source=x",
        Some(Ok("https://news.example/?feed=rss2")),
    );
    check("http://127.0.0.1:8001/a", Some(Ok("http://127.0.0.1:8001/a")));
}

#[test]
fn channels_and_playlists_of_youtube_have_feeds_on_the_base() {
    let id = "UCabcdefghijklmnopqrstuv";
    for input in [
        format!("https://www.youtube.com/channel/{id}"),
        format!("youtube.com/channel/{id}/videos"),
        format!("https://m.youtube.com/channel/{id}?app=desktop"),
        format!("https://www.youtube.com/feeds/videos.xml?channel_id={id}"),
        "https://www.youtube.com/playlist?list=UUabcdefghijklmnopqrstuv".to_owned(),
    ] {
        check(&input, Some(Ok("yt:UCabcdefghijklmnopqrstuv")));
    }
    check("https://www.youtube.com/playlist?list=PLabc", Some(Ok("yt:playlist:PLabc")));
    check("https://www.youtube.com/user/Example", Some(Ok("yt:user:example")));
    let mirror = url("http://127.0.0.1:9000/");
    let address =
        ADAPTER.recognise(&format!("youtube.com/channel/{id}"), &mirror).unwrap().unwrap();
    let place = Place { base: &mirror, source: Some(&address), cursor: None };
    let first = ADAPTER.first(&place).unwrap();
    assert_eq!(
        first.url.as_str(),
        format!("http://127.0.0.1:9000/feeds/videos.xml?channel_id={id}")
    );
    assert!(first.accept.unwrap().contains("atom"));
    let typed = ADAPTER.recognise(first.url.as_str(), &mirror).unwrap().unwrap();
    assert_eq!(typed.id(), address.id());
}

#[test]
fn places_of_youtube_without_a_feed_are_refused_with_a_reason() {
    check("https://www.youtube.com/watch?v=abc", Some(Err("one film")));
    check("https://youtu.be/abc", Some(Err("one film")));
    check("https://www.youtube.com/@example", Some(Err("needs its id")));
    check("https://www.youtube.com/channel/UCshort", Some(Err("22 more")));
    check("https://www.youtube.com/playlist?list=WL", Some(Err("owner's own")));
    check("https://www.youtube.com/results?search_query=x", Some(Err("only channels")));
    check("https://me:pw@news.example/feed", Some(Err("log-in")));
}

#[test]
fn what_belongs_to_other_platforms_or_is_no_address_is_left_alone() {
    for input in [
        "https://t.me/example",
        "https://example.t.me/",
        "https://bsky.app/profile/example.bsky.example",
        "https://mastodon.social/tags/boat",
        "https://social.example/@example",
        "https://social.example/@example/112233",
        "https://social.example/tags/boat",
        "@example",
        "#boat",
        "example.org",
        "ftp://news.example/feed",
        "two words/x",
        "",
    ] {
        check(input, None);
    }
    check("https://social.example/@example.rss", Some(Ok("https://social.example/@example.rss")));
}
