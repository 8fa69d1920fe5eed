//! Analysts' folders.

use crate::{Error, Listed, Paging, Store};
use model::{AccountId, Case, CaseId, CaseState};

impl Store {
    /// Saves a case, new or changed.
    pub async fn save_case(&self, case: &Case) -> Result<(), Error> {
        todo!()
    }

    /// One case.
    pub async fn case(&self, id: CaseId) -> Result<Option<Case>, Error> {
        todo!()
    }

    /// Cases, last changed first.
    pub async fn cases(
        &self,
        state: Option<CaseState>,
        paging: Paging,
    ) -> Result<Listed<Case>, Error> {
        todo!()
    }

    /// Cases that an account is in, last changed first.
    pub async fn cases_with(&self, account: AccountId) -> Result<Vec<Case>, Error> {
        todo!()
    }
}
