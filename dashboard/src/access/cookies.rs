//! The two cookies: the session's token, and light or dark.

use crate::house::House;
use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// Name of the session's cookie.
const SESSION: &str = "routewatch";
/// Name of the cookie that remembers light or dark.
const THEME: &str = "theme";

/// The session token that a request carries.
pub(crate) fn session(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(SESSION).map(|cookie| cookie.value().to_owned())
}

/// `light`, `dark`, or nothing for what the system prefers.
pub(crate) fn theme(headers: &HeaderMap) -> Option<&'static str> {
    match CookieJar::from_headers(headers).get(THEME).map(Cookie::value) {
        Some("light") => Some("light"),
        Some("dark") => Some("dark"),
        _ => None,
    }
}

/// `Set-Cookie` for a new session; it ends with the browser and, before that, with the session.
pub(crate) fn begin(house: &House, token: &str) -> String {
    cookie(house, SESSION, token).to_string()
}

/// `Set-Cookie` that ends the session in the browser.
pub(crate) fn end(house: &House) -> String {
    let mut cookie = cookie(house, SESSION, "");
    cookie.make_removal();
    cookie.to_string()
}

/// `Set-Cookie` that remembers light or dark.
pub(crate) fn remember_theme(house: &House, theme: &str) -> String {
    let mut cookie = cookie(house, THEME, theme);
    cookie.make_permanent();
    cookie.to_string()
}

fn cookie(house: &House, name: &'static str, value: &str) -> Cookie<'static> {
    Cookie::build((name, value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(house.options.secure_cookies)
        .build()
}
