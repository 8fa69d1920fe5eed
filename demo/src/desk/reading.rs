//! Finds out whom a notice is about.

use crate::truth::{AccountTruth, Truth};
use serde_json::Value;
use url::Url;

/// Fields whose value is an address or an id; texts that quote posts are not searched, for they
/// mention other people.
const FIELDS: &[&str] = &[
    "account",
    "accounts",
    "account_url",
    "account_urls",
    "url",
    "urls",
    "uri",
    "uris",
    "address",
    "addresses",
    "profile",
    "native_id",
    "post_url",
    "post_urls",
    "posts",
    "location",
    "locations",
];

/// The accounts that a notice names: those under `account…` fields, or where these lead nowhere,
/// those of any other address in it. Each with whether it advertises.
pub(super) fn accounts(truth: &Truth, notice: &Value) -> Vec<(String, bool)> {
    let mut words = Words::default();
    words.collect(notice, "", false, 0);
    for list in [&words.of_accounts, &words.of_anything] {
        let named = named(truth, list);
        if !named.is_empty() {
            return named;
        }
    }
    Vec::new()
}

#[derive(Debug, Default)]
struct Words {
    of_accounts: Vec<String>,
    of_anything: Vec<String>,
}

impl Words {
    fn collect(&mut self, value: &Value, field: &str, under_account: bool, depth: u8) {
        if depth > 12 {
            return;
        }
        let under_account = under_account || field.starts_with("account");
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.collect(value, name, under_account, depth + 1);
                }
            }
            Value::Array(list) => {
                for value in list {
                    self.collect(value, field, under_account, depth + 1);
                }
            }
            Value::String(text) => self.word(text, field, under_account, depth),
            _ => {}
        }
    }

    fn word(&mut self, text: &str, field: &str, under_account: bool, depth: u8) {
        if text.starts_with('{') {
            if let Ok(inner) = serde_json::from_str::<Value>(text) {
                self.collect(&inner, field, under_account, depth + 1);
            }
        } else if FIELDS.contains(&field) && !text.contains(char::is_whitespace) {
            let list = if under_account { &mut self.of_accounts } else { &mut self.of_anything };
            list.push(text.to_owned());
        }
    }
}

fn named(truth: &Truth, words: &[String]) -> Vec<(String, bool)> {
    let names = |account: &&AccountTruth| words.iter().any(|word| is_of(account, word));
    truth.accounts.iter().filter(names).map(|a| (a.key.clone(), a.advertises())).collect()
}

/// Whether a word is the address or id of an account, or of something in it.
fn is_of(account: &AccountTruth, word: &str) -> bool {
    let handle = |name: &str| account.names.iter().any(|own| own.handle.eq_ignore_ascii_case(name));
    let within = |id: &str| {
        word.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#']))
    };
    if within(&account.native_id) || within(&format!("at://{}", account.native_id)) {
        return true;
    }
    let Ok(url) = Url::parse(word) else { return false };
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    match (account.platform.as_str(), parts.as_slice()) {
        ("telegram", ["s", name, ..] | [name, ..]) | ("mastodon", ["users", name, ..]) => {
            handle(name)
        }
        ("mastodon", [name, ..]) if name.starts_with('@') => handle(name.trim_start_matches('@')),
        ("bluesky", ["profile", name, ..]) => handle(name) || *name == account.number,
        ("feeds", ["blog" | "channel", id, ..]) => *id == account.number,
        ("feeds", ["feeds", "videos.xml"]) => {
            url.query_pairs().any(|(name, id)| name == "channel_id" && id == account.number)
        }
        _ => false,
    }
}
