//! What a page says about subjects besides showing them.

use super::{Recording, presence};
use crate::accounts::presence_of;
use crate::db::Tx;
use crate::effect::post_expiry;
use crate::value::values;
use crate::{Error, sightings};
use model::reading::Found;
use model::{AccountId, PostId, Presence, Sighting, Subject, Timestamp};

/// What a finding needs to know of its subject.
#[derive(Debug)]
struct Known {
    last_seen: Timestamp,
    expires_at: Timestamp,
    presence: Presence,
}

impl Recording<'_> {
    /// Findings about subjects that are not on record say nothing and are left out.
    pub(super) async fn record_findings(&mut self, tx: &mut Tx) -> Result<(), Error> {
        let reading = self.page.reading;
        for found in &reading.found {
            self.record_finding(tx, found).await?;
        }
        Ok(())
    }

    async fn record_finding(&mut self, tx: &mut Tx, found: &Found) -> Result<(), Error> {
        let Some(mut known) = known(tx, found.subject).await? else {
            return Ok(());
        };
        let (finding, capture) = (found.finding.clone(), self.capture.id);
        let sighting = Sighting::new(found.subject, finding, found.witness, capture, self.at);
        if !sightings::save(tx, &sighting, known.expires_at).await? {
            return Ok(());
        }
        if found.finding.proves_live() && known.last_seen < self.at {
            known.last_seen = self.at;
            match found.subject {
                Subject::Account(id) => self.account_is_there(tx, id).await?,
                Subject::Post(id) => self.post_is_there(tx, id).await?,
            }
        }
        let turned = presence::conclude(tx, &sighting, &known.presence, known.last_seen).await?;
        if let (true, Subject::Post(post)) = (turned, found.subject) {
            self.stale.push(post);
        }
        Ok(())
    }

    async fn account_is_there(&mut self, tx: &mut Tx, id: AccountId) -> Result<(), Error> {
        tx.run("UPDATE accounts SET last_seen = $2 WHERE id = $1", values![id, self.at]).await?;
        self.extend.insert(id);
        Ok(())
    }

    async fn post_is_there(&mut self, tx: &mut Tx, id: PostId) -> Result<(), Error> {
        let sql = "SELECT label, abstain, account FROM posts WHERE id = $1";
        let Some(row) = tx.one(sql, values![id]).await? else {
            return Ok(());
        };
        let mut c = row.columns();
        let (label, abstain, account) = (c.word_opt()?, c.flag()?, c.id()?);
        let expires_at = post_expiry(&self.keep, label, abstain, self.at);
        let sql = "UPDATE posts SET last_seen = $2, expires_at = $3 WHERE id = $1";
        tx.run(sql, values![id, self.at, expires_at]).await?;
        self.extend.insert(account);
        Ok(())
    }
}

async fn known(tx: &mut Tx, subject: Subject) -> Result<Option<Known>, Error> {
    let (_, id) = sightings::key(subject);
    let sql = match subject {
        Subject::Account(_) => {
            "SELECT last_seen, expires_at, presence, presence_since, presence_finding \
             FROM accounts WHERE id = $1"
        }
        Subject::Post(_) => {
            "SELECT last_seen, expires_at, presence, presence_since, presence_finding \
             FROM posts WHERE id = $1"
        }
    };
    let Some(row) = tx.one(sql, values![id]).await? else {
        return Ok(None);
    };
    let mut c = row.columns();
    let (last_seen, expires_at) = (c.time()?, c.time()?);
    Ok(Some(Known { last_seen, expires_at, presence: presence_of(&mut c)? }))
}
