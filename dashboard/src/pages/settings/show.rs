//! All settings on one page, as far as one's role goes.

use super::outbox::{self, Line};
use super::zones;
use crate::access::Signed;
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::{number, whole};
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use model::{Person, Role};
use store::{AuditFilter, Paging};

#[derive(Template)]
#[template(path = "settings/template.html")]
struct Page {
    frame: Frame,
    me: Person,
    administers: bool,
    stop: Stop,
    people: Vec<PersonRow>,
    roles: [Role; 4],
    zones: Vec<&'static str>,
    organisation: String,
    recipients: Vec<RecipientRow>,
    classifier: String,
    languages: Vec<LanguageRow>,
    messages: Vec<Line>,
    messages_total: String,
}

/// The stop switch and who touched it last.
struct Stop {
    on: bool,
    last: Option<(String, When, String)>,
}

struct PersonRow {
    href: String,
    name: String,
    display_name: String,
    role: Role,
    disabled: bool,
    mail: bool,
    zone: String,
    since: When,
}

struct RecipientRow {
    key: String,
    name: String,
    platforms: String,
    channel: String,
    to: String,
    layout: String,
}

struct LanguageRow {
    code: String,
    name: String,
    terms: String,
    examples: String,
}

pub(super) async fn settings(
    State(house): State<Shared>,
    signed: Signed,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Settings");
    let me = signed.person().clone();
    let administers = me.role.may(Role::Administrator);
    // Who else works here, and what is in the outbox, is for administrators.
    let (people, (messages, total)) = if administers {
        (people(&house, &frame).await?, outbox::of(&house, &frame).await?)
    } else {
        (Vec::new(), (Vec::new(), 0))
    };
    let page = Page {
        stop: stop(&house, &frame).await?,
        people,
        roles: Role::ALL,
        zones: zones(),
        organisation: house.parts.recipients.organisation.clone(),
        recipients: recipients(&house, &frame, administers),
        classifier: house.parts.models.champion().version().to_owned(),
        languages: languages(&house),
        messages,
        messages_total: number(total),
        administers,
        me,
        frame,
    };
    show(&page)
}

async fn stop(house: &House, frame: &Frame) -> Result<Stop, Failure> {
    let store = &house.parts.store;
    let on = store.setting(model::source::STOP_SWITCH).await?.as_deref() == Some("on");
    let filter = AuditFilter {
        record: Some("setting".to_owned()),
        record_id: Some(model::source::STOP_SWITCH.to_owned()),
        ..AuditFilter::default()
    };
    let Some(entry) = store.audit(&filter, Paging::first(1)).await?.rows.pop() else {
        return Ok(Stop { on, last: None });
    };
    let person = match entry.deed.actor {
        Some(id) => store.person(id).await?,
        None => None,
    };
    let name = person.map_or_else(|| "somebody no longer here".to_owned(), |one| one.display_name);
    Ok(Stop { on, last: Some((name, frame.exactly(&entry.at), entry.deed.reason)) })
}

async fn people(house: &House, frame: &Frame) -> Result<Vec<PersonRow>, Failure> {
    let row = |person: Person| PersonRow {
        href: format!("/settings/people/{}", person.id),
        role: person.role,
        disabled: person.disabled,
        mail: person.email.is_some(),
        since: frame.exactly(&person.created_at),
        name: person.name,
        display_name: person.display_name,
        zone: person.time_zone,
    };
    Ok(house.parts.store.people().await?.into_iter().map(row).collect())
}

/// Recipients as configured. A web address may hold a secret: only administrators see it.
fn recipients(house: &House, frame: &Frame, administers: bool) -> Vec<RecipientRow> {
    let configured = house.parts.recipients.recipients.iter();
    let row = |(key, one): (&String, &referral::RecipientOptions)| {
        let platforms: Vec<String> = one
            .platforms
            .iter()
            .map(|name| frame.platform(&model::Platform::new(name.clone())))
            .collect();
        let shown = administers || one.channel == "mail";
        RecipientRow {
            key: key.clone(),
            name: one.name.clone(),
            platforms: platforms.join(", "),
            channel: one.channel.clone(),
            to: if shown { one.to.clone() } else { String::new() },
            layout: one.layout.clone(),
        }
    };
    configured.map(row).collect()
}

fn languages(house: &House) -> Vec<LanguageRow> {
    let mut languages: Vec<LanguageRow> = house
        .parts
        .models
        .champion()
        .languages()
        .into_iter()
        .map(|one| LanguageRow {
            code: one.language.to_string(),
            name: one.name,
            terms: number(whole(one.terms)),
            examples: number(whole(one.examples)),
        })
        .collect();
    languages.sort_by_key(|one| one.name.to_lowercase());
    languages
}
