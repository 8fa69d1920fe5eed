//! Who is signed in.

use crate::value::values;
use crate::{Error, Store};
use model::Timestamp;

impl Store {
    /// Saves a session, new or changed.
    pub async fn save_session(
        &self,
        id: &str,
        json: &str,
        expires: Timestamp,
    ) -> Result<(), Error> {
        let sql = "INSERT INTO sessions (id, json, expires_at) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET json = excluded.json, \
             expires_at = excluded.expires_at";
        self.db.run(sql, values![id, json, expires]).await?;
        Ok(())
    }

    /// A session that has not run out.
    pub async fn session(&self, id: &str, now: Timestamp) -> Result<Option<String>, Error> {
        let sql = "SELECT json FROM sessions WHERE id = $1 AND expires_at > $2";
        let row = self.db.one(sql, values![id, now]).await?;
        row.map(|row| row.columns().text()).transpose()
    }

    /// Ends a session.
    pub async fn delete_session(&self, id: &str) -> Result<(), Error> {
        self.db.run("DELETE FROM sessions WHERE id = $1", values![id]).await?;
        Ok(())
    }
}
