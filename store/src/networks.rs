//! Accounts tied by adverts and contacts: a projection, rebuilt as a whole.

use crate::db::Tx;
use crate::row::Row;
use crate::value::{json, values};
use crate::{Error, Listed, Paging, Store, changes};
use model::advert::networks;
use model::{AccountId, Category, Network, NetworkId, Tie, TieKind, Timestamp};
use std::collections::BTreeMap;

/// Up to so many accounts, everyone is tied with everyone; beyond, all with the first, because the
/// pairs would be too many to show or to keep.
const ALL_PAIRS: usize = 20;

/// Who shares each advert or contact.
type Shared = BTreeMap<String, Vec<AccountId>>;

impl Store {
    /// Builds all networks anew from shared adverts and shared contacts of offers. A contact that
    /// more than `max_accounts_per_contact` accounts share ties nobody and is set aside: it is
    /// more likely a public service, or an error of reading, than one hand behind all of them.
    pub async fn rebuild_networks(
        &self,
        now: Timestamp,
        max_accounts_per_contact: u32,
    ) -> Result<(), Error> {
        let expires_at = self.keep.until(Category::Offer, now);
        let mut tx = self.db.ordered(changes::COUNTER).await?;
        let sql = "SELECT DISTINCT t.contact, t.account FROM post_contacts t WHERE t.contact IN \
             (SELECT m.contact FROM post_contacts m GROUP BY m.contact \
             HAVING COUNT(DISTINCT m.account) > 1) ORDER BY t.contact, t.account";
        let contacts = shared(&tx.all(sql, values![]).await?)?;
        let sql = "SELECT DISTINCT p.advert, p.account FROM posts p JOIN adverts d \
             ON d.id = p.advert WHERE d.accounts > 1 ORDER BY p.advert, p.account";
        let adverts = shared(&tx.all(sql, values![]).await?)?;
        tx.run("DELETE FROM quarantined_contacts", values![]).await?;
        let mut ties = Vec::new();
        for (contact, accounts) in &contacts {
            let reach = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
            if reach > max_accounts_per_contact {
                let sql = "INSERT INTO quarantined_contacts (contact, accounts, expires_at) \
                     VALUES ($1, $2, $3)";
                tx.run(sql, values![contact, reach, expires_at]).await?;
            } else {
                tie(&mut ties, TieKind::Contact, contact, accounts);
            }
        }
        for (advert, accounts) in &adverts {
            tie(&mut ties, TieKind::Advert, advert, accounts);
        }
        replace(&mut tx, &networks(&ties), expires_at).await?;
        tx.commit().await
    }

    /// Networks, largest first.
    pub async fn networks(&self, paging: Paging) -> Result<Listed<Network>, Error> {
        let total = self.db.count("SELECT COUNT(*) FROM networks", values![]).await?;
        let sql = "SELECT id, ties FROM networks ORDER BY size DESC, id LIMIT $1 OFFSET $2";
        let mut rows = Vec::new();
        for row in self.db.all(sql, values![paging.limit, paging.offset]).await? {
            rows.push(self.network_of_row(&row).await?);
        }
        Ok(Listed { rows, total })
    }

    /// One network.
    pub async fn network(&self, id: NetworkId) -> Result<Option<Network>, Error> {
        let row = self.db.one("SELECT id, ties FROM networks WHERE id = $1", values![id]).await?;
        match row {
            Some(row) => Ok(Some(self.network_of_row(&row).await?)),
            None => Ok(None),
        }
    }

    /// The network an account belongs to.
    pub async fn network_of(&self, account: AccountId) -> Result<Option<Network>, Error> {
        let sql = "SELECT n.id, n.ties FROM networks n JOIN network_accounts m \
             ON m.network = n.id WHERE m.account = $1";
        match self.db.one(sql, values![account]).await? {
            Some(row) => Ok(Some(self.network_of_row(&row).await?)),
            None => Ok(None),
        }
    }

    async fn network_of_row(&self, row: &Row) -> Result<Network, Error> {
        let mut c = row.columns();
        let (id, ties): (NetworkId, Vec<Tie>) = (c.id()?, c.json()?);
        let sql = "SELECT account FROM network_accounts WHERE network = $1 ORDER BY account";
        let rows = self.db.all(sql, values![id]).await?;
        let accounts = rows.iter().map(|row| row.columns().id()).collect::<Result<_, Error>>()?;
        Ok(Network { id, accounts, ties })
    }
}

fn shared(rows: &[Row]) -> Result<Shared, Error> {
    let mut shared = Shared::new();
    for row in rows {
        let mut c = row.columns();
        let (evidence, account) = (c.text()?, c.id()?);
        shared.entry(evidence).or_default().push(account);
    }
    Ok(shared)
}

fn tie(ties: &mut Vec<Tie>, kind: TieKind, evidence: &str, accounts: &[AccountId]) {
    let mut sorted = accounts.to_vec();
    sorted.sort_unstable();
    for (n, a) in sorted.iter().enumerate() {
        for b in sorted.iter().skip(n + 1) {
            ties.push(Tie { a: *a, b: *b, kind, evidence: evidence.to_owned() });
        }
        if sorted.len() > ALL_PAIRS {
            break;
        }
    }
}

async fn replace(tx: &mut Tx, networks: &[Network], expires_at: Timestamp) -> Result<(), Error> {
    tx.run("DELETE FROM network_accounts", values![]).await?;
    tx.run("DELETE FROM networks", values![]).await?;
    for network in networks {
        let sql = "INSERT INTO networks (id, size, ties, expires_at) VALUES ($1, $2, $3, $4)";
        let size = u64::try_from(network.accounts.len()).unwrap_or(u64::MAX);
        tx.run(sql, values![network.id, size, json(&network.ties), expires_at]).await?;
        let sql = "INSERT INTO network_accounts (account, network, expires_at) \
             VALUES ($1, $2, $3)";
        for account in &network.accounts {
            tx.run(sql, values![*account, network.id, expires_at]).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties_of(accounts: usize) -> usize {
        let ids: Vec<_> = (0..accounts).map(|n| AccountId::of(&[&n.to_string()])).collect();
        let mut ties = Vec::new();
        tie(&mut ties, TieKind::Contact, "x", &ids);
        assert!(ties.iter().all(|tie| tie.a < tie.b));
        assert!(accounts < 2 || networks(&ties).len() == 1);
        ties.len()
    }

    #[test]
    fn few_accounts_are_tied_in_pairs_and_many_with_the_first() {
        let found = [1, 2, 4, ALL_PAIRS, ALL_PAIRS + 1].map(ties_of);
        assert_eq!(found, [0, 1, 6, 190, 20]);
    }
}
