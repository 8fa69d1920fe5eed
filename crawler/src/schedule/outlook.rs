//! What a visit is worth, now and later.

use super::pool::Burst;
use super::week::Profile;

/// Days of the shortest step in which the future is searched: a minute.
const STEP: f64 = 1.0 / 1440.0;

/// How a source is expected to post from its last look on, if nobody looks again.
#[derive(Debug, Clone)]
pub(super) struct Outlook {
    /// Last look, days since 1970.
    since: f64,
    /// Posts a day at a profile of 1, with those that they draw in turn.
    rate: f64,
    /// By how much that grows a day: what fell silent comes back, and paces change.
    growth: f64,
    /// Posts a day, now, over (or under) that: the tail of a burst.
    extra: f64,
    /// How fast the extra fades, a day.
    fading: f64,
    profile: Profile,
}

impl Outlook {
    /// `rate` and `excited` are posts a day, without and because of earlier posts; `rate` grows by
    /// `growth` a day.
    pub(super) fn new(
        since: f64,
        (rate, growth): (f64, f64),
        excited: f64,
        burst: Burst,
        profile: Profile,
    ) -> Self {
        let own = 1.0 - burst.children;
        let drawn = rate * profile.at(since) * burst.children / own;
        Self {
            since,
            rate: rate / own,
            growth: growth / own,
            extra: excited - drawn,
            fading: own / burst.days,
            profile,
        }
    }

    /// Posts a day to expect at a moment.
    fn pace(&self, at: f64) -> f64 {
        let days = at - self.since;
        let tail = self.extra * (-self.fading * days).exp();
        ((self.rate + self.growth * days) * self.profile.at(at) + tail).max(1e-9)
    }

    /// Posts to expect unseen at a moment.
    fn unseen(&self, at: f64) -> f64 {
        let days = at - self.since;
        let tail = self.extra * -(-self.fading * days).exp_m1() / self.fading;
        let rate = self.rate + self.growth * days / 2.0;
        (rate * self.profile.between(self.since, at) + tail).max(0.0)
    }

    /// Days of waiting that a visit at a moment saves, summed over posts.
    ///
    /// With a constant pace λ this is Whittle's index λ·s²/2 of a source last seen s days ago, and
    /// visiting where it is highest gives the closed optimum, intervals ∝ 1/√λ. With N posts
    /// unseen that is N²/2λ by the pace of now (which rises when a burst ends: nothing is gained by
    /// waiting any more) and N·s/2 by the pace so far; their geometric mean is taken.
    pub(super) fn worth(&self, at: f64) -> f64 {
        let days = (at - self.since).max(0.0);
        let unseen = self.unseen(at);
        unseen * (unseen * days / self.pace(at)).sqrt() / 2.0
    }

    /// The first moment after the last look, up to `most` days later, at which a visit is worth its
    /// price at that moment.
    pub(super) fn reaches(&self, price: impl Fn(f64) -> f64, most: f64) -> f64 {
        let worth_it = |days: f64| {
            let at = self.since + days;
            self.worth(at) >= price(at)
        };
        let (mut early, mut late) = (0.0, STEP);
        while !worth_it(late) {
            if late >= most {
                return self.since + most;
            }
            early = late;
            late = (late * 1.25).min(most);
        }
        for _ in 0..6 {
            let middle = f64::midpoint(early, late);
            if worth_it(middle) { late = middle } else { early = middle }
        }
        self.since + late
    }
}
