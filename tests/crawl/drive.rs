//! Visits channels as the `visit_sources` job does, over a server on loopback, and reads pages
//! alone, for `tests/bench/crawl.py`.
//!
//! `crawl-drive watch FOLDER BASE N` makes a data folder that watches `ch000000` … on the server at
//! BASE. `crawl-drive visit FOLDER BASE N` visits each once: lease, fetcher, archive, adapter, one
//! transaction a page, with the pace set open. `crawl-drive read PAGES N TIMES` reads the files
//! `000.html` … that often, and `crawl-drive posts PAGES N` prints what they say.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use anyhow::{Context, ensure};
use crawler::platforms::{Place, named};
use evidence::Archive;
use model::retention::Category;
use model::source::SourceAddress;
use model::{
    Capture, Clock, PageRequest, PublicUrl, Purpose, Source, StoredCapture, Timestamp, VisitOutcome,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use tests::Wiring;
use worker::Workshop;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Visits at the same time; the default of the settings.
const VISITORS: u32 = 4;

/// Name of whoever holds the lease on the host.
const HOLDER: &str = "house/0";

/// A clock that begins at a moment of its own and runs as the machine's does.
#[derive(Debug)]
struct Running(Timestamp, Instant);

impl Running {
    fn begin() -> Arc<dyn Clock> {
        Arc::new(Self(Timestamp::from_ms(1_795_600_000_000), Instant::now()))
    }
}

impl Clock for Running {
    fn now(&self) -> Timestamp {
        self.0.plus_ms(i64::try_from(self.1.elapsed().as_millis()).unwrap_or(i64::MAX))
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["watch", folder, base, count] => watch(Path::new(folder), base, count.parse()?).await,
        ["visit", folder, base, count] => visit_all(Path::new(folder), base, count.parse()?).await,
        ["read", pages, count, times] => {
            read_all(&kept(Path::new(pages), count.parse()?).await?, times.parse()?)
        }
        ["posts", pages, count] => posts(&kept(Path::new(pages), count.parse()?).await?),
        _ => anyhow::bail!("say watch, visit, read or posts; see the head of tests/crawl/drive.rs"),
    }
}

/// A workshop whose fetcher asks the server at `base` as fast as it answers, one page a visit.
async fn workshop(folder: &Path, base: &str) -> anyhow::Result<Workshop> {
    let authority = base.split_once("://").context("BASE is an address")?.1;
    let mut wiring = Wiring::one("telegram", base, vec![authority.to_owned()]);
    wiring.crawling.interval_ms = 0;
    wiring.crawling.in_flight = VISITORS;
    wiring.crawling.max_pages_per_visit = 1;
    tests::workshop(folder, &wiring, Running::begin(), None).await
}

fn address(shop: &Workshop, base: &str, number: u32) -> anyhow::Result<SourceAddress> {
    Ok(shop.platforms.recognise(&format!("{base}/s/ch{number:06}"))?)
}

async fn watch(folder: &Path, base: &str, count: u32) -> anyhow::Result<()> {
    let shop = workshop(folder, base).await?;
    for number in 0..count {
        let address = address(&shop, base, number)?;
        let host = shop.platforms.host(&address);
        let until = shop.keep.until(Category::Offer, shop.now());
        shop.store.add_source(&Source::new(address, host, shop.now(), until)).await?;
    }
    shop.store.close().await;
    Ok(())
}

async fn visit_all(folder: &Path, base: &str, count: u32) -> anyhow::Result<()> {
    let shop = workshop(folder, base).await?;
    let host = shop.platforms.host(&address(&shop, base, 0)?);
    let lease_ms = shop.options.lease_ms;
    ensure!(shop.store.take_lease(&host, HOLDER, shop.now(), lease_ms).await?, "the host is taken");
    let next = Arc::new(AtomicU32::new(0));
    let mut visitors = tokio::task::JoinSet::new();
    for _ in 0..VISITORS {
        visitors.spawn(visitor(shop.clone(), base.to_owned(), count, Arc::clone(&next)));
    }
    while let Some(ended) = visitors.join_next().await {
        ended??;
    }
    shop.store.release_lease(&host, HOLDER).await?;
    shop.store.close().await;
    println!("{}", serde_json::to_string(&shop.tally.counts())?);
    Ok(())
}

async fn visitor(
    shop: Workshop,
    base: String,
    count: u32,
    next: Arc<AtomicU32>,
) -> anyhow::Result<()> {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= count {
            return Ok(());
        }
        let id = address(&shop, &base, number)?.id();
        let source = shop.store.source(id).await?.context("the source is watched")?;
        let report = worker::visiting::visit(&shop, &source, HOLDER).await?;
        let saw = report.visit.outcome.is_some_and(VisitOutcome::saw);
        ensure!(saw, "channel {number}: {:?} {}", report.visit.outcome, report.visit.note);
    }
}

/// Pages from files, kept in an archive, as nothing else is read.
async fn kept(pages: &Path, count: u32) -> anyhow::Result<Vec<StoredCapture>> {
    let folder = tempfile::tempdir()?;
    let clock = Running::begin();
    let options = evidence::Options { sync: false, ..evidence::Options::default() };
    let archive = Archive::open(folder.path(), &options, Arc::clone(&clock))?;
    let mut kept = Vec::new();
    for number in 0..count {
        let url = PublicUrl::parse(&format!("https://t.me/s/ch{number:06}"))?;
        let body = std::fs::read(pages.join(format!("{number:03}.html")))?;
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        let request = PageRequest::new(url.clone(), Purpose::Newest);
        let capture = Capture::new(request, url, clock.now(), 200, headers, body.into());
        kept.push(archive.keep(capture).await?);
    }
    Ok(kept)
}

/// Reads every page so often and says how much CPU time that took.
fn read_all(pages: &[StoredCapture], times: u32) -> anyhow::Result<()> {
    let base = PublicUrl::parse("https://t.me/")?;
    let place = Place { base: &base, source: None, cursor: None };
    let adapter = named("telegram").context("the platform is there")?;
    let (mut posts, before) = (0, cpu_ns()?);
    for _ in 0..times {
        for page in pages {
            posts += adapter.read(&place, page).posts.len();
        }
    }
    let took = cpu_ns()?.saturating_sub(before);
    let read = pages.len() * usize::try_from(times)?;
    println!("{}", serde_json::json!({ "pages": read, "posts": posts, "cpu_ns": took }));
    Ok(())
}

/// Prints every post, a line each.
fn posts(pages: &[StoredCapture]) -> anyhow::Result<()> {
    let base = PublicUrl::parse("https://t.me/")?;
    let place = Place { base: &base, source: None, cursor: None };
    let adapter = named("telegram").context("the platform is there")?;
    for page in pages {
        for post in adapter.read(&place, page).posts {
            println!("{}", serde_json::to_string(&post)?);
        }
    }
    Ok(())
}

/// Nanoseconds that this thread has run (Linux).
fn cpu_ns() -> anyhow::Result<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(text.split(' ').next().context("schedstat has three numbers")?.parse()?)
}
