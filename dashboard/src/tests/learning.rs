//! Golden posts in the review queue, and the model page.

use super::browser::Browser;
use super::invented::{now, options, post_id, told};
use classifier::opinion::Weights;
use classifier::shelf::{Card, Signature};
use model::Label;

/// A dashboard that shows a golden post whenever there is one.
async fn golden() -> Browser {
    let options = crate::Options { golden_percent: 100, ..options() };
    Browser::over(&told(), options).await
}

#[tokio::test]
async fn a_decided_post_comes_up_unmarked_for_others_and_keeps_its_label() {
    let mut browser = golden().await;
    let post = post_id(&told()[0], 0);
    browser.sign_in("grace").await;
    let page = browser.get("/review").await.body;
    let form = format!("action=\"/review/{post}\"");
    assert!(page.contains(&form), "the one decided post is shown again: {page}");
    assert!(!page.contains("reviewed</"), "nothing says so");
    let before = browser.parts.store.post(post).await.unwrap().unwrap();
    let fields = [("label", "seeker"), ("revision", "2"), ("back", "/review")];
    let answer = browser.post(&format!("/review/{post}"), &fields).await;
    assert_eq!(answer.location(), "/review");
    let page = browser.get("/review").await.body;
    assert!(page.contains("Saved: seeker.") && !page.contains(&form), "told like any other");
    assert!(page.contains("<b>1</b> reviewed by you"), "and counted like any other");
    let after = browser.parts.store.post(post).await.unwrap().unwrap();
    assert_eq!(after, before, "label, score, account and its risk are as they were");
    let judged = browser.parts.store.judged_twice().await.unwrap();
    assert_eq!(judged.len(), 2);
    let model = browser.get("/model").await.body;
    assert!(model.contains("1 pairs of answers") && model.contains("Grace Example"), "{model}");
    browser.sign_in("ada").await;
    assert!(!browser.get("/review").await.body.contains(&form), "never one's own");
    let model = browser.get("/model").await.body;
    assert!(!model.contains("Agreement by pair"), "an analyst sees no pairs");
}

#[tokio::test]
async fn a_post_that_was_asked_for_is_decided_anew() {
    let mut browser = golden().await;
    browser.sign_in("grace").await;
    let post = post_id(&told()[0], 0);
    let back = format!("/review?post={post}");
    let fields = [("label", "about"), ("revision", "2"), ("back", back.as_str())];
    browser.post(&format!("/review/{post}"), &fields).await;
    let view = browser.parts.store.post(post).await.unwrap().unwrap();
    assert_eq!(view.label(), Some(Label::About));
    assert!(browser.parts.store.judged_twice().await.unwrap().is_empty());
}

#[tokio::test]
async fn without_a_rate_nothing_comes_up_again() {
    let options = crate::Options { golden_percent: 0, ..options() };
    let mut browser = Browser::over(&told(), options).await;
    browser.sign_in("grace").await;
    let form = format!("action=\"/review/{}\"", post_id(&told()[0], 0));
    assert!(!browser.get("/review").await.body.contains(&form));
}

#[tokio::test]
async fn the_model_page_shows_who_judges_who_would_and_what_was_done() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let shelf = browser.parts.models.shelf().unwrap().clone();
    let mut weights = Weights::shipped().unwrap();
    let shipped = weights.version.clone();
    "new-1".clone_into(&mut weights.version);
    let report = classifier::evaluate::Report::of("new-1", &[], 0.85, (0.35, 0.85));
    let signed = Signature { at: now(), by: "alan", reason: "the spring's reviews" };
    shelf.add(&weights, &Card::new(now(), &report), &signed).unwrap();
    let body = browser.get("/model").await.body;
    for part in [&*shipped, "<code>new-1</code> has scored 0 posts", "the spring's reviews"] {
        let escaped = part.replace('\'', "&#39;");
        assert!(body.contains(&escaped), "{part}: {body}");
    }
    shelf.promote("new-1", &signed).unwrap();
    let body = browser.get("/model").await.body;
    assert!(body.contains("<code>new-1</code> judges."), "picked up without a restart: {body}");
    assert!(body.contains("No version runs in shadow"));
    let vera = browser.sign_in("vera").await.get("/model").await;
    assert_eq!(vera.status, axum::http::StatusCode::FORBIDDEN);
}
