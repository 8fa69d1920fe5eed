//! What is sent to browsers, and what is not taken from them.

use super::browser::Browser;
use crate::pages;
use axum::body::Body;
use axum::http::StatusCode;

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let mut browser = Browser::filled().await;
    browser.sign_in("alan").await;
    let mut paths: Vec<&str> = pages::ALL.iter().map(|page| page.path).collect();
    paths.extend([
        "/sign-in",
        "/nothing/here",
        "/api/search",
        "/static/x/app.js",
        "/healthz",
        "/review/undo",
    ]);
    for path in paths {
        let headers = browser.get(path).await.headers;
        let of = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let policy = of("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(of("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(of("x-frame-options"), "DENY", "{path}");
        assert_eq!(of("referrer-policy"), "same-origin", "{path}");
        let kept = of("cache-control");
        assert_eq!(kept.contains("no-store"), !path.starts_with("/static/"), "{path}: {kept}");
    }
}

#[tokio::test]
async fn no_page_loads_anything_from_elsewhere_or_runs_script_inside() {
    let mut browser = Browser::filled().await;
    browser.sign_in("alan").await;
    let mut paths: Vec<String> = pages::ALL.iter().map(|page| page.path.to_owned()).collect();
    paths.extend(super::pages::records(&browser).await);
    for path in paths {
        let body = browser.get(&path).await.body;
        for attribute in ["src=\"", "action=\"", "<link rel=\"stylesheet\" href=\""] {
            for value in body.split(attribute).skip(1) {
                assert!(value.starts_with('/') && !value.starts_with("//"), "{path}: {attribute}");
            }
        }
        for inside in ["<style", "style=\"", "onclick", "onload", "javascript:", "<iframe", "<img"]
        {
            assert!(!body.contains(inside), "{path}: {inside}");
        }
        assert!(!body.contains("<script>"), "{path}");
        let outside = body.split("href=\"http").count() - 1;
        assert_eq!(
            outside,
            usize::from(path.starts_with("/open/") && body.contains("nevertheless"))
        );
    }
}

#[tokio::test]
async fn a_form_without_the_token_or_from_elsewhere_changes_nothing() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let form = [("review", "00000000-0000-0000-0000-000000000000")];
    let answer = browser.post_bare("/review/undo", &form).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("out of date or came from elsewhere"));
    let mut wrong = form.to_vec();
    wrong.push(("csrf", "x"));
    assert_eq!(browser.post_bare("/review/undo", &wrong).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.post("/review/undo", &form).await.status, StatusCode::SEE_OTHER);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let mut request = browser
            .request("POST", "/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("name=ada&password=x"))
            .unwrap();
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = browser.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
        assert!(answer.body.contains("another site"), "{name}");
    }
}

#[tokio::test]
async fn a_change_that_is_not_a_form_needs_the_token_in_a_header() {
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    let request = browser.request("POST", "/theme").header("content-type", "text/plain");
    let answer = browser.send(request.body(Body::from("theme=dark")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_broken_part_shows_a_reference_and_nothing_else() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    browser.parts.store.close().await;
    for path in ["/", "/search", "/accounts", "/api/search?q=a"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        for word in ["sqlx", "sqlite", "database", "Pool", "panicked", ".rs"] {
            assert!(!answer.body.contains(word), "{path}: {word}");
        }
        assert!(answer.body.contains("reference"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn addresses_that_lead_nowhere_say_so_in_the_frame() {
    let mut browser = Browser::empty().await;
    browser.sign_in("vera").await;
    for path in
        ["/nothing", "/posts/00000000-0000-0000-0000-000000000000", "/open/x/1", "/static/a/b"]
    {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("aria-label=\"Pages\""), "{path}");
    }
    let answer = browser.get("/posts/not-an-id").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("aria-label=\"Pages\""));
}
