//! How often the yield of a source alarms although nothing has changed, and how soon it does when it
//! falls, on invented visits. `tests/bench/alarms.sh` runs it and prints the figures.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "hours, visits and posts are small and positive"
)]

use crawler::schedule::Pace;
use model::source::SourceAddress;
use model::{
    AlarmKind, Filled, Platform, PublicUrl, Source, SourceKind, Timestamp, Visit, VisitId,
    VisitOutcome,
};
use worker::health::{LOOKED_AT, Past, Verdict, verdict};

const HOUR: f64 = 3_600_000.0;

/// Visits a day, and days: judged after a month, when there is something to compare with.
const A_DAY: usize = 9;
const DAYS: usize = 60;
const FROM: usize = 30 * A_DAY;

/// Sources of each kind.
const SOURCES: u64 = 60;

/// Steele, Lea and Flood's `SplitMix64`: chance that can be repeated.
struct Chance(u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A Poisson number (Knuth's product of uniforms).
    fn count(&mut self, mean: f64) -> u32 {
        let (limit, mut product, mut n) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            n += 1;
        }
        n
    }
}

/// A way of writing.
#[derive(Debug, Clone, Copy)]
enum Life {
    /// A page of twenty, a few deleted now and then.
    Page,
    /// Many people, evenly.
    Even,
    /// Many people, by day only.
    Day,
    /// Many people, by day, in bursts of twenty times the pace.
    Bursts,
}

const LIVES: [Life; 4] = [Life::Page, Life::Even, Life::Day, Life::Bursts];

/// Awake from seven to eleven at night.
fn by_day(hour: f64) -> f64 {
    if (7.0..23.0).contains(&hour) { 1.5 } else { 0.05 }
}

/// Sixty days of visits, oldest first; from `falls` on only a fifth is read.
fn visits(life: Life, seed: u64, falls: usize) -> Vec<Visit> {
    let mut chance = Chance(seed);
    let (mut at, mut burst, mut deleted) = (0.0, 0.0_f64, 0.0_f64);
    let mut all = Vec::with_capacity(A_DAY * DAYS);
    for number in 0..A_DAY * DAYS {
        // Visits are neither even nor at the same hours every day.
        let hours = 24.0 / A_DAY as f64 * (0.5 + chance.unit());
        at += hours;
        let day = by_day(at % 24.0);
        burst = if chance.unit() < 0.03 { 20.0 } else { burst * (-hours / 6.0).exp() };
        let pace = match life {
            Life::Page | Life::Even => 1.0,
            Life::Day => day,
            Life::Bursts => day * (1.0 + burst) / 2.0,
        };
        deleted = if chance.unit() < 0.02 { 3.0 * chance.unit() } else { deleted * 0.9 };
        let share = if number >= falls { 0.2 } else { 1.0 };
        let new = chance.count(pace * hours * share);
        let posts = match life {
            Life::Page => ((20.0 - deleted) * share).round() as u32,
            _ => new.max(20),
        };
        all.push(visit(number, at, posts, new.min(posts.saturating_sub(1))));
    }
    all
}

fn visit(number: usize, hours: f64, posts: u32, new_posts: u32) -> Visit {
    let at = Timestamp::from_ms((hours * HOUR) as i64);
    Visit {
        id: VisitId::of(&[&number.to_string()]),
        source: place(SourceKind::Board).id,
        started_at: at,
        finished_at: Some(at),
        outcome: Some(VisitOutcome::Posts),
        pages: 1,
        posts,
        new_posts,
        filled: Filled::default(),
        capture: None,
        complaints: Vec::new(),
        note: String::new(),
    }
}

fn place(kind: SourceKind) -> Source {
    let Ok(url) = PublicUrl::parse("https://place.example/") else { std::process::exit(1) };
    let address = SourceAddress { platform: Platform::new("pages"), kind, key: "x".into(), url };
    let at = Timestamp::from_ms(0);
    Source::new(address, "place.example:443".into(), at, at.plus_days(900))
}

/// Whether the yield alarms after that visit.
fn alarms(life: Life, visits: &[Visit], after: usize) -> bool {
    let kind = if matches!(life, Life::Page) { SourceKind::Channel } else { SourceKind::Board };
    let seen = visits.iter().take(after + 1).rev().take(LOOKED_AT as usize).cloned();
    let seen: Vec<Visit> = seen.collect();
    let source = place(kind);
    // The schedule is taken to know the hours. That it has to agree is left out: it only ever holds
    // an alarm back.
    let hours = std::array::from_fn(|hour| match life {
        Life::Page | Life::Even => 1.0,
        Life::Day | Life::Bursts => by_day(hour as f64),
    });
    let pace = Pace::new(1e6, hours);
    let past = Past { source: &source, visits: &seen, pace: &pace };
    matches!(verdict(AlarmKind::YieldFell, &past, None), Verdict::Shown(..))
}

fn main() {
    println!("| life | visits judged | alarms by chance | falls | alarmed | median visits until |");
    println!("|---|---|---|---|---|---|");
    for life in LIVES {
        let (mut judged, mut wrong, mut until) = (0, 0, Vec::new());
        for seed in 0..SOURCES {
            let calm = visits(life, seed * 977 + 1, usize::MAX);
            for after in FROM..calm.len() {
                judged += 1;
                wrong += u32::from(alarms(life, &calm, after));
            }
            let falls = visits(life, seed * 977 + 1, FROM);
            until.extend((FROM..falls.len()).find(|n| alarms(life, &falls, *n)).map(|n| n - FROM));
        }
        until.sort_unstable();
        let median = until.get(until.len() / 2).map_or(0, |n| n + 1);
        let found = until.len();
        println!("| {life:?} | {judged} | {wrong} | {SOURCES} | {found} | {median} |");
    }
}
