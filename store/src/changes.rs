//! The order in which posts changed, for those who keep a projection of them.

use crate::{Error, Store};
use model::PostId;
use serde::Serialize;

/// That a post, or what is thought of it, changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// 1, 2, 3 …; later changes have higher numbers and become visible later.
    pub seq: i64,
    /// Which post.
    pub post: PostId,
    /// Whether it was erased.
    pub erased: bool,
}

impl Store {
    /// The number of the latest change; 0 before the first.
    pub async fn latest_seq(&self) -> Result<i64, Error> {
        todo!()
    }

    /// Changes after that number, oldest first; of each post only its latest.
    pub async fn changes_after(&self, seq: i64, limit: u32) -> Result<Vec<Changed>, Error> {
        todo!()
    }
}
