//! What an adapter makes of a capture.

use crate::post::{Content, Metrics};
use crate::{AccountProfile, Finding, Language, PublicUrl, Subject, Timestamp, Witness};
use serde::{Deserialize, Serialize};

/// Why a page is asked for; decides how its answer is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The newest posts of a source.
    Newest,
    /// Posts older than those of the page before.
    Older,
    /// Posts newer than those of an earlier visit.
    Newer,
    /// A page that settles what the first answer left open (a landing page, an instance's settings).
    Settle,
    /// The account itself: is it there, and what does it say of itself?
    Account,
    /// One post: is it still there?
    Post,
}

/// One page to fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// The page.
    pub url: PublicUrl,
    /// Why.
    pub purpose: Purpose,
    /// Account or post that the page is asked about, if one in particular.
    pub subject: Option<Subject>,
    /// `Accept` header, where the default (HTML) will not do.
    pub accept: Option<String>,
    /// Whether redirects are followed; a platform whose redirect *is* the answer says no.
    pub follow_redirects: bool,
    /// What the adapter wants to remember until the answer comes; it is not sent.
    #[serde(default)]
    pub mark: Option<String>,
}

impl PageRequest {
    /// A page with the usual options: redirects followed, no subject.
    #[must_use]
    pub const fn new(url: PublicUrl, purpose: Purpose) -> Self {
        Self { url, purpose, subject: None, accept: None, follow_redirects: true, mark: None }
    }

    /// The same page, with something to remember until the answer comes.
    #[must_use]
    pub fn marked(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// The same page, asked about a subject.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = Some(subject);
        self
    }
}

/// Something a page contained that was not understood, or not as expected.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Complaint {
    /// Stable name, such as `time_missing`; the adapter's documentation lists its own.
    pub code: String,
    /// Where and what, without personal data.
    pub detail: String,
}

impl Complaint {
    /// A complaint.
    pub fn new(code: &str, detail: impl Into<String>) -> Self {
        Self { code: code.to_owned(), detail: detail.into() }
    }
}

/// What a page, taken by itself, says about its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// It shows posts.
    Posts,
    /// It proves that there are none (the platform's own "nothing here", not a mere absence).
    Empty,
    /// Not changed since last time (HTTP 304).
    Unchanged,
    /// It exists and is not open to the public.
    NotPublic,
    /// It says that the source or subject is gone.
    Gone,
    /// It wants a log-in.
    AuthRequired,
    /// It wants us to slow down.
    RateLimited,
    /// It is not what this platform's pages look like: our reading is out of date.
    Drift,
    /// The server failed; nothing can be said.
    Broken,
    /// It carries no verdict of its own (a profile, an instance's settings).
    Aside,
}

/// A post as one page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSeen {
    /// The platform's stable id of the post.
    pub native_id: String,
    /// The platform's stable id of its account.
    pub account: String,
    /// Public page of the post.
    pub url: Option<PublicUrl>,
    /// What it says.
    pub content: Content,
    /// Language the page declares.
    pub declared_language: Option<Language>,
    /// When it was published; nothing if the page does not say (then a complaint tells).
    pub posted_at: Option<Timestamp>,
    /// When it was last changed, where shown.
    pub edited_at: Option<Timestamp>,
    /// The page says that it was changed.
    pub edited: bool,
    /// Post it answers.
    pub reply_to: Option<String>,
    /// Whom it was forwarded or reposted from.
    pub forwarded_from: Option<String>,
    /// Counters.
    pub metrics: Metrics,
}

/// An account as one page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSeen {
    /// The platform's stable id.
    pub native_id: String,
    /// What it says of itself.
    pub profile: AccountProfile,
    /// Public page.
    pub url: Option<PublicUrl>,
    /// Whether this is the account that the source watches (not a passer-by in a hashtag).
    pub is_source: bool,
    /// Whether the profile is complete (a profile page) or only what a post shows of its author.
    pub complete: bool,
}

/// Something found out about a subject besides seeing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Who or what.
    pub subject: Subject,
    /// What was found.
    pub finding: Finding,
    /// Which kind of page says so.
    pub witness: Witness,
}

/// Everything an adapter understood of one capture. Reading never fails: what was not understood
/// is a complaint, and a page that is not understood at all is [`PageState::Drift`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The page's own verdict.
    pub state: PageState,
    /// Posts, oldest first.
    pub posts: Vec<PostSeen>,
    /// Accounts.
    pub accounts: Vec<AccountSeen>,
    /// Findings about subjects, such as a post that is gone.
    pub found: Vec<Found>,
    /// Pages that should be fetched next, in order of importance.
    pub next: Vec<PageRequest>,
    /// What was not understood.
    pub complaints: Vec<Complaint>,
    /// Where the next visit should begin (a platform's own cursor), if this page changes it.
    pub cursor: Option<String>,
    /// A limit of the platform kept older posts back (search results capped, feed too short).
    pub capped: bool,
}

impl Reading {
    /// A reading with a verdict and nothing else.
    #[must_use]
    pub const fn of(state: PageState) -> Self {
        Self {
            state,
            posts: Vec::new(),
            accounts: Vec::new(),
            found: Vec::new(),
            next: Vec::new(),
            complaints: Vec::new(),
            cursor: None,
            capped: false,
        }
    }

    /// Adds a complaint.
    pub fn complain(&mut self, code: &str, detail: impl Into<String>) {
        self.complaints.push(Complaint::new(code, detail));
    }
}
