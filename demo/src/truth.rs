//! What is really so: the ground truth an evaluator compares with.

use model::{ContactKind, Label, Language, Platform, Route, Service, Timestamp};
use serde::{Deserialize, Serialize};

/// The address that stands for the feeds' loopback address in a world that is not served yet.
pub const UNSERVED_FEEDS: &str = "https://feeds.example/";

/// Everything about a world, in the order in which it was invented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// The plan it was invented from.
    pub plan: crate::Plan,
    /// All accounts, those not born yet included.
    pub accounts: Vec<AccountTruth>,
    /// All posts, past and planned: grouped by account in the order of `accounts`, oldest first.
    pub posts: Vec<PostTruth>,
    /// Who works together.
    pub networks: Vec<NetworkTruth>,
    /// Hashtags that the Mastodon instance is asked about.
    pub hashtags: Vec<TagTruth>,
    /// What the moderation desk took down so far; empty in a world that is not served.
    pub takedowns: Vec<Takedown>,
}

impl Truth {
    /// The account of that key.
    #[must_use]
    pub fn account(&self, key: &str) -> Option<&AccountTruth> {
        self.accounts.iter().find(|account| account.key == key)
    }

    /// The same truth with the feeds' ids and addresses as served at `base` (which ends in `/`).
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        for account in &mut self.accounts {
            account.native_id = account.native_id.replace(UNSERVED_FEEDS, base);
        }
        for post in &mut self.posts {
            post.native_id = post.native_id.replace(UNSERVED_FEEDS, base);
        }
        self
    }

    /// Posts that a collector owes at that moment who was given `Served::sources` and looked just
    /// now: those of [`Truth::readable_at`] whose account is listed. (Others can only be found by
    /// hashtags, or by an analyst.) An account renamed since the sources were listed is left out
    /// where its old name leads nowhere. Of video channels only the 15 newest entries are shown, so
    /// a collector who began later than `plan.start` cannot have the older ones.
    #[must_use]
    pub fn owed_at(&self, now: Timestamp) -> Vec<&PostTruth> {
        let lost = |account: &AccountTruth| {
            let handle = |name: &NameTruth| name.handle.clone();
            let then = account.names.iter().rev().find(|name| name.from <= self.plan.start);
            let today = account.names.iter().rev().find(|name| name.from <= now);
            then.map(handle) != today.map(handle)
        };
        let owed = |post: &&PostTruth| {
            self.account(&post.account).is_some_and(|account| account.listed && !lost(account))
        };
        self.readable_at(now).into_iter().filter(owed).collect()
    }

    /// Posts that anybody could have read at that moment, in public and without a log-in; what
    /// `takedowns` says is taken into account.
    #[must_use]
    pub fn readable_at(&self, now: Timestamp) -> Vec<&PostTruth> {
        let view = crate::view::View::of(self, now, &self.takedowns);
        let readable =
            |account: &&AccountTruth| account.collectable && view.state(account).is_live();
        self.accounts
            .iter()
            .filter(readable)
            .flat_map(|account| view.posts(account))
            .map(|shown| shown.post)
            .collect()
    }
}

/// What an account is, as its platform builds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Telegram channel.
    Channel,
    /// Telegram group: exists, has no preview.
    Group,
    /// Mastodon or Bluesky profile.
    Profile,
    /// Blog with an RSS 2.0 feed.
    Rss,
    /// Blog with an Atom feed.
    Atom,
    /// Blog with a JSON Feed.
    JsonFeed,
    /// Video channel with an Atom feed.
    Video,
}

/// What an account does in this world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Advertises.
    Advertiser,
    /// Reports or warns: newsroom, police, charity.
    Newsroom,
    /// Licensed business.
    Business,
    /// Somebody who seeks, asks, tells.
    Seeker,
    /// Anybody else.
    Neighbour,
}

/// When an account appears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// At that moment, whatever happens.
    At(Timestamp),
    /// Only if the moderation desk takes another account down, so long after it. Posts planned for
    /// an earlier moment then never appear.
    AfterTakedown {
        /// Key of that account.
        of: String,
        /// Milliseconds from the takedown.
        delay_ms: i64,
    },
}

/// How an account stops being public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Its owner closed it to the public (Telegram: preview off; others: members only).
    Private,
    /// The platform suspended it; the shell remains.
    Suspended,
    /// Its owner deleted it.
    Deleted,
    /// The platform took it down.
    TakenDown,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountTruth {
    /// Name within this truth, such as `telegram/007`.
    pub key: String,
    /// Where it lives.
    pub platform: Platform,
    /// What it is there.
    pub form: Form,
    /// The id under which it is recorded (chat id, ActivityPub URI, DID, feed address).
    pub native_id: String,
    /// The id within the platform's addresses: chat id, account id, DID, slug or channel id.
    pub number: String,
    /// What it does.
    pub role: Role,
    /// Language of its posts.
    pub language: Language,
    /// Names, oldest first; the later ones from their moment on.
    pub names: Vec<NameTruth>,
    /// Self-description.
    pub biography: String,
    /// Telephone number it offers, E.164.
    pub phone: String,
    /// Handle it offers, without `@`.
    pub handle: String,
    /// Hours its people are ahead of UTC.
    pub zone: i8,
    /// Network it belongs to.
    pub network: Option<String>,
    /// Account that it replaces.
    pub successor_of: Option<String>,
    /// When it appears.
    pub born: Birth,
    /// When and how it ends by itself, without any notice.
    pub ends: Option<(Timestamp, Ending)>,
    /// Times in which it does not post, `[from, to)`.
    pub silences: Vec<(Timestamp, Timestamp)>,
    /// Times in which the platform fails to show it although it is there, `[from, to)`.
    pub outages: Vec<(Timestamp, Timestamp)>,
    /// Whether its posts can be read in public while it lives. Not so: a group, a page whose markup
    /// is odd, a profile that asks not to be shown to people without an account.
    pub collectable: bool,
    /// Whether its address is among `Served::sources`.
    pub listed: bool,
    /// What is special about it, if anything.
    pub oddity: Option<Oddity>,
    /// Ids of posts that the platform itself inserts (`Channel created`).
    pub service_posts: Vec<String>,
}

impl AccountTruth {
    /// Whether the moderation desk would act on it.
    #[must_use]
    pub fn advertises(&self) -> bool {
        self.role == Role::Advertiser
    }
}

/// A shape that a collector must survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// It never posted.
    Empty,
    /// The page has messages, in a markup nobody knows.
    OddMarkup,
    /// A group: no preview.
    Group,
    /// Its owner asks not to be shown to people without an account.
    NoUnauthenticated,
}

/// A name from some moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameTruth {
    /// Since when.
    pub from: Timestamp,
    /// Handle, without `@`.
    pub handle: String,
    /// Name shown.
    pub display_name: String,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostTruth {
    /// The id under which it is recorded.
    pub native_id: String,
    /// The id within the platform's addresses: message id, status id, record key, guid.
    pub number: String,
    /// Key of its account.
    pub account: String,
    /// When it is published.
    pub posted_at: Timestamp,
    /// Its texts, oldest first; the first from `posted_at`.
    pub versions: Vec<Version>,
    /// When its author deletes it.
    pub deleted_at: Option<Timestamp>,
    /// What it is.
    pub label: Label,
    /// What it sells; empty unless an offer.
    pub services: Vec<Service>,
    /// From where to where.
    pub route: Route,
    /// Language it is written in.
    pub language: Language,
    /// Language its author declares, which may be wrong.
    pub declared_language: Option<Language>,
    /// Text it was made from, such as `en/offer/3`.
    pub template: String,
    /// Advert it belongs to: one text of one network.
    pub advert: Option<String>,
    /// Network it belongs to.
    pub network: Option<String>,
    /// What it carries besides text.
    pub dress: Dress,
}

/// One state of a post's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Since when.
    pub at: Timestamp,
    /// Text as a reader sees it.
    pub text: String,
    /// Contacts in it.
    pub contacts: Vec<ContactTruth>,
    /// Sums in it.
    pub prices: Vec<PriceTruth>,
}

/// A contact in a text, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTruth {
    /// Kind.
    pub kind: ContactKind,
    /// E.164, `@handle`, or address.
    pub value: String,
}

/// A sum in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceTruth {
    /// Amount in whole units.
    pub amount: i64,
    /// ISO 4217, or `IRT`.
    pub currency: String,
    /// Whether it is said to be per head.
    pub per_person: bool,
}

/// What a post carries besides its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dress {
    /// Number of pictures; more than one is an album.
    pub photos: u8,
    /// Whom it was forwarded from.
    pub forwarded_from: Option<Forward>,
    /// `number` of a post of the same account that it answers.
    pub reply_to: Option<String>,
    /// Whether it is signed with an author's name.
    pub signed: bool,
}

/// Whom a post was forwarded from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forward {
    /// Somebody who shows no address.
    Nobody,
    /// The channel of that key.
    Channel(String),
}

/// Who works together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkTruth {
    /// Its name, such as `network/04`.
    pub id: String,
    /// What ties its accounts.
    pub tie: TieTruth,
    /// Keys of its accounts, successors included.
    pub accounts: Vec<String>,
}

/// What ties the accounts of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieTruth {
    /// All offer one telephone number and handle; texts differ.
    Contact,
    /// All post the same texts; numbers differ.
    Text,
    /// Both.
    Both,
}

/// A hashtag of the Mastodon instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagTruth {
    /// Without `#`, in lower case.
    pub tag: String,
    /// Whether its timeline is shown without a log-in.
    pub open: bool,
}

/// What the moderation desk did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takedown {
    /// Key of the account.
    pub account: String,
    /// When it went.
    pub at: Timestamp,
    /// Ticket of the notice.
    pub ticket: String,
}
