//! Every page, with an empty and with a filled store.

use super::browser::Browser;
use super::invented::{self, account_id, post_id, told};
use crate::pages;
use axum::http::StatusCode;
use model::Subject;

/// Addresses of pages of one record, in the filled store.
pub(super) async fn records(browser: &Browser) -> Vec<String> {
    let told = told();
    let (first, last) = (&told[0], told.len() - 1);
    let post = post_id(first, 0);
    let captures = browser.parts.store.captures_of(Subject::Post(post)).await.unwrap();
    vec![
        format!("/posts/{post}"),
        format!("/posts/{}", post_id(&told[last], last)),
        format!("/accounts/{}", account_id(first)),
        format!("/accounts/{}?show=changes&label=offer", account_id(first)),
        format!("/captures/{}", captures[0].id),
        format!("/open/post/{post}"),
        format!("/open/account/{}", account_id(first)),
        format!("/review?post={post}"),
    ]
}

#[tokio::test]
async fn every_page_says_what_would_fill_it_when_the_store_is_empty() {
    let mut browser = Browser::empty().await;
    browser.sign_in("alan").await;
    for page in pages::ALL {
        let answer = browser.get(page.path).await;
        if page.group == pages::Group::Hidden {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", page.path);
            continue;
        }
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", page.path, answer.body);
        // Signing in is an entry of the audit chain: it is never empty.
        let lists =
            !["/help", "/audit"].contains(&page.path) && !page.path.starts_with("/settings");
        assert!(!lists || answer.body.contains("class=\"empty"), "{}", page.path);
    }
}

#[tokio::test]
async fn every_page_of_a_filled_store_shows_it() {
    let mut browser = Browser::filled().await;
    browser.sign_in("alan").await;
    for page in pages::ALL.iter().filter(|page| page.group != pages::Group::Hidden) {
        let answer = browser.get(page.path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", page.path, answer.body);
        let current = answer.body.matches("aria-current=\"page\"").count();
        assert_eq!(current, 1, "{} marks itself in the navigation", page.path);
    }
    for path in records(&browser).await {
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn an_account_reads_like_a_biography() {
    let mut browser = Browser::filled().await;
    browser.sign_in("vera").await;
    let told = told();
    let body = browser.get(&format!("/accounts/{}", account_id(&told[0]))).await.body;
    for part in [
        told[0].account.2,
        "@rihla_example",
        "Everything here is invented.",
        "first seen",
        "posted",
        "post changed",
        "network of",
        "Boats from the example coast",
        "+447700900123",
    ] {
        assert!(body.contains(part), "{part}");
    }
    assert!(!body.contains("Draft a referral"), "a viewer cannot");
    let body =
        browser.sign_in("ada").await.get(&format!("/accounts/{}", account_id(&told[0]))).await;
    assert!(body.body.contains("Draft a referral"));
}

#[tokio::test]
async fn a_post_shows_its_changes_its_evidence_and_why() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let told = told();
    let body = browser.get(&format!("/posts/{}", post_id(&told[0], 0))).await.body;
    for part in [
        "<del>2500 </del>",
        "<ins>3000 </ins>",
        "data-gloss=\"to Greece\"",
        "TR → GR",
        "EUR each",
        "sha256",
        "names a price per head",
        "Ada Example",
        "offer, reviewed",
    ] {
        assert!(body.contains(part), "{part}");
    }
    let last = told.len() - 1;
    let body = browser.get(&format!("/posts/{}", post_id(&told[last], last))).await.body;
    assert!(body.contains("class=\"presence gone\""), "{body}");
}

#[tokio::test]
async fn a_capture_is_shown_as_text_and_proves_itself() {
    let mut browser = Browser::filled().await;
    browser.sign_in("vera").await;
    let post = Subject::Post(post_id(&told()[0], 0));
    let capture = browser.parts.store.captures_of(post).await.unwrap().remove(0);
    let body = browser.get(&format!("/captures/{}", capture.id)).await.body;
    assert!(body.contains("&#60;p&#62;") && !body.contains("<p>رحلات"), "markup stays text");
    assert!(body.contains("the bytes have the hash") && body.contains(&capture.sha256));
}

#[tokio::test]
async fn every_consultation_is_in_the_audit_chain() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let entries = |browser: &Browser| {
        let store = browser.parts.store.clone();
        async move { store.audit_chain(0, 1000).await.unwrap() }
    };
    for path in records(&browser).await {
        let before = entries(&browser).await.len();
        browser.get(&path).await;
        assert_eq!(entries(&browser).await.len(), before + 1, "{path}");
    }
    let all = entries(&browser).await;
    assert_eq!(model::audit::first_break(&all), None);
    let ada = invented::person("ada", model::Role::Analyst).id;
    assert!(all.iter().all(|entry| entry.deed.actor == Some(ada)));
}
