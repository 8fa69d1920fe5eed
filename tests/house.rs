//! A whole routewatch over an invented world, in one process: what the suite and the benchmarks
//! stand on. Real database, real index, real archive, real HTTP over loopback; only the platforms
//! are invented.

pub mod returns;
#[path = "schedule/roster.rs"]
pub mod roster;

use classifier::shelf::{Models, Shelf};
use crawler::platforms::Platforms;
use crawler::{Fetcher, PlatformOptions};
use demo::{Plan, Served, StandingClock, World};
use evidence::Archive;
use indexer::Index;
use model::retention::Category;
use model::{Clock, Entropy, Person, PersonId, Retention, Role, Source, Timestamp};
use notifier::Notifier;
use referral::RecipientOptions;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;
use worker::{StoreLedger, Tally, Workshop};

/// Ids that count upwards: the same run gives the same ids.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Entropy for CountedIds {
    fn uuid(&self) -> uuid::Uuid {
        uuid::Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1)
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [7; 32];
        let number = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(number).for_each(|(byte, n)| *byte = n);
        bytes
    }
}

/// Everything that is up while a test runs.
#[derive(Debug)]
pub struct House {
    /// The invented world.
    pub world: Arc<World>,
    /// Its servers.
    pub served: Served,
    /// The time, which stands until a test moves it.
    pub clock: Arc<StandingClock>,
    /// Ids.
    pub entropy: Arc<CountedIds>,
    /// What the jobs work with.
    pub shop: Workshop,
    /// The data folder; gone with the house.
    pub folder: tempfile::TempDir,
}

impl House {
    /// A small world, and a routewatch over the database at `url` (an SQLite file in the house's
    /// own folder if none).
    pub async fn build(plan: Plan, url: Option<&str>) -> anyhow::Result<Self> {
        let clock = Arc::new(StandingClock::new(plan.start));
        let shared: Arc<dyn Clock> = clock.clone();
        let world = Arc::new(World::invent(&plan));
        let served = demo::serve(Arc::clone(&world), Arc::clone(&shared)).await?;
        let folder = tempfile::tempdir()?;
        let shop = workshop(folder.path(), &Wiring::to(&served)?, shared, url).await?;
        Ok(Self { world, served, clock, entropy: Arc::default(), shop, folder })
    }

    /// Watches every place of the world.
    pub async fn watch_everything(&self) -> anyhow::Result<usize> {
        let mut watched = 0;
        for place in &self.served.sources {
            let address = self.shop.platforms.recognise(place)?;
            let host = self.shop.platforms.host(&address);
            let until = self.shop.keep.until(Category::Offer, self.now());
            let source = Source::new(address, host, self.now(), until);
            self.shop.store.add_source(&source).await?;
            watched += 1;
        }
        Ok(watched)
    }

    /// The house's present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock on by so many minutes and runs all jobs until nothing is left to do.
    pub async fn pass(&self, minutes: i64) -> anyhow::Result<u64> {
        self.clock.set(self.now().plus_secs(minutes * 60));
        worker::run_until_idle(&self.shop, 10_000).await
    }

    /// Somebody with a log-in.
    pub async fn person(&self, name: &str, role: Role) -> anyhow::Result<Person> {
        let person = Person {
            id: PersonId::of(&[name]),
            name: name.to_owned(),
            display_name: name.to_owned(),
            email: Some(format!("{name}@unit.example")),
            role,
            time_zone: "UTC".to_owned(),
            disabled: false,
            created_at: self.now(),
        };
        self.shop.store.add_person(&person, "no log-in in this test").await?;
        Ok(person)
    }
}

/// How a workshop is wired to the outside.
#[derive(Debug, Clone)]
pub struct Wiring {
    /// How pages are fetched.
    pub crawling: crawler::Options,
    /// Who gives notice, and where to.
    pub sender: referral::Options,
}

impl Wiring {
    /// To one platform only, at that address.
    #[must_use]
    pub fn one(platform: &str, base_url: &str, allow: Vec<String>) -> Self {
        let mut crawling = quick(allow);
        point(&mut crawling, platform, base_url);
        Self { crawling, sender: referral::Options::default() }
    }

    /// To an invented world.
    fn to(served: &Served) -> anyhow::Result<Self> {
        let mut crawling = quick(served.allow.clone());
        point(&mut crawling, "telegram", served.telegram.as_str());
        point(&mut crawling, "mastodon", served.mastodon.as_str());
        point(&mut crawling, "bluesky", served.bluesky.as_str());
        point(&mut crawling, "feeds", served.feeds.as_str());
        Ok(Self { crawling, sender: sender(served)? })
    }
}

fn point(crawling: &mut crawler::Options, platform: &str, base_url: &str) {
    let options = PlatformOptions { base_url: Some(base_url.to_owned()), ..Default::default() };
    crawling.platforms.insert(platform.to_owned(), options);
}

/// Hosts of our own are asked as fast as they answer.
fn quick(allow: Vec<String>) -> crawler::Options {
    crawler::Options {
        allow,
        interval_ms: 1,
        burst: 1000,
        max_pages_per_visit: 60,
        user_agent_contact: "https://unit.example/routewatch".to_owned(),
        ..crawler::Options::default()
    }
}

/// A workshop in a folder, over the database at `url` (an SQLite file in the folder if none).
pub async fn workshop(
    folder: &Path,
    wiring: &Wiring,
    clock: Arc<dyn Clock>,
    url: Option<&str>,
) -> anyhow::Result<Workshop> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let crawling = wiring.crawling.clone();
    let keep = Retention::default();
    let file = format!("sqlite://{}", folder.join("routewatch.db").display());
    let store = Store::open(url.unwrap_or(&file), &store::Options::default(), keep).await?;
    let (index, _) = Index::open(&folder.join("index"), &indexer::Options::default())?;
    let archive =
        Archive::open(&folder.join("captures"), &evidence::Options::default(), Arc::clone(&clock))?;
    Ok(Workshop {
        fetcher: {
            let ledger = Arc::new(StoreLedger::new(store.clone(), "house".to_owned()));
            Fetcher::sharing(crawling.clone(), Arc::clone(&clock), ledger)?
        },
        store,
        platforms: Arc::new(Platforms::new(&crawling)?),
        archive,
        models: Arc::new(Models::open(
            &classifier::Options::default(),
            Shelf::new(folder.join("models")),
        )?),
        index: Some(index),
        notifier: Arc::new(Notifier::new(&notifier::Options::default(), folder)?),
        referral: Arc::new(wiring.sender.clone()),
        schedule: Arc::default(),
        experience: Arc::default(),
        max_pages_per_visit: crawling.max_pages_per_visit,
        keep,
        clock,
        options: worker::Options::default(),
        holder: "house".to_owned(),
        tally: Arc::new(Tally::default()),
        looks: Arc::default(),
    })
}

fn sender(served: &Served) -> anyhow::Result<referral::Options> {
    let recipient = RecipientOptions {
        name: "The invented platforms' moderation desk".to_owned(),
        platforms: crawler::platforms::ALL.iter().map(|a| a.name().to_owned()).collect(),
        channel: "webhook".to_owned(),
        to: served.desk.join("/notices")?.to_string(),
        layout: "dsa16".to_owned(),
    };
    Ok(referral::Options {
        organisation: "Example Unit".to_owned(),
        contact_name: "Referral desk".to_owned(),
        contact_email: "desk@unit.example".to_owned(),
        recipients: [("desk".to_owned(), recipient)].into(),
    })
}
