//! Whatever a server answers or a person types, reading it does not panic.

use super::checks::{known_account, known_post};
use super::{DEFAULT, LINA, account, source, status, stored, url, with};
use crawler::platforms::{Adapter, Place, mastodon::ADAPTER};
use model::{PageRequest, Purpose, Subject};
use proptest::prelude::*;
use serde_json::{Value, json};

const PATHS: [&str; 8] = [
    "api/v1/accounts/lookup?acct=lina",
    "api/v1/accounts/501/statuses?min_id=5",
    "api/v1/timelines/tag/sea?limit=40",
    "api/v1/statuses/1",
    "api/v2/instance",
    "@lina",
    "@lina/1",
    "about",
];

/// Reads an answer in every way it may be asked for; the reading is the same each time.
fn read_anything(path: usize, purpose: Purpose, status: u16, link: &str, body: &[u8]) {
    let (base, source) = (url(DEFAULT), source(LINA));
    let asked = url(&format!("https://routes.example/{}", PATHS[path]));
    let subjects =
        [None, Some(Subject::Post(known_post().id)), Some(Subject::Account(known_account().id))];
    for subject in subjects {
        let request = PageRequest { subject, ..PageRequest::new(asked.clone(), purpose) };
        let kept = stored(request, status, &[("link", link)], body);
        for (source, cursor) in [(None, None), (Some(&source), Some("5"))] {
            let place = Place { base: &base, source, cursor };
            let reading = ADAPTER.read(&place, &kept);
            assert_eq!(reading, ADAPTER.read(&place, &kept));
            assert!(!serde_json::to_string(&reading).unwrap().contains("\\u0000"));
        }
    }
}

fn purposes() -> impl Strategy<Value = Purpose> {
    use Purpose::{Account, Newer, Newest, Older, Post, Settle};
    prop::sample::select(vec![Newest, Older, Newer, Settle, Account, Post])
}

/// Any JSON value.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "(\\PC|\u{0}){0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let pairs = prop::collection::vec(("[a-z_]{1,10}", inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            pairs.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

/// Replaces the value that comes `n`-th in a walk over all of them; says whether there was one.
fn replace(value: &mut Value, n: &mut usize, by: &Value) -> bool {
    if *n == 0 {
        *value = by.clone();
        return true;
    }
    *n -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|one| replace(one, n, by)),
        Value::Object(map) => map.values_mut().any(|one| replace(one, n, by)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_can_be_read(
        path in 0..PATHS.len(),
        purpose in purposes(),
        status in 100_u16..600,
        link in "[<>;=,\" a-z:/.]{0,40}",
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        read_anything(path, purpose, status, &link, &body);
    }

    #[test]
    fn any_change_to_an_answer_can_be_read(
        path in 0..PATHS.len(),
        purpose in purposes(),
        at in 0_usize..90,
        by in any_json(),
    ) {
        let more = json!({
            "poll": {"options": [{"title": "a"}]}, "quote": {"url": "x"}, "tags": [{"name": "t"}],
            "card": {"url": "y", "title": "z"}, "mentions": [{"acct": "m"}]
        });
        for mut value in [json!([with(status(9), more), status(8)]), status(1), account()] {
            replace(&mut value, &mut at.clone(), &by);
            read_anything(path, purpose, 200, "", value.to_string().as_bytes());
        }
    }

    #[test]
    fn any_text_can_be_offered_as_an_address(
        text in ".{0,60}",
        near in "(@|#|https://|acct:)[a-z]{0,3}[a-z@./#%:é-]{0,30}",
    ) {
        let base = url(DEFAULT);
        for input in [text, near] {
            if let Some(Ok(source)) = ADAPTER.recognise(&input, &base) {
                let place = Place { base: &base, source: Some(&source), cursor: None };
                prop_assert!(ADAPTER.first(&place).is_ok(), "{}", input);
                // Typing the source's own page again means the same source.
                let again = ADAPTER.recognise(source.url.as_str(), &base).unwrap().unwrap();
                prop_assert_eq!(again, source);
            }
        }
    }
}
