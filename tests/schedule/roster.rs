//! The scheduler at work in memory: a queue by due time stands in for the database's index.

use crawler::schedule::{Candidate, Fleet, Habits, Options, Standing};
use model::Timestamp;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The one host.
const HOST: &str = "host.example:443";

/// Due sources looked at for one decision, at the most, beyond the visits asked for.
const WINDOW: usize = 32;

/// Sources not yet due that are compared when there is room for more.
const EARLY: usize = 8;

/// Sources on one host, visited as [`crawler::schedule`] decides.
#[derive(Debug)]
pub struct Roster {
    options: Options,
    fleet: Fleet,
    sources: Vec<One>,
    /// When each source that is not being visited is to be considered (ms), and its number.
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    /// Those that do not exist yet, by when they will.
    unborn: BinaryHeap<Reverse<(i64, usize)>>,
}

#[derive(Debug)]
struct One {
    habits: Habits,
    candidate: Candidate,
}

/// A source taken from the queue.
struct Taken {
    standing: Standing,
    /// Where it stood in the queue.
    due: i64,
    id: usize,
}

impl Taken {
    fn worth(&self) -> Option<f64> {
        if let Standing::Worth(worth) = self.standing { Some(worth) } else { None }
    }
}

impl Roster {
    /// Sources numbered from zero, each existing from a moment on.
    pub fn new(born: &[Timestamp], options: Options) -> Self {
        let one =
            |at: &Timestamp| One { habits: Habits::born(*at), candidate: Candidate::unseen(*at) };
        Self {
            options,
            fleet: Fleet::default(),
            sources: born.iter().map(one).collect(),
            queue: BinaryHeap::new(),
            unborn: born.iter().enumerate().map(|(id, at)| Reverse((at.ms(), id))).collect(),
        }
    }

    /// Chooses that many sources (fewer if there are not so many) to visit now, best first. Each
    /// must be reported to [`Roster::seen`] before it can be chosen again.
    pub fn choose(&mut self, now: Timestamp, visits: usize) -> Vec<usize> {
        while let Some(Reverse((at, id))) = self.unborn.peek().copied()
            && at <= now.ms()
        {
            self.unborn.pop();
            self.queue.push(Reverse((at, id)));
        }
        let mut taken = self.due(now, visits + WINDOW);
        if taken.len() < visits {
            // The budget is there to be used: the best of those that are due next.
            let wanted = visits - taken.len() + EARLY;
            taken.extend(self.early(now, wanted));
        }
        taken.sort_by(|a, b| a.standing.before(&b.standing));
        let waiting = taken.split_off(visits.min(taken.len()));
        // The root of the mean root, as a price is made.
        let roots = taken.iter().filter_map(Taken::worth).map(f64::sqrt);
        let (sum, count) = roots.fold((0.0, 0.0), |(sum, count), root| (sum + root, count + 1.0));
        if count > 0.0 {
            let worth = (sum / count) * (sum / count);
            self.fleet.pay(HOST, Some(worth), now, &self.options);
        }
        self.queue.extend(waiting.iter().map(|one| Reverse((one.due, one.id))));
        taken.into_iter().map(|one| one.id).collect()
    }

    /// Takes sources that are due and worth a visit; puts off those that are not worth it.
    fn due(&mut self, now: Timestamp, most: usize) -> Vec<Taken> {
        let mut taken = Vec::new();
        loop {
            let mut due = Vec::new();
            while taken.len() + due.len() < most
                && let Some(Reverse((at, id))) = self.queue.peek().copied()
                && at <= now.ms()
            {
                self.queue.pop();
                due.push((at, id));
            }
            if due.is_empty() {
                return taken;
            }
            let candidates =
                due.iter().filter_map(|(_, id)| Some(&self.sources.get(*id)?.candidate));
            let standings = self.fleet.standings(HOST, candidates, now, &self.options);
            for ((due, id), standing) in due.into_iter().zip(standings) {
                match standing {
                    Standing::Later(at) => self.queue.push(Reverse((at.ms(), id))),
                    standing => taken.push(Taken { standing, due, id }),
                }
            }
        }
    }

    /// Takes sources that are not yet due.
    fn early(&mut self, now: Timestamp, wanted: usize) -> Vec<Taken> {
        let mut taken = Vec::new();
        while taken.len() < wanted
            && let Some(Reverse((due, id))) = self.queue.pop()
        {
            if let Some(one) = self.sources.get(id) {
                taken.push(Taken { standing: Standing::Worth(one.candidate.worth(now)), due, id });
            }
        }
        taken
    }

    /// Takes in what a visit saw: all posts since the last one.
    pub fn seen(&mut self, id: usize, now: Timestamp, posted: &[Timestamp]) {
        let Some(one) = self.sources.get_mut(id) else { return };
        let lesson = one.habits.see(posted, false, now, self.fleet.pool());
        self.fleet.learn(&lesson);
        one.candidate = Candidate::seen(&one.habits, 1.0, &self.fleet);
        let due = self.fleet.consider(HOST, &one.candidate, now, &self.options);
        self.queue.push(Reverse((due.ms(), id)));
    }
}
