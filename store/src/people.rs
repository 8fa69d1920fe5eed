//! People who use routewatch.

use crate::row::{Columns, Row};
use crate::value::{Value, values};
use crate::{Error, Store};
use model::{Person, PersonId, Role, Timestamp};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// Columns of a person, in the order [`person_of`] reads them.
pub(crate) const COLUMNS: &str = "e.id, e.name, e.display_name, e.email, e.role, e.time_zone, \
     e.disabled, e.created_at";

/// What is kept until somebody removes it: log-ins and settings.
pub(crate) const KEPT: Timestamp = Timestamp::from_ms(i64::MAX);

/// Reads [`COLUMNS`].
pub(crate) fn person_of(c: &mut Columns<'_>) -> Result<Person, Error> {
    Ok(Person {
        id: c.id()?,
        name: c.text()?,
        display_name: c.text()?,
        email: c.text_opt()?,
        role: c.word()?,
        time_zone: c.text()?,
        disabled: c.flag()?,
        created_at: c.time()?,
    })
}

impl Store {
    /// Adds a person with the hash of a password. [`Error::NameTaken`] if somebody has that name
    /// (or id) already. The name is kept in lower case.
    pub async fn add_person(&self, person: &Person, password_hash: &str) -> Result<(), Error> {
        let sql = "INSERT INTO people (id, name, display_name, email, role, time_zone, disabled, \
             created_at, password_hash, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
        let values = values![
            person.id,
            person.name.to_lowercase(),
            &person.display_name,
            person.email.as_ref(),
            person.role.word(),
            &person.time_zone,
            person.disabled,
            person.created_at,
            password_hash,
            KEPT,
        ];
        if self.db.run(sql, values).await? == 0 {
            return Err(Error::NameTaken);
        }
        Ok(())
    }

    /// One person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM people e WHERE e.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        row.map(|row| person_of(&mut row.columns())).transpose()
    }

    /// The person of that log-in name (in any case), with the hash of their password.
    pub async fn person_by_name(&self, name: &str) -> Result<Option<(Person, String)>, Error> {
        let sql = format!("SELECT {COLUMNS}, e.password_hash FROM people e WHERE e.name = $1");
        let name = name.trim().to_lowercase();
        let Some(row) = self.db.one(AssertSqlSafe(sql), values![name]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        Ok(Some((person_of(&mut c)?, c.text()?)))
    }

    /// Everybody, by name.
    pub async fn people(&self) -> Result<Vec<Person>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM people e ORDER BY e.name");
        let rows = self.db.all(AssertSqlSafe(sql), values![]).await?;
        rows.iter().map(|row: &Row| person_of(&mut row.columns())).collect()
    }

    /// Locks a person out, or in again. Whether there is such a person.
    pub async fn set_person_disabled(&self, id: PersonId, disabled: bool) -> Result<bool, Error> {
        self.set_person("UPDATE people SET disabled = $2 WHERE id = $1", id, disabled).await
    }

    /// Replaces the hash of a password. Whether there is such a person.
    pub async fn set_password(&self, id: PersonId, password_hash: &str) -> Result<bool, Error> {
        let sql = "UPDATE people SET password_hash = $2 WHERE id = $1";
        self.set_person(sql, id, password_hash).await
    }

    /// Gives a person another role. Whether there is such a person.
    pub async fn set_role(&self, id: PersonId, role: Role) -> Result<bool, Error> {
        self.set_person("UPDATE people SET role = $2 WHERE id = $1", id, role.word()).await
    }

    /// Changes name, mail address and time zone as `person` has them. Whether there is such a
    /// person; their log-in name, role and password stay.
    pub async fn describe_person(&self, person: &Person) -> Result<bool, Error> {
        let sql = "UPDATE people SET display_name = $2, email = $3, time_zone = $4 WHERE id = $1";
        let email = person.email.as_ref();
        let values = values![person.id, &person.display_name, email, &person.time_zone];
        Ok(self.db.run(sql, values).await? > 0)
    }

    async fn set_person(
        &self,
        sql: impl SqlSafeStr,
        id: PersonId,
        value: impl Into<Value>,
    ) -> Result<bool, Error> {
        Ok(self.db.run(sql, vec![Value::from(id), value.into()]).await? > 0)
    }
}
