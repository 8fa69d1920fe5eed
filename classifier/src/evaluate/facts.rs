//! Contacts, sums, routes and languages against what the corpus' writers annotated.

use crate::opinion::LabelledPost;
use crate::seen::{Reader, Seen};
use serde::Serialize;
use std::collections::BTreeMap;

/// One kind of fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FactRow {
    /// Found and annotated.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Annotated.
    pub annotated: usize,
    /// Ids of posts where the two differ, with both lists.
    #[serde(skip)]
    pub misses: Vec<(String, Vec<String>, Vec<String>)>,
}

/// Facts by kind over labelled posts.
#[must_use]
pub fn facts(posts: &[LabelledPost], reader: &Reader) -> BTreeMap<&'static str, FactRow> {
    let mut rows: BTreeMap<&'static str, FactRow> = BTreeMap::new();
    for post in posts {
        let seen = reader.read(&post.text, None);
        for (kind, found, annotated) in compare(post, &seen) {
            let row = rows.entry(kind).or_default();
            let mut open = annotated.clone();
            for one in &found {
                if let Some(at) = open.iter().position(|other| other == one) {
                    open.swap_remove(at);
                    row.right += 1;
                }
            }
            row.found += found.len();
            row.annotated += annotated.len();
            if !open.is_empty() || found.len() != annotated.len() {
                row.misses.push((post.id.clone(), found, annotated));
            }
        }
    }
    rows
}

type Pair = (&'static str, Vec<String>, Vec<String>);

fn compare(post: &LabelledPost, seen: &Seen) -> Vec<Pair> {
    // Writers left the at sign and the scheme out where the post did.
    let value = |v: &str| {
        v.to_lowercase().trim_start_matches('@').trim_start_matches("https://").to_owned()
    };
    let platform =
        |kind: &str| if kind == "zalo" { "messenger".to_owned() } else { kind.to_owned() };
    let sum = |amount: f64, currency: &str| format!("{amount} {currency}");
    let heads = |all: &mut dyn Iterator<Item = (f64, bool)>| -> Vec<String> {
        all.filter(|(_, head)| *head).map(|(amount, _)| amount.to_string()).collect()
    };
    vec![
        (
            "contact values",
            seen.contacts.iter().map(|c| value(&c.value)).collect(),
            post.contacts.iter().map(|c| value(&c.value)).collect(),
        ),
        (
            "contacts with kind",
            seen.contacts
                .iter()
                .map(|c| format!("{} {}", c.kind.word(), value(&c.value)))
                .collect(),
            post.contacts
                .iter()
                .map(|c| format!("{} {}", platform(&c.kind), value(&c.value)))
                .collect(),
        ),
        (
            "sums",
            seen.prices.iter().map(|p| sum(p.amount, &p.currency)).collect(),
            post.prices.iter().map(|p| sum(p.amount, &p.currency)).collect(),
        ),
        (
            "sums per head",
            heads(&mut seen.prices.iter().map(|p| (p.amount, p.per_person))),
            heads(&mut post.prices.iter().map(|p| (p.amount, p.per_person))),
        ),
        (
            "origin",
            seen.route.origin.iter().map(ToString::to_string).collect(),
            post.origin.iter().cloned().collect(),
        ),
        (
            "destination",
            seen.route.destination.iter().map(ToString::to_string).collect(),
            post.destination.iter().cloned().collect(),
        ),
        ("language", vec![seen.language.to_string()], vec![post.language.clone()]),
    ]
}
