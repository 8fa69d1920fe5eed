//! Everything the jobs work with.

use crate::checking::Looks;
use crate::{Options, Tally};
use classifier::shelf::Models;
use crawler::Fetcher;
use crawler::platforms::Platforms;
use evidence::Archive;
use indexer::Index;
use model::audit::Deed;
use model::source::STOP_SWITCH;
use model::{Action, Clock, Platform, Retention, Timestamp};
use notifier::Notifier;
use std::sync::Arc;
use store::Store;

/// Everything the jobs work with. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The database.
    pub store: Store,
    /// Where requests leave.
    pub fetcher: Fetcher,
    /// Platforms as configured.
    pub platforms: Arc<Platforms>,
    /// Where captures are kept.
    pub archive: Archive,
    /// Who assesses posts, and who would like to.
    pub models: Arc<Models>,
    /// Where posts are found again; nothing on a node that only visits.
    pub index: Option<Index>,
    /// Where messages leave.
    pub notifier: Arc<Notifier>,
    /// Who gives notice, and where to.
    pub referral: Arc<referral::Options>,
    /// How visits are scheduled.
    pub schedule: Arc<crawler::schedule::Options>,
    /// What visits have taught about all sources together.
    pub experience: Arc<crate::Experience>,
    /// Pages one visit may fetch.
    pub max_pages_per_visit: u32,
    /// How long records are kept.
    pub keep: Retention,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings.
    pub options: Options,
    /// Name of this process in leases: unique among all that share the database.
    pub holder: String,
    /// What was done since the start.
    pub tally: Arc<Tally>,
    /// When each doubtful subject was last looked at by this process.
    pub looks: Arc<Looks>,
}

impl Workshop {
    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether the stop switch is on.
    pub async fn stopped(&self) -> anyhow::Result<bool> {
        Ok(self.store.setting(STOP_SWITCH).await?.as_deref() == Some("on"))
    }

    /// Platforms of which nothing is asked just now: quiet hours, or a budget that is used up.
    pub async fn closed_platforms(&self) -> Vec<Platform> {
        let mut closed = Vec::new();
        for adapter in crawler::platforms::ALL {
            let platform = Platform::new(adapter.name());
            if let Some(why) = self.fetcher.closed(&platform).await {
                tracing::debug!(%platform, %why, "passed over");
                closed.push(platform);
            }
        }
        closed
    }

    /// Enters into the audit chain what a job did.
    pub async fn enter(
        &self,
        action: Action,
        record: &str,
        id: &str,
        reason: &str,
    ) -> anyhow::Result<()> {
        let deed = Deed {
            actor: None,
            action,
            record: record.to_owned(),
            record_id: id.to_owned(),
            reason: reason.to_owned(),
        };
        self.store.enter(deed, self.now()).await?;
        Ok(())
    }
}
