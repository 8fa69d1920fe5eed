//! Adverts: one offer however often posted.

use crate::accounts::BATCH;
use crate::db::{Tx, places};
use crate::listing::Select;
use crate::posts::VIEW_TABLES;
use crate::row::Row;
use crate::value::{Value, folded, json, pattern, values};
use crate::{Error, Listed, Paging, PostView, Store, changes};
use model::post::Content;
use model::{AccountId, Advert, AdvertId, Country, Language, PostId, Route, Service, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// An offer that shares a band with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandHit {
    /// Which post.
    pub post: PostId,
    /// Its account.
    pub account: AccountId,
    /// Its near-duplicate signature.
    pub fingerprint: Vec<u64>,
    /// Its advert, if it has one yet.
    pub advert: Option<AdvertId>,
}

/// Where an offer belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grouped {
    /// Which post.
    pub post: PostId,
    /// The advert it joins or begins.
    pub advert: AdvertId,
    /// Adverts that turn out to be the same; their posts move to `advert`.
    pub merged: Vec<AdvertId>,
    /// The post's bands, under which later posts find it.
    pub bands: Vec<u64>,
}

/// Which adverts. Empty fields match all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdvertFilter {
    /// Part of the sample.
    pub text: Option<String>,
    /// Only in this language.
    pub language: Option<Language>,
    /// Only those that sell this.
    pub service: Option<Service>,
    /// Only with at least so many posts.
    pub min_posts: Option<u32>,
}

const COLUMNS: &str = "d.id, d.sample, d.language, d.services, d.origin, d.destination, d.posts, \
     d.accounts, d.first_posted, d.last_posted";

fn advert_of_row(row: &Row) -> Result<Advert, Error> {
    let mut c = row.columns();
    Ok(Advert {
        id: c.id()?,
        sample: c.text()?,
        language: Language::new(c.text()?),
        services: c.json()?,
        route: Route {
            origin: c.text_opt()?.map(Country::new),
            destination: c.text_opt()?.map(Country::new),
        },
        posts: c.num()?,
        accounts: c.num()?,
        first_posted: c.time()?,
        last_posted: c.time()?,
    })
}

/// A band as the database holds it: the same 64 bits, read as a signed number.
const fn stored(band: u64) -> i64 {
    band.cast_signed()
}

impl Store {
    /// Offers that are not grouped yet, oldest first.
    pub async fn posts_to_group(&self, limit: u32) -> Result<Vec<PostView>, Error> {
        self.views("WHERE p.to_group ORDER BY p.posted_at, p.id LIMIT $1", values![limit]).await
    }

    /// Offers that share at least one of these bands, oldest first.
    pub async fn posts_sharing_bands(&self, bands: &[u64]) -> Result<Vec<BandHit>, Error> {
        let mut hits = Vec::new();
        let mut seen = BTreeSet::new();
        for some in bands.chunks(BATCH) {
            let sql = format!(
                "SELECT p.id, p.account, s.fingerprint, p.advert FROM posts p \
                 JOIN assessments s ON s.post = p.id WHERE p.id IN \
                 (SELECT b.post FROM bands b WHERE b.band IN ({})) ORDER BY p.posted_at, p.id",
                places(1, some.len())
            );
            let values = some.iter().map(|band| Value::from(stored(*band))).collect();
            for row in self.db.all(AssertSqlSafe(sql), values).await? {
                let mut c = row.columns();
                let hit = BandHit {
                    post: c.id()?,
                    account: c.id()?,
                    fingerprint: c.json()?,
                    advert: c.id_opt()?,
                };
                if seen.insert(hit.post) {
                    hits.push(hit);
                }
            }
        }
        Ok(hits)
    }

    /// Saves where an offer belongs, and refreshes the adverts concerned. A post that is not (or
    /// no longer) an offer joins nothing.
    pub async fn save_group(&self, grouped: &Grouped, now: Timestamp) -> Result<(), Error> {
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "SELECT advert, expires_at FROM posts WHERE id = $1 AND label = 'offer'";
        let Some(row) = tx.one(sql, values![grouped.post]).await? else {
            tracing::debug!(at = %now, "a post to group is no offer any more");
            return Ok(());
        };
        let mut c = row.columns();
        let (before, expires_at): (Option<AdvertId>, Timestamp) = (c.id_opt()?, c.time()?);
        let sql = "UPDATE posts SET to_group = FALSE, advert = $2 WHERE id = $1";
        tx.run(sql, values![grouped.post, grouped.advert]).await?;
        replace_bands(&mut tx, grouped, expires_at).await?;
        let mut changed = Vec::new();
        if before != Some(grouped.advert) {
            changed.push((grouped.post, expires_at));
        }
        let mut concerned: BTreeSet<AdvertId> = before.into_iter().collect();
        for merged in grouped.merged.iter().filter(|merged| **merged != grouped.advert) {
            move_posts(&mut tx, *merged, grouped.advert, &mut changed).await?;
            concerned.insert(*merged);
        }
        concerned.insert(grouped.advert);
        for advert in concerned {
            refresh_advert(&mut tx, advert).await?;
        }
        changes::bump(&mut tx, &changed, false).await?;
        tx.commit().await
    }

    /// One advert.
    pub async fn advert(&self, id: AdvertId) -> Result<Option<Advert>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM adverts d WHERE d.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.as_ref().map(advert_of_row).transpose()
    }

    /// Adverts, most posted first.
    pub async fn adverts(
        &self,
        filter: &AdvertFilter,
        paging: Paging,
    ) -> Result<Listed<Advert>, Error> {
        let mut select = Select::new("adverts d");
        if let Some(text) = filter.text.as_deref().filter(|text| !text.trim().is_empty()) {
            select.and("d.folded LIKE $$ ESCAPE '!'", pattern(text));
        }
        if let Some(language) = &filter.language {
            select.and("d.language = $$", language.as_str());
        }
        if let Some(service) = filter.service {
            select.and("d.services LIKE $$", format!("%\"{}\"%", service.word()));
        }
        if let Some(posts) = filter.min_posts {
            select.and("d.posts >= $$", posts);
        }
        let order = "d.posts DESC, d.last_posted DESC, d.id";
        select.list(&self.db, COLUMNS, order, paging, advert_of_row).await
    }

    /// Posts of an advert, newest first.
    pub async fn posts_of_advert(
        &self,
        advert: AdvertId,
        paging: Paging,
    ) -> Result<Listed<PostView>, Error> {
        let mut select = Select::new(VIEW_TABLES);
        select.and("p.advert = $$", advert);
        self.list_views(select, "p.posted_at DESC, p.id DESC", paging).await
    }
}

async fn replace_bands(tx: &mut Tx, grouped: &Grouped, expires_at: Timestamp) -> Result<(), Error> {
    tx.run("DELETE FROM bands WHERE post = $1", values![grouped.post]).await?;
    // One statement for all: a round trip per band is most of the time on a server.
    let bands: BTreeSet<i64> = grouped.bands.iter().map(|band| stored(*band)).collect();
    if bands.is_empty() {
        return Ok(());
    }
    let marks: Vec<String> = (3..3 + bands.len()).map(|n| format!("(${n}, $1, $2)")).collect();
    let mut values = values![grouped.post, expires_at];
    values.extend(bands.into_iter().map(Value::from));
    let sql = format!("INSERT INTO bands (band, post, expires_at) VALUES {}", marks.join(", "));
    tx.run(AssertSqlSafe(sql), values).await?;
    Ok(())
}

async fn move_posts(
    tx: &mut Tx,
    from: AdvertId,
    to: AdvertId,
    changed: &mut Vec<(PostId, Timestamp)>,
) -> Result<(), Error> {
    let sql = "SELECT id, expires_at FROM posts WHERE advert = $1 ORDER BY posted_at, id";
    for row in tx.all(sql, values![from]).await? {
        let mut c = row.columns();
        changed.push((c.id()?, c.time()?));
    }
    tx.run("UPDATE posts SET advert = $2 WHERE advert = $1", values![from, to]).await?;
    Ok(())
}

/// Writes an advert's row anew from its posts; one without posts is deleted.
pub(crate) async fn refresh_advert(tx: &mut Tx, advert: AdvertId) -> Result<(), Error> {
    let sql = "SELECT p.content, p.language, p.origin, p.destination, p.posted_at FROM posts p \
         WHERE p.advert = $1 ORDER BY p.posted_at, p.id LIMIT 1";
    let Some(first) = tx.one(sql, values![advert]).await? else {
        tx.run("DELETE FROM adverts WHERE id = $1", values![advert]).await?;
        return Ok(());
    };
    let mut c = first.columns();
    let content: Content = c.json()?;
    let (language, origin, destination) = (c.text()?, c.text_opt()?, c.text_opt()?);
    let first_posted = c.time()?;
    let sql = "SELECT COUNT(*), COUNT(DISTINCT account), COALESCE(MAX(posted_at), 0), \
         COALESCE(MAX(expires_at), 0) FROM posts WHERE advert = $1";
    let Some(all) = tx.one(sql, values![advert]).await? else {
        return Ok(());
    };
    let mut c = all.columns();
    let (posts, accounts, last_posted, expires_at) = (c.int()?, c.int()?, c.time()?, c.time()?);
    let mut services: BTreeSet<Service> = BTreeSet::new();
    let sql = "SELECT DISTINCT services FROM posts WHERE advert = $1";
    for row in tx.all(sql, values![advert]).await? {
        services.extend(row.columns().json::<Vec<Service>>()?);
    }
    let sample = content.full_text();
    let sql = "INSERT INTO adverts (id, sample, language, services, origin, destination, posts, \
         accounts, first_posted, last_posted, folded, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (id) DO UPDATE SET sample = excluded.sample, language = excluded.language, \
         services = excluded.services, origin = excluded.origin, \
         destination = excluded.destination, posts = excluded.posts, \
         accounts = excluded.accounts, first_posted = excluded.first_posted, \
         last_posted = excluded.last_posted, folded = excluded.folded, \
         expires_at = excluded.expires_at";
    let values = values![
        advert,
        &sample,
        language,
        json(&services),
        origin,
        destination,
        posts,
        accounts,
        first_posted,
        last_posted,
        folded(&[&sample]),
        expires_at,
    ];
    tx.run(sql, values).await?;
    Ok(())
}
