//! What the classifier thinks.

use crate::{Error, Store};
use model::{Assessment, Post, Timestamp};

impl Store {
    /// Posts that are new, changed or queued again, oldest first.
    pub async fn posts_to_assess(&self, limit: u32) -> Result<Vec<Post>, Error> {
        todo!()
    }

    /// Saves opinions and all that follows from them: labels, risk of accounts, until when records
    /// are kept, contacts of offers, the queue for grouping and the change sequence. Opinions of
    /// posts that are not there any more are dropped.
    pub async fn save_assessments(
        &self,
        assessments: &[Assessment],
        now: Timestamp,
    ) -> Result<(), Error> {
        todo!()
    }

    /// Queues every post for assessment again, after a new model was installed. How many.
    pub async fn requeue_all(&self) -> Result<u64, Error> {
        todo!()
    }
}
