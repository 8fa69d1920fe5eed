//! Accounts: people and communities.

use super::address::wall_page;
use crate::json_fields::Fields;
use model::{AccountProfile, AccountSeen, Finding, Handle};
use serde_json::Value;

/// Reads a person (`community`: a community) as an account.
pub(super) fn seen(value: &Value, community: bool) -> Option<AccountSeen> {
    let id = value.get("id")?.as_i64().filter(|id| *id > 0)?;
    let owner = if community { -id } else { id };
    let names = [value.text("first_name"), value.text("last_name")];
    let person = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let about = if community { "description" } else { "about" };
    Some(AccountSeen {
        native_id: owner.to_string(),
        profile: AccountProfile {
            handle: Handle::new(
                value.text("screen_name").or_else(|| value.text("domain")).unwrap_or_default(),
            ),
            display_name: value.text("name").unwrap_or(person),
            biography: value.text(about).or_else(|| value.text("status")).unwrap_or_default(),
            followers: value.count("members_count").or_else(|| value.count("followers_count")),
            avatar: value.text("photo_100"),
            links: value.text("site").into_iter().collect(),
        },
        url: wall_page(owner).ok(),
        is_source: false,
        complete: false,
    })
}

/// Whether an account is gone, and who made it so.
pub(super) fn gone(value: &Value) -> Option<Finding> {
    match value.text("deactivated").as_deref()? {
        "deleted" => Some(Finding::Deleted),
        _ => Some(Finding::Suspended),
    }
}

/// All people and communities that an answer names.
pub(super) fn all(response: &Value) -> Vec<(AccountSeen, Option<Finding>)> {
    let of = |name: &str, community: bool| {
        let list = response.list(name).iter();
        list.filter_map(|one| Some((seen(one, community)?, gone(one)))).collect::<Vec<_>>()
    };
    let mut found = of("profiles", false);
    found.extend(of("groups", true));
    found
}
