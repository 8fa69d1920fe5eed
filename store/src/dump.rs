//! All records as text, to keep or to move between SQLite and PostgreSQL.

use crate::{Error, Store};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

impl Store {
    /// Writes every record as a line of JSON. Rows by table.
    pub async fn dump(&self, out: &mut (dyn Write + Send)) -> Result<BTreeMap<String, u64>, Error> {
        todo!()
    }

    /// Loads a dump into an empty database, in one transaction. Rows by table.
    pub async fn load(
        &self,
        input: &mut (dyn BufRead + Send),
    ) -> Result<BTreeMap<String, u64>, Error> {
        todo!()
    }
}
