//! Accounts tied by adverts and contacts: a projection, rebuilt as a whole.

use crate::{Error, Listed, Paging, Store};
use model::{AccountId, Network, NetworkId, Timestamp};

impl Store {
    /// Builds all networks anew from shared adverts and shared contacts of offers. A contact (or
    /// advert) that more than `max_accounts_per_contact` accounts share ties nobody: it is more
    /// likely a public service or a reader's error than one hand behind all of them.
    pub async fn rebuild_networks(
        &self,
        now: Timestamp,
        max_accounts_per_contact: u32,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Networks, largest first.
    pub async fn networks(&self, paging: Paging) -> Result<Listed<Network>, Error> {
        todo!()
    }

    /// One network.
    pub async fn network(&self, id: NetworkId) -> Result<Option<Network>, Error> {
        todo!()
    }

    /// The network an account belongs to.
    pub async fn network_of(&self, account: AccountId) -> Result<Option<Network>, Error> {
        todo!()
    }
}
