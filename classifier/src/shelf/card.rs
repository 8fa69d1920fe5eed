//! What is known of a version's training.

use super::{ShelfError, failed, write_whole};
use crate::evaluate::Report;
use model::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What is known of a version's training, and the honest figures from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// When it was trained.
    pub at: Timestamp,
    /// Folder or file of the corpus, if there was one.
    pub corpus: Option<String>,
    /// Posts of the corpus.
    pub corpus_posts: usize,
    /// Reviewed posts. Their ids and scores are in the store, where they expire.
    pub reviews: usize,
    /// What cross-validation showed, as text: by models that were not shown the posts they judged.
    pub report: String,
    /// Score of each post of the corpus by a model that was not shown it, by the post's id. A
    /// later evaluation on the same corpus uses them instead of flattering itself.
    pub held_out: BTreeMap<String, f32>,
}

impl Card {
    /// A card for a training that ended at `at`.
    #[must_use]
    pub fn new(at: Timestamp, report: &Report) -> Self {
        Self {
            at,
            corpus: None,
            corpus_posts: 0,
            reviews: 0,
            report: report.to_string(),
            held_out: BTreeMap::new(),
        }
    }

    pub(super) fn read(file: &Path) -> Result<Self, ShelfError> {
        let text = std::fs::read_to_string(file).map_err(failed(file))?;
        serde_json::from_str(&text).map_err(|why| failed(file)(why.into()))
    }

    pub(super) fn write(&self, file: &Path) -> Result<(), ShelfError> {
        let text = serde_json::to_string(self).map_err(|why| failed(file)(why.into()))?;
        write_whole(&file.with_extension("json"), text.as_bytes())
    }
}
