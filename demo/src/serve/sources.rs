//! The addresses that an analyst would paste.

use crate::truth::{AccountTruth, Form};
use crate::view::{State, View};
use crate::world::World;
use model::Timestamp;
use url::Url;

/// Lists them: every listed account that has been born, under its name at that moment, and the
/// hashtags. Bluesky's are written as on bsky.app, the others at the loopback address.
pub(super) fn list(
    world: &World,
    now: Timestamp,
    telegram: &Url,
    mastodon: &Url,
    feeds: &Url,
) -> Vec<String> {
    let view = View::of(world.truth_ref(), now, &[]);
    let address = |account: &AccountTruth| {
        let account = view.truth.account(&account.key)?;
        let handle = &view.name(account)?.handle;
        Some(match (account.platform.as_str(), account.form) {
            ("telegram", _) => format!("{telegram}s/{handle}"),
            ("mastodon", _) => format!("{mastodon}@{handle}"),
            ("bluesky", _) => format!("https://bsky.app/profile/{handle}"),
            (_, Form::Video) => format!("{feeds}feeds/videos.xml?channel_id={}", account.number),
            (_, form) => format!("{feeds}{}", crate::feeds::path(form, &account.number)),
        })
    };
    let listed = |account: &&AccountTruth| account.listed && view.state(account) != State::Unborn;
    let accounts = view.truth.accounts.iter().filter(listed).filter_map(address);
    let tags = view.truth.hashtags.iter().map(|tag| format!("{mastodon}tags/{}", tag.tag));
    accounts.chain(tags).collect()
}
