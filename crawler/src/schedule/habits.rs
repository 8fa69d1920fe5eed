//! What is learned of a source's habits.

use super::belief::Belief;
use super::outlook::Outlook;
use super::pool::{Burst, Lesson, Pool};
use super::week::{Profile, Week, hour_of, is_weekend, weekend_days};
use model::Timestamp;
use serde::{Deserialize, Serialize};

const DAY_MS: f64 = 86_400_000.0;

/// Habits of one source: its pace, its week, and the burst it may be in. Unknown fields are ignored
/// and missing ones have defaults, so that older and newer versions read each other's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct Habits {
    /// What is believed of its pace; nothing before the first look.
    pub(super) belief: Option<Belief>,
    pub(super) week: Week,
    /// Posts a day that posts already seen draw, at the last look.
    pub(super) excited: f64,
    /// The same, each part times the days since its post.
    pub(super) aged: f64,
    /// Until when (ms) everything was seen; 0 before the first look.
    pub(super) until: i64,
    /// Newest post (ms); 0 if none was seen.
    pub(super) newest: i64,
    /// Visits in a row that found the source gone.
    pub(super) gone: u32,
}

impl Habits {
    /// Reads what was kept; anything that cannot be is forgotten.
    #[must_use]
    pub fn of(kept: &serde_json::Value) -> Self {
        let mut habits = Self::deserialize(kept).unwrap_or_default();
        habits.newest = Timestamp::from_ms(habits.newest.max(0)).ms();
        habits.until = Timestamp::from_ms(habits.until.max(0)).ms();
        if ![habits.excited, habits.aged].iter().all(|n| (0.0..1e6).contains(n)) {
            (habits.excited, habits.aged) = (0.0, 0.0);
        }
        habits.week.check();
        habits
    }

    /// As kept in [`model::Source::learned`].
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Those of a source that did not exist before a moment.
    #[must_use]
    pub fn born(at: Timestamp) -> Self {
        Self { until: at.ms().max(1), ..Self::default() }
    }

    /// Whether it was ever seen.
    pub(super) const fn looked(&self) -> bool {
        self.belief.is_some()
    }

    /// Until when everything was seen.
    pub(super) const fn seen_until(&self) -> Timestamp {
        Timestamp::from_ms(self.until)
    }

    /// Takes in a look that saw everything since the one before, or since its oldest post if that
    /// is later and older ones were kept back (`capped`) or if it was the first look. Returns what
    /// it teaches about the fleet.
    pub fn see(
        &mut self,
        posted: &[Timestamp],
        capped: bool,
        now: Timestamp,
        pool: &Pool,
    ) -> Lesson {
        let first = self.until == 0;
        // A clock that was set back, or garbage: what lies ahead was not watched.
        self.until = self.until.min(now.ms());
        // Some platforms show posts of the future; they count as just made.
        let mut times: Vec<i64> = posted.iter().map(|t| t.ms().min(now.ms())).collect();
        times.sort_unstable();
        let since = match times.first() {
            Some(oldest) if first => *oldest,
            Some(oldest) if capped => (*oldest).max(self.until),
            _ if first => now.ms(),
            _ => self.until,
        };
        // A post from before the watched time (found late) says nothing about the pace, and at a
        // first look or behind a limit the oldest one only marks where the watching begins.
        let marks = first || capped;
        times.retain(|time| *time > since || (!marks && *time == since));
        let unwatched = if first { 0.0 } else { days(since - self.until) };
        let burst = pool.burst();
        self.calm(unwatched, burst);
        self.week.fade(days(now.ms() - if first { since } else { self.until }));
        let lesson = self.watch(days(since), &times, days(now.ms()), unwatched, pool);
        let newest = posted.iter().map(|t| t.ms().min(now.ms())).max().unwrap_or(0);
        self.newest = self.newest.max(newest);
        self.until = now.ms();
        lesson
    }

    /// Learns from the posts between two moments, before which nothing was watched for some days.
    fn watch(
        &mut self,
        since: f64,
        times: &[i64],
        now: f64,
        unwatched: f64,
        pool: &Pool,
    ) -> Lesson {
        let (burst, prior) = (pool.burst(), pool.prior());
        let profile = self.profile(pool);
        let mut belief = self.belief.take().unwrap_or_else(|| Belief::new(&prior));
        let mut lesson = Lesson { days: now - since, ..Lesson::default() };
        let last = times.last().map_or(since, |time| days(*time));
        belief.pass(unwatched + last - since, &prior);
        let mut at = since;
        for time in times {
            let time = days(*time);
            let drew = self.calm(time - at, burst);
            belief.nothing(profile.between(at, time), drew);
            let weight = profile.at(time);
            let drawn = self.excited / (self.excited + belief.active_rate() * weight).max(1e-12);
            belief.post(weight, self.excited);
            self.week.post(time, 1.0 - drawn);
            lesson.post(time, drawn, self.aged / self.excited.max(1e-12));
            self.excited += burst.children / burst.days;
            at = time;
        }
        let drew = self.calm(now - at, burst);
        belief.pass(now - at, &prior);
        belief.nothing(profile.between(at, now), drew);
        self.week.expect(since, now, belief.rate());
        lesson.weekend.1 = weekend_days(since, now) * belief.rate();
        lesson.levels = belief.levels();
        self.belief = Some(belief);
        lesson
    }

    /// Lets a burst fade for some days; returns the number of posts it was expected to draw.
    fn calm(&mut self, days: f64, burst: Burst) -> f64 {
        let (before, fades) = (self.excited, (-days / burst.days).exp());
        self.aged = (self.aged + before * days) * fades;
        self.excited = before * fades;
        (before - self.excited) * burst.days
    }

    /// When in the week it posts.
    pub(super) fn profile(&self, pool: &Pool) -> Profile {
        self.week.profile(&pool.hours(), pool.weekend())
    }

    /// How it is expected to post from the last look on.
    pub(super) fn outlook(&self, pool: &Pool) -> Outlook {
        let profile = self.profile(pool);
        let prior = pool.prior();
        let unknown = || Belief::new(&prior);
        let belief = self.belief.clone().unwrap_or_else(unknown);
        let rate = (belief.rate(), belief.growth(&prior));
        Outlook::new(days(self.until), rate, self.excited, pool.burst(), profile)
    }

    /// Posts a day to expect in the long run if the source has not fallen silent, with those that
    /// they draw in turn.
    pub(super) fn per_day(&self, pool: &Pool) -> f64 {
        let rate = self.belief.as_ref().map_or(0.0, Belief::active_rate);
        rate / (1.0 - pool.burst().children)
    }

    /// Probability that the source has fallen silent.
    pub(super) fn silence(&self) -> f64 {
        self.belief.as_ref().map_or(0.0, Belief::silence)
    }

    /// Days between the newest post and the last look; 0 if no post was ever seen.
    pub(super) fn silent_days(&self) -> f64 {
        if self.newest == 0 { 0.0 } else { days(self.until - self.newest).max(0.0) }
    }
}

impl Lesson {
    fn post(&mut self, at: f64, drawn: f64, after: f64) {
        self.posts += 1.0;
        self.drawn += drawn;
        self.after += drawn * after;
        if let Some(hour) = self.hours.get_mut(hour_of(at)) {
            *hour += 1.0 - drawn;
        }
        if is_weekend(at) {
            self.weekend.0 += 1.0 - drawn;
        }
    }
}

/// Milliseconds as days.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries stay below 2^53")]
pub(super) const fn days(ms: i64) -> f64 {
    ms as f64 / DAY_MS
}
