//! Review: one post at a time.

use super::browser::Browser;
use super::invented::{post_id, told};
use axum::http::StatusCode;
use model::Label;

#[tokio::test]
async fn an_answer_is_saved_told_of_and_can_be_taken_back() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let told = told();
    let post = post_id(&told[1], 1);
    let path = format!("/review/{post}");
    let fields = [
        ("label", "about"),
        ("service", "sea"),
        ("revision", "1"),
        ("back", "/review?language=fa&skip=0"),
        ("reason", " a report "),
    ];
    let answer = browser.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.location(), "/review?language=fa&skip=0");
    let view = browser.parts.store.post(post).await.unwrap().unwrap();
    let review = view.review.unwrap();
    assert_eq!((review.label, review.reason.as_str()), (Label::About, "a report"));
    assert!(review.services.is_empty(), "what is no offer sells nothing");
    let page = browser.get("/review").await.body;
    assert!(page.contains("Saved: about."), "{page}");
    assert!(!browser.get("/review").await.body.contains("Saved: about."), "told once");
    let answer = browser.post("/review/undo", &[("review", &review.id.to_string())]).await;
    assert_eq!(answer.location(), "/review");
    assert_eq!(browser.parts.store.post(post).await.unwrap().unwrap().review, None);
}

#[tokio::test]
async fn nobody_takes_back_what_others_said() {
    let mut browser = Browser::filled().await;
    browser.sign_in("grace").await;
    let post = post_id(&told()[0], 0);
    let review = browser.parts.store.post(post).await.unwrap().unwrap().review.unwrap();
    browser.post("/review/undo", &[("review", &review.id.to_string())]).await;
    assert!(browser.get("/review").await.body.contains("nothing of yours"));
    let after = browser.parts.store.post(post).await.unwrap().unwrap().review;
    assert_eq!(after.map(|r| r.id), Some(review.id));
}

#[tokio::test]
async fn a_post_that_changed_meanwhile_is_read_again_first() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let post = post_id(&told()[0], 0);
    let fields = [("label", "other"), ("revision", "1"), ("back", "/review")];
    let answer = browser.post(&format!("/review/{post}"), &fields).await;
    assert_eq!(answer.location(), format!("/review?post={post}"));
    assert!(browser.get(answer.location()).await.body.contains("Nothing was saved"));
    let view = browser.parts.store.post(post).await.unwrap().unwrap();
    assert_eq!(view.label(), Some(Label::Offer));
}

#[tokio::test]
async fn the_queue_begins_where_the_classifier_is_unsure_and_can_be_passed_over() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let first = browser.get("/review").await.body;
    assert!(first.contains("The classifier is unsure."), "{first}");
    let far = browser.get("/review?skip=400").await;
    assert_eq!(far.status, StatusCode::OK);
    assert!(far.body.contains("No more posts here: 400 were passed over"));
}
