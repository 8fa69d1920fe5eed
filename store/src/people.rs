//! People who use routewatch.

use crate::{Error, Store};
use model::{Person, PersonId, Role};

impl Store {
    /// Adds a person with the hash of a password.
    pub async fn add_person(&self, person: &Person, password_hash: &str) -> Result<(), Error> {
        todo!()
    }

    /// One person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, Error> {
        todo!()
    }

    /// The person of that log-in name, with the hash of their password.
    pub async fn person_by_name(&self, name: &str) -> Result<Option<(Person, String)>, Error> {
        todo!()
    }

    /// Everybody, by name.
    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        todo!()
    }

    /// Locks a person out, or in again. Whether there is such a person.
    pub async fn set_person_disabled(&self, id: PersonId, disabled: bool) -> Result<bool, Error> {
        todo!()
    }

    /// Replaces the hash of a password. Whether there is such a person.
    pub async fn set_password(&self, id: PersonId, password_hash: &str) -> Result<bool, Error> {
        todo!()
    }

    /// Gives a person another role. Whether there is such a person.
    pub async fn set_role(&self, id: PersonId, role: Role) -> Result<bool, Error> {
        todo!()
    }
}
