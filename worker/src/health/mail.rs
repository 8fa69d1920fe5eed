//! The mail about alarms.

use crate::Workshop;
use crate::digest::local;
use askama::Template;
use chrono_tz::Tz;
use model::retention::Category;
use model::{AlarmState, Message, MessageId, MessageState, Person};
use store::AlarmView;

/// Alarms shown of each part; the rest is counted and linked.
const SHOWN: usize = 30;

/// One alarm in a mail.
#[derive(Debug)]
struct Line {
    /// Source or host.
    name: String,
    platform: String,
    title: &'static str,
    since: String,
    words: String,
    meaning: &'static str,
    advice: &'static str,
    link: String,
}

/// Alarms that began, or that are over.
#[derive(Debug)]
struct Part {
    lines: Vec<Line>,
    more: usize,
}

#[derive(Debug, Template)]
#[template(path = "health.txt", escape = "none")]
struct Text<'a> {
    name: &'a str,
    begun: &'a Part,
    over: &'a Part,
    sources: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "health.html")]
struct Html<'a> {
    name: &'a str,
    begun: &'a Part,
    over: &'a Part,
    sources: &'a str,
}

/// Writes one mail to one person about everything that began or ended.
pub(crate) fn compose(
    shop: &Workshop,
    person: &Person,
    alarms: &[AlarmView],
) -> anyhow::Result<Message> {
    let zone: Tz = person.time_zone.parse().unwrap_or(Tz::UTC);
    let base = &shop.options.public_url;
    let (over, begun): (Vec<&AlarmView>, Vec<&AlarmView>) =
        alarms.iter().partition(|view| view.alarm.state == AlarmState::Resolved);
    let subject = subject(&begun, over.len());
    let part = |views: Vec<&AlarmView>| Part {
        lines: views.iter().take(SHOWN).map(|view| line(view, base, zone)).collect(),
        more: views.len().saturating_sub(SHOWN),
    };
    let (begun, over) = (part(begun), part(over));
    let sources = format!("{base}/sources?attention=yes");
    let name = &person.display_name;
    let text = Text { name, begun: &begun, over: &over, sources: &sources }.render()?;
    let html = Html { name, begun: &begun, over: &over, sources: &sources }.render()?;
    let now = shop.now();
    Ok(Message {
        id: id_of(person, alarms),
        kind: "health".to_owned(),
        channel: "mail".to_owned(),
        to: person.email.clone().unwrap_or_default(),
        subject,
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

/// The same news make the same message, so that one composed twice is queued once. An alarm that
/// comes back is news again, and known by what shows it.
fn id_of(person: &Person, alarms: &[AlarmView]) -> MessageId {
    let news = alarms.iter().map(|AlarmView { alarm, .. }| {
        format!("{} {} {:?}", alarm.id, alarm.state.word(), alarm.evidence.visit)
    });
    let mut news: Vec<String> = news.collect();
    news.sort();
    MessageId::of(&["health", &person.id.to_string(), &news.concat()])
}

fn subject(begun: &[&AlarmView], over: usize) -> String {
    let over = match over {
        0 => String::new(),
        1 => "1 alarm is over".to_owned(),
        n => format!("{n} alarms are over"),
    };
    let begun = match begun {
        [] => return over,
        [one] => format!("{}: {}", name(one), one.alarm.kind.title()),
        many => format!("{} sources and hosts need attention", many.len()),
    };
    if over.is_empty() { begun } else { format!("{begun}; {over}") }
}

/// The source, or the host with how many sources it speaks for.
fn name(view: &AlarmView) -> String {
    match &view.source {
        Some((title, _)) => title.clone(),
        None => format!("{} ({} sources)", view.alarm.host, view.alarm.sources),
    }
}

fn line(view: &AlarmView, base: &str, zone: Tz) -> Line {
    let alarm = &view.alarm;
    let platform = view.source.as_ref().map(|(_, platform)| platform.as_str());
    let adapter = platform.and_then(crawler::platforms::named);
    Line {
        name: name(view),
        platform: adapter.map_or("", |adapter| adapter.title()).to_owned(),
        title: alarm.kind.title(),
        since: local(alarm.since, zone),
        words: alarm.evidence.words.clone(),
        meaning: alarm.kind.meaning(),
        advice: alarm.kind.advice(),
        link: match alarm.source {
            Some(source) => format!("{base}/sources/{source}"),
            None => format!("{base}/sources?attention=yes"),
        },
    }
}
