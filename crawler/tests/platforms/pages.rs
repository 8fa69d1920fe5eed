//! Pages by selectors.

use crate::loopback::{Book, Server, visit};
use crate::recorded::{codes, files, shared, url};
use crate::{Desk, addresses, checks, configured, line, page};
use crawler::platforms::pages::ADAPTER;
use crawler::{Adapter, Layout, Options, Pick, Platforms};
use model::{PageState, Purpose, VisitOutcome};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

const TOPIC: &str = "phpbb:https://forum.example/viewtopic.php?t=10&sid=0123";
const FORUM: &str = "phpbb:https://forum.example/viewforum.php?f=2";

/// A post of phpBB's, and its page.
fn phpbb(id: u64, text: &str) -> String {
    format!(
        "<div id=\"p{id}\" class=\"post bg1\"><h3><a href=\"./viewtopic.php?p={id}&amp;sid=ab#p{id}\">Boats</a></h3>\
         <p class=\"author\">by <a href=\"./memberlist.php?mode=viewprofile&amp;u=5&amp;sid=ab\" class=\"username\">lina</a> \
         <time datetime=\"2026-11-20T10:00:00+00:00\">x</time></p>\
         <div class=\"content\">{text}<blockquote>not mine</blockquote></div></div>"
    )
}

fn next(address: &str) -> String {
    format!("<li class=\"arrow next\"><a rel=\"next\" href=\"{address}\">Next</a></li>")
}

fn topic_row(post: u64) -> String {
    format!(
        "<dd class=\"lastpost\"><a href=\"./viewtopic.php?p={post}&amp;sid=ab#p{post}\">last</a></dd>"
    )
}

fn own(layout: Layout) -> Arc<dyn Adapter> {
    let mut options = Options::default();
    options.layouts.insert("ads".to_owned(), layout);
    configured(&ADAPTER, &options)
}

#[expect(clippy::unnecessary_wraps, reason = "what a layout says is optional")]
fn pick(css: &str, attr: &str, regex: &str) -> Option<Pick> {
    Some(Pick { css: css.to_owned(), attr: attr.to_owned(), regex: regex.to_owned() })
}

fn ads() -> Layout {
    Layout {
        hosts: vec!["ads.example/market".to_owned()],
        item: Some(".ad".to_owned()),
        id: pick("", "data-id", ""),
        author: pick(".by", "", "^by (.*)$"),
        text: pick(".what", "", ""),
        title: pick("h2", "", ""),
        time: pick(".when", "", ""),
        next: pick("a.older", "href", ""),
        empty: Some(".no-ads".to_owned()),
        time_formats: Some(vec!["%d.%m.%Y %H:%M".to_owned(), "%d.%m.%Y".to_owned()]),
        utc_offset_minutes: Some(180),
        ..Layout::default()
    }
}

#[test]
fn every_recorded_page_is_read() {
    let Some(folder) = shared("html") else { return };
    let mut table = String::new();
    for (name, body) in files(&folder) {
        let reading = Desk::at(&ADAPTER, TOPIC).read(Desk::at(&ADAPTER, TOPIC).first(), 200, body);
        writeln!(table, "{name}: {}", line(&reading)).unwrap();
        for post in &reading.posts {
            let (by, text) = (&post.account, &post.content.text);
            writeln!(
                table,
                "  {} by {by} at {}: {text:?}",
                post.native_id,
                post.posted_at.unwrap()
            )
            .unwrap();
        }
    }
    insta::assert_snapshot!("pages_recordings", table);
}

#[test]
fn an_address_is_known_by_its_layout_and_its_sessions_do_not_matter() {
    let check = |adapter: &dyn Adapter, input: &str, expect: &str| {
        let got = match adapter.recognise(input, &url(adapter.base_url())) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(one)) => format!("{} {}", one.key, one.url),
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    };
    let topic = "phpbb:forum.example/viewtopic.php?t=10 https://forum.example/viewtopic.php?t=10";
    check(&ADAPTER, TOPIC, topic);
    check(&ADAPTER, "phpbb:forum.example/viewtopic.php?t=10", topic);
    check(&ADAPTER, "pages:https://forum.example/viewtopic.php?t=10", topic);
    check(&ADAPTER, "https://forum.example/viewtopic.php?t=10", "not mine");
    check(
        &ADAPTER,
        "pages:https://ads.example/",
        "refused: not a web address: no layout is known for ads.example",
    );
    check(&ADAPTER, "phpbb:https://u:p@forum.example/", "refused: the address carries a log-in");
    let own = own(ads());
    check(&*own, "https://ads.example/market?c=1", "ads:ads.example/market?c=1");
    check(&*own, "https://ads.example/marketing", "not mine");
    check(&*own, "ads:https://other.example/x", "ads:other.example/x");
}

#[test]
fn nothing_matched_is_drift_and_never_silence() {
    let check = |input: &str, status: u16, body: &str, expect: &str| {
        let desk = Desk::at(&ADAPTER, input);
        assert_eq!(line(&desk.read(desk.first(), status, body)), expect, "{input} {status} {body}");
    };
    check(TOPIC, 200, "<html><p>New look!</p>", "Drift; complains no_items");
    check(TOPIC, 200, "", "Drift; complains no_items");
    check(
        FORUM,
        200,
        "<div class=panel><div class=inner><strong>There are no topics.</strong></div></div>",
        "Empty",
    );
    check(
        TOPIC,
        200,
        "<div id=message class=panel><div class=inner><h2>x</h2><strong>Not allowed</strong></div></div>",
        "Drift; complains no_items",
    );
    check(
        TOPIC,
        200,
        "<form id=login><input type=password></form>",
        "AuthRequired; complains log_in_wanted",
    );
    check(TOPIC, 404, "", "Gone");
    check(TOPIC, 410, "", "Gone");
    check(TOPIC, 401, "", "AuthRequired; complains log_in_wanted");
    check(TOPIC, 403, "Just a moment", "Broken; complains blocked");
    check(TOPIC, 429, "", "RateLimited; complains rate_limited");
    check(TOPIC, 503, "", "Broken; complains server_failed");
    check(TOPIC, 304, "", "Unchanged");
    check(
        TOPIC,
        200,
        "<div class=post id=p1><p>new inside</p></div>",
        "Drift; complains post_malformed",
    );
}

#[test]
fn a_topic_goes_on_where_the_last_visit_ended() {
    let mut desk = Desk::at(&ADAPTER, TOPIC);
    let body = phpbb(1, "first<br>line") + &next("./viewtopic.php?t=10&amp;start=10&amp;sid=ab");
    let reading = desk.read(desk.first(), 200, body);
    let place = "https://forum.example/viewtopic.php?t=10";
    assert_eq!(
        line(&reading),
        format!(
            "Posts; 1 posts 1 accounts; then Newer /viewtopic.php?t=10&start=10; cursor {place}"
        )
    );
    insta::assert_json_snapshot!("pages_post", (&reading.posts[0], &reading.accounts[0]));
    desk.cursor = Some("https://forum.example/viewtopic.php?t=10&start=10");
    assert_eq!(desk.first().url.as_str(), "https://forum.example/viewtopic.php?t=10&start=10");
    desk.cursor = Some("https://elsewhere.example/x");
    assert_eq!(desk.first().url.as_str(), place);
    let away = phpbb(1, "x") + &next("https://elsewhere.example/");
    let got = line(&desk.read(desk.first(), 200, away));
    assert_eq!(got, format!("Posts; 1 posts 1 accounts; complains link_elsewhere; cursor {place}"));
}

#[test]
fn of_a_forum_the_topics_that_moved_are_read_at_their_newest_post() {
    let mut desk = Desk::at(&ADAPTER, FORUM);
    let list = topic_row(30) + &topic_row(20) + &topic_row(25) + &topic_row(20);
    let all = "then Newest /viewtopic.php?p=20; then Newest /viewtopic.php?p=25; then Newest /viewtopic.php?p=30";
    let reading = desk.read(desk.first(), 200, list.clone());
    assert_eq!(line(&reading), format!("Aside; {all}"));
    let topic = desk.read(reading.next[0].clone(), 200, phpbb(20, "x"));
    assert_eq!(line(&topic), "Posts; 1 posts 1 accounts; cursor 20");
    desk.cursor = Some("25");
    assert_eq!(
        line(&desk.read(desk.first(), 200, list.clone())),
        "Aside; then Newest /viewtopic.php?p=30"
    );
    desk.cursor = Some("30");
    assert_eq!(line(&desk.read(desk.first(), 200, list)), "Unchanged");
}

#[test]
fn the_layouts_of_vbulletin_find_their_posts() {
    let check = |input: &str, body: &str, id: &str, account: &str, text: &str| {
        let desk = Desk::at(&ADAPTER, input);
        let reading = desk.read(desk.first(), 200, body);
        assert_eq!(line(&reading).split("; cursor").next(), Some("Posts; 1 posts 1 accounts"));
        let post = &reading.posts[0];
        assert_eq!((&*post.native_id, &*post.account, &*post.content.text), (id, account, text));
        assert_eq!(post.posted_at.unwrap().to_string(), "2026-11-20T10:05:00Z");
    };
    check(
        "vbulletin4:https://forum.example/showthread.php?t=1",
        "<li class=\"postcontainer\" id=\"post_77\"><span class=\"postdate\"><span class=\"date\">11-20-2026,&nbsp;10:05 AM</span></span>\
         <a class=\"username online\" href=\"member.php?u=9\">lina</a><h2 class=\"title\">Boats</h2>\
         <blockquote class=\"postcontent restore\">by sea<div class=\"bbcode_quote\">not mine</div></blockquote></li>",
        "forum.example/p/77",
        "forum.example/u/9",
        "Boats\n\nby sea",
    );
    check(
        "vbulletin5:https://forum.example/forum/main/1-boats",
        "<li class=\"b-post\" data-node-id=\"78\"><div class=\"author\"><a href=\"/member/9-lina\">lina</a></div>\
         <time itemprop=\"dateCreated\" datetime=\"2026-11-20T10:05:00\">x</time>\
         <div class=\"js-post__content-text\">by land</div></li>",
        "forum.example/p/78",
        "forum.example/u/9",
        "by land",
    );
}

#[test]
fn a_layout_of_the_settings_reads_small_ads() {
    let own = own(ads());
    let desk = Desk::at(&*own, "https://ads.example/market");
    let ad = |id: &str, when: &str| {
        format!(
            "<div class=ad data-id={id}><h2>Van</h2><p class=by>by Omar</p><p class=what>call +44 7700 900123\
         <p class=when>{when}</p></div>"
        )
    };
    let body = ad("1", "20.11.2026 13:00")
        + &ad("2", "20.11.2026")
        + "<a class=older href='?page=2'>older</a>";
    let reading = desk.read(desk.first(), 200, body);
    assert_eq!(line(&reading), "Posts; 2 posts 1 accounts; then Older /market?page=2");
    // In the order of time: midnight of the day came first.
    assert_eq!(reading.posts[1].posted_at.unwrap().to_string(), "2026-11-20T10:00:00Z");
    assert_eq!(reading.posts[1].content.text, "Van\n\ncall +44 7700 900123");
    assert_eq!(reading.posts[0].account, "ads.example/u/@omar");
    let silence = desk.read(desk.first(), 200, "<p class=no-ads>");
    assert_eq!(silence.state, PageState::Empty);
}

#[test]
fn a_layout_that_cannot_be_used_says_why() {
    let check = |name: &str, change: &dyn Fn(&mut Layout), expect: &str| {
        let mut options = Options::default();
        let mut layout = ads();
        change(&mut layout);
        options.layouts.insert(name.to_owned(), layout);
        let why = Platforms::new(&options).unwrap_err().to_string();
        assert!(why.starts_with("crawler.layouts.") && why.contains(expect), "{why}");
    };
    check("ads", &|it| it.item = None, "item: say which element is a post");
    check("ads", &|it| it.text = None, "text: say where");
    check("ads", &|it| it.item = Some("..".to_owned()), "is no CSS selector");
    check("ads", &|it| it.id = pick("", "", "("), "id: \"(\" is no regular expression");
    check("ads", &|it| it.preset = Some("smf".to_owned()), "there is no \"smf\"");
    check("my ads", &|_| {}, "a name has letters");
}

#[test]
fn a_post_is_checked_on_its_own_page() {
    let desk = Desk::at(&ADAPTER, TOPIC);
    let reading = desk.read(desk.first(), 200, phpbb(7, "x"));
    let pages = checks(&ADAPTER, &reading);
    assert_eq!(addresses(&pages), ["https://forum.example/viewtopic.php?p=7"]);
    let check = |status: u16, body: &str, expect: &str| {
        let got = line(&Desk::checking(&ADAPTER).read(pages[0].clone(), status, body));
        assert_eq!(got, expect, "{status} {body}");
    };
    check(200, &phpbb(7, "x"), "Aside; seen by PostPage");
    check(200, &phpbb(8, "x"), "Aside; missing by PostPage");
    check(404, "", "Gone; missing by PostPage");
    check(200, "<p>new look", "Drift; could not see by PostPage; complains no_items");
}

#[test]
fn hostile_pages_lose_no_neighbour() {
    let desk = Desk::at(&ADAPTER, TOPIC);
    let future = phpbb(2, "later").replace("2026-11-20", "2126-11-20");
    let nobody = "<div class=post id=p3><div class=content>who?</div></div>";
    let body = phpbb(1, "one")
        + &future
        + nobody
        + &phpbb(1, "twin")
        + "<div class=post id=p9>"
        + &phpbb(4, "four");
    let reading = desk.read(desk.first(), 200, body);
    assert_eq!(reading.posts.len(), 5, "{:?}", reading.complaints);
    assert_eq!(codes(&reading), ["author_missing", "id_reused", "time_absurd", "time_missing"]);
    let deep = "<div>".repeat(500) + &phpbb(1, "deep");
    assert_eq!(desk.read(desk.first(), 200, deep).posts.len(), 1);
}

#[tokio::test]
async fn a_forum_is_visited_and_only_what_moved_is_visited_again() {
    let server = Server::start(|asked| match &*asked.path {
        "/viewforum.php?f=2" => (200, topic_row(30) + &topic_row(20)),
        "/viewtopic.php?p=20" => (200, phpbb(19, "x") + &phpbb(20, "x")),
        "/viewtopic.php?p=30" => (200, phpbb(30, "x")),
        _ => (404, String::new()),
    })
    .await;
    let input = format!("phpbb:http://{}/viewforum.php?f=2&sid=77", server.authority);
    let mut book = Book::default();
    visit(server.options(), &input, &mut book).await;
    assert_eq!((book.posts.len(), book.cursor.as_deref()), (3, Some("30")));
    visit(server.options(), &input, &mut book).await;
    assert_eq!(book.pages.len(), 4, "{:?}", book.pages);
    assert_eq!(book.outcomes, [VisitOutcome::Posts; 2]);
}

proptest! {
    #[test]
    fn any_page_is_read(body in "[\\PC]{0,120}", number in any::<u64>()) {
        let desk = Desk::at(&ADAPTER, TOPIC);
        for body in [body.clone(), phpbb(number, &body), topic_row(number) + &next(&body)] {
            let mut request = page("https://forum.example/viewtopic.php?t=10");
            let _ = desk.read(request.clone(), 200, body.clone());
            request.purpose = Purpose::Newer;
            let _ = desk.read(request, 200, body);
        }
    }
}
