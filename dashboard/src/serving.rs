//! Puts pages, API and layers together, and serves them.

use crate::access::{identify, require, token};
use crate::failure::Failure;
use crate::frame::trouble;
use crate::house::{House, Shared};
use crate::{Options, Parts, api, assets, frame, pages, protection};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The listener failed.
    #[error("the dashboard stopped listening: {0}")]
    Listening(#[from] std::io::Error),
}

/// The dashboard as a service, for tests and for [`serve`].
pub fn router(parts: Parts, options: Options) -> Router {
    let house = House::new(parts, options);
    let mut router = Router::new();
    for page in pages::ALL {
        let layer = from_fn_with_state(page.role, require);
        router = router.merge((page.routes)().route_layer(layer));
    }
    // Inside out: what stands last is met first.
    router
        .merge(api::routes())
        .merge(pages::sign_in::routes())
        .merge(frame::theme_routes())
        .merge(assets::routes())
        .route("/healthz", get(|| async { "ok\n" }))
        .fallback(|| async { Failure::NotFound })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(DefaultBodyLimit::max(token::LARGEST_FORM))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_mins(1),
        ))
        .layer(from_fn(token::verify))
        .layer(origin(&house))
        .layer(from_fn_with_state(house.clone(), trouble::draw))
        .layer(from_fn_with_state(house.clone(), identify))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(house.clone(), protection::headers))
        .with_state(house)
}

type Refusal = fn(tower_http::csrf::ProtectionError) -> axum::response::Response;

/// Holds every change to its origin: a form of another site is refused.
fn origin(house: &Shared) -> CsrfLayer<Refusal> {
    let mut layer = CsrfLayer::new();
    let public = house.options.public_url.as_deref().and_then(|text| url::Url::parse(text).ok());
    if let Some(public) = public {
        match layer.clone().add_trusted_origin(public.origin().ascii_serialization()) {
            Ok(with_public) => layer = with_public,
            Err(error) => tracing::warn!(%error, "dashboard.public_url is no origin"),
        }
    }
    let refuse: Refusal = |_| {
        let why = "this form came from another site; nothing was changed";
        Failure::Forbidden(why.to_owned()).into_response()
    };
    layer.with_rejection_response(refuse)
}

/// Serves until `stop` is done; clicks under way are finished.
pub async fn serve(
    parts: Parts,
    options: Options,
    listener: tokio::net::TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let service = router(parts, options).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    Ok(())
}
