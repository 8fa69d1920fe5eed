//! An alarm: what is wrong since when, what it means, what shows it, what to do.

use crate::frame::Frame;
use crate::frame::when::When;
use askama::Template;
use model::{AlarmState, Person};
use store::AlarmView;

/// An alarm.
#[derive(Debug, Clone, Template)]
#[template(path = "alarm_card.html")]
pub(crate) struct AlarmCard {
    pub(crate) id: String,
    /// Its source, or the host for whose sources it speaks.
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) platform: String,
    pub(crate) title: &'static str,
    pub(crate) state: &'static str,
    pub(crate) since: When,
    pub(crate) over: Option<When>,
    pub(crate) meaning: &'static str,
    pub(crate) words: String,
    pub(crate) advice: &'static str,
    pub(crate) capture: Option<String>,
    /// Who knows.
    pub(crate) known_by: Option<(String, When)>,
    /// Where to go back to; nothing for people who may not acknowledge.
    pub(crate) back: Option<String>,
    pub(crate) csrf: String,
}

impl AlarmCard {
    /// An alarm on the page at `frame.here`; `people` are those who may have acknowledged it.
    pub(crate) fn of(frame: &Frame, view: &AlarmView, people: &[Person]) -> Self {
        let alarm = &view.alarm;
        let known_by = alarm.acknowledged.filter(|_| alarm.state == AlarmState::Acknowledged);
        let open = alarm.state != AlarmState::Resolved;
        Self {
            id: alarm.id.to_string(),
            name: match &view.source {
                Some((title, _)) => title.clone(),
                None => format!("{} sources of {}", alarm.sources, alarm.host),
            },
            href: alarm.source.map(|source| format!("/sources/{source}")),
            platform: view.source.as_ref().map(|(_, p)| frame.platform(p)).unwrap_or_default(),
            title: alarm.kind.title(),
            state: alarm.state.word(),
            since: frame.when(&alarm.since),
            over: alarm.resolved_at.map(|at| frame.when(&at)),
            meaning: alarm.kind.meaning(),
            words: alarm.evidence.words.clone(),
            advice: alarm.kind.advice(),
            capture: alarm.evidence.capture.map(|capture| format!("/captures/{capture}")),
            known_by: known_by.map(|(by, at)| {
                let person = people.iter().find(|person| person.id == by);
                let name = person.map_or_else(|| "somebody".to_owned(), |p| p.display_name.clone());
                (name, frame.when(&at))
            }),
            back: (open && frame.may_work()).then(|| frame.here.clone()),
            csrf: frame.csrf.clone(),
        }
    }
}
