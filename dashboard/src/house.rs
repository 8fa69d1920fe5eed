//! What every handler shares.

use crate::access::Throttle;
use crate::failure::Failure;
use crate::frame::Names;
use crate::{Options, Parts};
use model::audit::{Action, Deed};
use model::{Person, Timestamp};
use std::sync::Arc;

/// The state of the router.
pub(crate) type Shared = Arc<House>;

/// Parts, options and what follows from them.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) parts: Parts,
    pub(crate) options: Options,
    pub(crate) names: Arc<Names>,
    pub(crate) throttle: Throttle,
    /// Keeps the memory and processors that password hashing needs within bounds.
    pub(crate) hashing: tokio::sync::Semaphore,
}

impl House {
    pub(crate) fn new(parts: Parts, options: Options) -> Shared {
        let names = Arc::new(Names::of(&parts));
        let throttle = Throttle::new(&options);
        let hashing = tokio::sync::Semaphore::new(2);
        Arc::new(Self { parts, options, names, throttle, hashing })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Enters a deed into the audit chain. What cannot be entered must not be shown: callers pass
    /// the failure on.
    pub(crate) async fn enter(
        &self,
        actor: Option<&Person>,
        action: Action,
        record: &str,
        record_id: impl ToString,
        reason: impl Into<String>,
    ) -> Result<(), Failure> {
        let deed = Deed {
            actor: actor.map(|person| person.id),
            action,
            record: record.to_owned(),
            record_id: record_id.to_string(),
            reason: reason.into(),
        };
        self.parts.store.enter(deed, self.now()).await?;
        Ok(())
    }

    /// Searches without holding up the other clicks.
    pub(crate) async fn search(
        &self,
        query: &model::Query,
        order: indexer::Order,
        offset: usize,
        limit: usize,
    ) -> Result<Result<indexer::Found, indexer::QueryError>, Failure> {
        let (index, query) = (self.parts.index.clone(), query.clone());
        let search = move || index.search(&query, order, offset, limit);
        Ok(tokio::task::spawn_blocking(search).await?)
    }
}
