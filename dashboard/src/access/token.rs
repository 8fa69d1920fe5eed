//! Every form of a session carries that session's token; a form without it is refused here, before
//! any handler sees it, so that no handler can forget.

use crate::access::session::Visitor;
use crate::failure::Failure;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

/// Most bytes of a form.
pub(crate) const LARGEST_FORM: usize = 1 << 20;

/// Refuses a change that does not carry the session's token, in the field `csrf` of a form or in
/// the header `x-csrf-token`.
pub(crate) async fn verify(request: Request, next: Next) -> Response {
    // Signing in is held to its origin by the layer outside; a second tab may still show the form.
    let signing_in = request.uri().path() == "/sign-in";
    if signing_in || matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    // Nobody is signed in: there is nothing to change yet.
    let Some(visitor) = request.extensions().get::<Visitor>() else {
        return next.run(request).await;
    };
    let expected = visitor.session.csrf.clone();
    let refused = || {
        let why = "this form is out of date or came from elsewhere; nothing was changed. Go back, \
                   reload the page and try again";
        Failure::Forbidden(why.to_owned()).into_response()
    };
    if let Some(given) = request.headers().get("x-csrf-token") {
        let fits = bool::from(given.as_bytes().ct_eq(expected.as_bytes()));
        return if fits { next.run(request).await } else { refused() };
    }
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return refused();
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_FORM).await else {
        return Failure::Wrong("this form is too large".to_owned()).into_response();
    };
    let fits = url::form_urlencoded::parse(&bytes)
        .any(|(name, value)| name == "csrf" && value.as_bytes().ct_eq(expected.as_bytes()).into());
    if fits { next.run(Request::from_parts(parts, Body::from(bytes))).await } else { refused() }
}
