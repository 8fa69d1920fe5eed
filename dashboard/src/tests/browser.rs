//! A browser without a screen: keeps cookies, follows nothing by itself.

use super::invented::{self, PASSWORD, Told};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

/// The dashboard over a temporary folder.
pub(super) struct Browser {
    pub(super) parts: crate::Parts,
    router: Router,
    cookie: Option<String>,
    csrf: String,
    _dir: tempfile::TempDir,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    /// Where it leads.
    pub(super) fn location(&self) -> &str {
        self.headers.get("location").and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

impl Browser {
    /// Over an empty store.
    pub(super) async fn empty() -> Self {
        Self::over(&[], invented::options()).await
    }

    /// Over the invented accounts.
    pub(super) async fn filled() -> Self {
        Self::over(&invented::told(), invented::options()).await
    }

    pub(super) async fn over(told: &[Told], options: crate::Options) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let parts = invented::parts(dir.path()).await;
        if !told.is_empty() {
            invented::fill(&parts, told).await;
        }
        let router = crate::router(parts.clone(), options);
        Self { parts, router, cookie: None, csrf: String::new(), _dir: dir }
    }

    /// The same dashboard with nobody signed in.
    pub(super) fn signed_out(&mut self) {
        self.cookie = None;
        self.csrf.clear();
    }

    pub(super) async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        if let Some(set) = head.headers.get("set-cookie").and_then(|v| v.to_str().ok())
            && let Some(pair) = set.split(';').next().filter(|pair| pair.starts_with("routewatch="))
        {
            self.cookie = Some(pair.to_owned());
        }
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: head.status, headers: head.headers, body }
    }

    pub(super) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, with the session's token.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.post_bare(path, &fields).await
    }

    /// Sends exactly those fields.
    pub(super) async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self
            .request("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form));
        self.send(request.unwrap()).await
    }

    /// Signs in and reads the session's token off the first page.
    pub(super) async fn sign_in(&mut self, name: &str) -> &mut Self {
        self.signed_out();
        let answer = self.post_bare("/sign-in", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = self.get("/help").await;
        let csrf = page.body.split("data-csrf=\"").nth(1).and_then(|rest| rest.split('"').next());
        csrf.unwrap().clone_into(&mut self.csrf);
        assert!(!self.csrf.is_empty());
        self
    }
}
