//! The scheduler against round robin and against the closed optimum for known rates, over an
//! invented fleet: people who keep hours, post in bursts, change their pace, and fall silent.

use crawler::schedule::Options;
use model::Timestamp;
use tests::roster::Roster;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const DAYS: i64 = 14;
/// Days in which nothing is counted yet.
const WARM: i64 = 5;
const SOURCES: usize = 60;
/// Visits of a source a day, on average; one source is visited every `EVERY` milliseconds.
const VISITS: i64 = 36;
#[expect(clippy::cast_possible_wrap, reason = "small")]
const EVERY: i64 = DAY / VISITS / SOURCES as i64;

/// Chance that repeats itself (xorshift64*).
struct Dice(u64);

impl Dice {
    /// Evenly between 0 and 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are meant")]
    fn even(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A waiting time with that mean.
    fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.even()).ln()
    }
}

#[expect(clippy::cast_precision_loss, reason = "some weeks in milliseconds")]
fn float(ms: i64) -> f64 {
    ms as f64
}

#[expect(clippy::cast_possible_truncation, reason = "some weeks in milliseconds")]
fn whole(ms: f64) -> i64 {
    ms as i64
}

/// When one person posts: from a third of a post a day to fifty, most around an hour of their own,
/// more in some weeks than in others; a third of the posts draw another within the hour; one person
/// in five falls silent.
fn person(dice: &mut Dice) -> Vec<i64> {
    let per_day = 0.33 * 150_f64.powf(dice.even().powi(2));
    let peak = 12.0 + 6.0 * dice.even();
    let silent = if dice.even() < 0.2 { whole(dice.even() * float(DAYS * DAY)) } else { i64::MAX };
    let mut posts = Vec::new();
    let mut at = 0.0;
    while at < float(DAYS * DAY) {
        at += dice.wait(float(DAY) / per_day / 4.0);
        let pace = if (whole(at) / (5 * DAY)) % 2 == 0 { 0.7 } else { 0.3 };
        let hour = (at / float(HOUR)).rem_euclid(24.0);
        let awake = f64::midpoint(1.0, (std::f64::consts::TAU * (hour - peak) / 24.0).cos());
        if dice.even() < pace * awake {
            let mut post = whole(at);
            posts.push(post);
            while dice.even() < 1.0 / 3.0 {
                post += whole(dice.wait(float(20 * MINUTE)));
                posts.push(post);
            }
        }
    }
    posts.retain(|post| *post < silent && *post < DAYS * DAY);
    posts.sort_unstable();
    posts
}

/// Mean delay (minutes) until each post is seen, and the longest time (ms) that a source went
/// unseen, if `choose` says whom to visit; it is told what the visit before saw.
fn play(
    fleet: &[Vec<i64>],
    mut choose: impl FnMut(i64, Option<(usize, i64, &[i64])>) -> usize,
) -> (f64, i64) {
    let mut seen = vec![(0_i64, 0_usize); fleet.len()];
    let (mut waited, mut posts, mut longest) = (0.0, 0.0, 0);
    let mut last: Option<(usize, i64, &[i64])> = None;
    for now in (0..DAYS * DAY).step_by(usize::try_from(EVERY).expect("positive")) {
        let id = choose(now, last);
        let (looked, from) = seen[id];
        let to = from + fleet[id][from..].partition_point(|post| *post <= now);
        for post in fleet[id][from..to].iter().filter(|post| **post >= WARM * DAY) {
            waited += float(now - post);
            posts += 1.0;
        }
        longest = longest.max(now - looked);
        seen[id] = (now, to);
        last = Some((id, now, &fleet[id][from..to]));
    }
    (waited / posts / float(MINUTE), longest)
}

fn moment(ms: i64) -> Timestamp {
    // The first Monday.
    Timestamp::from_ms(4 * DAY + ms)
}

#[test]
fn posts_are_seen_sooner_than_by_round_robin_or_by_the_optimum_for_known_steady_rates() {
    for seed in [7, 8] {
        let mut dice = Dice(seed);
        let fleet: Vec<_> = (0..SOURCES).map(|_| person(&mut dice)).collect();
        let mut turn = 0;
        let (in_turn, _) = play(&fleet, |_, _| {
            turn += 1;
            turn % SOURCES
        });
        // Index λ·s² with the rates that will have been: the closed optimum, given for nothing.
        let mut looked = vec![0; SOURCES];
        let (known, _) = play(&fleet, |now, _| {
            #[expect(clippy::cast_precision_loss, reason = "a count")]
            let index = |id: usize| fleet[id].len() as f64 * float(now - looked[id]).powi(2);
            let best = (0..SOURCES).max_by(|a, b| index(*a).total_cmp(&index(*b)));
            let best = best.expect("there are sources");
            looked[best] = now;
            best
        });
        let options = Options { floor_ms: 1, daily_ms: 1, ..Options::default() };
        let ceiling = options.ceiling_ms;
        let mut roster = Roster::new(&vec![moment(0); SOURCES], options);
        let (ours, longest) = play(&fleet, |now, saw| {
            if let Some((id, at, posts)) = saw {
                let posted: Vec<_> = posts.iter().map(|post| moment(*post)).collect();
                roster.seen(id, moment(at), &posted);
            }
            roster.choose(moment(now), 1)[0]
        });
        println!("seed {seed}: ours {ours:.1} min, known rates {known:.1}, in turn {in_turn:.1}");
        assert!(ours < 0.98 * known, "{ours} and {known}");
        assert!(ours < 0.60 * in_turn, "{ours} and {in_turn}");
        assert!(longest <= ceiling + 10 * EVERY, "unseen for {longest} ms");
    }
}

#[test]
fn no_more_sources_are_chosen_than_asked_for_and_none_twice() {
    let mut roster = Roster::new(&vec![moment(0); 50], Options::default());
    for minute in 0..600 {
        let now = moment(minute * MINUTE);
        let visits = usize::try_from(minute % 7).expect("small");
        let mut chosen = roster.choose(now, visits);
        assert_eq!(chosen.len(), visits);
        for id in &chosen {
            roster.seen(*id, now, &[]);
        }
        chosen.sort_unstable();
        chosen.dedup();
        assert_eq!(chosen.len(), visits, "one was chosen twice");
    }
}
