//! A handful of invented accounts and posts in several scripts, recorded as a visit would record
//! them. Used by the tests and by `examples/preview.rs`; numbers and domains are reserved ones.

mod recording;
mod told;

pub(crate) use recording::{account_id, fill, post_id};
pub(crate) use told::{Told, told};

use classifier::shelf::{Models, Shelf};
use dashboard::{Options, Parts};
use model::{Clock, Entropy, Person, PersonId, Retention, Role, Timestamp};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery";
/// Log-in names, one of each role.
pub(crate) const PEOPLE: [(&str, Role); 4] = [
    ("vera", Role::Viewer),
    ("ada", Role::Analyst),
    ("grace", Role::Approver),
    ("alan", Role::Administrator),
];

/// The invented present.
pub(crate) fn now() -> Timestamp {
    Timestamp::parse("2026-11-23T14:05:00Z").unwrap()
}

/// A clock that stands still.
#[derive(Debug)]
pub(crate) struct Still;
impl Clock for Still {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// Chance that counts.
#[derive(Debug, Default)]
pub(crate) struct Counting(AtomicU64);
impl Entropy for Counting {
    fn uuid(&self) -> uuid::Uuid {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        uuid::Uuid::from_u128((0x0190_163d_8694_739b_aea5 << 48) + u128::from(n))
    }
    fn secret(&self) -> [u8; 32] {
        let mut secret = [7; 32];
        let n = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        secret.iter_mut().zip(n).for_each(|(to, from)| *to = from);
        secret
    }
}

/// Empty parts in a folder, with one person of each role.
pub(crate) async fn parts(dir: &Path) -> Parts {
    let clock: Arc<dyn Clock> = Arc::new(Still);
    let keep = Retention::default();
    let file = dir.join("routewatch.db");
    let file = file.to_string_lossy();
    let store = Store::open(&file, &store::Options::default(), keep).await.unwrap();
    let crawling = crawler::Options::default();
    let parts = Parts {
        store,
        index: indexer::Index::open(&dir.join("index"), &indexer::Options { memory_mb: 16 })
            .unwrap()
            .0,
        models: Arc::new(
            Models::open(&classifier::Options::default(), Shelf::new(dir.join("models"))).unwrap(),
        ),
        archive: evidence::Archive::open(
            &dir.join("evidence"),
            &evidence::Options::default(),
            clock.clone(),
        )
        .unwrap(),
        fetcher: crawler::Fetcher::new(crawling.clone(), clock.clone()).unwrap(),
        platforms: Arc::new(crawler::platforms::Platforms::new(&crawling).unwrap()),
        recipients: referral::Options::default(),
        clock,
        entropy: Arc::new(Counting::default()),
        keep,
        notice_banner: Some("Demo: everybody and everything here is invented.".to_owned()),
    };
    let hash = dashboard::password::hash(PASSWORD, parts.entropy.as_ref()).unwrap();
    for (name, role) in PEOPLE {
        parts.store.add_person(&person(name, role), &hash).await.unwrap();
    }
    parts
}

/// Options of tests: no brake on signing in.
pub(crate) fn options() -> Options {
    Options { sign_in_attempts: 1000, ..Options::default() }
}

pub(crate) fn person(name: &str, role: Role) -> Person {
    Person {
        id: PersonId::of(&[name]),
        name: name.to_owned(),
        display_name: format!(
            "{}{} Example",
            name.chars().take(1).collect::<String>().to_uppercase(),
            name.chars().skip(1).collect::<String>()
        ),
        email: None,
        role,
        time_zone: "Europe/Rome".to_owned(),
        disabled: false,
        created_at: now().plus_days(-90),
    }
}
