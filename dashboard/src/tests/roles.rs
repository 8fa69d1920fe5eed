//! Who may do what, route by route.

use super::browser::Browser;
use super::invented::PEOPLE;
use crate::pages;
use axum::http::StatusCode;
use model::Role;

/// Changes and downloads, and the least role for each.
const DEEDS: [(&str, &str, Role); 7] = [
    ("GET", "/search/export/csv", Role::Analyst),
    ("GET", "/search/export/jsonl", Role::Analyst),
    ("POST", "/review/00000000-0000-0000-0000-000000000000", Role::Analyst),
    ("POST", "/review/undo", Role::Analyst),
    ("POST", "/sources/alarms/00000000-0000-0000-0000-000000000000", Role::Analyst),
    (
        "POST",
        "/accounts/00000000-0000-0000-0000-000000000000/successors/00000000-0000-0000-0000-000000000000",
        Role::Analyst,
    ),
    ("POST", "/discovery/00000000-0000-0000-0000-000000000000", Role::Analyst),
];

#[tokio::test]
async fn every_page_lets_in_its_role_and_those_above_and_nobody_else() {
    let mut browser = Browser::empty().await;
    for (name, role) in PEOPLE {
        browser.sign_in(name).await;
        for page in pages::ALL {
            let status = browser.get(page.path).await.status;
            let refused = status == StatusCode::FORBIDDEN;
            assert_eq!(refused, !role.may(page.role), "{name} at {}: {status}", page.path);
        }
    }
    browser.signed_out();
    for page in pages::ALL {
        let answer = browser.get(page.path).await;
        assert!(answer.location().starts_with("/sign-in?next="), "{}", page.path);
    }
}

#[tokio::test]
async fn every_change_needs_its_role() {
    let mut browser = Browser::empty().await;
    for (name, role) in PEOPLE {
        browser.sign_in(name).await;
        for (method, path, needed) in DEEDS {
            let status = match method {
                "GET" => browser.get(path).await.status,
                _ => browser.post(path, &[]).await.status,
            };
            let refused = status == StatusCode::FORBIDDEN;
            assert_eq!(refused, !role.may(needed), "{name}: {method} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn the_navigation_shows_what_one_may_open() {
    let mut browser = Browser::empty().await;
    for (name, role) in PEOPLE {
        browser.sign_in(name).await;
        let body = browser.get("/").await.body;
        for page in pages::ALL.iter().filter(|page| page.group != pages::Group::Hidden) {
            let shown = body.contains(&format!("<li><a href=\"{}\"", page.path));
            assert_eq!(shown, role.may(page.role), "{name}: {}", page.path);
        }
    }
}

#[tokio::test]
async fn the_api_answers_in_json_whatever_happens() {
    let mut browser = Browser::empty().await;
    let answer = browser.get("/api/search").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.body.contains("\"error\""), "{}", answer.body);
    browser.sign_in("vera").await;
    let missing = "/api/posts/00000000-0000-0000-0000-000000000000";
    assert!(browser.get(missing).await.body.contains("Not found"));
    let wrong = browser.get("/api/search?label=x").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("offer, seeker"));
}
