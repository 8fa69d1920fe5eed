//! What a handler answers when it cannot answer.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::error::Error;
use std::sync::Arc;

/// Why a click did not lead where it should. [`crate::frame::trouble`] turns it into a page (or
/// into JSON under `/api`); a broken part shows nothing but a reference that the log knows.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody is signed in; the text is where to go afterwards.
    SignIn(String),
    /// There is no such record.
    NotFound,
    /// The signed-in person may not.
    Forbidden(String),
    /// What was asked makes no sense; the text tells what to change.
    Wrong(String),
    /// Somebody else was quicker.
    Conflict(String),
    /// A part failed.
    Broken(Arc<dyn Error + Send + Sync>),
}

/// What the response carries to the layer that draws the page.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
    pub(crate) cause: Option<Arc<dyn Error + Send + Sync>>,
}

impl Failure {
    fn trouble(self) -> Trouble {
        let (status, message, cause) = match self {
            Self::SignIn(_) => (StatusCode::UNAUTHORIZED, "sign in first".to_owned(), None),
            Self::NotFound => (StatusCode::NOT_FOUND, String::new(), None),
            Self::Forbidden(why) => (StatusCode::FORBIDDEN, why, None),
            Self::Wrong(why) => (StatusCode::BAD_REQUEST, why, None),
            Self::Conflict(why) => (StatusCode::CONFLICT, why, None),
            Self::Broken(cause) => (StatusCode::INTERNAL_SERVER_ERROR, String::new(), Some(cause)),
        };
        Trouble { status, message, cause }
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(cause: E) -> Self {
        Self::Broken(Arc::new(cause))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Self::SignIn(next) = &self
            && !next.starts_with("/api/")
        {
            let next: String =
                url::form_urlencoded::byte_serialize(next.as_bytes()).collect::<String>();
            let to = format!("/sign-in?next={next}");
            return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
        }
        let trouble = self.trouble();
        let mut response = trouble.status.into_response();
        response.extensions_mut().insert(trouble);
        response
    }
}
