//! One visit: fetch, keep, read, record, follow, conclude.

use crate::Workshop;
use anyhow::Context;
use crawler::platforms::{Adapter, Place};
use crawler::{FetchError, Validators};
use model::reading::Found;
use model::{
    Account, AccountId, Capture, CaptureId, Complaint, Filled, Finding, PageRequest, PageState,
    PostId, Purpose, Reading, Source, StoredCapture, Subject, Timestamp, Visit, VisitId,
    VisitOutcome, Witness,
};
use serde::Serialize;
use std::collections::{HashSet, VecDeque};
use store::{RecordPage, Recorded, SourceAfter};

/// What one page of a visit brought.
#[derive(Debug, Clone, Serialize)]
pub struct PageReport {
    /// The page.
    pub url: String,
    /// Why it was asked for.
    pub purpose: Purpose,
    /// HTTP status.
    pub status: u16,
    /// What it says about the source.
    pub state: PageState,
    /// Posts on it.
    pub posts: usize,
    /// Posts on it not known before.
    pub new_posts: usize,
    /// What was not understood.
    pub complaints: Vec<Complaint>,
}

/// What a visit brought.
#[derive(Debug, Clone, Serialize)]
pub struct VisitReport {
    /// The visit as stored.
    pub visit: Visit,
    /// Its pages.
    pub pages: Vec<PageReport>,
    /// When the source is due next, and why.
    pub next_due: (Timestamp, String),
}

/// Everything that a visit gathers on its way.
#[derive(Debug, Default)]
struct Gathered {
    pages: Vec<PageReport>,
    filled: Filled,
    last: Option<CaptureId>,
    verdicts: Vec<(PageState, usize)>,
    posted: Vec<Timestamp>,
    seen: HashSet<PostId>,
    oldest: Option<Timestamp>,
    listing: Option<StoredCapture>,
    capped: bool,
    cursor: Option<String>,
    validators: Validators,
    title: Option<String>,
    failure: Option<FetchError>,
}

/// Visits a source once and stores everything that comes of it. The caller holds the lease on the
/// source's host as `holder`. Failing to see is an outcome, not an error; an error here means that
/// the database or the archive failed, and then nothing of the page at hand was stored.
pub async fn visit(shop: &Workshop, source: &Source, holder: &str) -> anyhow::Result<VisitReport> {
    let started_at = shop.now();
    let mut visit = Visit {
        id: VisitId::of(&[&source.id.to_string(), &started_at.ms().to_string()]),
        source: source.id,
        started_at,
        finished_at: None,
        outcome: None,
        pages: 0,
        posts: 0,
        new_posts: 0,
        filled: Filled::default(),
        capture: None,
        complaints: Vec::new(),
        note: String::new(),
    };
    shop.store.open_visit(&visit).await.context("opening the visit")?;
    let platform = &source.address.platform;
    let gathered = match (shop.platforms.adapter(platform), shop.platforms.base(platform)) {
        (Some(adapter), Some(base)) => {
            let place =
                Place { base, source: Some(&source.address), cursor: source.cursor.as_deref() };
            let (visit, leased_at) = (visit.id, started_at);
            let mut walk = Walk { shop, source, holder, adapter, place, visit, leased_at };
            walk.run().await?
        }
        _ => Gathered { failure: Some(turned_off(platform)), ..Gathered::default() },
    };
    if let Some(listing) = &gathered.listing {
        crate::checking::look_for_missing(shop, source, listing, &gathered.seen, gathered.oldest)
            .await?;
    }
    close(shop, source, &mut visit, gathered).await
}

fn turned_off(platform: &model::Platform) -> FetchError {
    FetchError::Permanent {
        reason: format!("the platform {platform} is turned off or not known to this version"),
    }
}

/// The way through a source's pages.
#[derive(Debug)]
struct Walk<'a> {
    shop: &'a Workshop,
    source: &'a Source,
    holder: &'a str,
    adapter: &'a dyn Adapter,
    place: Place<'a>,
    visit: VisitId,
    /// When the lease was taken or renewed.
    leased_at: Timestamp,
}

impl Walk<'_> {
    async fn run(&mut self) -> anyhow::Result<Gathered> {
        let mut gathered = Gathered::default();
        let first = match self.adapter.first(&self.place) {
            Ok(first) => first,
            Err(why) => {
                gathered.failure = Some(FetchError::Refused { reason: why.to_string() });
                return Ok(gathered);
            }
        };
        let mut asked = HashSet::from([first.url.clone()]);
        let mut queue = VecDeque::from([first]);
        while let Some(request) = queue.pop_front() {
            if gathered.pages.len() >= self.shop.max_pages_per_visit as usize {
                gathered.capped = true;
                break;
            }
            let next = match self.fetch(&request, gathered.pages.is_empty()).await {
                Ok(capture) => self.page(capture, &mut gathered).await?,
                Err(failure) => {
                    gathered.failure = Some(failure);
                    break;
                }
            };
            queue.extend(next.into_iter().filter(|page| asked.insert(page.url.clone())));
        }
        Ok(gathered)
    }

    /// Renews the lease on the host once an eighth of it has run: before that nobody can have taken
    /// it, and most of it is still ahead.
    async fn keep_lease(&mut self) -> Result<(), FetchError> {
        let (now, lease_ms) = (self.shop.now(), self.shop.options.lease_ms);
        if now < self.leased_at.plus_ms(lease_ms / 8) {
            return Ok(());
        }
        let until = now.plus_ms(lease_ms);
        let reason = match self.shop.store.renew_lease(&self.source.host, self.holder, until).await
        {
            Ok(true) => {
                self.leased_at = now;
                return Ok(());
            }
            Ok(false) => "the lease on the host passed to another process".to_owned(),
            Err(why) => why.to_string(),
        };
        Err(FetchError::Transient { reason })
    }

    async fn fetch(&mut self, request: &PageRequest, first: bool) -> Result<Capture, FetchError> {
        self.keep_lease().await?;
        let (etag, last_modified) = self.source.validators.clone();
        let validators =
            if first { Validators { etag, last_modified } } else { Validators::default() };
        let fetcher = self.shop.fetcher.for_platform(&self.source.address.platform);
        fetcher.fetch(request, &validators).await
    }

    /// Keeps, reads and records one page; returns the pages to follow.
    async fn page(
        &self,
        capture: Capture,
        gathered: &mut Gathered,
    ) -> anyhow::Result<Vec<PageRequest>> {
        self.shop.tally.pages(1);
        let stored = self.shop.archive.keep(capture).await.context("keeping the capture")?;
        let mut reading = self.adapter.read(&self.place, &stored);
        if let Some(obstacle) = crawler::obstacle::before(stored.capture(), &reading) {
            reading.complaints.push(obstacle.complaint());
        }
        self.witness(&stored, &mut reading);
        let recorded = self.record(&stored, &reading).await?;
        gathered.add(&stored, &reading, &recorded, self.source);
        let new = !recorded.new_posts.is_empty();
        let follow = |page: &PageRequest| page.purpose != Purpose::Older || new;
        Ok(reading.next.into_iter().filter(follow).collect())
    }

    /// A page that says something about the source as a whole says it about its account too.
    fn witness(&self, stored: &StoredCapture, reading: &mut Reading) {
        let Some(account) = self.source.account else { return };
        let subject = Subject::Account(account);
        if !self.source.address.kind.is_one_account()
            || reading.found.iter().any(|found| found.subject == subject)
        {
            return;
        }
        let finding = match reading.state {
            PageState::Gone => Finding::Missing,
            PageState::NotPublic => Finding::Restricted,
            PageState::Posts if self.name_was_taken(account, reading) => {
                reading.complain("name_taken", "another account answers under this name now");
                Finding::Missing
            }
            PageState::Posts => Finding::Seen,
            _ => return,
        };
        let witness = match stored.capture().request.purpose {
            Purpose::Settle => Witness::Directory,
            Purpose::Account => Witness::AccountPage,
            _ => Witness::Listing,
        };
        reading.found.push(Found { subject, finding, witness });
    }

    /// Whether the place shows another account than the one it used to: names are given up and taken.
    fn name_was_taken(&self, account: AccountId, reading: &Reading) -> bool {
        let platform = &self.source.address.platform;
        let shown = reading.accounts.iter().find(|one| one.is_source);
        shown.is_some_and(|one| Account::id_of(platform, &one.native_id) != account)
    }

    async fn record(&self, stored: &StoredCapture, reading: &Reading) -> anyhow::Result<Recorded> {
        let page = RecordPage {
            visit: Some(self.visit),
            source: Some(self.source.id),
            ..RecordPage::of(&self.source.address.platform, stored, reading, self.shop.now())
        };
        let recorded = self.shop.store.record(page).await.context("recording the page")?;
        self.shop.tally.posts(recorded.new_posts.len() as u64);
        Ok(recorded)
    }
}

impl Gathered {
    fn add(
        &mut self,
        stored: &StoredCapture,
        reading: &Reading,
        recorded: &Recorded,
        source: &Source,
    ) {
        let capture = stored.capture();
        let purpose = capture.request.purpose;
        if self.pages.is_empty() {
            self.validators = Validators::of(capture);
        }
        self.filled.add(&reading.posts);
        self.last = Some(capture.id);
        self.verdicts.push((reading.state, reading.posts.len()));
        self.posted.extend(&recorded.posted);
        self.capped |= reading.capped;
        if reading.cursor.is_some() {
            self.cursor.clone_from(&reading.cursor);
        }
        if !reading.posts.is_empty() && matches!(purpose, Purpose::Newest | Purpose::Older) {
            let platform = &source.address.platform;
            self.seen
                .extend(reading.posts.iter().map(|p| model::Post::id_of(platform, &p.native_id)));
            let oldest = reading.posts.iter().filter_map(|p| p.posted_at).min();
            self.oldest = [self.oldest, oldest].into_iter().flatten().min();
            self.listing = Some(stored.clone());
        }
        let named = reading.accounts.iter().find(|a| a.is_source);
        if let Some(account) = named {
            let name = &account.profile.display_name;
            self.title = (!name.is_empty()).then(|| name.clone());
        }
        self.pages.push(PageReport {
            url: capture.request.url.to_string(),
            purpose,
            status: capture.status,
            state: reading.state,
            posts: reading.posts.len(),
            new_posts: recorded.new_posts.len(),
            complaints: reading.complaints.clone(),
        });
    }
}

/// Concludes the visit, asks the scheduler when to come back, and closes both in one go.
async fn close(
    shop: &Workshop,
    source: &Source,
    visit: &mut Visit,
    gathered: Gathered,
) -> anyhow::Result<VisitReport> {
    let now = shop.now();
    let outcome = crawler::conclude(&gathered.verdicts, gathered.capped, gathered.failure.as_ref());
    let fleet = shop.experience.fleet(&shop.store).await?;
    let posted = &gathered.posted;
    let mut next =
        crawler::schedule::after_visit(source, outcome, posted, now, &fleet, &shop.schedule);
    if let Some(until) = left_alone_until(shop, source, outcome, gathered.failure.as_ref()) {
        next.due = until;
        next.reason = format!("{}; not before {until}", outcome.words());
    }
    visit.finished_at = Some(now);
    visit.outcome = Some(outcome);
    visit.pages = count(gathered.pages.len());
    visit.posts = count(gathered.pages.iter().map(|p| p.posts).sum());
    visit.new_posts = count(gathered.pages.iter().map(|p| p.new_posts).sum());
    visit.filled = gathered.filled;
    visit.capture = gathered.last;
    visit.complaints = gathered.pages.iter().flat_map(|p| p.complaints.clone()).take(200).collect();
    visit.note = gathered.failure.as_ref().map(ToString::to_string).unwrap_or_default();
    let seen = outcome.saw();
    let fresh = &gathered.validators;
    let keep_validators = seen && (fresh.etag.is_some() || fresh.last_modified.is_some());
    let after = SourceAfter {
        next_due: next.due,
        due_reason: next.reason.clone(),
        learned: next.learned,
        cursor: gathered.cursor.or_else(|| source.cursor.clone()),
        validators: if keep_validators {
            (gathered.validators.etag, gathered.validators.last_modified)
        } else {
            source.validators.clone()
        },
        failures: if seen { 0 } else { source.failures.saturating_add(1) },
        title: gathered.title,
    };
    shop.store.close_visit(visit, &after).await.context("closing the visit")?;
    if let Some(lesson) = &next.lesson {
        shop.experience.learn(lesson, &shop.store).await?;
    }
    shop.tally.visits(1);
    if is_blind(outcome) {
        shop.tally.visits_blind(1);
    }
    let next_due = (next.due, next.reason);
    Ok(VisitReport { visit: visit.clone(), pages: gathered.pages, next_due })
}

/// When a source is due whose host said when to ask again, or which we may not ask before: then, and
/// neither earlier nor later.
fn left_alone_until(
    shop: &Workshop,
    source: &Source,
    outcome: VisitOutcome,
    failure: Option<&FetchError>,
) -> Option<Timestamp> {
    if outcome != VisitOutcome::RateLimited {
        return None;
    }
    let told = failure
        .and_then(FetchError::retry_after)
        .map(|after| shop.now().plus_ms(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)));
    told.max(shop.fetcher.left_alone_until(&source.host))
}

fn is_blind(outcome: VisitOutcome) -> bool {
    matches!(
        outcome,
        VisitOutcome::AuthRequired
            | VisitOutcome::RateLimited
            | VisitOutcome::ParserDrift
            | VisitOutcome::TransportError
    )
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
