//! Sessions: a random token in the browser, its hash and the rest in the store.

use crate::access::cookies;
use crate::failure::Failure;
use crate::house::{House, Shared};
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use model::capture::hex;
use model::{Entropy, Person, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// How a message of the last click is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tone {
    /// It is done.
    Done,
    /// It is not done.
    Trouble,
}

/// A message about the last click, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flash {
    pub(crate) tone: Tone,
    pub(crate) text: String,
    /// A form that takes it back: address, name and value of its hidden field.
    pub(crate) undo: Option<(String, String, String)>,
}

impl Flash {
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { tone: Tone::Done, text: text.into(), undo: None }
    }

    pub(crate) fn trouble(text: impl Into<String>) -> Self {
        Self { tone: Tone::Trouble, text: text.into(), undo: None }
    }
}

/// What the store keeps of a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// Hash of the token; the key in the store.
    #[serde(skip)]
    pub(crate) key: String,
    pub(crate) person: PersonId,
    pub(crate) started: Timestamp,
    pub(crate) seen: Timestamp,
    /// Token that every form of this session carries.
    pub(crate) csrf: String,
    pub(crate) flash: Vec<Flash>,
}

/// Who clicks.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) person: Person,
    pub(crate) session: Session,
    /// Messages to show on this page.
    pub(crate) flash: Vec<Flash>,
}

/// A fresh unguessable token.
fn token(entropy: &dyn Entropy) -> String {
    BASE64URL_NOPAD.encode(&entropy.secret())
}

fn key_of(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

impl Session {
    fn ends(&self, house: &House) -> Timestamp {
        let longest = self.started.plus_secs(i64::from(house.options.session_hours) * 3600);
        let idle = self.seen.plus_secs(i64::from(house.options.idle_minutes) * 60);
        longest.min(idle)
    }

    async fn save(&self, house: &House) -> Result<(), Failure> {
        let json = serde_json::to_string(self)?;
        house.parts.store.save_session(&self.key, &json, self.ends(house)).await?;
        Ok(())
    }
}

/// Opens a session and tells its token; an earlier one of the same browser ends.
pub(crate) async fn open(
    house: &House,
    person: &Person,
    earlier: Option<String>,
) -> Result<String, Failure> {
    if let Some(earlier) = earlier {
        house.parts.store.delete_session(&key_of(&earlier)).await?;
    }
    let entropy = house.parts.entropy.as_ref();
    let (token, now) = (token(entropy), house.now());
    let session = Session {
        key: key_of(&token),
        person: person.id,
        started: now,
        seen: now,
        csrf: self::token(entropy),
        flash: Vec::new(),
    };
    session.save(house).await?;
    Ok(token)
}

/// Ends a session.
pub(crate) async fn close(house: &House, session: &Session) -> Result<(), Failure> {
    house.parts.store.delete_session(&session.key).await?;
    Ok(())
}

/// Leaves a message for the next page of this session.
pub(crate) async fn leave_flash(
    house: &House,
    session: &Session,
    flash: Flash,
) -> Result<(), Failure> {
    let mut session = session.clone();
    session.flash.push(flash);
    session.save(house).await
}

/// Finds out who clicks and leaves it in the request's extensions.
pub(crate) async fn identify(
    State(house): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let token = cookies::session(request.headers());
    let quiet = request.uri().path().starts_with("/static/");
    let shows = shows_a_page(&request);
    let token = token.filter(|_| !quiet);
    match recognise(&house, token, shows).await {
        Ok(Some(visitor)) => {
            request.extensions_mut().insert(visitor);
        }
        Ok(None) => {}
        Err(failure) => {
            request.extensions_mut().insert(Unsure);
            tracing::error!(?failure, "a session could not be looked up");
        }
    }
    next.run(request).await
}

/// The store did not answer: neither signed in nor signed out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsure;

/// Whose session the token is. `shows`: messages would be seen, and are handed over.
async fn recognise(
    house: &House,
    token: Option<String>,
    shows: bool,
) -> Result<Option<Visitor>, Failure> {
    let Some(token) = token else { return Ok(None) };
    let (key, now) = (key_of(&token), house.now());
    let Some(json) = house.parts.store.session(&key, now).await? else { return Ok(None) };
    let Ok(mut session) = serde_json::from_str::<Session>(&json) else { return Ok(None) };
    session.key = key;
    if session.ends(house) <= now {
        return Ok(None);
    }
    let Some(person) = house.parts.store.person(session.person).await? else { return Ok(None) };
    if person.disabled {
        return Ok(None);
    }
    let flash = if shows { std::mem::take(&mut session.flash) } else { Vec::new() };
    if !flash.is_empty() || now.ms() - session.seen.ms() > 60_000 {
        session.seen = now;
        session.save(house).await?;
    }
    Ok(Some(Visitor { person, session, flash }))
}

/// Whether messages would be seen: a page is asked for, by a browser.
fn shows_a_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok());
    request.method() == Method::GET && accept.is_some_and(|accept| accept.contains("text/html"))
}
