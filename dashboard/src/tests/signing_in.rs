//! Signing in and out.

use super::browser::Browser;
use super::invented::{self, PASSWORD};
use axum::body::Body;
use axum::http::StatusCode;
use model::Role;
use model::audit::Action;
use store::{AuditFilter, Paging};

#[tokio::test]
async fn somebody_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back() {
    let mut browser = Browser::empty().await;
    let answer = browser.get("/search?q=a&label=offer").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/sign-in?next=%2Fsearch%3Fq%3Da%26label%3Doffer");
    let fields = [("name", "Ada "), ("password", PASSWORD), ("next", "/search?q=a&label=offer")];
    let answer = browser.post_bare("/sign-in", &fields).await;
    assert_eq!(answer.location(), "/search?q=a&label=offer");
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert_eq!(browser.get("/search?q=a").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_locked_person_get_the_same_answer() {
    let mut browser = Browser::empty().await;
    let grace = invented::person("grace", Role::Approver).id;
    browser.parts.store.set_person_disabled(grace, true).await.unwrap();
    let mut said = Vec::new();
    for (name, password) in [("ada", "wrong password"), ("nobody", PASSWORD), ("grace", PASSWORD)] {
        let answer = browser.post_bare("/sign-in", &[("name", name), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        said.push(answer.body.replace(name, "NAME"));
    }
    assert!(said.iter().all(|body| *body == said[0]));
    let filter = AuditFilter { action: Some(Action::SignInFailed), ..AuditFilter::default() };
    let entries = browser.parts.store.audit(&filter, Paging::first(9)).await.unwrap();
    assert_eq!(entries.total, 3);
    assert!(entries.rows.iter().all(|e| !format!("{e:?}").contains("nobody")));
}

#[tokio::test]
async fn a_session_ends_when_its_person_signs_out_or_is_locked_out() {
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    let ada = invented::person("ada", Role::Analyst).id;
    browser.parts.store.set_person_disabled(ada, true).await.unwrap();
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    let before = browser.request("GET", "/").body(Body::empty()).unwrap();
    let again = browser.post("/sign-in", &[("name", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.send(before).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn too_many_attempts_are_slowed_down_even_with_the_right_password() {
    let options = crate::Options { sign_in_attempts: 2, ..crate::Options::default() };
    let mut browser = Browser::over(&[], options).await;
    for _ in 0..2 {
        browser.post_bare("/sign-in", &[("name", "ada"), ("password", "wrong password")]).await;
    }
    let answer = browser.post_bare("/sign-in", &[("name", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.body.contains("wait a minute"));
}

#[tokio::test]
async fn the_store_keeps_no_token_and_every_sign_in_is_entered() {
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    let cookie = browser.request("GET", "/").body(Body::empty()).unwrap();
    let cookie = cookie.headers().get("cookie").unwrap().to_str().unwrap().to_owned();
    let token = cookie.trim_start_matches("routewatch=");
    let mut dump = Vec::new();
    browser.parts.store.dump(&mut dump).await.unwrap();
    let dump = String::from_utf8(dump).unwrap();
    assert!(!dump.contains(token) && !dump.contains(PASSWORD));
    assert!(dump.contains("sign_in"), "the audit chain is in the dump");
}
