//! Kinds of records that the audit chain names, and the pages that show them.

use model::Role;

/// Kinds that can be asked for; the chain may name others.
pub(super) const KINDS: [&str; 14] = [
    "account", "advert", "alert", "capture", "case", "model", "network", "person", "post",
    "referral", "setting", "source", "watch", "audit",
];

/// The page of a record, where there is one that somebody of that role may open.
pub(super) fn page(kind: &str, id: &str, role: Role) -> Option<String> {
    // Ids of all records look alike; what looks otherwise has no page.
    id.parse::<model::PostId>().ok()?;
    let folder = match kind {
        "account" => "accounts",
        "advert" => "adverts",
        "capture" => "captures",
        "case" => "cases",
        "network" => "networks",
        "post" => "posts",
        "referral" => "referrals",
        "source" => "sources",
        "watch" => "watches",
        "person" if role.may(Role::Administrator) => "settings/people",
        _ => return None,
    };
    Some(format!("/{folder}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_lead_to_their_records() {
        let id = model::PostId::of(&["p"]).to_string();
        let check = |kind: &str, id: &str, role, expect: Option<&str>| {
            assert_eq!(
                page(kind, id, role),
                expect.map(|folder| format!("{folder}{id}")),
                "{kind}"
            );
        };
        check("post", &id, Role::Approver, Some("/posts/"));
        check("person", &id, Role::Approver, None);
        check("person", &id, Role::Administrator, Some("/settings/people/"));
        check("setting", &id, Role::Administrator, None);
        check("post", "", Role::Approver, None);
        check("post", "//evil.example", Role::Approver, None);
    }
}
