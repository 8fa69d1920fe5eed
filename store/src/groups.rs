//! Adverts: one offer however often posted.

use crate::{Error, Listed, Paging, PostView, Store};
use model::{Advert, AdvertId, Language, PostId, Service, Timestamp};
use serde::{Deserialize, Serialize};

/// An offer that shares a band with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandHit {
    /// Which post.
    pub post: PostId,
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

impl Store {
    /// Offers that are not grouped yet, oldest first.
    pub async fn posts_to_group(&self, limit: u32) -> Result<Vec<PostView>, Error> {
        todo!()
    }

    /// Offers that share at least one of these bands.
    pub async fn posts_sharing_bands(&self, bands: &[u64]) -> Result<Vec<BandHit>, Error> {
        todo!()
    }

    /// Saves where an offer belongs, and refreshes the adverts concerned.
    pub async fn save_group(&self, grouped: &Grouped, now: Timestamp) -> Result<(), Error> {
        todo!()
    }

    /// One advert.
    pub async fn advert(&self, id: AdvertId) -> Result<Option<Advert>, Error> {
        todo!()
    }

    /// Adverts, most posted first.
    pub async fn adverts(
        &self,
        filter: &AdvertFilter,
        paging: Paging,
    ) -> Result<Listed<Advert>, Error> {
        todo!()
    }

    /// Posts of an advert, newest first.
    pub async fn posts_of_advert(
        &self,
        advert: AdvertId,
        paging: Paging,
    ) -> Result<Listed<PostView>, Error> {
        todo!()
    }
}
