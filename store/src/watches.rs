//! Saved searches, and the alerts they give.

use crate::{Error, Listed, Paging, PostView, Store};
use model::{Alert, Person, PersonId, Watch, WatchId};
use serde::Serialize;

/// An alert as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlertView {
    /// The alert.
    pub alert: Alert,
    /// Name of its watch.
    pub watch_name: String,
    /// The post.
    pub post: PostView,
}

impl Store {
    /// Saves a watch, new or changed. `matched_seq` and `last_digest` of a known watch never go
    /// back.
    pub async fn save_watch(&self, watch: &Watch) -> Result<(), Error> {
        todo!()
    }

    /// One watch.
    pub async fn watch(&self, id: WatchId) -> Result<Option<Watch>, Error> {
        todo!()
    }

    /// Watches of a person, or of all.
    pub async fn watches(&self, owner: Option<PersonId>) -> Result<Vec<Watch>, Error> {
        todo!()
    }

    /// Deletes a watch and its alerts. Whether there was one.
    pub async fn delete_watch(&self, id: WatchId) -> Result<bool, Error> {
        todo!()
    }

    /// Says up to which change a watch was matched; never goes back.
    pub async fn set_matched(&self, id: WatchId, seq: i64) -> Result<(), Error> {
        todo!()
    }

    /// Saves alerts; those already known, or about erased posts, are left out. How many are new.
    pub async fn record_alerts(&self, alerts: &[Alert]) -> Result<u64, Error> {
        todo!()
    }

    /// Alerts of a person, or of all, newest first.
    pub async fn alerts(
        &self,
        owner: Option<PersonId>,
        paging: Paging,
    ) -> Result<Listed<AlertView>, Error> {
        todo!()
    }

    /// Alerts that no digest has told of, by watch, oldest first. Disabled people are left out.
    pub async fn unsent_alerts(&self) -> Result<Vec<(Person, Watch, Vec<Alert>)>, Error> {
        todo!()
    }
}
