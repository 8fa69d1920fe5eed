//! Sitemaps.

use crate::loopback::{Book, Server, visit};
use crate::recorded::{codes, files, shared, url};
use crate::{Desk, addresses, checks, line, page};
use crawler::Adapter;
use crawler::platforms::sitemaps::ADAPTER;
use flate2::Compression;
use flate2::write::GzEncoder;
use model::{Purpose, VisitOutcome};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::Write as _;

const SITE: &str = "https://news.example/sitemap.xml";

fn urlset(entries: &[(&str, &str)]) -> String {
    let one = |(address, changed): &(&str, &str)| {
        let time = if changed.is_empty() {
            String::new()
        } else {
            format!("<lastmod>{changed}</lastmod>")
        };
        format!("<url><loc>{address}</loc>{time}</url>")
    };
    format!("<urlset>{}</urlset>", entries.iter().map(one).collect::<String>())
}

fn article(title: &str) -> String {
    format!(
        "<html lang=en-GB><title>{title}</title><nav>menu</nav><article><p>text of {title} <a href=/x>x</a></article>"
    )
}

#[test]
fn every_recorded_sitemap_is_read() {
    let Some(folder) = shared("sitemaps/crawler-commons") else { return };
    let mut table = String::new();
    for (name, body) in files(&folder) {
        let host = if name.contains("index") || name.contains("robots") {
            "example.com"
        } else {
            "www.example.com"
        };
        let path = if name.contains("robots") { "robots.txt" } else { &name };
        let desk = Desk::at(&ADAPTER, SITE);
        let reading = desk.read(page(&format!("https://{host}/{path}")), 200, body);
        writeln!(table, "{name}: {}", line(&reading)).unwrap();
    }
    insta::assert_snapshot!("sitemap_recordings", table);
}

#[test]
fn sitemaps_are_known_by_their_name_or_the_word_in_front() {
    let check = |input: &str, expect: &str| {
        let got = match ADAPTER.recognise(input, &url(ADAPTER.base_url())) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(one)) => format!("{} {}", one.key, one.url),
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    };
    check(SITE, "news.example/sitemap.xml https://news.example/sitemap.xml");
    check("https://news.example/a/Sitemap_index.xml.gz", "news.example/a/Sitemap_index.xml.gz");
    check(
        "sitemap:https://news.example/",
        "news.example/robots.txt https://news.example/robots.txt",
    );
    check("sitemap:news.example/pages?x=1", "news.example/pages?x=1");
    check("https://news.example/feed.xml", "not mine");
    check("https://news.example/", "not mine");
}

#[test]
fn pages_that_changed_are_asked_for_the_first_change_first() {
    let check = |cursor: Option<&str>, body: &str, expect: &str| {
        let mut desk = Desk::at(&ADAPTER, SITE);
        desk.cursor = cursor;
        assert_eq!(line(&desk.read(desk.first(), 200, body)), expect, "{cursor:?} {body}");
    };
    let dated = urlset(&[
        ("https://news.example/b", "2026-11-20T10:00:00Z"),
        ("https://news.example/a", "2026-11-19"),
        ("/c", "2026-11-21T10:00+01:00"),
        ("https://elsewhere.example/", "2026-11-21"),
        ("https://news.example/later", "2126-01-01"),
    ]);
    let odd = "Aside; complains link_elsewhere time_absurd";
    check(None, &dated, &format!("{odd}; then Newer /a; then Newer /b; then Newer /c"));
    check(Some("2026-11-20T10:00:00Z"), &dated, &format!("{odd}; then Newer /c"));
    check(Some("2026-11-21T09:00:00Z"), &urlset(&[("/c", "2026-11-21T10:00+01:00")]), "Unchanged");
    let plain = urlset(&[("/a", ""), ("/b", ""), ("/c", "")]);
    check(None, &plain, "Aside; then Newer /a; then Newer /b; then Newer /c");
    check(Some("after /a"), &plain, "Aside; then Newer /b; then Newer /c; then Newer /a");
    check(None, "<urlset/>", "Empty");
    check(None, "<urlset></urlset>", "Empty");
    check(None, "<rss><channel/></rss>", "Drift; complains feed_instead");
    check(None, "<html></html>", "Drift; complains not_a_sitemap");
    check(None, "", "Drift; complains not_a_sitemap");
    check(
        None,
        "<urlset><url><loc>/a</loc></url><url>",
        "Aside; complains xml_broken; then Newer /a",
    );
}

#[test]
fn what_the_server_answers_decides_the_visit() {
    let check = |status: u16, expect: &str| {
        let desk = Desk::at(&ADAPTER, SITE);
        assert_eq!(line(&desk.read(desk.first(), status, "")), expect, "{status}");
    };
    check(304, "Unchanged");
    check(401, "AuthRequired; complains log_in_wanted");
    check(403, "Broken; complains blocked");
    check(404, "Gone");
    check(410, "Gone");
    check(429, "RateLimited; complains rate_limited");
    check(451, "NotPublic; complains withheld");
    check(500, "Broken; complains server_failed");
}

#[test]
fn indexes_are_followed_but_not_without_end() {
    let check = |mark: Option<&str>, cursor: Option<&str>, body: &str, expect: &str| {
        let mut desk = Desk::at(&ADAPTER, SITE);
        desk.cursor = cursor;
        let mut request = page("https://news.example/index.xml");
        request.purpose = Purpose::Settle;
        request.mark = mark.map(str::to_owned);
        assert_eq!(line(&desk.read(request, 200, body)), expect);
    };
    let one = |name: &str, day: &str| {
        format!("<sitemap><loc>/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>")
    };
    let index = format!(
        "<sitemapindex>{}{}</sitemapindex>",
        one("a", "2026-11-01"),
        one("b", "2026-11-20")
    );
    check(None, None, &index, "Aside; then Settle /b.xml; then Settle /a.xml");
    check(None, Some("2026-11-10T00:00:00Z"), &index, "Aside; then Settle /b.xml");
    check(None, Some("2026-11-20T00:00:00Z"), &index, "Unchanged");
    check(Some("3"), None, &index, "Drift; complains too_deep");
    let robots = |body: &str, expect: &str| {
        let desk = Desk::at(&ADAPTER, "sitemap:https://news.example/");
        assert_eq!(line(&desk.read(desk.first(), 200, body)), expect);
    };
    robots(
        "User-agent: *\nsitemap: /s.xml\nSITEMAP: https://news.example/s.xml",
        "Aside; then Settle /s.xml; then Settle /s.xml",
    );
    robots("User-agent: *", "Drift; complains no_sitemaps");
}

#[test]
fn a_packed_sitemap_is_unpacked_within_limits() {
    let packed = |text: &[u8]| {
        let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
        gz.write_all(text).unwrap();
        gz.finish().unwrap()
    };
    let desk = Desk::at(&ADAPTER, SITE);
    let body = packed(urlset(&[("/a", "")]).as_bytes());
    assert_eq!(line(&desk.read(desk.first(), 200, body.clone())), "Aside; then Newer /a");
    assert_eq!(line(&desk.read(desk.first(), 200, &body[..20])), "Drift; complains gzip_broken");
    let bomb = packed(&vec![b' '; 51 * 1024 * 1024]);
    assert_eq!(line(&desk.read(desk.first(), 200, bomb)), "Drift; complains gzip_broken");
}

#[test]
fn a_page_is_a_post_of_its_site() {
    let desk = Desk::at(&ADAPTER, SITE);
    let mut request = page("https://news.example/a").marked("2026-11-20T10:00:00Z");
    request.purpose = Purpose::Newer;
    let reading = desk.read(request.clone(), 200, article("Boats"));
    assert_eq!(line(&reading), "Posts; 1 posts 1 accounts; cursor 2026-11-20T10:00:00Z");
    insta::assert_json_snapshot!("sitemap_page", reading.posts[0]);
    let check = |status: u16, body: &str, expect: &str| {
        assert_eq!(line(&desk.read(request.clone(), status, body)), expect, "{status}");
    };
    let cursor = "cursor 2026-11-20T10:00:00Z";
    check(404, "", &format!("Aside; missing by PostPage; {cursor}"));
    check(410, "", &format!("Aside; deleted by PostPage; {cursor}"));
    let soft = "<html><title>Seite nicht gefunden</title>";
    check(200, soft, &format!("Aside; missing by PostPage; {cursor}"));
    check(500, "", "Broken; complains server_failed");
    check(200, "", &format!("Posts; 1 posts 1 accounts; complains text_missing; {cursor}"));
    let pages = checks(&ADAPTER, &reading);
    assert_eq!(addresses(&pages), ["https://news.example/a"]);
    let checked = |status: u16| line(&Desk::checking(&ADAPTER).read(pages[0].clone(), status, "x"));
    assert_eq!(checked(200), "Aside; seen by PostPage");
    assert_eq!(checked(404), "Gone; missing by PostPage");
    assert_eq!(checked(403), "Broken; could not see by PostPage; complains blocked");
}

#[tokio::test]
async fn a_site_is_visited_and_only_what_changed_is_visited_again() {
    let server = Server::start(|asked| match &*asked.path {
        "/sitemap.xml" => {
            (200, urlset(&[("/a", "2026-11-20"), ("/b", "2026-11-21"), ("/gone", "2026-11-19")]))
        }
        "/a" => (200, article("A")),
        "/b" => (200, article("B")),
        _ => (404, String::new()),
    })
    .await;
    let input = format!("http://{}/sitemap.xml", server.authority);
    let mut book = Book::default();
    visit(server.options(), &input, &mut book).await;
    assert_eq!(book.pages, ["/sitemap.xml", "/gone", "/a", "/b"]);
    visit(server.options(), &input, &mut book).await;
    assert_eq!((book.posts.len(), book.pages.len()), (2, 5));
    assert_eq!(book.outcomes, [VisitOutcome::Posts; 2]);
}

proptest! {
    #[test]
    fn any_sitemap_is_read(body in "[\\PC]{0,80}", wild in proptest::collection::vec(any::<u8>(), 0..80)) {
        let desk = Desk::at(&ADAPTER, SITE);
        let whole = urlset(&[(&body, &body)]);
        for body in [body.clone().into_bytes(), whole.into_bytes(), wild] {
            let reading = desk.read(desk.first(), 200, body);
            prop_assert!(codes(&reading).len() <= 6);
        }
    }
}
