//! Signing in and out.

use crate::access::{Signed, Visitor, close, cookies, open};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::house::{House, Shared};
use crate::pages::show;
use crate::password;
use askama::Template;
use axum::Router;
use axum::extract::{ConnectInfo, Extension, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header::SET_COOKIE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::Form;
use model::Person;
use model::audit::Action;
use serde::Deserialize;
use std::net::SocketAddr;

#[derive(Template)]
#[template(path = "sign_in/template.html")]
struct Page {
    frame: Frame,
    name: String,
    next: String,
    trouble: Option<&'static str>,
}

#[derive(Debug, Deserialize, Default)]
#[serde(default)]
struct Asked {
    next: String,
}

#[derive(Deserialize)]
struct Given {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/sign-in", get(ask).post(sign_in)).route("/sign-out", post(sign_out))
}

async fn ask(
    State(house): State<Shared>,
    visitor: Option<Extension<Visitor>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let next = crate::frame::inside(&asked.next).to_owned();
    if visitor.is_some() {
        return Ok(Redirect::to(&next).into_response());
    }
    Ok(page(&house, &headers, String::new(), next, None)?.into_response())
}

fn page(
    house: &House,
    headers: &HeaderMap,
    name: String,
    next: String,
    trouble: Option<&'static str>,
) -> Result<Html<String>, Failure> {
    let theme = cookies::theme(headers);
    let frame = Frame::of(house, None, theme, "/sign-in", "Sign in".to_owned());
    show(&Page { frame, name, next, trouble })
}

async fn sign_in(
    State(house): State<Shared>,
    headers: HeaderMap,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    Form(given): Form<Given>,
) -> Result<Response, Failure> {
    let next = crate::frame::inside(&given.next).to_owned();
    let name: String = given.name.trim().to_lowercase().chars().take(100).collect();
    let address = from.map(|Extension(ConnectInfo(address))| address.ip());
    if !house.throttle.allows(&name, address) {
        let why = "too many attempts to sign in; wait a minute, then try again";
        let page = page(&house, &headers, name, next, Some(why))?;
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let Some(person) = recognise(&house, &name, given.password).await? else {
        let why = "name and password do not fit, or the account is locked";
        let page = page(&house, &headers, name, next, Some(why))?;
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    };
    let token = open(&house, &person, cookies::session(&headers)).await?;
    house.enter(Some(&person), Action::SignIn, "person", person.id, "").await?;
    let cookie = cookies::begin(&house, &token);
    Ok(([(SET_COOKIE, cookie)], Redirect::to(&next)).into_response())
}

/// The person of that name, if the password fits and they are not locked out. Unknown names take
/// as long as wrong passwords.
async fn recognise(house: &House, name: &str, given: String) -> Result<Option<Person>, Failure> {
    let known = house.parts.store.person_by_name(name).await?;
    let _turn = house.hashing.acquire().await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let fits = tokio::task::spawn_blocking(move || {
        if let Some(hash) = hash {
            return password::verify(&given, &hash);
        }
        password::verify_nothing(&given);
        false
    })
    .await?;
    let Some((person, _)) = known else {
        // What was typed is not kept: people type passwords into the wrong field.
        house.enter(None, Action::SignInFailed, "person", "", "unknown name").await?;
        return Ok(None);
    };
    if fits && !person.disabled {
        return Ok(Some(person));
    }
    let why = if fits { "locked out" } else { "wrong password" };
    house.enter(None, Action::SignInFailed, "person", person.id, why).await?;
    Ok(None)
}

async fn sign_out(
    State(house): State<Shared>,
    signed: Signed,
    _: Request,
) -> Result<Response, Failure> {
    close(&house, &signed.visitor.session).await?;
    let person = signed.person();
    house.enter(Some(person), Action::SignOut, "person", person.id, "").await?;
    Ok(([(SET_COOKIE, cookies::end(&house))], Redirect::to("/sign-in")).into_response())
}
