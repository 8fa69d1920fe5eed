//! One published item.

use crate::{AccountId, Language, Platform, PostId, Presence, PublicUrl, Timestamp};
use serde::{Deserialize, Serialize};

/// A picture, film, sound or file in a post. Its bytes are not loaded by anybody's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// `photo`, `video`, `audio`, `document`, `sticker`, `poll`, `location` or `link`.
    pub kind: String,
    /// Address as seen, if the page gives one.
    pub url: Option<String>,
    /// Alternative text, caption, poll question or link title.
    pub text: String,
}

/// Counters a page shows beside a post; rounded as the platform rounds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metrics {
    /// Times shown.
    pub views: Option<u64>,
    /// Likes or reactions.
    pub likes: Option<u64>,
    /// Boosts, reposts or forwards.
    pub reposts: Option<u64>,
    /// Answers.
    pub replies: Option<u64>,
}

/// What is said in a post at one moment. Two equal contents are the same [`Revision`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Plain text as a reader sees it, line breaks kept; original letters, not normalised.
    pub text: String,
    /// Link targets in the text, as written.
    pub links: Vec<String>,
    /// Hashtags without `#`.
    pub hashtags: Vec<String>,
    /// Handles mentioned, without `@`.
    pub mentions: Vec<String>,
    /// Attachments.
    pub media: Vec<Media>,
}

impl Content {
    /// Everything there is to assess or search: the text, then attachment texts, a line each.
    #[must_use]
    pub fn full_text(&self) -> String {
        let mut all = self.text.clone();
        for media in &self.media {
            if !media.text.is_empty() {
                all.push('\n');
                all.push_str(&media.text);
            }
        }
        all
    }
}

/// A post on record. Keeps its id through edits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// Derived from platform and [`Post::native_id`].
    pub id: PostId,
    /// Where it was published.
    pub platform: Platform,
    /// The platform's stable id: `chat/message`, status URI, `at://` URI, feed guid.
    pub native_id: String,
    /// Who published it.
    pub account: AccountId,
    /// Public page of the post.
    pub url: Option<PublicUrl>,
    /// Latest content.
    pub content: Content,
    /// Language the author or platform declares; only a hint.
    pub declared_language: Option<Language>,
    /// When it was published, by the platform's clock where it has one.
    pub posted_at: Timestamp,
    /// When the author last changed it, where shown.
    pub edited_at: Option<Timestamp>,
    /// Post it answers, as the platform names it.
    pub reply_to: Option<String>,
    /// Name or address of whom it was forwarded or reposted from.
    pub forwarded_from: Option<String>,
    /// Latest counters.
    pub metrics: Metrics,
    /// First time we saw it.
    pub first_seen: Timestamp,
    /// Last time we saw it.
    pub last_seen: Timestamp,
    /// Number of [`Revision`]s; 1 for a post never changed.
    pub revisions: u32,
    /// Whether it is still there.
    pub presence: Presence,
    /// Until when we may keep it.
    pub expires_at: Timestamp,
}

impl Post {
    /// The id of a post from its natural key.
    #[must_use]
    pub fn id_of(platform: &Platform, native_id: &str) -> PostId {
        PostId::of(&[platform.as_str(), native_id])
    }
}

/// One state of a post's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Whose.
    pub post: PostId,
    /// 1 for the first content we saw.
    pub number: u32,
    /// When we saw it first.
    pub seen_at: Timestamp,
    /// The content.
    pub content: Content,
}
