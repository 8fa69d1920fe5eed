//! Whatever a server answers or a person types, reading it does not panic.

use super::checks::{known_account, known_post};
use super::{DEFAULT, LINA, OMAR, OWN, ask, post, profile, recorded_as, source, stored, uri, url};
use crawler::platforms::{Adapter, Place, bluesky::ADAPTER, bluesky::syntax};
use model::{PageRequest, Subject};
use proptest::prelude::*;
use serde_json::{Value, json};

const METHODS: [&str; 8] = [
    "app.bsky.actor.getProfile",
    "app.bsky.feed.getAuthorFeed",
    "app.bsky.feed.searchPosts",
    "app.bsky.feed.getPosts",
    "app.bsky.feed.getPostThread",
    "com.atproto.identity.resolveHandle",
    "com.atproto.sync.getRepoStatus",
    "app.example.unknown",
];

/// Reads an answer in every way it may be asked for; the reading is the same each time.
fn read_anything(method: usize, status: u16, body: &[u8]) {
    let (base, source) = (url(DEFAULT), source("@lina.routes.example", DEFAULT));
    let subjects =
        [None, Some(Subject::Post(known_post().id)), Some(Subject::Account(known_account().id))];
    for subject in subjects {
        let request = PageRequest { subject, ..ask(METHODS[method], "actor=x&cursor=y") };
        let kept = stored(request, status, &[], body);
        for (source, cursor) in [(None, None), (Some(&source), Some(LINA))] {
            let place = Place { base: &base, source, cursor };
            let reading = ADAPTER.read(&place, &kept);
            assert_eq!(reading, ADAPTER.read(&place, &kept));
            assert!(!serde_json::to_string(&reading).unwrap().contains("\\u0000"));
        }
    }
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
        let pairs = prop::collection::vec(("[a-z$A-Z]{1,10}", inner.clone()), 0..4);
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

/// A post with as much in it as a post can have.
fn rich() -> Value {
    let mut rich = recorded_as(
        "5",
        json!({
            "reply": {"parent": {"uri": uri(OMAR, "4")}}, "tags": ["a"],
            "facets": [{"index": {"byteStart": 0, "byteEnd": 4}, "features": [{"tag": "post"}]}]
        }),
    );
    rich["embed"] = json!({
        "$type": "app.bsky.embed.recordWithMedia#view",
        "media": {"$type": "app.bsky.embed.images#view", "images": [{"alt": "x"}]},
        "record": {"record": {"uri": uri(OMAR, "9")}}
    });
    rich["labels"] = json!([{"src": OMAR, "val": "!hide", "cts": "2026-01-01T00:00:00Z"}]);
    rich
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_can_be_read(
        method in 0..METHODS.len(),
        status in 100_u16..600,
        body in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        read_anything(method, status, &body);
    }

    #[test]
    fn any_change_to_an_answer_can_be_read(
        method in 0..METHODS.len(),
        status in prop::sample::select(vec![200_u16, 400]),
        at in 0_usize..70,
        by in any_json(),
    ) {
        let reason = json!({"$type": "x#reasonRepost", "by": profile(), "uri": uri(LINA, "8")});
        let bodies = [
            json!({"feed": [{"post": post("2"), "reason": reason}, {"post": rich()}], "cursor": "z"}),
            json!({"posts": [rich()]}),
            json!({"thread": {"post": rich()}}),
            profile(),
            json!({"did": LINA, "active": false, "status": "deleted"}),
            json!({"error": "InvalidRequest", "message": "Profile not found"}),
        ];
        for mut body in bodies {
            replace(&mut body, &mut at.clone(), &by);
            read_anything(method, status, body.to_string().as_bytes());
        }
    }

    #[test]
    fn any_text_can_be_offered_as_an_address(
        text in ".{0,60}",
        near in "(@|did:|at://|https://bsky\\.app/)(profile/|search\\?q=)?[a-zA-Z0-9@./#%:é-]{0,30}",
    ) {
        for (input, base) in [(&text, DEFAULT), (&near, DEFAULT), (&near, OWN)] {
            let base = url(base);
            if let Some(Ok(source)) = ADAPTER.recognise(input, &base) {
                let place = Place { base: &base, source: Some(&source), cursor: None };
                prop_assert!(ADAPTER.first(&place).is_ok(), "{}", input);
                // Typing the source's own page again means the same source.
                let again = ADAPTER.recognise(source.url.as_str(), &base).unwrap().unwrap();
                prop_assert_eq!(again, source);
            }
        }
    }

    #[test]
    fn any_text_is_a_name_or_not(text in "(at://|did:)?[a-z0-9.:/%#~-]{0,40}", wild in ".{0,40}") {
        for text in [text, wild] {
            let parts = syntax::AtUri::parse(&text);
            prop_assert!(parts.is_none_or(|uri| syntax::is_did(uri.authority) || syntax::is_handle(uri.authority)));
        }
    }
}
