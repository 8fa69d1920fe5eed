//! Analysts' folders.

use crate::listing::Select;
use crate::row::Row;
use crate::value::{json, values};
use crate::{Error, Listed, Paging, Store};
use model::{AccountId, Case, CaseId, CaseState};
use sqlx::AssertSqlSafe;

const COLUMNS: &str = "k.id, k.title, k.summary, k.owner, k.state, k.notes, k.opened_at, \
     k.changed_at, k.expires_at";

/// A case without its accounts and posts, which are kept apart.
fn case_of_row(row: &Row) -> Result<Case, Error> {
    let mut c = row.columns();
    Ok(Case {
        id: c.id()?,
        title: c.text()?,
        summary: c.text()?,
        owner: c.id()?,
        state: c.word()?,
        accounts: Vec::new(),
        posts: Vec::new(),
        notes: c.json()?,
        opened_at: c.time()?,
        changed_at: c.time()?,
        expires_at: c.time()?,
    })
}

impl Store {
    /// Saves a case, new or changed.
    pub async fn save_case(&self, case: &Case) -> Result<(), Error> {
        let mut tx = self.db.write().await?;
        let sql = "INSERT INTO cases (id, title, summary, owner, state, notes, opened_at, \
             changed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, \
             owner = excluded.owner, state = excluded.state, notes = excluded.notes, \
             changed_at = excluded.changed_at, expires_at = excluded.expires_at";
        let values = values![
            case.id,
            &case.title,
            &case.summary,
            case.owner,
            case.state.word(),
            json(&case.notes),
            case.opened_at,
            case.changed_at,
            case.expires_at,
        ];
        tx.run(sql, values).await?;
        tx.run("DELETE FROM case_subjects WHERE folder = $1", values![case.id]).await?;
        let accounts = case.accounts.iter().map(|id| ("account", id.to_string()));
        let posts = case.posts.iter().map(|id| ("post", id.to_string()));
        let sql = "INSERT INTO case_subjects (folder, kind, subject, place, expires_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (folder, kind, subject) DO NOTHING";
        for (place, (kind, subject)) in (0_u32..).zip(accounts.chain(posts)) {
            tx.run(sql, values![case.id, kind, subject, place, case.expires_at]).await?;
        }
        tx.commit().await
    }

    /// One case.
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM cases k WHERE k.id = $1");
        let row = self.db.one(AssertSqlSafe(sql), values![id]).await?;
        match row.as_ref().map(case_of_row).transpose()? {
            Some(case) => Ok(Some(self.filled(case).await?)),
            None => Ok(None),
        }
    }

    /// Cases, last changed first.
    pub async fn cases(
        &self,
        state: Option<CaseState>,
        paging: Paging,
    ) -> Result<Listed<Case>, Error> {
        let mut select = Select::new("cases k");
        if let Some(state) = state {
            select.and("k.state = $$", state.word());
        }
        let order = "k.changed_at DESC, k.id";
        let listed = select.list(&self.db, COLUMNS, order, paging, case_of_row).await?;
        let mut rows = Vec::new();
        for case in listed.rows {
            rows.push(self.filled(case).await?);
        }
        Ok(Listed { rows, total: listed.total })
    }

    /// Cases that an account is in, last changed first.
    pub async fn cases_with(&self, account: AccountId) -> Result<Vec<Case>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM cases k WHERE k.id IN (SELECT t.folder FROM case_subjects t \
             WHERE t.subject = $1 AND t.kind = 'account') ORDER BY k.changed_at DESC, k.id"
        );
        let mut cases = Vec::new();
        for row in self.db.all(AssertSqlSafe(sql), values![account]).await? {
            cases.push(self.filled(case_of_row(&row)?).await?);
        }
        Ok(cases)
    }

    async fn filled(&self, mut case: Case) -> Result<Case, Error> {
        let sql = "SELECT kind, subject FROM case_subjects WHERE folder = $1 ORDER BY place";
        for row in self.db.all(sql, values![case.id]).await? {
            let mut c = row.columns();
            if c.text()? == "account" {
                case.accounts.push(c.id()?);
            } else {
                case.posts.push(c.id()?);
            }
        }
        Ok(case)
    }
}
