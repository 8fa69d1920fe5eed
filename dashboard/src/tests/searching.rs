//! Searching, and taking what was found out of the house.

use super::browser::Browser;
use axum::http::StatusCode;

#[tokio::test]
async fn filters_stand_in_the_address_and_can_be_taken_away() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let body = browser.get("/search?label=offer&destination=GR&platform=telegram").await.body;
    assert!(body.contains("that are offers") && body.contains("to GR"), "{body}");
    assert!(body.contains("href=\"/search?label=offer&#38;platform=telegram\""), "{body}");
    assert_eq!(body.matches("<article class=\"post").count(), 2);
    let all = browser.get("/search").await.body;
    assert!(all.matches("<article class=\"post").count() > 2);
}

#[tokio::test]
async fn a_phone_number_is_found_however_it_is_written() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    for q in ["contact:%2B447700900123", "contact:%2200447700900123%22"] {
        let body = browser.get(&format!("/search?q={q}")).await.body;
        assert!(body.matches("<article class=\"post").count() >= 9, "{q}");
    }
}

#[tokio::test]
async fn what_is_not_understood_is_explained_and_nothing_is_lost() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    for query in
        ["q=label:nonsense", "since=soon", "q=%22open", "q=(((", "page=4294967295", "min_score=NaN"]
    {
        let answer = browser.get(&format!("/search?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        let explained =
            answer.body.contains("role=\"alert\"") || answer.body.contains("class=\"empty");
        assert!(explained, "{query}");
    }
}

#[tokio::test]
async fn an_export_holds_what_the_search_shows_and_is_entered() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    let answer = browser.get("/search/export/csv?label=offer&destination=GR").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body.matches("rihla_example").count() / 2, 2, "{}", answer.body);
    let disposition = answer.headers.get("content-disposition").unwrap().to_str().unwrap();
    assert_eq!(disposition, "attachment; filename=\"routewatch-20261123-1405.csv\"");
    let last = browser.parts.store.audit_chain(0, 100).await.unwrap().pop().unwrap();
    assert_eq!(last.deed.reason, "csv: label offer, to GR (3 rows)");
    assert_eq!(browser.get("/search/export/exe").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_api_gives_what_the_page_shows() {
    let mut browser = Browser::filled().await;
    browser.sign_in("vera").await;
    let answer = browser.get("/api/search?label=seeker").await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(json["total"], 1);
    let post = json["posts"][0]["post"]["id"].as_str().unwrap();
    let answer = browser.get(&format!("/api/posts/{post}")).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(json["assessment"]["label"], "seeker");
    let account = json["account"]["id"].as_str().unwrap();
    let answer = browser.get(&format!("/api/accounts/{account}")).await;
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(json["account"]["profile"]["handle"], "yol_example");
}
