//! Accounts on a page.

use super::{Recording, presence};
use crate::Error;
use crate::accounts::{self, BATCH, account_of};
use crate::db::{Tx, places};
use crate::timeline::ProfileField;
use crate::value::{Value, clean, folded, int, json, values};
use model::{
    Account, AccountId, AccountProfile, AccountSeen, Category, Finding, Handle, PublicUrl, Subject,
    Timestamp,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// An account as it is on record.
#[derive(Debug)]
struct Known {
    account: Account,
    /// Whether a whole profile was ever seen.
    complete: bool,
    /// When the profile was seen that is on record.
    profile_at: Timestamp,
}

/// One part of a profile that is not what it was.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    field: ProfileField,
    before: String,
    after: String,
}

impl Recording<'_> {
    pub(super) async fn record_accounts(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let seen = seen_accounts(self);
        let ids: Vec<AccountId> =
            seen.iter().map(|seen| Account::id_of(self.page.platform, &seen.native_id)).collect();
        let known = known(tx, &ids).await?;
        for (id, seen) in ids.into_iter().zip(&seen) {
            self.done.accounts.push(id);
            if seen.is_source {
                self.done.source_account = Some(id);
            }
            match known.get(&id) {
                None => self.new_account(tx, id, seen).await?,
                Some(known) => self.known_account(tx, known, seen).await?,
            }
            self.extend.insert(id);
        }
        Ok(())
    }

    async fn new_account(
        &mut self,
        tx: &mut Tx,
        id: AccountId,
        seen: &AccountSeen,
    ) -> Result<(), Error> {
        let profile = &seen.profile;
        let expires_at = self.keep.until(Category::Bystander, self.at);
        let sql = "INSERT INTO accounts (id, platform, native_id, handle, display_name, biography, \
             followers, avatar, links, url, first_seen, last_seen, presence, presence_since, \
             presence_finding, posts, offers, risk, complete, profile_at, folded, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 'live', $11, $12, 0, 0, \
             0.0, $13, $11, $14, $15)";
        let values = values![
            id,
            self.page.platform.as_str(),
            &seen.native_id,
            profile.handle.as_str(),
            &profile.display_name,
            &profile.biography,
            profile.followers,
            profile.avatar.as_ref(),
            json(&profile.links),
            seen.url.as_ref().map(PublicUrl::as_str),
            self.at,
            json(&Finding::Seen),
            seen.complete,
            search_text(&seen.native_id, profile),
            expires_at,
        ];
        tx.run(sql, values).await?;
        self.sight(tx, Subject::Account(id), Finding::Seen, expires_at).await?;
        Ok(())
    }

    async fn known_account(
        &mut self,
        tx: &mut Tx,
        known: &Known,
        seen: &AccountSeen,
    ) -> Result<(), Error> {
        let account = &known.account;
        if self.at >= known.profile_at {
            self.update_profile(tx, known, seen).await?;
        }
        let last_seen = account.last_seen.max(self.at);
        if last_seen > account.last_seen {
            let sql = "UPDATE accounts SET last_seen = $2 WHERE id = $1";
            tx.run(sql, values![account.id, last_seen]).await?;
        }
        let before = &account.presence;
        if before.state != model::PresenceState::Live && self.at > before.since {
            let back = self
                .sight(tx, Subject::Account(account.id), Finding::Seen, account.expires_at)
                .await?;
            presence::conclude(tx, &back, before, last_seen).await?;
        }
        Ok(())
    }

    async fn update_profile(
        &mut self,
        tx: &mut Tx,
        known: &Known,
        seen: &AccountSeen,
    ) -> Result<(), Error> {
        let account = &known.account;
        let (profile, url) = blend(account, seen);
        let changes = changes(known, &profile, url.as_ref());
        let sql = "UPDATE accounts SET handle = $2, display_name = $3, biography = $4, \
             followers = $5, avatar = $6, links = $7, url = $8, complete = $9, profile_at = $10, \
             folded = $11 WHERE id = $1";
        let values = values![
            account.id,
            profile.handle.as_str(),
            &profile.display_name,
            &profile.biography,
            profile.followers,
            profile.avatar.as_ref(),
            json(&profile.links),
            url.as_ref().map(PublicUrl::as_str),
            known.complete || seen.complete,
            self.at,
            search_text(&account.native_id, &profile),
        ];
        tx.run(sql, values).await?;
        let renamed = changes.iter().find(|change| change.field == ProfileField::Handle);
        if let Some(Change { before, after, .. }) = renamed {
            let finding = Finding::Renamed { from: before.clone(), to: after.clone() };
            self.sight(tx, Subject::Account(account.id), finding, account.expires_at).await?;
        }
        if changes.iter().any(|change| change.field != ProfileField::Handle) {
            self.sight(tx, Subject::Account(account.id), Finding::Changed, account.expires_at)
                .await?;
        }
        for change in &changes {
            self.save_change(tx, account, change).await?;
        }
        let named = account.profile.handle != profile.handle
            || account.profile.display_name != profile.display_name;
        if named {
            self.stale_posts_of(tx, account.id).await?;
        }
        Ok(())
    }

    async fn save_change(
        &self,
        tx: &mut Tx,
        account: &Account,
        change: &Change,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO account_changes (account, field, capture, at, text_before, \
             text_after, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (account, field, capture) DO NOTHING";
        let values = values![
            account.id,
            change.field.word(),
            self.capture.id,
            self.at,
            &change.before,
            &change.after,
            account.expires_at,
        ];
        tx.run(sql, values).await?;
        Ok(())
    }

    /// The name is part of what is searched for, so all posts of the account are indexed again.
    async fn stale_posts_of(&mut self, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
        let sql = "SELECT id FROM posts WHERE account = $1 ORDER BY posted_at, id";
        for row in tx.all(sql, values![account]).await? {
            self.stale.push(row.columns().id()?);
        }
        Ok(())
    }
}

/// The accounts of a page, each once: those it tells of, then authors it only names.
fn seen_accounts(recording: &Recording<'_>) -> Vec<AccountSeen> {
    let reading = recording.page.reading;
    let mut seen: Vec<AccountSeen> = Vec::new();
    let mut add = |new: AccountSeen| match seen.iter_mut().find(|o| o.native_id == new.native_id) {
        None => seen.push(new),
        Some(old) => {
            let is_source = old.is_source || new.is_source;
            if new.complete && !old.complete {
                *old = new;
            }
            old.is_source = is_source;
        }
    };
    for account in &reading.accounts {
        add(AccountSeen { profile: cleaned(&account.profile), ..account.clone() });
    }
    for post in &reading.posts {
        add(AccountSeen {
            native_id: post.account.clone(),
            profile: AccountProfile::default(),
            url: None,
            is_source: false,
            complete: false,
        });
    }
    seen
}

/// A profile as the database can hold it, so that it compares equal when seen again.
fn cleaned(profile: &AccountProfile) -> AccountProfile {
    AccountProfile {
        handle: Handle::new(clean(profile.handle.as_str())),
        display_name: clean(&profile.display_name),
        biography: clean(&profile.biography),
        followers: profile.followers.map(|followers| int(followers).unsigned_abs()),
        avatar: profile.avatar.as_deref().map(clean),
        links: profile.links.clone(),
    }
}

fn search_text(native_id: &str, profile: &AccountProfile) -> String {
    folded(&[profile.handle.as_str(), &profile.display_name, native_id])
}

/// The profile on record after this one was seen. What only a post shows of its author never
/// empties a field; a whole profile does, except for the handle and the address.
fn blend(known: &Account, seen: &AccountSeen) -> (AccountProfile, Option<PublicUrl>) {
    let (old, new) = (&known.profile, &seen.profile);
    let text = |old: &str, new: &str| {
        if new.is_empty() && !seen.complete { old.to_owned() } else { new.to_owned() }
    };
    let handle = if new.handle.as_str().is_empty() { &old.handle } else { &new.handle };
    let avatar = match (&old.avatar, &new.avatar) {
        (Some(old), Some(new)) if same_picture(old, new) => Some(old),
        (old, None) if !seen.complete => old.as_ref(),
        (_, new) => new.as_ref(),
    };
    let links = if new.links.is_empty() && !seen.complete { &old.links } else { &new.links };
    let profile = AccountProfile {
        handle: handle.clone(),
        display_name: text(&old.display_name, &new.display_name),
        biography: text(&old.biography, &new.biography),
        followers: new.followers.or(old.followers),
        avatar: avatar.cloned(),
        links: links.clone(),
    };
    (profile, seen.url.clone().or_else(|| known.url.clone()))
}

/// Content networks serve one picture from many hosts, with passing signatures in the query.
pub(super) fn same_picture(old: &str, new: &str) -> bool {
    let path = |address: &str| {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let path = rest.split_once('/').map_or(rest, |(_, path)| path);
        path.split(['?', '#']).next().unwrap_or_default().to_owned()
    };
    old == new || path(old) == path(new)
}

/// What the account changed. A field that was never seen before is learned, not changed.
fn changes(known: &Known, new: &AccountProfile, url: Option<&PublicUrl>) -> Vec<Change> {
    let old = &known.account.profile;
    let address = |url: Option<&PublicUrl>| url.map(ToString::to_string).unwrap_or_default();
    let pairs = [
        (ProfileField::Handle, old.handle.to_string(), new.handle.to_string()),
        (ProfileField::DisplayName, old.display_name.clone(), new.display_name.clone()),
        (ProfileField::Biography, old.biography.clone(), new.biography.clone()),
        (
            ProfileField::Avatar,
            old.avatar.clone().unwrap_or_default(),
            new.avatar.clone().unwrap_or_default(),
        ),
        (ProfileField::Links, old.links.join("\n"), new.links.join("\n")),
        (ProfileField::Url, address(known.account.url.as_ref()), address(url)),
    ];
    let learned = |field: ProfileField, before: &str| {
        let never_empty = matches!(field, ProfileField::Handle | ProfileField::Url);
        before.is_empty() && (!known.complete || never_empty)
    };
    pairs
        .into_iter()
        .filter(|(field, before, after)| before != after && !learned(*field, before))
        .map(|(field, before, after)| Change { field, before, after })
        .collect()
}

async fn known(tx: &mut Tx, ids: &[AccountId]) -> Result<HashMap<AccountId, Known>, Error> {
    let mut found = HashMap::new();
    for some in ids.chunks(BATCH) {
        let (columns, marks) = (accounts::COLUMNS, places(1, some.len()));
        let sql = format!(
            "SELECT {columns}, a.complete, a.profile_at FROM accounts a WHERE a.id IN ({marks})"
        );
        let values = some.iter().copied().map(Value::from).collect();
        for row in tx.all(AssertSqlSafe(sql), values).await? {
            let mut c = row.columns();
            let account = account_of(&mut c)?;
            let (complete, profile_at) = (c.flag()?, c.time()?);
            found.insert(account.id, Known { account, complete, profile_at });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_picture_from_another_host_is_no_change() {
        let check = |old: &str, new: &str, same: bool| {
            assert_eq!(same_picture(old, new), same, "{old} {new}");
        };
        check("https://cdn1.example/file/a.jpg", "https://cdn4.example/file/a.jpg?sig=2", true);
        check("https://cdn1.example/file/a.jpg", "https://cdn1.example/file/b.jpg", false);
        check("https://cdn1.example/", "https://cdn1.example/b.jpg", false);
    }
}
