//! The mail that carries alerts.

use crate::Workshop;
use askama::Template;
use chrono_tz::Tz;
use model::retention::Category;
use model::{Alert, Message, MessageId, MessageState, Person, Timestamp, Watch};
use store::PostView;

/// Hits shown per watch; the rest is counted and linked.
const SHOWN: usize = 20;
/// Characters of a post shown in a mail.
const EXCERPT: usize = 320;

/// One hit in a mail.
#[derive(Debug)]
struct Hit {
    when: String,
    name: String,
    /// With its `@`; empty where the platform has no handles.
    handle: String,
    platform: String,
    what: String,
    excerpt: String,
    /// Words of the post, and what they mean.
    reasons: Vec<(String, String)>,
    link: String,
}

/// One watch in a mail.
#[derive(Debug)]
struct Section {
    name: String,
    query: String,
    hits: Vec<Hit>,
    more: usize,
    link: String,
}

#[derive(Debug, Template)]
#[template(path = "digest.txt", escape = "none")]
struct Text<'a> {
    name: &'a str,
    total: usize,
    sections: &'a [Section],
    settings: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "digest.html")]
struct Html<'a> {
    name: &'a str,
    total: usize,
    sections: &'a [Section],
    settings: &'a str,
}

/// Writes one digest of everything new for one person.
pub(crate) async fn compose(
    shop: &Workshop,
    person: &Person,
    watches: &[(Watch, Vec<Alert>)],
) -> anyhow::Result<Message> {
    let mut sections = Vec::with_capacity(watches.len());
    for (watch, alerts) in watches {
        sections.push(section(shop, person, watch, alerts).await?);
    }
    let total = watches.iter().map(|(_, alerts)| alerts.len()).sum();
    let settings = format!("{}/watches", shop.options.public_url);
    let name = &person.display_name;
    let text = Text { name, total, sections: &sections, settings: &settings }.render()?;
    let html = Html { name, total, sections: &sections, settings: &settings }.render()?;
    let now = shop.now();
    Ok(Message {
        id: id_of(person, watches),
        kind: "digest".to_owned(),
        channel: "mail".to_owned(),
        to: person.email.clone().unwrap_or_default(),
        subject: subject(total, &sections),
        text,
        html: Some(html),
        attachments: Vec::new(),
        about: person.id.to_string(),
        created_at: now,
        state: MessageState::Queued,
        attempts: 0,
        next_try: now,
        last_error: None,
        sent: None,
        expires_at: shop.keep.until(Category::Operation, now),
    })
}

/// The same alerts make the same message, so that a digest composed twice is queued once.
fn id_of(person: &Person, watches: &[(Watch, Vec<Alert>)]) -> MessageId {
    let mut ids: Vec<_> =
        watches.iter().flat_map(|(_, alerts)| alerts.iter().map(|a| a.id.to_string())).collect();
    ids.sort();
    MessageId::of(&["digest", &person.id.to_string(), &ids.concat()])
}

fn subject(total: usize, sections: &[Section]) -> String {
    let posts = if total == 1 { "1 new post".to_owned() } else { format!("{total} new posts") };
    match sections {
        [one] => format!("{posts} for “{}”", one.name),
        many => format!("{posts} for {} watches", many.len()),
    }
}

async fn section(
    shop: &Workshop,
    person: &Person,
    watch: &Watch,
    alerts: &[Alert],
) -> anyhow::Result<Section> {
    let ids: Vec<_> = alerts.iter().take(SHOWN).map(|alert| alert.post).collect();
    let views = shop.store.posts_by_ids(&ids).await?;
    let zone: Tz = person.time_zone.parse().unwrap_or(Tz::UTC);
    let base = &shop.options.public_url;
    Ok(Section {
        name: watch.name.clone(),
        query: watch.query.sentence(),
        hits: views.iter().map(|view| hit(shop, view, zone)).collect(),
        more: alerts.len().saturating_sub(SHOWN),
        link: format!("{base}/watches/{}", watch.id),
    })
}

fn hit(shop: &Workshop, view: &PostView, zone: Tz) -> Hit {
    let (post, account, opinion) = (&view.post, &view.account, view.assessment.as_ref());
    let handle = account.profile.handle.as_str();
    let shown = account.profile.display_name.trim();
    let adapter = crawler::platforms::named(post.platform.as_str());
    let reasons = opinion.map(|a| a.reasons.as_slice()).unwrap_or_default();
    let reasons = reasons.iter().filter(|r| r.weight > 0.0).take(3);
    Hit {
        when: local(post.posted_at, zone),
        name: if shown == handle { String::new() } else { shown.to_owned() },
        handle: if handle.is_empty() { String::new() } else { format!("@{handle}") },
        platform: adapter.map_or(post.platform.as_str(), |a| a.title()).to_owned(),
        what: what(shop, view),
        excerpt: excerpt(&post.content.text),
        reasons: reasons.map(|r| (r.text.trim().to_owned(), r.gloss.clone())).collect(),
        link: format!("{}/posts/{}", shop.options.public_url, post.id),
    }
}

/// Keeps a text's direction from spilling into the line around it (Unicode FSI … PDI).
pub(crate) fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// Label, score, language, services and route in a line.
fn what(shop: &Workshop, view: &PostView) -> String {
    let mut parts = Vec::new();
    if let Some(label) = view.label() {
        parts.push(format!("{} {:.2}", label.title(), view.score()));
    }
    if let Some(opinion) = &view.assessment {
        let known = shop.models.champion().languages();
        let name = known.iter().find(|one| one.language == opinion.language);
        parts.push(name.map_or_else(|| opinion.language.to_string(), |one| one.name.clone()));
        parts.extend(opinion.services.iter().map(|s| s.title().to_owned()));
        if !opinion.route.is_unknown() {
            parts.push(opinion.route.to_string());
        }
    }
    parts.join(" · ")
}

/// A moment in somebody's zone, with UTC beside it where that differs.
pub(crate) fn local(at: Timestamp, zone: Tz) -> String {
    let utc = at.utc();
    if zone == Tz::UTC {
        return utc.format("%-d %b %Y, %H:%M UTC").to_string();
    }
    let here = utc.with_timezone(&zone);
    format!("{} ({})", here.format("%-d %b %Y, %H:%M %Z"), utc.format("%H:%M UTC"))
}

fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(EXCERPT).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
