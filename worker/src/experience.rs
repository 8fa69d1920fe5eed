//! What visits have taught about all sources together, shared by all visitors of this process and
//! kept in the database.

use crawler::schedule::{Candidate, Fleet, Lesson, Options, Standing};
use model::{Source, Timestamp};
use std::sync::{Mutex, PoisonError};
use store::{Choice, Store};

/// Where it is kept.
const KEPT: &str = "schedule_fleet";

/// Lessons after which it is kept again; fewer are forgotten if the process is killed.
const LESSONS: u32 = 64;

/// What is known of the fleet. Of several processes on one database, the last to write is read by
/// those that start.
#[derive(Debug, Default)]
pub struct Experience(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    /// Nothing until it was read.
    fleet: Option<Fleet>,
    /// Lessons since it was last kept.
    lessons: u32,
}

impl Experience {
    fn with<T>(&self, act: impl FnOnce(&mut Held) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What is known at the moment.
    pub(crate) async fn fleet(&self, store: &Store) -> anyhow::Result<Fleet> {
        if let Some(fleet) = self.with(|held| held.fleet.clone()) {
            return Ok(fleet);
        }
        let kept = store.setting(KEPT).await?.unwrap_or_default();
        let fleet = Fleet::of(&serde_json::from_str(&kept).unwrap_or_default());
        Ok(self.with(|held| held.fleet.get_or_insert(fleet).clone()))
    }

    /// Takes in what a visit taught.
    pub(crate) async fn learn(&self, lesson: &Lesson, store: &Store) -> anyhow::Result<()> {
        let keep = self.with(|held| {
            held.fleet.get_or_insert_default().learn(lesson);
            held.lessons += 1;
            let full = held.lessons >= LESSONS;
            full.then(|| {
                held.lessons = 0;
                held.fleet.as_ref().map(Fleet::json)
            })
        });
        if let Some(Some(kept)) = keep {
            store.set_setting(KEPT, &kept.to_string()).await?;
        }
        Ok(())
    }

    /// Chooses among the sources that are due on one host.
    pub(crate) fn choose(&self, due: &[Source], now: Timestamp, options: &Options) -> Choice {
        self.with(|held| {
            let fleet = held.fleet.get_or_insert_default();
            let Some(host) = due.first().map(|source| &source.host) else {
                return Choice::default();
            };
            let candidates: Vec<_> = due.iter().map(|one| Candidate::of(one, fleet)).collect();
            let standings = fleet.standings(host, &candidates, now, options);
            let mut order: Vec<_> = standings.iter().enumerate().collect();
            order.sort_by(|a, b| a.1.before(b.1));
            let take = order.first().filter(|(_, one)| !matches!(one, Standing::Later(_)));
            let worth = match take {
                Some((_, Standing::Worth(worth))) => Some(*worth),
                _ => None,
            };
            // That a host is busy shows in what is left waiting after its turn.
            let late = due.iter().any(|one| one.next_due.plus_ms(options.floor_ms) < now);
            fleet.pay(host, worth.filter(|_| late), now, options);
            let later =
                due.iter().zip(&standings).filter_map(|(source, standing)| match standing {
                    Standing::Later(at) => Some((source.id, *at)),
                    _ => None,
                });
            Choice { take: take.map(|(index, _)| *index), later: later.collect() }
        })
    }
}
