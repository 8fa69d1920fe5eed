//! Every adapter's good page, spoilt in the same ways. Nothing of it may panic; what is lost is
//! complained about; and whatever stands beside a spoilt post is read as if nothing had happened.

mod apis;
mod good;
mod markup;
mod variants;

use crate::recorded::now;
use good::{Good, listed};
use model::{PageState, Reading, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use variants::{COLUMNS, Variant};

/// What is wrong with a reading of a hostile page.
fn faults(good: &Good, variant: &Variant, whole: &Reading) -> Vec<String> {
    let reading = good.read(&variant.kind, &variant.body);
    let (expect, got) = (listed(whole), listed(&reading));
    let ids: Vec<&String> = expect.keys().collect();
    let mut wrong = Vec::new();
    for number in &variant.spared {
        let id = ids[usize::try_from(*number).unwrap() - 1];
        if got.get(id) != expect.get(id) {
            wrong.push(format!("lost neighbour {number}: {:?}", got.get(id)));
        }
    }
    let is_silent = reading.complaints.is_empty() && reading.found.is_empty();
    let cut = variant.column == "cut short";
    let is_lost = |(id, post): (&String, &String)| match got.get(id) {
        None => got.len() < expect.len(),
        Some(half) => cut && half != post,
    };
    if variant.due && expect.iter().any(is_lost) && is_silent {
        wrong.push("something was lost without a complaint".to_owned());
    }
    if variant.column == "strangers" && (!got.is_empty() || is_silent) {
        wrong.push(format!("a stranger's page is {:?} with {} posts", reading.state, got.len()));
    }
    if matches!(reading.state, PageState::Empty | PageState::Gone) {
        wrong.push(format!("it proves that the place is {:?}", reading.state));
    }
    if format!("{reading:?}").contains("\\0") {
        wrong.push("a NUL is kept".to_owned());
    }
    let believable = [now().plus_days(2), Timestamp::parse("1990-01-01T00:00:00Z").unwrap()];
    let absurd = |at: Timestamp| at > believable[0] || at < believable[1];
    if reading.posts.iter().any(|one| one.posted_at.is_some_and(absurd)) {
        wrong.push("a time that cannot be is believed".to_owned());
    }
    let distinct: BTreeSet<&str> = reading.posts.iter().map(|one| one.native_id.as_str()).collect();
    if distinct.len() < reading.posts.len() {
        wrong.push("an id is there twice".to_owned());
    }
    wrong
}

#[test]
fn every_adapter_reads_hostile_pages_without_losing_a_neighbour() {
    let goods: Vec<Good> = markup::all().into_iter().chain(apis::all()).collect();
    let mut table = String::new();
    writeln!(table, "{:<14}{}      all", "", COLUMNS.map(|one| format!("{one:>12}")).concat())
        .unwrap();
    let mut wrong = Vec::new();
    for good in &goods {
        let whole = good.read(good.kind, &good.whole());
        assert_eq!(listed(&whole).len(), 3, "{}: {whole:?}", good.name);
        assert!(whole.complaints.is_empty(), "{}: {:?}", good.name, whole.complaints);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for variant in variants::all(good, &goods) {
            *counts.entry(variant.column).or_default() += 1;
            for fault in faults(good, &variant, &whole) {
                wrong.push(format!("{}, {}, {}: {fault}", good.name, variant.column, variant.what));
            }
        }
        let row = COLUMNS.map(|column| format!("{:>12}", counts[column])).concat();
        writeln!(table, "{:<14}{row}{:>9}", good.name, counts.values().sum::<usize>()).unwrap();
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    insta::assert_snapshot!("hostile_pages", table);
}
