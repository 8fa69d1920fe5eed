//! Invented documents: one for each state, and for each part of an entry.

use super::*;

fn state(reading: &Reading, state: PageState, expect: &[&str]) {
    assert_eq!(
        (reading.state, codes(reading)),
        (state, expect.to_vec()),
        "{:?}",
        reading.complaints
    );
}

const ITEM: &str = "<item><guid>a</guid><title>One</title><link>/1</link>\
                    <pubDate>Tue, 03 Feb 2026 04:05:06 GMT</pubDate><description>&lt;p&gt;Text \
                    &lt;a href='/x'&gt;there&lt;/a&gt;&lt;/p&gt;&lt;p&gt;end&lt;/p&gt;\
                    &lt;script&gt;x()&lt;/script&gt;</description><category>#boat</category>\
                    <enclosure url='https://cdn.example/a.mp3' type='audio/mpeg' length='1'/></item>";

#[test]
fn a_feed_gives_posts_and_itself_as_their_account() {
    let reading = read(&rss(ITEM));
    state(&reading, PageState::Posts, &[]);
    let post = &reading.posts[0];
    assert_eq!(post.native_id, "https://news.example/feed.xml#a");
    assert_eq!(post.url.as_ref().unwrap().as_str(), "https://news.example/1");
    assert_eq!(post.content.text, "One\n\nText there\n\nend");
    assert_eq!(post.content.links, ["https://news.example/x"]);
    assert_eq!(post.content.hashtags, ["boat"]);
    assert_eq!(
        (post.content.media[0].kind.as_str(), post.content.media[0].url.as_deref()),
        ("audio", Some("https://cdn.example/a.mp3"))
    );
    assert_eq!(post.posted_at.unwrap().to_string(), "2026-02-03T04:05:06Z");
    assert_eq!(post.declared_language.as_ref().unwrap().as_str(), "en");
    let account = &reading.accounts[0];
    assert_eq!(account.native_id, "https://news.example/feed.xml");
    assert_eq!(post.account, account.native_id);
    assert_eq!(account.profile.display_name, "News & more");
    assert_eq!(account.profile.biography, "All news");
    assert_eq!(account.profile.avatar.as_deref(), Some("https://news.example/logo.png"));
    assert_eq!(account.url.as_ref().unwrap().as_str(), "https://news.example/home");
}

#[test]
fn statuses_say_what_the_host_wants() {
    for (status, expect, complaints) in [
        (304, PageState::Unchanged, &[][..]),
        (401, PageState::AuthRequired, &[]),
        (403, PageState::Broken, &["refused"]),
        (404, PageState::Gone, &[]),
        (410, PageState::Gone, &[]),
        (429, PageState::RateLimited, &[]),
        (451, PageState::NotPublic, &[]),
        (503, PageState::Broken, &[]),
        (302, PageState::Drift, &["status_unexpected"]),
    ] {
        state(&visit(FEED, status, &[], ""), expect, complaints);
    }
    let channel = "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv";
    state(&visit(channel, 404, &[], "<html>"), PageState::Broken, &["youtube_404"]);
    state(&visit(channel, 500, &[], ""), PageState::Broken, &[]);
}

#[test]
fn an_empty_feed_is_proof_and_a_torn_one_is_not() {
    state(&read(&rss("")), PageState::Empty, &[]);
    state(&read(rss("").trim_end_matches("</channel></rss>")), PageState::Drift, &["xml_broken"]);
    let torn = rss(&(ITEM.to_owned() + "<item><guid>b</guid><title>cut off"));
    let torn = torn.trim_end_matches("</channel></rss>");
    let reading = read(torn);
    state(&reading, PageState::Posts, &["xml_broken"]);
    assert_eq!(reading.posts.len(), 1, "an item that was cut off is not a post");
}

#[test]
fn a_page_that_is_no_feed_says_so_and_names_its_feeds() {
    let html = "<!DOCTYPE html><html><head><title>News</title><link rel=\"alternate\" \
                type=\"application/rss+xml\" href=\"/rss\"><link rel=\"alternate\" \
                type=\"application/atom+xml\" href=\"https://b.example/atom\"></head><body>x";
    let reading = read(html);
    state(&reading, PageState::Drift, &["feed_link", "not_a_feed"]);
    let named: Vec<_> = reading
        .complaints
        .iter()
        .filter(|c| c.code == "feed_link")
        .map(|c| c.detail.as_str())
        .collect();
    assert_eq!(named, ["https://news.example/rss", "https://b.example/atom"]);
    assert!(reading.complaints[0].detail.contains("HTML page instead of a feed"));
    for other in ["", "<urlset/>", "{\"items\":[]}", "plain words"] {
        state(&read(other), PageState::Drift, &["not_a_feed"]);
    }
}

#[test]
fn entries_without_an_id_get_the_same_one_each_time() {
    let items =
        "<item><title>a</title><link>/1</link></item><item><title>b</title><link>/2</link></item>";
    let (one, two) = (posts(items), posts(items));
    assert_eq!(one.len(), 2);
    assert_ne!(one[0].native_id, one[1].native_id);
    assert_eq!(one, two);
    assert!(one[0].native_id.contains("#hash:"), "{}", one[0].native_id);
    assert_eq!(codes(&read(&rss(items))), ["guid_missing", "time_missing"]);
}

#[test]
fn one_id_for_several_entries_is_told_and_told_apart() {
    let items = "<item><guid>x</guid><link>/1</link><title>a</title></item><item><guid>x</guid><link>/2</link><title>b</title></item>";
    let reading = read(&rss(items));
    assert_eq!(codes(&reading), ["guid_repeated", "time_missing"]);
    let ids: Vec<_> =
        reading.posts.iter().map(|post| post.native_id.rsplit('#').next().unwrap()).collect();
    assert_eq!(ids, ["https://news.example/2", "https://news.example/1"]);
    let twice = ITEM.to_owned() + ITEM;
    assert_eq!(posts(&twice).len(), 1, "the same entry twice is one post");
}

#[test]
fn times_that_cannot_be_or_cannot_be_read_are_told() {
    let dated = |date: &str| {
        rss(&format!("<item><guid>a</guid><title>t</title><pubDate>{date}</pubDate></item>"))
    };
    let check = |date: &str, expect: Option<&str>, complaints: &[&str]| {
        let reading = read(&dated(date));
        let at = reading.posts[0].posted_at.map(|at| at.to_string());
        assert_eq!((at.as_deref(), codes(&reading)), (expect, complaints.to_vec()), "{date}");
    };
    check("Tue, 03 Feb 2026 04:05:06 +0100", Some("2026-02-03T03:05:06Z"), &[]);
    check("2026-11-25T00:00:00Z", Some("2026-11-25T00:00:00Z"), &[]);
    check("2036-01-01T00:00:00Z", None, &["time_in_future"]);
    check("some day", None, &["date_broken", "time_missing"]);
    check("", None, &["time_missing"]);
}

#[test]
fn what_makes_the_parser_fall_or_give_up_costs_no_entry() {
    for part in [
        "<author>a@b.example（somebody）</author>",
        "<media:content url='https://cdn.example/v' duration='99999999999999999999999:00:00'/>",
        "<media:thumbnail url='https://cdn.example/t' time='99999999999999999999999:00:00'/>",
        "<itunes:duration>99999999999999999999:99:99</itunes:duration>",
        "<media:title type='odd'>x</media:title>",
        "<unknown>&undeclared; & </unknown>",
        "<a:b xml:base='http://[bad'/>",
        "<title>a\u{8}b</title>",
    ] {
        let reading = read(&rss(&(ITEM.replace("</item>", part) + "</item>")));
        assert_eq!((reading.state, reading.posts.len()), (PageState::Posts, 1), "{part}");
        assert_eq!(codes(&reading), [""; 0], "{part}");
    }
    let late = format!("{}<?xml version='1.0' encoding='koi8-r'?>", "<!-- -->".repeat(2_000));
    assert_eq!(posts(&(late + ITEM)).len(), 1, "a second declaration");
}

#[test]
fn one_entry_that_cannot_be_read_does_not_take_the_others_with_it() {
    let entry = |id: u8, content: &str| {
        format!(
            "<entry><id>{id}</id><title>t</title><updated>2026-02-03T04:05:06Z</updated>{content}</entry>"
        )
    };
    let bad = "<content src='https://a.example/x'>text beside a src</content>";
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>f</title>{}{}{}</feed>",
        entry(1, ""),
        entry(2, bad),
        entry(3, "")
    );
    let reading = read(&feed);
    state(&reading, PageState::Posts, &["entry_skipped"]);
    assert_eq!(reading.posts.len(), 2);
}

#[test]
fn all_kinds_of_feed_and_their_odd_namespaces_are_read() {
    let kinds = [
        "<rss version='0.91'><channel><title>f</title><item><title>a</title></item></channel></rss>",
        "<rss version='9'><channel><title>f</title><item><title>a</title></item></channel></rss>",
        "<rss xmlns='http://backend.userland.com/rss2'><channel><title>f</title><item><title>a</title></item></channel></rss>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>f</title></channel><item><title>a</title><link>https://a.example/</link></item></rdf:RDF>",
        "<feed xmlns='http://purl.org/atom/ns#' version='0.3'><title>f</title><entry><id>a</id><title>a</title><issued>2026-02-03T04:05:06Z</issued></entry></feed>",
        "<feed xmlns='https://www.w3.org/2005/Atom'><title>f</title><entry><id>a</id><title type='xhtml'><div>a</div></title></entry></feed>",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>f</a:title><a:entry><a:id>a</a:id><a:title>a</a:title></a:entry></a:feed>",
        "<entry xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>a</title></entry>",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"f\",\"items\":[{\"id\":\"a\",\"title\":\"a\"}]}",
        "\u{feff}\n  <rss version='2.0'><channel><item><title>a</title></item></channel></rss>",
        "noise <rss version='2.0'><channel><item><title>a</title></item></channel></rss>",
    ];
    for kind in kinds {
        let reading = read(kind);
        let texts: Vec<_> = reading.posts.iter().map(|post| post.content.text.as_str()).collect();
        assert_eq!(texts, ["a"], "{kind}: {:?}", reading.complaints);
    }
}

#[test]
fn markup_in_texts_is_read_as_the_format_means_it() {
    let check = |feed: String, expect: &str| {
        assert_eq!(read(&feed).posts[0].content.text, expect, "{feed}");
    };
    let rss =
        |title: &str| super::rss(&format!("<item><guid>1</guid><title>{title}</title></item>"));
    check(rss("Tom &amp;amp; Ana"), "Tom & Ana");
    check(rss("<![CDATA[a <b>b</b>]]>"), "a b");
    check(
        rss("T</title><description>one &amp;amp; two\nthree</description><title>T"),
        "T\n\none & two\nthree",
    );
    check(rss("a <b>b</b>"), "a b");
    check(rss("1 &lt; 2"), "1 < 2");
    check(rss("one\n two"), "one\ntwo");
    let atom = |title: &str| {
        format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>{title}</entry></feed>")
    };
    check(atom("<title>a &lt;b&gt; c</title>"), "a <b> c");
    check(atom("<title type='html'>a &lt;b&gt;c&lt;/b&gt;</title>"), "a c");
    check(
        atom("<title>T</title><content type='xhtml'><div><p>a</p><p>b &amp; c</p></div></content>"),
        "T\n\na\n\nb & c",
    );
    check(
        atom("<title>A long title…</title><content>A long title and more</content>"),
        "A long title and more",
    );
    check(atom("<title>T</title><summary>s</summary>"), "T\n\ns");
}

#[test]
fn youtube_says_its_words_in_the_media_description() {
    let entry = |n: u8| {
        format!(
            "<entry><id>yt:video:{n}</id><title>T</title><link rel='alternate' href='https://www.youtube.com/watch?v={n}'/><published>2026-02-{:02}T00:00:00+00:00</published><updated>2026-02-28T00:00:00+00:00</updated><media:group><media:title>T</media:title><media:content url='https://www.youtube.com/v/{n}' type='application/x-shockwave-flash'/><media:thumbnail url='https://i{n}.ytimg.example/x.jpg'/><media:description>one\ntwo &amp; three</media:description><media:community><media:starRating count='7' average='5.00' min='1' max='5'/><media:statistics views='1234'/></media:community></media:group></entry>",
            n + 1
        )
    };
    let feed = |n: u8| {
        format!(
            "<feed xmlns:media='http://search.yahoo.com/mrss/' xmlns='http://www.w3.org/2005/Atom'><title>Example</title><link rel='alternate' href='https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv'/>{}</feed>",
            (0..n).map(entry).collect::<String>()
        )
    };
    let channel = "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv";
    let reading = visit(channel, 200, &[], feed(2));
    state(&reading, PageState::Posts, &[]);
    let post = &reading.posts[0];
    assert_eq!(post.native_id, "yt:UCabcdefghijklmnopqrstuv#yt:video:0");
    assert_eq!(post.content.text, "T\n\none\ntwo & three");
    assert_eq!((post.metrics.views, post.metrics.likes), (Some(1234), Some(7)));
    assert_eq!(post.content.media.len(), 1, "small pictures move from server to server");
    assert_eq!(post.content.media[0].kind, "video");
    assert!(post.edited && !reading.capped);
    assert_eq!(reading.accounts[0].url.as_ref().unwrap().as_str(), channel);
    assert!(visit(channel, 200, &[], feed(15)).capped);
}

#[test]
fn a_feed_in_another_encoding_is_read() {
    let body = b"<?xml version='1.0' encoding='windows-1256'?><rss version='2.0'><channel><item><guid>1</guid><title>\xe3\xd1\xcd\xc8\xc7</title></item></channel></rss>";
    let reading = visit(FEED, 200, &[("content-type", "application/rss+xml")], body.to_vec());
    assert_eq!(reading.posts[0].content.text, "مرحبا");
}
