//! The samples of `../shared/platforms/imports`, each format once.

use super::*;
use model::PublicUrl;
use model::post::Media;

fn sample(name: &str) -> Option<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/platforms/imports");
    let folder = std::path::Path::new(folder);
    if !folder.is_dir() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(std::fs::read(folder.join(name)).unwrap())
}

#[test]
fn a_telegram_channel_is_the_one_its_web_pages_show() {
    let Some(file) = sample("telegram_desktop/single_channel_result.json") else { return };
    let (format, read) = import(&file, &Hints::default());
    assert_eq!(format, "telegram-desktop");
    let posts = posts(&read);
    let ids: Vec<_> = posts.iter().map(|(_, post)| post.native_id.as_str()).collect();
    assert_eq!(ids, [2, 3, 4, 5, 7, 8, 9].map(|n| format!("-1234567890/{n}")));
    assert!(posts.iter().all(|(name, post)| *name == "telegram" && post.account == "-1234567890"));
    let first = posts[0].1;
    assert!(
        first.content.text.starts_with("Weekly timetable #ferry see the page\nContact @example_")
    );
    assert_eq!(first.content.links, ["https://example.test/timetable?a=1&b=2"]);
    assert_eq!(first.content.hashtags, ["ferry"]);
    assert_eq!(first.content.mentions, ["example_desk"]);
    assert_eq!(first.posted_at.unwrap().to_string(), "2026-01-10T08:05:00Z");
    assert_eq!(first.edited_at.unwrap().to_string(), "2026-01-10T09:00:00Z");
    assert_eq!(first.metrics.likes, Some(7));
    let forwarded = posts[3].1;
    assert_eq!(forwarded.forwarded_from.as_deref(), Some("Other Test Channel"));
    assert_eq!(forwarded.reply_to.as_deref(), Some("-1234567890/2"));
    let media = |at: usize| {
        let each = |one: &Media| (one.kind.clone(), one.text.clone());
        posts[at].1.content.media.iter().map(each).collect::<Vec<_>>()
    };
    let one = |kind: &str, text: &str| [(kind.to_owned(), text.to_owned())];
    assert_eq!(media(2), one("photo", ""));
    assert_eq!(media(4), one("poll", "Which day?\nMon\nTue"));
    assert_eq!(media(5), one("location", "Pier 3, Test quay"));
    assert_eq!(media(6), one("video", ""));
    let why: Vec<_> = refused(&read).into_iter().map(|(_, why)| why).collect();
    assert_eq!(why[0], "a service message, not a post");
    assert_eq!(why[1], "a kind of message that the export does not show");
    assert_eq!(why.len(), 3);
}

#[test]
fn a_chat_that_does_not_say_that_it_is_public_is_not_taken() {
    let Some(file) = sample("telegram_desktop/chatminer_batch_export.json") else { return };
    let (format, read) = import(&file, &Hints::default());
    assert_eq!((format, posts(&read).len()), ("telegram-desktop", 0));
    let why = "its chat does not say that it is public".to_owned();
    assert_eq!(refused(&read), [(7, why.clone()), (13, why)]);
}

#[test]
fn a_crowdtangle_row_is_a_post_of_its_page() {
    let Some(file) = sample("crowdtangle/facebook_pages.csv") else { return };
    let (format, read) = import(&file, &Hints::default());
    assert_eq!((format, read.refused.len()), ("crowdtangle", 0));
    let [("facebook", post)] = posts(&read)[..] else { panic!("{read:?}") };
    assert_eq!(post.native_id, "100000000000001/posts/200000000000001");
    assert_eq!(post.content.text, "Line one\nline two, with \"quotes\" #travel");
    assert_eq!(post.content.hashtags, ["travel"]);
    assert_eq!(post.posted_at.unwrap().to_string(), "2021-03-04T10:05:06Z");
    assert_eq!((post.metrics.likes, post.metrics.replies), (Some(1000), Some(200)));
    let address = "https://www.facebook.com/100000000000001/posts/200000000000001";
    assert_eq!(post.url, Some(PublicUrl::parse(address).unwrap()));
    let account = &read.readings[0].1.accounts[0];
    assert_eq!(account.native_id, "100000000000001");
    assert_eq!(account.profile.handle.as_str(), "testtravelpage");
    assert_eq!(account.profile.followers, Some(1200));
}

#[test]
fn a_4cat_row_of_telegram_is_a_post_of_the_named_channel() {
    let Some(file) = sample("fourcat/telegram-search.csv") else { return };
    let (format, read) = import(&file, &Hints::default());
    assert_eq!((format, read.refused.len()), ("4cat", 0));
    let [("telegram", post)] = posts(&read)[..] else { panic!("{read:?}") };
    assert_eq!(
        (post.native_id.as_str(), post.account.as_str()),
        ("@testchannel/5", "@testchannel")
    );
    assert_eq!(post.content.text, "body text, with comma\nand newline");
    assert_eq!(post.posted_at.unwrap().to_string(), "2026-01-10T08:05:00Z");
    assert_eq!(post.metrics.views, Some(10));
    assert_eq!(read.readings[0].1.accounts[0].profile.display_name, "Test Channel");
}

#[test]
fn zeeschuimers_tiktok_videos_are_read_in_both_their_forms() {
    let Some(file) = sample("zeeschuimer/tiktok.ndjson") else { return };
    let (format, read) = import(&file, &Hints::default());
    assert_eq!((format, read.refused.len()), ("zeeschuimer", 0));
    let posts = posts(&read);
    let ids: Vec<_> = posts.iter().map(|(_, post)| post.native_id.as_str()).collect();
    assert_eq!(ids, ["7300000000000000001", "7300000000000000002"]);
    assert_eq!(posts[0].1.account, "6800000000000000001");
    assert_eq!(posts[1].1.account, "@test.account");
    assert_eq!(posts[0].1.content.hashtags, ["travel"]);
    assert_eq!(posts[0].1.metrics.views, Some(100));
}
