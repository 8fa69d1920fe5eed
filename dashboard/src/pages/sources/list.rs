//! All sources as a table, with a field to add one.

use super::{alarms, condition};
use crate::access::Signed;
use crate::components::{Address, AlarmCard, Chips, Pager};
use crate::failure::Failure;
use crate::frame::Frame;
use crate::frame::when::When;
use crate::frame::words::number;
use crate::house::{House, Shared};
use crate::pages::show;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use axum_extra::extract::Query as Asked;
use model::{AlarmKind, Import, Platform, Source, SourceId, SourceState};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::{AlarmFilter, Paging, SourceFilter};

/// Sources on one page.
const ROWS: u32 = 50;
/// Alarms shown at most.
const MOST_ALARMS: u32 = 50;
/// Imports shown, the newest ones.
const IMPORTS: u32 = 20;
/// States that can be asked for.
const STATES: [SourceState; 3] = [SourceState::Active, SourceState::Paused, SourceState::Removed];

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Which {
    text: String,
    platform: String,
    state: String,
    troubled: String,
    attention: String,
    page: Option<u32>,
}

#[derive(Template)]
#[template(path = "sources/list.html")]
struct Page {
    frame: Frame,
    which: Which,
    chips: Chips,
    pager: Pager,
    rows: Vec<Row>,
    /// Shown where they were asked for; counted otherwise.
    alarms: Vec<AlarmCard>,
    alarms_total: u64,
    hosts: Vec<HostRow>,
    imports: Vec<ImportRow>,
    platforms: Vec<(String, String)>,
    states: Vec<&'static str>,
    takes: Vec<(&'static str, &'static str)>,
    filtered: bool,
    stopped: bool,
}

struct Row {
    href: String,
    title: String,
    platform: String,
    kind: &'static str,
    place: String,
    state: &'static str,
    mark: &'static str,
    words: &'static str,
    /// Badges of its alarms.
    alarms: Vec<&'static str>,
    last: Option<When>,
    due: When,
    why: String,
}

struct HostRow {
    host: String,
    requests: String,
    errors: u64,
    waiting: Option<When>,
    reason: String,
}

struct ImportRow {
    file: String,
    format: &'static str,
    note: String,
    begun: When,
    collected: When,
    done: bool,
    posts: String,
    refused: String,
}

pub(super) async fn list(
    State(house): State<Shared>,
    signed: Signed,
    Asked(which): Asked<Which>,
) -> Result<Html<String>, Failure> {
    let frame = signed.frame(&house, "Sources");
    let filter = filter(&which);
    let paging = Pager::paging(which.page.unwrap_or(1), ROWS);
    let listed = house.parts.store.sources(&filter, paging).await?;
    let ids: Vec<_> = listed.rows.iter().map(|source| source.id).collect();
    let kinds = house.parts.store.alarm_kinds(&ids).await?;
    let shown = if filter.alarmed { MOST_ALARMS } else { 0 };
    let unresolved = AlarmFilter { resolved: Some(false), unfolded: true, source: None };
    let (alarms, alarms_total) = alarms::cards(&house, &frame, &unresolved, shown).await?;
    let stopped =
        house.parts.store.setting(model::source::STOP_SWITCH).await?.as_deref() == Some("on");
    let adapters = crawler::platforms::ALL.iter();
    let page = Page {
        chips: chips(&frame, &filter),
        pager: Pager::new(&frame.here, paging, listed.total, None),
        rows: listed.rows.iter().map(|source| row(&frame, source, &kinds)).collect(),
        alarms,
        alarms_total,
        hosts: hosts(&house, &frame),
        imports: imports(&house, &frame).await?,
        platforms: frame.names().platforms(),
        states: STATES.iter().map(|state| state.word()).collect(),
        takes: adapters.map(|adapter| (adapter.title(), adapter.help())).collect(),
        filtered: filter != SourceFilter::default(),
        stopped,
        which,
        frame,
    };
    show(&page)
}

fn filter(which: &Which) -> SourceFilter {
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    SourceFilter {
        text: filled(&which.text),
        platform: filled(&which.platform).map(Platform::new),
        state: STATES.into_iter().find(|state| state.word() == which.state),
        troubled: which.troubled == "yes",
        alarmed: which.attention == "yes",
    }
}

fn chips(frame: &Frame, filter: &SourceFilter) -> Chips {
    let here = &frame.here;
    let mut chips = Chips::new("Sources", "/sources");
    chips.add(here, "text", filter.text.as_ref().map(|text| format!("called {text}")));
    chips.add(
        here,
        "platform",
        filter.platform.as_ref().map(|p| format!("on {}", frame.platform(p))),
    );
    chips.add(here, "state", filter.state.map(|state| format!("that are {}", state.word())));
    chips.add(here, "attention", filter.alarmed.then(|| "that need attention".to_owned()));
    chips.add(here, "troubled", filter.troubled.then(|| "that cannot be seen".to_owned()));
    chips
}

fn row(frame: &Frame, source: &Source, kinds: &BTreeMap<SourceId, Vec<AlarmKind>>) -> Row {
    let (mark, words) = condition(source);
    let alarms = kinds.get(&source.id).into_iter().flatten();
    Row {
        href: Address::new(format!("/sources/{}", source.id)).to_string(),
        title: source.title.clone(),
        platform: frame.platform(&source.address.platform),
        kind: source.address.kind.word(),
        place: source.address.key.clone(),
        state: source.state.word(),
        mark,
        words,
        alarms: alarms.map(|kind| kind.title()).collect(),
        last: source.last_visit.map(|(at, _)| frame.when(&at)),
        due: frame.when(&source.next_due),
        why: source.due_reason.clone(),
    }
}

async fn imports(house: &House, frame: &Frame) -> Result<Vec<ImportRow>, Failure> {
    let listed = house.parts.store.imports(Paging::first(IMPORTS)).await?;
    let row = |import: Import| ImportRow {
        format: crawler::importers::named(&import.format).map_or("", |one| one.title()),
        begun: frame.when(&import.started_at),
        collected: frame.when(&import.collected_at),
        done: import.finished_at.is_some(),
        posts: number(import.counts.posts),
        refused: number(import.counts.refused),
        file: import.file,
        note: import.note,
    };
    Ok(listed.rows.into_iter().map(row).collect())
}

fn hosts(house: &House, frame: &Frame) -> Vec<HostRow> {
    let report = house.parts.fetcher.hosts();
    let row = |host: crawler::HostReport| HostRow {
        host: host.host,
        requests: number(host.requests),
        errors: host.errors,
        waiting: host.waiting_until.map(|at| frame.when(&at)),
        reason: host.reason,
    };
    report.into_iter().map(row).collect()
}
