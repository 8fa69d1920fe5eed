//! Gives posts the ids that their platforms would give them.

use crate::chance::{Chance, fnv};
use crate::plan::Plan;
use crate::truth::{AccountTruth, Form, PostTruth};
use model::Timestamp;
use sha2::{Digest, Sha256};

/// Numbers an account's posts, which are in order of time.
pub(crate) fn number(plan: &Plan, account: &mut AccountTruth, posts: &mut [PostTruth]) {
    let mut chance = Chance::of(plan.seed, &format!("numbering/{}", account.key));
    if account.form == Form::Channel {
        account.service_posts.push(format!("{}/1", account.native_id));
    }
    let mut message = 2;
    let mut before: Option<String> = None;
    for post in posts {
        post.number = match (account.platform.as_str(), account.form) {
            ("telegram", _) => {
                let own = message;
                // Pictures of an album take the numbers after the first.
                message += u64::from(post.dress.photos.max(1)) + chance.below(2) * chance.below(2);
                own.to_string()
            }
            ("mastodon", _) => snowflake(post.posted_at, &mut chance),
            ("bluesky", _) => record_key(post.posted_at, fnv(account.key.as_bytes())),
            (_, Form::Video) => {
                chance.word(b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_", 11)
            }
            (_, form) => guid(form, &account.number, &mut chance),
        };
        post.native_id = native(account, &post.number);
        post.dress.reply_to = post.dress.reply_to.take().and_then(|_| before.clone());
        before = Some(post.number.clone());
    }
}

fn native(account: &AccountTruth, number: &str) -> String {
    let own = &account.native_id;
    match (account.platform.as_str(), account.form) {
        ("telegram", _) => format!("{own}/{number}"),
        ("mastodon", _) => format!("{own}/statuses/{number}"),
        ("bluesky", _) => format!("at://{own}/app.bsky.feed.post/{number}"),
        (_, Form::Video) => format!("{own}#yt:video:{number}"),
        _ => format!("{own}#{number}"),
    }
}

/// A guid as blogs write them.
fn guid(form: Form, slug: &str, chance: &mut Chance) -> String {
    let letters = chance.word(b"0123456789abcdef", 12);
    match form {
        Form::Rss => format!("tag:{slug}.example,2026:{letters}"),
        Form::Atom => format!("urn:{slug}:{letters}"),
        _ => letters,
    }
}

/// Mastodon's snowflake: milliseconds shifted left by 16, and 16 bits of sequence
/// (`Mastodon::Snowflake`).
pub(crate) fn snowflake(at: Timestamp, chance: &mut Chance) -> String {
    ((at.ms().max(0).unsigned_abs() << 16) | chance.below(1 << 16)).to_string()
}

/// An AT Protocol TID: 53 bits of microseconds and a 10-bit clock id, in sortable base 32
/// (atproto.com/specs/tid).
fn record_key(at: Timestamp, clock: u64) -> String {
    let alphabet = b"234567abcdefghijklmnopqrstuvwxyz";
    let number = ((at.ms().max(0).unsigned_abs() * 1000) << 10) | (clock % 1024);
    let digit = |place: u32| {
        let at = usize::try_from((number >> (5 * place)) & 31).unwrap_or(0);
        alphabet.get(at).copied().map_or('2', char::from)
    };
    (0..13).rev().map(digit).collect()
}

/// A content id of a record: CIDv1, dag-cbor, SHA-256, base 32 (what is hashed is invented).
pub(crate) fn content_id(of: &str) -> String {
    let mut bytes = vec![0x01, 0x71, 0x12, 0x20];
    bytes.extend_from_slice(&Sha256::digest(of.as_bytes()));
    format!("b{}", data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_platforms_shapes() {
        let at = Timestamp::from_ms(1_795_470_098_311);
        let key = record_key(at, 7);
        assert_eq!(key.len(), 13);
        // Recorded from a real network within seconds of that moment: 3n2z3usd2fk2g.
        assert!(key.starts_with("3n2z3u"), "{key}");
        let cid = content_id("x");
        assert!(cid.starts_with("bafyrei") && cid.len() == 59, "{cid}");
        let early = snowflake(at, &mut Chance::of(1, "a"));
        assert!(early.len() == 18 && early < snowflake(at.plus_secs(1), &mut Chance::of(1, "b")));
    }
}
