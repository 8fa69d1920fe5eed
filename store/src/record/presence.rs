//! Whether a subject is still there, after something new was found.

use crate::db::Tx;
use crate::value::{json, values};
use crate::{Error, sightings};
use model::{Presence, Sighting, Subject, Timestamp};

/// Two looks closer together than this count as one.
const APART_MS: i64 = 10 * 60_000;

/// Concludes from all sightings since the subject was last seen, and saves what follows.
/// `cause` is the sighting just saved; it is marked if it turned the state. Whether it did.
pub(super) async fn conclude(
    tx: &mut Tx,
    cause: &Sighting,
    before: &Presence,
    last_seen: Timestamp,
) -> Result<bool, Error> {
    let mut looks = sightings::since(tx, cause.subject, last_seen).await?;
    // At one and the same moment, what was seen comes before what was missed.
    looks.sort_by_key(|look| (look.at, !look.finding.proves_live()));
    let after = model::presence::conclude(before, &looks, APART_MS);
    if after == *before {
        return Ok(false);
    }
    let sql = match cause.subject {
        Subject::Account(_) => {
            "UPDATE accounts SET presence = $2, presence_since = $3, presence_finding = $4 \
             WHERE id = $1"
        }
        Subject::Post(_) => {
            "UPDATE posts SET presence = $2, presence_since = $3, presence_finding = $4 \
             WHERE id = $1"
        }
    };
    let (_, id) = sightings::key(cause.subject);
    let values = values![id, after.state.word(), after.since, json(&after.finding)];
    tx.run(sql, values).await?;
    let turned = after.state != before.state;
    if turned {
        tx.run("UPDATE sightings SET turned = TRUE WHERE id = $1", values![cause.id]).await?;
    }
    Ok(turned)
}
