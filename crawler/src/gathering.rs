//! What a page holds, gathered so that one broken entry costs no other: posts and accounts, each
//! once, complaints by entry, and the verdict at the end.

use crate::refusal::Refusal;
use model::{AccountSeen, PageState, PostSeen, Reading, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Something wrong with a post that is recorded all the same: code and detail.
pub(crate) type Fault = (&'static str, &'static str);

/// Entries a page may hold; what lies beyond is left out with a complaint.
const MOST: usize = 1_000;

/// A page being read.
#[derive(Debug)]
pub(crate) struct Gathering {
    /// What will be the reading.
    pub(crate) reading: Reading,
    accounts: BTreeSet<String>,
    posts: BTreeMap<String, usize>,
    entries: usize,
    malformed: usize,
}

impl Gathering {
    /// An empty page.
    pub(crate) const fn new() -> Self {
        Self {
            reading: Reading::of(PageState::Posts),
            accounts: BTreeSet::new(),
            posts: BTreeMap::new(),
            entries: 0,
            malformed: 0,
        }
    }

    /// Counts an entry and says whether there is room for it.
    pub(crate) fn entry(&mut self) -> bool {
        self.entries += 1;
        if self.entries == MOST + 1 {
            self.reading.complain("too_many", format!("more than {MOST} entries on one page"));
        }
        self.entries <= MOST
    }

    /// Adds a post. An id that another post of the page has already is a complaint, and the first
    /// post stays.
    pub(crate) fn post(&mut self, post: PostSeen, faults: Vec<Fault>) {
        let index = self.entries.saturating_sub(1);
        for (code, detail) in faults {
            self.reading.complain(code, format!("post {index}: {detail}"));
        }
        if let Some(first) = self.posts.get(&post.native_id) {
            if self.reading.posts.get(*first).is_some_and(|first| *first != post) {
                self.reading.complain("id_reused", format!("post {index}: its id is taken"));
            }
            return;
        }
        self.posts.insert(post.native_id.clone(), self.reading.posts.len());
        self.reading.posts.push(post);
    }

    /// Adds an account.
    pub(crate) fn account(&mut self, account: AccountSeen) {
        if self.accounts.insert(account.native_id.clone()) {
            self.reading.accounts.push(account);
        }
    }

    /// Notes an entry that cannot be recorded.
    pub(crate) fn malformed(&mut self, why: &str) {
        self.malformed += 1;
        let index = self.entries.saturating_sub(1);
        self.reading.complain("post_malformed", format!("post {index}: {why}"));
    }

    /// Closes the page. Entries that are all malformed are not understood; entries that are there
    /// and not ours to keep are not the same as none; a page without entries is as `empty` says.
    pub(crate) fn close(mut self, empty: PageState) -> Reading {
        self.reading.posts.sort_by_key(|post| post.posted_at);
        self.reading.state = if !self.reading.posts.is_empty() {
            PageState::Posts
        } else if self.entries == 0 {
            empty
        } else if self.malformed == self.entries {
            PageState::Drift
        } else {
            PageState::NotPublic
        };
        self.reading
    }
}

/// A moment of publication that can be: not before 1990, not more than a day after the page came.
pub(crate) fn believed(
    time: Option<Timestamp>,
    at: Timestamp,
    faults: &mut Vec<Fault>,
) -> Option<Timestamp> {
    const EARLIEST_MS: i64 = 631_152_000_000; // 1990-01-01
    let Some(time) = time else {
        faults.push(("time_missing", "a post without a readable time"));
        return None;
    };
    if time > at.plus_days(1) || time.ms() < EARLIEST_MS {
        faults.push(("time_absurd", "a time in the future or before 1990"));
        return None;
    }
    Some(time)
}

/// The JSON of a body, or that there is none.
pub(crate) fn json(body: &[u8]) -> Result<serde_json::Value, Refusal> {
    serde_json::from_slice(body)
        .map_err(|_| Refusal::drift("not_json", format!("{} bytes that are no JSON", body.len())))
}
