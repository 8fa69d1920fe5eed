//! Small values that outlive a restart.

use crate::people::KEPT;
use crate::value::values;
use crate::{Error, Store};

impl Store {
    /// The value of a key.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT value FROM settings WHERE key = $1";
        let row = self.db.one(sql, values![key]).await?;
        row.map(|row| row.columns().text()).transpose()
    }

    /// Sets the value of a key.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        let sql = "INSERT INTO settings (key, value, expires_at) VALUES ($1, $2, $3) \
             ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.db.run(sql, values![key, value, KEPT]).await?;
        Ok(())
    }
}
