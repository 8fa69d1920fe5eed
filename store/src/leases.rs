//! Who may visit a host (or do a job) for the moment.

use crate::value::{Value, values};
use crate::{Error, Store};
use model::Timestamp;

/// Takes a lease that is free, run out at `$4`, or ours. No row changes if it is somebody else's.
pub(crate) const TAKE_LEASE: &str = "INSERT INTO leases (host, holder, expires_at) \
     VALUES ($1, $2, $3) ON CONFLICT (host) DO UPDATE SET holder = excluded.holder, \
     expires_at = excluded.expires_at \
     WHERE leases.holder = excluded.holder OR leases.expires_at <= $4";

/// Values for [`TAKE_LEASE`].
pub(crate) fn lease_values(
    host: &str,
    holder: &str,
    now: Timestamp,
    until: Timestamp,
) -> Vec<Value> {
    values![host, holder, until, now]
}

impl Store {
    /// Takes the lease of that name for `lease_ms` from `now`, if it is free, run out, or ours.
    pub async fn take_lease(
        &self,
        host: &str,
        holder: &str,
        now: Timestamp,
        lease_ms: i64,
    ) -> Result<bool, Error> {
        let values = lease_values(host, holder, now, now.plus_ms(lease_ms));
        Ok(self.db.run(TAKE_LEASE, values).await? > 0)
    }

    /// Keeps a lease of ours (and the sources claimed under it) until then. False if it is not
    /// ours any more: then the visit must stop.
    pub async fn renew_lease(
        &self,
        host: &str,
        holder: &str,
        until: Timestamp,
    ) -> Result<bool, Error> {
        let mut tx = self.db.write().await?;
        let sources = "UPDATE sources SET claimed_until = $3 \
             WHERE host = $1 AND claimed_by = $2 AND claimed_until > 0";
        tx.run(sources, values![host, holder, until]).await?;
        let lease = "UPDATE leases SET expires_at = $3 WHERE host = $1 AND holder = $2";
        if tx.run(lease, values![host, holder, until]).await? == 0 {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a lease of ours back; somebody else's is left alone.
    pub async fn release_lease(&self, host: &str, holder: &str) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sources = "UPDATE sources SET claimed_until = 0, claimed_by = NULL \
             WHERE host = $1 AND claimed_by = $2";
        tx.run(sources, values![host, holder]).await?;
        let lease = "DELETE FROM leases WHERE host = $1 AND holder = $2";
        tx.run(lease, values![host, holder]).await?;
        tx.commit().await
    }
}
