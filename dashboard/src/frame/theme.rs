//! Light or dark, remembered in a cookie.

use crate::access::cookies;
use crate::house::Shared;
use axum::Router;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use axum_extra::extract::Form;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Choice {
    theme: String,
    #[serde(default)]
    back: String,
}

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/theme", post(choose))
}

async fn choose(State(house): State<Shared>, Form(choice): Form<Choice>) -> Response {
    let theme = if choice.theme == "dark" { "dark" } else { "light" };
    let cookie = cookies::remember_theme(&house, theme);
    ([(SET_COOKIE, cookie)], Redirect::to(inside(&choice.back))).into_response()
}

/// The address if it is a path of ours, else the first page: nobody is led elsewhere.
pub(crate) fn inside(address: &str) -> &str {
    let path_only = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n', '\t']);
    if path_only { address } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_out_of_the_house() {
        let check = |address: &str, expect: &str| assert_eq!(inside(address), expect, "{address}");
        check("/search?q=a", "/search?q=a");
        check("", "/");
        check("//evil.example/", "/");
        check("/\\evil.example/", "/");
        check("/\t/evil.example", "/");
        check("https://evil.example/", "/");
        check("javascript:alert(1)", "/");
    }
}
