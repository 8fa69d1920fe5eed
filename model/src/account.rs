//! Who posts.

use crate::{AccountId, Handle, Platform, Presence, PublicUrl, Timestamp};
use serde::{Deserialize, Serialize};

/// What an account says of itself; a change of any of it is shown on its timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct AccountProfile {
    /// Name without `@`; empty where the platform shows none.
    pub handle: Handle,
    /// Shown name.
    pub display_name: String,
    /// Self-description as plain text.
    pub biography: String,
    /// Followers, subscribers or members, where shown; rounded as the platform rounds.
    pub followers: Option<u64>,
    /// Address of the avatar as seen; never loaded by a browser.
    pub avatar: Option<String>,
    /// Links the account shows besides its biography.
    pub links: Vec<String>,
}

/// An account on a platform. It keeps its id through renames.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Derived from platform and [`Account::native_id`].
    pub id: AccountId,
    /// Where it lives.
    pub platform: Platform,
    /// The platform's stable id: numeric chat id, DID, `instance/id`, feed address.
    pub native_id: String,
    /// Latest profile.
    pub profile: AccountProfile,
    /// Public page of the account.
    pub url: Option<PublicUrl>,
    /// First time we saw it.
    pub first_seen: Timestamp,
    /// Last time we saw it alive.
    pub last_seen: Timestamp,
    /// Whether it is still there.
    pub presence: Presence,
    /// Number of posts recorded.
    pub posts: u32,
    /// Number of posts assessed (or reviewed) as offers.
    pub offers: u32,
    /// Risk 0..=1: how surely this account advertises; see [`risk`].
    pub risk: f32,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}

impl Account {
    /// The id of an account from its natural key.
    #[must_use]
    pub fn id_of(platform: &Platform, native_id: &str) -> AccountId {
        AccountId::of(&[platform.as_str(), native_id])
    }
}

/// An account's risk from its posts: the mean score of its offers, held back while there are few
/// (a Beta(1, 3) prior: one sure advert gives about 0.4, five about 0.75). Only posts that count as
/// offers may enter `offer_scores`; seekers, journalists and rescuers never raise anybody's risk.
#[must_use]
pub fn risk(offer_scores: &[f32], posts: u32) -> f32 {
    if offer_scores.is_empty() {
        return 0.0;
    }
    let sum: f32 = offer_scores.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of posts stay far below 2^24")]
    let (offers, posts) = (offer_scores.len() as f32, posts as f32);
    let certainty = (sum + 0.5) / (offers + 2.0);
    let share = (offers / posts.max(offers)).sqrt();
    (certainty * (0.5 + 0.5 * share)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_offers_is_no_risk_however_many_posts() {
        assert!(risk(&[], 10_000) == 0.0);
    }

    #[test]
    fn risk_grows_with_the_number_of_sure_offers() {
        let one = risk(&[0.95], 1);
        let five = risk(&[0.95; 5], 5);
        assert!(one < five && five < 1.0, "{one} {five}");
        assert!(risk(&[0.95; 5], 100) < five);
    }
}
