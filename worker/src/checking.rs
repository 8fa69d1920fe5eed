//! One look at whether an account or a post is still there.

use crate::Workshop;
use anyhow::Context;
use crawler::Validators;
use crawler::platforms::{CheckSubject, Place};
use model::reading::Found;
use model::{
    Account, Finding, PageRequest, PageState, PostId, PresenceState, Purpose, Reading, Source,
    StoredCapture, Subject, Timestamp, Witness,
};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};
use store::{Paging, PostView, RecordPage};

/// When each doubtful subject was last looked at, so that one whose pages do not answer is not asked
/// for again at once. Lost at a restart, which costs one early look.
#[derive(Debug, Default)]
pub struct Looks(Mutex<HashMap<Subject, Timestamp>>);

impl Looks {
    /// Whether the last look is at least `apart_ms` ago; if so, this is the next one.
    pub fn due(&self, subject: Subject, now: Timestamp, apart_ms: i64) -> bool {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.retain(|_, last| now.ms() - last.ms() < apart_ms);
        match looks.entry(subject) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(now);
                true
            }
        }
    }
}

/// Pages one look may fetch.
const PAGES: usize = 6;
/// Missing posts looked into after one visit; the rest waits for the next.
const MISSING_POSTS: usize = 5;
/// Known posts compared with what a visit saw.
const KNOWN_POSTS: u32 = 200;

/// Looks at an account by every page that knows it, and records what is found.
pub async fn look_at_account(shop: &Workshop, account: &Account) -> anyhow::Result<()> {
    look(shop, &CheckSubject::Account(account), account).await
}

/// Looks at a post by every page that knows it, and records what is found.
pub async fn look_at_post(shop: &Workshop, view: &PostView) -> anyhow::Result<()> {
    look(shop, &CheckSubject::Post(&view.post, &view.account), &view.account).await
}

async fn look(
    shop: &Workshop,
    subject: &CheckSubject<'_>,
    account: &Account,
) -> anyhow::Result<()> {
    let (Some(adapter), Some(base)) =
        (shop.platforms.adapter(&account.platform), shop.platforms.base(&account.platform))
    else {
        return Ok(());
    };
    shop.tally.checks(1);
    let fetcher = shop.fetcher.for_platform(&account.platform);
    let place = Place { base, source: None, cursor: None };
    let mut queue = VecDeque::from(adapter.checks(base, subject));
    let mut asked: HashSet<_> = queue.iter().map(|page| page.url.clone()).collect();
    let mut pages = 0;
    while let Some(request) = queue.pop_front() {
        if pages == PAGES {
            break;
        }
        pages += 1;
        // A page that does not answer says nothing about the subject; the next one may.
        let Ok(capture) = fetcher.fetch(&request, &Validators::default()).await else {
            continue;
        };
        shop.tally.pages(1);
        let stored = shop.archive.keep(capture).await.context("keeping the capture")?;
        let reading = adapter.read(&place, &stored);
        record(shop, account, &stored, &reading).await?;
        let settles = |page: &PageRequest| {
            matches!(page.purpose, Purpose::Settle | Purpose::Account | Purpose::Post)
        };
        let subject = request.subject;
        for mut page in reading.next.into_iter().filter(settles) {
            page.subject = page.subject.or(subject);
            if asked.insert(page.url.clone()) {
                queue.push_back(page);
            }
        }
    }
    Ok(())
}

async fn record(
    shop: &Workshop,
    account: &Account,
    stored: &StoredCapture,
    reading: &Reading,
) -> anyhow::Result<()> {
    let platform = &account.platform;
    let now = shop.now();
    let page = RecordPage::of(platform, stored, reading, now);
    shop.store.record(page).await.context("recording the check")?;
    Ok(())
}

/// Compares what a visit of one account's own place saw with what is on record: a known post
/// between the oldest and the newest one seen, and not among them, is missing from the listing.
/// Records that (one witness), and asks the post's own page (a second one).
pub(crate) async fn look_for_missing(
    shop: &Workshop,
    source: &Source,
    listing: &StoredCapture,
    seen: &HashSet<PostId>,
    oldest: Option<Timestamp>,
) -> anyhow::Result<()> {
    let (Some(account), Some(oldest)) = (source.account, oldest) else { return Ok(()) };
    if !source.address.kind.is_one_account() {
        return Ok(());
    }
    let known = shop.store.posts_of_account(account, None, Paging::first(KNOWN_POSTS)).await?;
    let missing: Vec<PostView> = known
        .rows
        .into_iter()
        .filter(|view| {
            let post = &view.post;
            post.presence.state == PresenceState::Live
                && post.posted_at > oldest
                && post.last_seen < listing.capture().at
                && !seen.contains(&post.id)
        })
        .take(MISSING_POSTS)
        .collect();
    let Some(first) = missing.first() else { return Ok(()) };
    let mut reading = Reading::of(PageState::Aside);
    reading.found = missing
        .iter()
        .map(|view| Found {
            subject: Subject::Post(view.post.id),
            finding: Finding::Missing,
            witness: Witness::Listing,
        })
        .collect();
    record(shop, &first.account, listing, &reading).await?;
    for view in &missing {
        look_at_post(shop, view).await?;
    }
    Ok(())
}
