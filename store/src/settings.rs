//! Small values that outlive a restart.

use crate::{Error, Store};

impl Store {
    /// The value of a key.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, Error> {
        todo!()
    }

    /// Sets the value of a key.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), Error> {
        todo!()
    }
}
