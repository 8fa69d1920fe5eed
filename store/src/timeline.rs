//! An account's life, as far as it was seen.

use crate::row::Row;
use crate::value::values;
use crate::{Error, Listed, Paging, Store};
use model::post::Content;
use model::{AccountId, CaptureId, Finding, PostId, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// A part of a profile whose changes are kept. (Follower counts change all the time and are not.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileField {
    /// Handle.
    Handle,
    /// Shown name.
    DisplayName,
    /// Self-description.
    Biography,
    /// Picture.
    Avatar,
    /// Links, a line each.
    Links,
    /// Public page.
    Url,
}

impl ProfileField {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Handle, Self::DisplayName, Self::Biography, Self::Avatar, Self::Links, Self::Url];

    /// The word stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::DisplayName => "display_name",
            Self::Biography => "biography",
            Self::Avatar => "avatar",
            Self::Links => "links",
            Self::Url => "url",
        }
    }

    /// The name shown to people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::DisplayName => "name",
            Self::Biography => "biography",
            Self::Avatar => "picture",
            Self::Links => "links",
            Self::Url => "address",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum TimelineKind {
    /// The account was seen for the first time.
    FirstSeen,
    /// A part of its profile changed; before and after are given.
    ProfileChanged {
        /// Which part.
        field: ProfileField,
    },
    /// Something else was found out about the account: moved, missing, suspended, back again.
    AccountFound {
        /// What.
        finding: Finding,
    },
    /// It published a post (at the platform's time); its text is `text_after`.
    Posted,
    /// It changed a post; before and after are given.
    PostEdited,
    /// Something was found out about a post: missing, deleted, back again.
    PostFound {
        /// What.
        finding: Finding,
    },
}

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: TimelineKind,
    /// What it said before.
    pub text_before: Option<String>,
    /// What it says since.
    pub text_after: Option<String>,
    /// Which post, if about one.
    pub post: Option<PostId>,
    /// The evidence.
    pub capture: Option<CaptureId>,
}

/// Everything that happened to an account, in five kinds with the same columns. Sightings that
/// changed nothing (still there, still missing) and what the profile changes already tell are left
/// out.
const HAPPENED: &str = "\
     SELECT s.at AS at, 'account' AS kind, s.finding AS detail, CAST(NULL AS TEXT) AS text_before, \
     CASE WHEN s.what = 'seen' AND s.at = a.first_seen THEN a.native_id ELSE NULL END \
     AS text_after, CAST(NULL AS TEXT) AS post, s.capture AS capture, s.id AS tie \
     FROM sightings s JOIN accounts a ON a.id = s.subject WHERE s.subject = $1 \
     AND s.kind = 'account' AND (s.turned OR s.what = 'moved' \
     OR (s.what = 'seen' AND s.at = a.first_seen)) \
     UNION ALL SELECT h.at, 'profile', h.field, h.text_before, h.text_after, NULL, h.capture, \
     h.field FROM account_changes h WHERE h.account = $1 \
     UNION ALL SELECT p.posted_at, 'posted', '', NULL, v.content, p.id, v.capture, p.id \
     FROM posts p JOIN revisions v ON v.post = p.id AND v.number = 1 WHERE p.account = $1 \
     UNION ALL SELECT v.seen_at, 'edited', '', w.content, v.content, p.id, v.capture, p.id \
     FROM posts p JOIN revisions v ON v.post = p.id AND v.number > 1 \
     JOIN revisions w ON w.post = p.id AND w.number = v.number - 1 WHERE p.account = $1 \
     UNION ALL SELECT s.at, 'post', s.finding, NULL, NULL, p.id, s.capture, s.id \
     FROM posts p JOIN sightings s ON s.subject = p.id AND s.kind = 'post' AND s.turned \
     WHERE p.account = $1";

fn entry_of_row(row: &Row) -> Result<TimelineEntry, Error> {
    let mut c = row.columns();
    let (at, kind, detail) = (c.time()?, c.text()?, c.text()?);
    let (mut text_before, mut text_after) = (c.text_opt()?, c.text_opt()?);
    let (post, capture) = (c.id_opt()?, c.id_opt()?);
    let finding = || -> Result<Finding, Error> {
        serde_json::from_str(&detail).map_err(|_| Error::unreadable("finding"))
    };
    let kind = match kind.as_str() {
        // Only the first sighting carries a text: the mark that `HAPPENED` gives it.
        "account" if text_after.take().is_some() => TimelineKind::FirstSeen,
        "account" => TimelineKind::AccountFound { finding: finding()? },
        "profile" => {
            let field = ProfileField::of_word(&detail);
            let field = field.ok_or_else(|| Error::unreadable("column field"))?;
            TimelineKind::ProfileChanged { field }
        }
        "post" => TimelineKind::PostFound { finding: finding()? },
        written => {
            text_before = text_before.as_deref().map(said).transpose()?;
            text_after = text_after.as_deref().map(said).transpose()?;
            if written == "edited" { TimelineKind::PostEdited } else { TimelineKind::Posted }
        }
    };
    Ok(TimelineEntry { at, kind, text_before, text_after, post, capture })
}

/// What a stored content says.
fn said(content: &str) -> Result<String, Error> {
    let content: Content =
        serde_json::from_str(content).map_err(|_| Error::unreadable("column content"))?;
    Ok(content.full_text())
}

impl Store {
    /// An account's timeline, newest first.
    pub async fn timeline(
        &self,
        account: AccountId,
        paging: Paging,
    ) -> Result<Listed<TimelineEntry>, Error> {
        let count = format!("SELECT COUNT(*) FROM ({HAPPENED}) t");
        let total = self.db.count(AssertSqlSafe(count), values![account]).await?;
        let sql = format!(
            "SELECT t.at, t.kind, t.detail, t.text_before, t.text_after, t.post, t.capture \
             FROM ({HAPPENED}) t ORDER BY t.at DESC, t.kind, t.tie LIMIT $2 OFFSET $3"
        );
        let values = values![account, paging.limit, paging.offset];
        let rows = self.db.all(AssertSqlSafe(sql), values).await?;
        let rows = rows.iter().map(entry_of_row).collect::<Result<Vec<_>, Error>>()?;
        Ok(Listed { rows, total })
    }
}
