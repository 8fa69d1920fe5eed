//! Who may visit a host (or do a job) for the moment.

use crate::{Error, Store};
use model::Timestamp;

impl Store {
    /// Takes the lease of that name for `lease_ms` from `now`, if it is free, run out, or ours.
    pub async fn take_lease(
        &self,
        host: &str,
        holder: &str,
        now: Timestamp,
        lease_ms: i64,
    ) -> Result<bool, Error> {
        todo!()
    }

    /// Keeps a lease of ours until then. False if it is not ours any more.
    pub async fn renew_lease(
        &self,
        host: &str,
        holder: &str,
        until: Timestamp,
    ) -> Result<bool, Error> {
        todo!()
    }

    /// Gives a lease of ours back; somebody else's is left alone.
    pub async fn release_lease(&self, host: &str, holder: &str) -> Result<(), Error> {
        todo!()
    }
}
