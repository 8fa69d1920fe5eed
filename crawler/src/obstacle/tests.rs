//! One row per page; the pages are written after what the guards show.

use super::*;
use bytes::Bytes;
use model::{PageRequest, PublicUrl, Purpose, Timestamp};

fn page(status: u16, headers: &[(&str, &str)], from: &str, body: &str) -> Capture {
    let url = PublicUrl::parse("https://place.example/feed").unwrap();
    let request = PageRequest::new(url, Purpose::Newest);
    let from = PublicUrl::parse(from).unwrap();
    let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let body = Bytes::from(body.to_owned());
    Capture::new(request, from, Timestamp::from_ms(0), status, headers, body)
}

const HERE: &str = "https://place.example/feed";
const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");
const JSON: (&str, &str) = ("content-type", "application/json");

fn check(status: u16, state: PageState, headers: &[(&str, &str)], body: &str, code: Option<&str>) {
    at(HERE, status, state, headers, body, code);
}

fn at(
    from: &str,
    status: u16,
    state: PageState,
    headers: &[(&str, &str)],
    body: &str,
    code: Option<&str>,
) {
    let found = before(&page(status, headers, from, body), &Reading::of(state));
    assert_eq!(found.map(Obstacle::code), code, "{status} {state:?} {body}");
    if let Some(found) = found {
        assert!(!found.complaint().detail.is_empty());
    }
}

#[test]
fn guards_are_recognised_by_header_shape_and_words() {
    use PageState::{Broken, Drift, RateLimited};
    let block = Some("block_page");
    check(403, RateLimited, &[HTML, ("cf-mitigated", "challenge")], "", block);
    check(503, Broken, &[HTML], "<html><title>Just a moment...</title>", block);
    check(200, Drift, &[HTML], "<title>Making sure you&#39;re not a bot!</title>", block);
    check(403, Broken, &[HTML], "<title>DDoS-Guard</title>", block);
    check(200, Drift, &[HTML], "<script src=\"/_Incapsula_Resource?x\">", block);
    check(
        403,
        Broken,
        &[HTML],
        "<iframe src=\"https://geo.captcha-delivery.com/captcha/\">",
        block,
    );
    check(405, Drift, &[HTML, ("x-amzn-waf-action", "captcha")], "", block);
    check(200, Drift, &[HTML], "<form><div class=\"g-recaptcha\"></div></form>", block);
    check(403, Broken, &[HTML], "<p>Please solve the CAPTCHA</p>", block);
    let google = "https://www.google.com/sorry/index?q=x";
    at(google, 429, RateLimited, &[HTML], "Our systems have detected unusual traffic", block);
    let consent = "https://consent.youtube.com/m?continue=x";
    at(consent, 200, Drift, &[HTML], "<form>Before you continue", Some("consent_wall"));
}

#[test]
fn walls_on_pages_and_closed_timelines_of_servers_are_told_apart() {
    use PageState::{AuthRequired, Drift};
    check(401, AuthRequired, &[HTML], "", Some("log_in_page"));
    check(200, Drift, &[HTML], "<input name=p type=\"password\">", Some("log_in_page"));
    // Mastodon's authorised fetch (401, older 422), a private Lemmy instance.
    let error = "{\"error\":\"This API requires an authenticated user\"}";
    check(401, AuthRequired, &[JSON], error, Some("timeline_closed"));
    check(422, AuthRequired, &[JSON], error, Some("timeline_closed"));
    check(
        400,
        AuthRequired,
        &[JSON],
        "{\"error\":\"instance_is_private\"}",
        Some("timeline_closed"),
    );
}

#[test]
fn a_page_that_says_gone_with_a_good_status_is_noted_and_an_article_about_it_is_not() {
    use PageState::{Broken, Drift, Gone, Posts};
    let says = Some("says_gone");
    for title in [
        "Page not found",
        "404",
        "This account doesn’t exist",
        "Страница не найдена",
        "الصفحة غير موجودة",
        "Sayfa bulunamadı",
        "صفحه یافت نشد",
        "Trang không tồn tại",
    ] {
        check(200, Drift, &[HTML], &format!("<title>{title} | Place</title>"), says);
        check(200, Drift, &[HTML], &format!("<body><h1>{title}</h1>"), says);
    }
    check(200, Drift, &[HTML], "<p>not found</p>", None);
    check(200, Drift, &[JSON], "{\"title\":\"not found\"}", None);
    check(404, Drift, &[HTML], "<h1>Not found</h1>", None);
    check(500, Broken, &[HTML], "<h1>Not found</h1>", None);
    let long = format!("<h1>Passports not found</h1>{}", "<p>word word</p>".repeat(200));
    check(200, Drift, &[HTML], &long, None);
    let heading = "<h1>What to do when the ship that you were promised is not found</h1>";
    check(200, Drift, &[HTML], heading, None);
    // What an adapter understood is not second-guessed.
    for state in [Gone, Posts, PageState::Empty, PageState::Unchanged, PageState::Aside] {
        check(200, state, &[HTML], "<title>Page not found</title>", None);
    }
}

#[test]
fn a_long_page_with_a_captcha_in_it_is_content() {
    let body = format!("<p>text</p>{}", "<div class=\"g-recaptcha\"></div>".repeat(4000));
    check(200, PageState::Drift, &[HTML], &body, None);
}
