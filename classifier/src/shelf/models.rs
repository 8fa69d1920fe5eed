//! The models in use by a running process.

use super::history::HISTORY;
use super::{SHIPPED, Shelf, ShelfError};
use crate::{Classifier, LoadError, Options};
use arc_swap::ArcSwap;
use model::Timestamp;
use std::sync::Arc;
use std::time::SystemTime;

/// A model that runs in shadow.
#[derive(Debug, Clone)]
pub struct Challenger {
    /// It.
    pub classifier: Arc<Classifier>,
    /// Since when.
    pub since: Timestamp,
}

/// The champion and the challenger as the shelf names them, exchanged while others read. A version
/// that cannot be loaded changes nothing but [`Models::trouble`]: who judged goes on judging.
#[derive(Debug)]
pub struct Models {
    shelf: Option<Shelf>,
    /// Settings name the model: no promotion changes it.
    fixed: bool,
    base: Arc<Classifier>,
    now: ArcSwap<Cast>,
}

/// Who plays which part.
#[derive(Debug)]
struct Cast {
    read: Option<Stamp>,
    champion: Arc<Classifier>,
    challenger: Option<Challenger>,
    trouble: Option<String>,
}

/// Tells one state of the history file from another: it only ever grows.
type Stamp = (u64, Option<SystemTime>);

impl Models {
    /// One model that nothing replaces: for tests and for commands that need no shelf.
    #[must_use]
    pub fn only(classifier: Classifier) -> Self {
        let base = Arc::new(classifier);
        Self { shelf: None, fixed: true, now: ArcSwap::from_pointee(Cast::of(&base)), base }
    }

    /// The model that the options name, else what the shelf says, else the shipped one.
    pub fn open(options: &Options, shelf: Shelf) -> Result<Self, LoadError> {
        let mut models = Self::only(Classifier::shipped(options)?);
        models.fixed = options.model.is_some();
        models.shelf = Some(shelf);
        models.refresh();
        Ok(models)
    }

    /// Who judges.
    #[must_use]
    pub fn champion(&self) -> Arc<Classifier> {
        Arc::clone(&self.now.load().champion)
    }

    /// Who runs in shadow.
    #[must_use]
    pub fn challenger(&self) -> Option<Challenger> {
        self.now.load().challenger.clone()
    }

    /// The shelf, if there is one.
    #[must_use]
    pub const fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    /// Whether the settings name the model, so that no promotion changes it.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        self.fixed
    }

    /// Why the models in use are not the ones that the shelf names.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.now.load().trouble.clone()
    }

    /// Looks whether the history grew, and loads what it names now. Costs one look at a file
    /// where nothing changed. Whether the champion is another one.
    pub fn refresh(&self) -> bool {
        let Some(shelf) = &self.shelf else { return false };
        let read = stamp(shelf);
        let now = self.now.load();
        if now.read == read {
            return false;
        }
        let next = self.cast(shelf, &now, read);
        let other = next.champion.version() != now.champion.version();
        self.now.store(Arc::new(next));
        other
    }

    fn cast(&self, shelf: &Shelf, now: &Cast, read: Option<Stamp>) -> Cast {
        let mut next =
            Cast { read, champion: Arc::clone(&now.champion), challenger: None, trouble: None };
        let standing = match shelf.standing() {
            Ok(standing) => standing,
            Err(why) => {
                next.trouble = Some(why.to_string());
                return next;
            }
        };
        if !self.fixed {
            match self.load(shelf, standing.champion()) {
                Ok(champion) => next.champion = champion,
                Err(why) => next.trouble = Some(why.to_string()),
            }
        }
        if let Some((version, since)) = standing.challenger() {
            match self.load(shelf, version) {
                Ok(classifier) => next.challenger = Some(Challenger { classifier, since }),
                Err(why) => next.trouble = Some(why.to_string()),
            }
        }
        next
    }

    fn load(&self, shelf: &Shelf, version: &str) -> Result<Arc<Classifier>, ShelfError> {
        if version == SHIPPED && !self.fixed {
            return Ok(Arc::clone(&self.base));
        }
        Ok(Arc::new(self.base.with_weights(shelf.weights(version)?)))
    }
}

impl Cast {
    fn of(champion: &Arc<Classifier>) -> Self {
        Self { read: None, champion: Arc::clone(champion), challenger: None, trouble: None }
    }
}

fn stamp(shelf: &Shelf) -> Option<Stamp> {
    let file = std::fs::metadata(shelf.folder.join(HISTORY)).ok()?;
    Some((file.len(), file.modified().ok()))
}
