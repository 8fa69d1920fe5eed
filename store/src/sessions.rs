//! Who is signed in.

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
        todo!()
    }

    /// A session that has not run out.
    pub async fn session(&self, id: &str, now: Timestamp) -> Result<Option<String>, Error> {
        todo!()
    }

    /// Ends a session.
    pub async fn delete_session(&self, id: &str) -> Result<(), Error> {
        todo!()
    }
}
