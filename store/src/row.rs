//! What comes back from a question.

use crate::Error;
use model::{PublicUrl, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _};
use std::str::FromStr;

/// One row of an answer.
#[derive(Debug)]
pub(crate) enum Row {
    /// From SQLite.
    Lite(SqliteRow),
    /// From PostgreSQL.
    Pg(Box<PgRow>),
}

impl Row {
    /// Reads the columns from left to right.
    pub(crate) const fn columns(&self) -> Columns<'_> {
        Columns { row: self, next: 0 }
    }

    /// The only column, a number.
    pub(crate) fn number(&self) -> Result<i64, Error> {
        self.columns().int()
    }

    /// The only column, a count.
    pub(crate) fn count(&self) -> Result<u64, Error> {
        self.columns().num()
    }
}

/// A cursor over the columns of a row: each call reads the next one.
#[derive(Debug)]
pub(crate) struct Columns<'r> {
    row: &'r Row,
    next: usize,
}

macro_rules! read {
    ($($(#[$doc:meta])* $name:ident -> $kind:ty;)+) => {$(
        $(#[$doc])*
        pub(crate) fn $name(&mut self) -> Result<$kind, Error> {
            let at = self.next;
            self.next += 1;
            Ok(match self.row {
                Row::Lite(row) => row.try_get::<$kind, _>(at)?,
                Row::Pg(row) => row.try_get::<$kind, _>(at)?,
            })
        }
    )+};
}

impl Columns<'_> {
    read! {
        /// Text.
        text -> String;
        /// Text or nothing.
        text_opt -> Option<String>;
        /// A whole number.
        int -> i64;
        /// A whole number or nothing.
        int_opt -> Option<i64>;
        /// A fraction in double precision.
        double -> f64;
        /// Yes or no.
        flag -> bool;
    }

    /// Leaves some columns out.
    pub(crate) const fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    /// Name of the column read last, for errors.
    fn name(&self) -> String {
        let at = self.next.saturating_sub(1);
        let name = match self.row {
            Row::Lite(row) => row.columns().get(at).map(|column| column.name().to_owned()),
            Row::Pg(row) => row.columns().get(at).map(|column| column.name().to_owned()),
        };
        format!("column {}", name.unwrap_or_else(|| at.to_string()))
    }

    /// A fraction in single precision, as `model` keeps scores.
    pub(crate) fn real(&mut self) -> Result<f32, Error> {
        #[expect(clippy::cast_possible_truncation, reason = "written from an f32")]
        Ok(self.double()? as f32)
    }

    /// A whole number of a narrower type.
    pub(crate) fn num<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let number = self.int()?;
        T::try_from(number).map_err(|_| Error::unreadable(self.name()))
    }

    /// A whole number of a narrower type, or nothing.
    pub(crate) fn num_opt<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, Error> {
        let number = self.int_opt()?;
        number
            .map(|number| T::try_from(number).map_err(|_| Error::unreadable(self.name())))
            .transpose()
    }

    /// A time.
    pub(crate) fn time(&mut self) -> Result<Timestamp, Error> {
        Ok(Timestamp::from_ms(self.int()?))
    }

    /// A time or nothing.
    pub(crate) fn time_opt(&mut self) -> Result<Option<Timestamp>, Error> {
        Ok(self.int_opt()?.map(Timestamp::from_ms))
    }

    /// A record id.
    pub(crate) fn id<T: FromStr>(&mut self) -> Result<T, Error> {
        self.text()?.parse().map_err(|_| Error::unreadable(self.name()))
    }

    /// A record id or nothing.
    pub(crate) fn id_opt<T: FromStr>(&mut self) -> Result<Option<T>, Error> {
        let text = self.text_opt()?;
        text.map(|text| text.parse().map_err(|_| Error::unreadable(self.name()))).transpose()
    }

    /// A structure kept as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        let text = self.text()?;
        serde_json::from_str(&text).map_err(|_| Error::unreadable(self.name()))
    }

    /// A structure kept as JSON, or nothing.
    pub(crate) fn json_opt<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let text = self.text_opt()?;
        text.map(|text| serde_json::from_str(&text).map_err(|_| Error::unreadable(self.name())))
            .transpose()
    }

    /// One of a set of words.
    pub(crate) fn word<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        let word = serde_json::Value::String(self.text()?);
        serde_json::from_value(word).map_err(|_| Error::unreadable(self.name()))
    }

    /// One of a set of words, or nothing.
    pub(crate) fn word_opt<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let text = self.text_opt()?;
        text.map(|text| {
            serde_json::from_value(serde_json::Value::String(text))
                .map_err(|_| Error::unreadable(self.name()))
        })
        .transpose()
    }

    /// A public address.
    pub(crate) fn url(&mut self) -> Result<PublicUrl, Error> {
        let text = self.text()?;
        PublicUrl::parse(&text).map_err(|_| Error::unreadable(self.name()))
    }

    /// A public address, or nothing; also nothing if today's rules would refuse it.
    pub(crate) fn url_opt(&mut self) -> Result<Option<PublicUrl>, Error> {
        Ok(self.text_opt()?.and_then(|text| PublicUrl::parse(&text).ok()))
    }
}
