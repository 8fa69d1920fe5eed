//! Invented pages: one for each state, and for each part of a message.

use super::*;

fn state(reading: &Reading, state: PageState, expect: &[&str]) {
    assert_eq!(
        (reading.state, codes(reading)),
        (state, expect.to_vec()),
        "{:?}",
        reading.complaints
    );
}

#[test]
fn a_page_of_posts_gives_posts_and_their_channel() {
    let messages = message("Example_Routes", 7, &text("two<br/>lines"))
        + &message("Example_Routes", 5, &text("older"));
    let reading = first("example_routes", 200, &[], &page("Example_Routes", "", &messages));
    state(&reading, PageState::Posts, &[]);
    let ids: Vec<_> = reading.posts.iter().map(|post| post.native_id.as_str()).collect();
    assert_eq!(ids, ["-100200/5", "-100200/7"], "oldest first");
    let post = &reading.posts[1];
    assert_eq!(post.content.text, "two\nlines");
    assert_eq!(post.account, "-100200");
    assert_eq!(post.url.as_ref().unwrap().as_str(), "https://t.me/Example_Routes/7");
    assert_eq!(post.posted_at.unwrap().to_string(), "2026-11-20T10:07:00Z");
    assert_eq!(post.metrics.views, Some(1_200));
    let account = &reading.accounts[0];
    assert_eq!(account.native_id, "-100200");
    assert_eq!(account.profile.handle.as_str(), "Example_Routes");
    assert_eq!(account.profile.display_name, "Example routes");
    assert_eq!(account.profile.biography, "First line\nsecond link");
    assert_eq!(account.profile.links, ["https://a.example/?b=1&c=2"]);
    assert_eq!(account.profile.followers, Some(60_000));
    assert_eq!(account.profile.avatar.as_deref(), Some("https://cdn.example/a.jpg"));
    assert!(account.is_source && account.complete);
    assert!(reading.next.is_empty(), "two posts and no link to older ones: that is all there is");
}

#[test]
fn only_the_platforms_own_words_prove_silence() {
    let none = "<div class=\"tgme_widget_message_wrap\"><div class=\"tgme_widget_message_centered\">\
                <div class=\"tme_no_messages_found\">No posts found</div></div></div>";
    state(&first("example", 200, &[], &page("example", "", none)), PageState::Empty, &[]);
    state(
        &first("example", 200, &[], &page("example", "", "")),
        PageState::Drift,
        &["posts_missing"],
    );
    state(
        &first("example", 200, &[], "<html></html>"),
        PageState::Drift,
        &["page_short", "posts_missing"],
    );
    let nameless = message("example", 7, &text("a")).replace("data-post", "data-id");
    state(
        &first("example", 200, &[], &page("example", "", &nameless)),
        PageState::Drift,
        &["post_id_missing"],
    );
    let both = nameless + none;
    state(
        &first("example", 200, &[], &page("example", "", &both)),
        PageState::Drift,
        &["post_id_missing"],
    );
}

#[test]
fn statuses_say_what_the_host_wants() {
    for (status, expect, complaints) in [
        (304, PageState::Unchanged, &[][..]),
        (401, PageState::AuthRequired, &[]),
        (403, PageState::RateLimited, &["refused"]),
        (429, PageState::RateLimited, &[]),
        (502, PageState::Broken, &[]),
        (404, PageState::Drift, &["status_unexpected"]),
    ] {
        state(&first("example", status, &[], ""), expect, complaints);
    }
}

#[test]
fn a_list_that_redirects_is_settled_by_the_landing_page() {
    let reading = first("example", 302, &[("location", "https://t.me/Example")], "");
    state(&reading, PageState::Aside, &[]);
    let next = &reading.next[0];
    assert_eq!((next.url.as_str(), next.purpose), ("https://t.me/example", Purpose::Settle));
    let astray = first("example", 302, &[("location", "https://telegram.org/login")], "");
    state(&astray, PageState::Aside, &["redirect_elsewhere"]);
    assert_eq!(astray.next.len(), 1);
}

fn landing(inner: &str) -> String {
    format!(
        "<html><head><meta name=\"robots\" content=\"noindex\"></head><body><div class=\"\
             tgme_page_wrap\"><div class=\"tgme_page\">{inner}</div></div></body></html>"
    )
}

fn titled(extra: &str, more: &str) -> String {
    landing(&format!(
        "<div class=\"tgme_page_title\"><span>Example</span></div><div class=\"\
                      tgme_page_extra\">{extra}</div>{more}"
    ))
}

const NOBODY: &str = "<div class=\"tgme_page_icon\"><i class=\"tgme_icon_user\"></i></div>";
const PREVIEW: &str = "<a class=\"tgme_page_context_link\" href=\"/s/example\">Preview channel</a>";

#[test]
fn the_landing_page_tells_closed_from_gone() {
    let settle = |body: &str| {
        read(PageRequest::new(url("https://t.me/example"), Purpose::Settle), 200, body)
    };
    state(&settle(&landing(NOBODY)), PageState::Gone, &[]);
    state(&settle(&titled("11\u{a0}110 subscribers", "")), PageState::NotPublic, &["preview_off"]);
    state(&settle(&titled("5 members, 2 online", "")), PageState::NotPublic, &["is_group"]);
    state(&settle(&titled("@example", "")), PageState::NotPublic, &["is_person"]);
    state(&settle(&titled("5 members", PREVIEW)), PageState::Broken, &["preview_contradiction"]);
    state(&settle(&landing("")), PageState::Drift, &["landing_unknown", "page_short"]);
    state(
        &settle("<html><body>welcome</body></html>"),
        PageState::Drift,
        &["landing_unknown", "page_short"],
    );
}

#[test]
fn older_pages_are_found_by_link_by_button_and_by_counting() {
    let check = |head: &str,
                 tail: &str,
                 numbers: std::ops::Range<u64>,
                 before: &str,
                 expect: Option<&str>| {
        let messages: String = numbers.map(|n| message("example", n, &text("a"))).collect();
        let request =
            PageRequest::new(url(&format!("https://t.me/s/example{before}")), Purpose::Older);
        let reading = read(request, 200, &page("example", head, &(messages + tail)));
        let next = reading.next.first().map(|next| next.url.as_str().to_owned());
        assert_eq!(next.as_deref(), expect, "{head} {tail} {before}");
        assert!(
            reading
                .next
                .iter()
                .all(|next| next.purpose == Purpose::Older && !next.follow_redirects)
        );
        reading
    };
    let canonical = "<link rel=\"canonical\" href=\"/s/example?before=44\">";
    check(canonical, "", 40..45, "", None);
    check(
        "<link rel=\"prev\" href=\"/s/example?before=40\">",
        "",
        40..45,
        "",
        Some("https://t.me/s/example?before=40"),
    );
    let button = "<a class=\"tme_messages_more js-messages_more\" data-before=\"40\"></a>";
    check("", button, 40..45, "", Some("https://t.me/s/example?before=40"));
    check("", "", 40..60, "", Some("https://t.me/s/example?before=40"));
    check("", "", 40..59, "", None);
    check("", "", 40..60, "?before=60", Some("https://t.me/s/example?before=40"));
    check("", "", 40..60, "?before=40", None);
    check("", "", 1..21, "", None);
    let odd = check(
        "<link rel=\"prev\" href=\"/s/example?before=99\">",
        "",
        40..45,
        "",
        Some("https://t.me/s/example?before=40"),
    );
    assert_eq!(codes(&odd), ["paging_odd"]);
}

#[test]
fn a_channel_under_another_name_is_told_and_keeps_its_id() {
    let reading =
        first("old_name", 200, &[], &page("New_Name", "", &message("New_Name", 3, &text("a"))));
    state(&reading, PageState::Posts, &["name_differs"]);
    assert_eq!(reading.accounts[0].profile.handle.as_str(), "New_Name");
    assert_eq!(reading.posts[0].native_id, "-100200/3");
}

#[test]
fn without_a_chat_id_the_name_stands_in() {
    let bare = message("example", 3, &text("a")).replace("data-view", "data-old");
    let reading = first("Example", 200, &[], &page("example", "", &bare));
    state(&reading, PageState::Posts, &["chat_id_missing"]);
    assert_eq!(reading.posts[0].native_id, "@example/3");
}

#[test]
fn a_full_page_whose_text_nobody_reads_is_drift() {
    let changed = |n| message("example", n, "<div class=\"tgme_new_text\">words</div>");
    let reading = first(
        "example",
        200,
        &[],
        &page("example", "", &(1..=20).map(changed).collect::<String>()),
    );
    state(&reading, PageState::Drift, &["part_unknown", "text_missing"]);
    assert_eq!(reading.posts.len(), 20, "what was read is kept");
    let photo = "<a class=\"tgme_widget_message_photo_wrap\" style=\"background-image:url('https://cdn.example/p.jpg')\"></a>";
    let pictures = |n| message("example", n, photo);
    let reading = first(
        "example",
        200,
        &[],
        &page("example", "", &(1..=20).map(pictures).collect::<String>()),
    );
    state(&reading, PageState::Posts, &["text_missing"]);
}

/// The one post of a page with one message.
fn one(inner: &str) -> (model::PostSeen, Vec<String>) {
    let reading = first("example", 200, &[], &page("example", "", &message("example", 9, inner)));
    assert_eq!((reading.state, reading.posts.len()), (PageState::Posts, 1));
    let complaints = codes(&reading).into_iter().map(str::to_owned).collect();
    (reading.posts[0].clone(), complaints)
}

#[test]
fn links_tags_and_mentions_are_told_apart() {
    let (post, complaints) = one(&text(
        "Call <a href=\"https://a.example/?x=1&amp;amp;y=2\" onclick=\"return confirm()\">here</a> \
         <a href=\"?q=%23routes\">#routes</a> <a href=\"https://t.me/some_name\">@some_name</a> \
         <tg-emoji emoji-id=\"1\"><i class=\"emoji\"><b>🚢</b></i></tg-emoji>",
    ));
    assert!(complaints.is_empty());
    assert_eq!(post.content.text, "Call here #routes @some_name 🚢");
    assert_eq!(post.content.links, ["https://a.example/?x=1&y=2", "https://t.me/some_name"]);
    assert_eq!(post.content.hashtags, ["routes"]);
    assert_eq!(post.content.mentions, ["some_name"]);
}

#[test]
fn replies_forwards_edits_and_reactions_are_read() {
    let inner = "<a class=\"tgme_widget_message_reply\" href=\"https://t.me/example/4\"><div class=\"\
        js-message_reply_text\">what was said</div></a><div class=\"tgme_widget_message_forwarded_from\">\
        Forwarded from <span class=\"tgme_widget_message_forwarded_from_name\">Somebody</span></div>"
        .to_owned() + &text("answer") +
        "<div class=\"tgme_widget_message_reactions\"><span class=\"tgme_reaction tgme_reaction_paid\">\
        <i></i>4.44K</span><span class=\"tgme_reaction\"><i class=\"emoji\"><b>👍</b></i>19.8K</span>\
        <span class=\"tgme_reaction\"><tg-emoji></tg-emoji>200</span></div>";
    let (post, _) = one(&inner);
    assert_eq!(post.content.text, "answer");
    assert_eq!(post.reply_to.as_deref(), Some("-100200/4"));
    assert_eq!(post.forwarded_from.as_deref(), Some("Somebody"));
    assert_eq!(post.metrics.likes, Some(20_000));
    assert!(!post.edited);
    let (elsewhere, _) = one(&(inner.replace("t.me/example/4", "t.me/other/4")));
    assert_eq!(elsewhere.reply_to.as_deref(), Some("https://t.me/other/4"));
    let edited = message("example", 9, &text("a")).replace(
        "_meta\">",
        "_meta\"><span class=\"tgme_widget_message_from_author\">edited</span>,&nbsp;",
    );
    let author = first("example", 200, &[], &page("example", "", &edited));
    assert!(!author.posts[0].edited, "an author's name is not the word");
    let edited = edited.replace(",&nbsp;", ",&nbsp;edited &nbsp;");
    assert!(first("example", 200, &[], &page("example", "", &edited)).posts[0].edited);
}

#[test]
fn attachments_carry_their_kind_and_words() {
    let check = |inner: &str, kind: &str, address: Option<&str>, words: &str| {
        let (post, complaints) = one(inner);
        let got: Vec<_> = post
            .content
            .media
            .iter()
            .map(|m| (m.kind.as_str(), m.url.as_deref(), m.text.as_str()))
            .collect();
        assert_eq!(got, [(kind, address, words)], "{inner}");
        assert!(complaints.is_empty(), "{complaints:?}");
    };
    check(
        "<div class=\"tgme_widget_message_voice_player\"><audio class=\"tgme_widget_message_voice\" src=\"https://cdn.example/v.ogg\"></audio></div>",
        "audio",
        Some("https://cdn.example/v.ogg"),
        "",
    );
    check(
        "<div class=\"tgme_widget_message_contact_wrap\"><a class=\"tgme_widget_message_contact\"><div class=\"tgme_widget_message_contact_name\">Ex Ample</div><div class=\"tgme_widget_message_contact_phone\">+44 7700 900123</div></a></div>",
        "document",
        None,
        "Ex Ample\n+44 7700 900123",
    );
    check(
        "<div class=\"tgme_widget_message_inline_row\"><a class=\"tgme_widget_message_inline_button url_button\" href=\"https://wa.example/?a=1&amp;amp;b=2\"><span>Write us</span></a></div>",
        "link",
        Some("https://wa.example/?a=1&b=2"),
        "Write us",
    );
    check(
        "<picture class=\"tgme_widget_message_tgsticker\"><source srcset=\"https://cdn.example/s.tgs\"></picture>",
        "sticker",
        Some("https://cdn.example/s.tgs"),
        "",
    );
}

#[test]
fn a_message_shown_only_in_the_app_is_recorded_and_told() {
    let (post, complaints) = one(
        "<div class=\"message_media_not_supported_wrap\"><div class=\"message_media_not_supported\"><div class=\"message_media_not_supported_label\">Please open Telegram</div></div></div>",
    );
    assert_eq!((post.native_id.as_str(), post.content.text.as_str()), ("-100200/9", ""));
    assert_eq!(complaints, ["unsupported"]);
    let (_, complaints) = one("");
    assert_eq!(complaints, ["content_missing"]);
    let untimed = message("example", 9, &text("a")).replace("datetime", "data-time");
    let reading = first("example", 200, &[], &page("example", "", &untimed));
    state(&reading, PageState::Posts, &["time_missing"]);
    assert_eq!(reading.posts[0].posted_at, None);
}
