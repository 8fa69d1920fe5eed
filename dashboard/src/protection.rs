//! What every response says to the browser about what it may do: nothing but show this page.

use crate::house::Shared;
use axum::extract::{Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Scripts, styles and requests from here only; nothing else is ever loaded.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-dns-prefetch-control", "off"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// Puts the headers on.
pub(crate) async fn headers(State(house): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if house.options.secure_cookies {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert("strict-transport-security", value);
    }
    headers.entry("cache-control").or_insert(HeaderValue::from_static("no-store, must-revalidate"));
    response
}
