//! Posts on a page.

use super::accounts::same_picture;
use super::{Recording, presence};
use crate::Error;
use crate::accounts::BATCH;
use crate::db::{Tx, places};
use crate::effect::post_expiry;
use crate::posts::{self, post_of};
use crate::rows::Rows;
use crate::sightings;
use crate::value::{Value, json, values};
use model::post::{Content, Media};
use model::{
    Account, Category, Finding, Label, Language, Post, PostId, PostSeen, PresenceState, PublicUrl,
    Subject, Timestamp,
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// A post as it is on record.
#[derive(Debug)]
struct Known {
    post: Post,
    /// When the content was seen that is on record.
    content_at: Timestamp,
    label: Option<Label>,
    abstain: bool,
}

impl Recording<'_> {
    pub(super) async fn record_posts(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let reading = self.page.reading;
        let mut seen: Vec<(PostId, &PostSeen)> = Vec::new();
        for post in &reading.posts {
            let id = Post::id_of(self.page.platform, &post.native_id);
            // A page that shows a post twice (pinned, quoted) shows it once.
            if !seen.iter().any(|(known, _)| *known == id) {
                seen.push((id, post));
            }
        }
        let ids: Vec<PostId> = seen.iter().map(|(id, _)| *id).collect();
        let known = known(tx, &ids).await?;
        let mut new = NewPosts::default();
        for (id, seen) in seen {
            match known.get(&id) {
                None => self.new_post(&mut new, id, seen),
                Some(known) => self.known_post(tx, known, seen).await?,
            }
        }
        new.save(tx).await
    }

    fn new_post(&mut self, new: &mut NewPosts, id: PostId, seen: &PostSeen) {
        let account = Account::id_of(self.page.platform, &seen.account);
        let posted_at = seen.posted_at.unwrap_or(self.at);
        let expires_at = self.keep.until(Category::Unsure, self.at);
        let declared = seen.declared_language.as_ref().map(Language::as_str);
        let content = json(&seen.content);
        new.revisions.push(self.revision(id, 1, content.clone(), expires_at));
        let sighting = self.sighting(Subject::Post(id), Finding::Seen);
        new.sightings.push(sightings::row_of(&sighting, expires_at));
        new.posts.push(values![
            id,
            self.page.platform.as_str(),
            &seen.native_id,
            account,
            seen.url.as_ref().map(PublicUrl::as_str),
            content,
            declared,
            posted_at,
            seen.edited_at,
            seen.reply_to.as_ref(),
            seen.forwarded_from.as_ref(),
            json(&seen.metrics),
            self.at,
            json(&Finding::Seen),
            self.capture.id,
            declared.unwrap_or("und"),
            expires_at,
        ]);
        self.done.new_posts.push(id);
        self.done.posted.push(posted_at);
        self.stale.push(id);
        self.recount.insert(account);
    }

    async fn known_post(
        &mut self,
        tx: &mut Tx,
        known: &Known,
        seen: &PostSeen,
    ) -> Result<(), Error> {
        let post = &known.post;
        let newest = self.at >= known.content_at;
        let changed = newest && !same_content(&post.content, &seen.content);
        let last_seen = post.last_seen.max(self.at);
        let expires_at = post_expiry(&self.keep, known.label, known.abstain, last_seen);
        if newest {
            self.update_post(tx, known, seen, changed, (last_seen, expires_at)).await?;
        }
        if changed {
            let number = post.revisions.saturating_add(1);
            let mut revision = revisions();
            revision.push(self.revision(post.id, number, json(&seen.content), expires_at));
            revision.save(tx).await?;
            self.sight(tx, Subject::Post(post.id), Finding::Changed, expires_at).await?;
            self.done.changed_posts.push(post.id);
            self.stale.push(post.id);
        } else {
            self.done.known_posts = self.done.known_posts.saturating_add(1);
        }
        let before = &post.presence;
        if before.state != PresenceState::Live && self.at > before.since {
            let back = self.sight(tx, Subject::Post(post.id), Finding::Seen, expires_at).await?;
            if presence::conclude(tx, &back, before, last_seen).await? {
                self.stale.push(post.id);
            }
        }
        self.extend.insert(post.account);
        Ok(())
    }

    async fn update_post(
        &self,
        tx: &mut Tx,
        known: &Known,
        seen: &PostSeen,
        changed: bool,
        (last_seen, expires_at): (Timestamp, Timestamp),
    ) -> Result<(), Error> {
        let post = &known.post;
        let content = if changed { &seen.content } else { &post.content };
        let sql = "UPDATE posts SET url = COALESCE($2, url), content = $3, \
             declared_language = COALESCE($4, declared_language), \
             posted_at = COALESCE($5, posted_at), edited_at = COALESCE($6, edited_at), \
             metrics = $7, last_seen = $8, expires_at = $9, content_at = $10, \
             revisions = CASE WHEN $11 THEN revisions + 1 ELSE revisions END, \
             to_assess = (to_assess OR $11) WHERE id = $1";
        let values = values![
            post.id,
            seen.url.as_ref().map(PublicUrl::as_str),
            json(content),
            seen.declared_language.as_ref().map(Language::as_str),
            seen.posted_at,
            seen.edited_at,
            json(&seen.metrics),
            last_seen,
            expires_at,
            self.at,
            changed,
        ];
        tx.run(sql, values).await?;
        Ok(())
    }

    /// The values of [`revisions`].
    fn revision(
        &self,
        post: PostId,
        number: u32,
        content: String,
        expires_at: Timestamp,
    ) -> Vec<Value> {
        values![post, number, self.at, content, self.capture.id, expires_at]
    }
}

/// The rows of posts that were not known before.
#[derive(Debug)]
struct NewPosts {
    posts: Rows,
    revisions: Rows,
    sightings: Rows,
}

impl Default for NewPosts {
    fn default() -> Self {
        let posts = Rows::new(
            "INSERT INTO posts (id, platform, native_id, account, url, content, \
             declared_language, posted_at, edited_at, reply_to, forwarded_from, metrics, \
             first_seen, last_seen, revisions, presence, presence_since, presence_finding, \
             capture, content_at, score, abstain, language, services, waiting, to_assess, \
             assessing, to_group, expires_at)",
            "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 1, 'live', $13, \
             $14, $15, $13, 0.0, FALSE, $16, '[]', FALSE, TRUE, 1, FALSE, $17)",
            "",
        );
        Self { posts, revisions: revisions(), sightings: sightings::rows() }
    }
}

impl NewPosts {
    async fn save(self, tx: &mut Tx) -> Result<(), Error> {
        self.posts.save(tx).await?;
        self.revisions.save(tx).await?;
        self.sightings.save(tx).await?;
        Ok(())
    }
}

const fn revisions() -> Rows {
    Rows::new(
        "INSERT INTO revisions (post, number, seen_at, content, capture, expires_at)",
        "($1, $2, $3, $4, $5, $6)",
        "",
    )
}

/// Whether a post still says the same. Where its pictures are served from does not matter.
fn same_content(old: &Content, new: &Content) -> bool {
    let same_media = |old: &Media, new: &Media| {
        let same_place = match (&old.url, &new.url) {
            (Some(old), Some(new)) => same_picture(old, new),
            // A picture whose address a page leaves out for once was not taken away.
            _ => true,
        };
        old.kind == new.kind && old.text == new.text && same_place
    };
    old.text == new.text
        && old.links == new.links
        && old.hashtags == new.hashtags
        && old.mentions == new.mentions
        && old.media.len() == new.media.len()
        && old.media.iter().zip(&new.media).all(|(old, new)| same_media(old, new))
}

async fn known(tx: &mut Tx, ids: &[PostId]) -> Result<HashMap<PostId, Known>, Error> {
    let mut found = HashMap::new();
    for some in ids.chunks(BATCH) {
        let (columns, marks) = (posts::COLUMNS, places(1, some.len()));
        let sql = format!(
            "SELECT {columns}, p.content_at, p.label, p.abstain FROM posts p \
             WHERE p.id IN ({marks})"
        );
        let values = some.iter().copied().map(Value::from).collect();
        for row in tx.all(AssertSqlSafe(sql), values).await? {
            let mut c = row.columns();
            let post = post_of(&mut c)?;
            let (content_at, label, abstain) = (c.time()?, c.word_opt()?, c.flag()?);
            found.insert(post.id, Known { post, content_at, label, abstain });
        }
    }
    Ok(found)
}
