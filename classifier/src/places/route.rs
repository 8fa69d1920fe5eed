//! From where to where: the order of the places, corrected by the words around them.

use super::Gazetteer;
use crate::lexicon::matcher::{Found, PlaceHit};
use crate::words;
use model::Route;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Which end a word announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    From,
    FromAfter,
    To,
}

static DIRECTIONS: LazyLock<HashMap<String, Vec<End>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<End>> = HashMap::new();
    for (key, list) in words::rows(words::DIRECTIONS) {
        let end = match key {
            "from" => End::From,
            "from_after" => End::FromAfter,
            _ => End::To,
        };
        for word in list {
            map.entry(word).or_default().push(end);
        }
    }
    map
});

/// The route that the places of a text make: the first country and the last, unless a word says that
/// they stand the other way round; a single country is where the journey leads, unless a word says
/// that it begins there, or it is named by a port or border town only.
#[must_use]
pub fn route(folded: &str, found: &Found, gazetteer: &Gazetteer) -> Route {
    let mut ends: Vec<(usize, Option<End>)> = Vec::new();
    for hit in &found.places {
        let end = end_of(folded, hit);
        match ends.iter_mut().find(|(place, _)| *place == hit.place) {
            Some(known) => known.1 = known.1.or(end),
            None => ends.push((hit.place, end)),
        }
    }
    let country = |place: usize| gazetteer.country(place).cloned();
    match ends.as_slice() {
        [] => Route::default(),
        [(place, Some(End::From))] => Route { origin: country(*place), destination: None },
        [(place, None)] if transit(folded, found, gazetteer) => {
            Route { origin: country(*place), destination: None }
        }
        [(place, _)] => Route { origin: None, destination: country(*place) },
        [first, .., last] => {
            let turned = last.1 == Some(End::From) && first.1 != Some(End::From);
            let (from, to) = if turned { (last, first) } else { (first, last) };
            Route { origin: country(from.0), destination: country(to.0) }
        }
    }
}

/// Whether the only places named are ports and border towns where journeys begin.
fn transit(folded: &str, found: &Found, gazetteer: &Gazetteer) -> bool {
    found
        .places
        .iter()
        .all(|hit| folded.get(hit.range.clone()).is_some_and(|word| gazetteer.is_transit(word)))
}

fn end_of(folded: &str, hit: &PlaceHit) -> Option<End> {
    let says = |word: &str, wanted: &[End]| {
        DIRECTIONS.get(word).and_then(|ends| ends.iter().copied().find(|e| wanted.contains(e)))
    };
    let before = folded.get(..hit.range.start)?;
    let previous = before.split_whitespace().next_back().unwrap_or_default();
    let glued = before.len() == before.trim_end().len() && !before.is_empty();
    let name = folded.get(hit.range.clone())?;
    let after = folded.get(hit.range.end..)?;
    let mut next = after.split_whitespace().next().unwrap_or_default();
    if !after.starts_with(char::is_whitespace) {
        next = next.trim_start_matches('\'');
    }
    let arrow = previous.ends_with(['➡', '→', '>', '➜', '⇒', '➔']);
    if arrow {
        return Some(End::To);
    }
    // Turkish ablative, and Ethiopic or Arabic words glued to the name.
    let ablative = ["dan", "den", "tan", "ten"].iter().any(|s| name.ends_with(s) && name.len() > 6)
        && name.is_ascii();
    if ablative || says(next, &[End::FromAfter]).is_some() {
        return Some(End::From);
    }
    if glued {
        return previous.starts_with('ከ').then_some(End::From);
    }
    says(previous, &[End::From]).or_else(|| says(previous, &[End::To]))
}
