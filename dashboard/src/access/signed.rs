//! The extractor that says: somebody of at least this role is signed in.

use crate::access::session::{Unsure, Visitor, leave_flash};
use crate::access::{Flash, cookies};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use model::{Person, Role};
use std::marker::PhantomData;

/// A role as a type, for signatures.
pub(crate) trait Needs: Send + Sync + 'static {
    const ROLE: Role;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;
        impl Needs for $name {
            const ROLE: Role = Role::$name;
        }
    )+};
}
needs! {
    /// At least a viewer.
    Viewer,
    /// At least an analyst.
    Analyst,
    /// At least an approver.
    Approver,
    /// An administrator.
    Administrator
}

/// Somebody is signed in whose role may do what `R` may.
#[derive(Debug)]
pub(crate) struct Signed<R = Viewer> {
    pub(crate) visitor: Visitor,
    theme: Option<&'static str>,
    here: String,
    role: PhantomData<R>,
}

impl<R> Signed<R> {
    /// Who.
    pub(crate) const fn person(&self) -> &Person {
        &self.visitor.person
    }

    /// What surrounds a page of that title.
    pub(crate) fn frame(&self, house: &House, title: impl Into<String>) -> Frame {
        Frame::of(house, Some(&self.visitor), self.theme, &self.here, title.into())
    }

    /// Leaves a message and goes on to another page.
    pub(crate) async fn go(
        &self,
        house: &House,
        to: impl AsRef<str>,
        flash: Flash,
    ) -> Result<Response, Failure> {
        leave_flash(house, &self.visitor.session, flash).await?;
        Ok(Redirect::to(to.as_ref()).into_response())
    }
}

impl<R: Needs> FromRequestParts<Shared> for Signed<R> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Failure> {
        let here = parts.uri.path_and_query().map_or("/", |pq| pq.as_str()).to_owned();
        let visitor = allowed(parts.extensions.get(), R::ROLE, parts.extensions.get(), &here)?;
        let theme = cookies::theme(&parts.headers);
        Ok(Self { visitor: visitor.clone(), theme, here, role: PhantomData })
    }
}

fn allowed<'a>(
    visitor: Option<&'a Visitor>,
    needed: Role,
    unsure: Option<&Unsure>,
    here: &str,
) -> Result<&'a Visitor, Failure> {
    if unsure.is_some() {
        return Err(Failure::from(std::io::Error::other("the session could not be looked up")));
    }
    let visitor = visitor.ok_or_else(|| Failure::SignIn(here.to_owned()))?;
    if visitor.person.role.may(needed) {
        return Ok(visitor);
    }
    Err(Failure::Forbidden(format!(
        "this needs the role {needed}; you are signed in as {}. An administrator can change that.",
        visitor.person.role
    )))
}

/// A layer that lets only people of that role through, whatever the handler asks for.
pub(crate) async fn require(State(role): State<Role>, request: Request, next: Next) -> Response {
    let here = request.uri().path_and_query().map_or("/", |pq| pq.as_str()).to_owned();
    let extensions = request.extensions();
    match allowed(extensions.get(), role, extensions.get(), &here) {
        Ok(_) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}
