//! The store on real databases: SQLite always, PostgreSQL where a server is named.

mod casework;
mod changing;
mod discovering;
mod dumping;
mod expiring;
mod grouping;
mod health;
mod hosts;
mod importing;
mod learning;
mod opening;
mod opinions;
mod presence;
mod recording;
mod succeeding;
mod telling;
mod visiting;

use crate::{Options, Paging, RecordPage, Recorded, Store};
use bytes::Bytes;
use model::post::{Content, Metrics};
use model::reading::Found;
use model::source::SourceAddress;
use model::{
    Account, AccountId, AccountProfile, AccountSeen, Assessment, Capture, Contact, ContactKind,
    Finding, Handle, Label, Language, Location, PageRequest, PageState, Person, PersonId, Platform,
    Post, PostId, PostSeen, PublicUrl, Purpose, Reading, Retention, Review, ReviewId, Role, Route,
    Score, Service, Source, SourceId, SourceKind, Span, StoredCapture, Subject, Timestamp, Witness,
};
use sqlx::{AssertSqlSafe, Executor as _};
use std::sync::atomic::{AtomicU32, Ordering};

/// Names a server on which databases may be made, such as `postgres://postgres@localhost/postgres`.
const SERVER: &str = "ROUTEWATCH_TEST_POSTGRES";

static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A fresh database on that server.
struct Fresh {
    server: String,
    name: String,
}

impl Fresh {
    /// Nothing where no server is named.
    async fn new() -> Option<Self> {
        let Ok(server) = std::env::var(SERVER) else {
            println!("skipped: {SERVER} is not set");
            return None;
        };
        let number = DATABASES.fetch_add(1, Ordering::Relaxed);
        let fresh = Self { server, name: format!("store_{}_{number}", std::process::id()) };
        fresh.drop().await;
        fresh.ask(&format!("CREATE DATABASE {} TEMPLATE template0", fresh.name)).await;
        Some(fresh)
    }

    fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').unwrap();
        format!("{base}/{}", self.name)
    }

    async fn drop(&self) {
        self.ask(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)).await;
    }

    async fn ask(&self, sql: &str) {
        let pool = sqlx::PgPool::connect(&self.server).await.unwrap();
        pool.execute(AssertSqlSafe(sql.to_owned())).await.unwrap();
        pool.close().await;
    }
}

async fn open(url: &str) -> Store {
    Store::open(url, &Options::default(), Retention::default()).await.unwrap()
}

/// Runs a test on a fresh database of each kind.
async fn each(test: impl AsyncFn(Store)) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path().join("x.db").to_str().unwrap()).await;
    test(store.clone()).await;
    store.close().await;
    if let Some(fresh) = Fresh::new().await {
        let store = open(&fresh.url()).await;
        test(store.clone()).await;
        store.close().await;
        fresh.drop().await;
    }
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_ms(1_795_000_000_000 + minute * 60_000)
}

fn platform() -> Platform {
    Platform::new("telegram")
}

fn post_id(native: &str) -> PostId {
    Post::id_of(&platform(), native)
}

fn account_id(native: &str) -> AccountId {
    Account::id_of(&platform(), native)
}

fn url(path: &str) -> PublicUrl {
    PublicUrl::parse(&format!("https://channels.example/{path}")).unwrap()
}

fn says(text: &str) -> Content {
    Content { text: text.to_owned(), ..Content::default() }
}

/// A post of account `a`, published at minute 0.
fn post(native: &str, text: &str) -> PostSeen {
    PostSeen {
        native_id: native.to_owned(),
        account: "a".to_owned(),
        url: Some(url(native)),
        content: says(text),
        declared_language: None,
        posted_at: Some(at(0)),
        edited_at: None,
        edited: false,
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics::default(),
    }
}

fn by(account: &str, seen: PostSeen) -> PostSeen {
    PostSeen { account: account.to_owned(), ..seen }
}

/// A whole profile.
fn profile(native: &str, handle: &str) -> AccountSeen {
    AccountSeen {
        native_id: native.to_owned(),
        profile: AccountProfile {
            handle: Handle::new(handle),
            display_name: "Example Routes".to_owned(),
            biography: "Ask inside".to_owned(),
            followers: Some(1200),
            avatar: Some("https://cdn1.example/a.jpg?sig=1".to_owned()),
            links: vec!["https://a.example/".to_owned()],
        },
        url: Some(url(handle)),
        is_source: true,
        complete: true,
    }
}

/// A page fetched at a minute.
struct Page {
    minute: i64,
    purpose: Purpose,
    source: Option<SourceId>,
    reading: Reading,
}

impl Page {
    fn new(minute: i64) -> Self {
        let reading = Reading::of(PageState::Posts);
        Self { minute, purpose: Purpose::Newest, source: None, reading }
    }

    fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    fn post(mut self, seen: PostSeen) -> Self {
        self.reading.posts.push(seen);
        self
    }

    fn account(mut self, seen: AccountSeen) -> Self {
        self.reading.accounts.push(seen);
        self
    }

    fn found(mut self, subject: Subject, finding: Finding, witness: Witness) -> Self {
        self.reading.found.push(Found { subject, finding, witness });
        self
    }

    fn capture(&self) -> StoredCapture {
        let request = PageRequest::new(url("page"), self.purpose);
        let body = Bytes::from(format!("{:?}", self.reading));
        let capture = Capture::new(request, url("page"), at(self.minute), 200, vec![], body);
        let location = Location { file: "x.warc.gz".to_owned(), offset: 1, length: 2 };
        StoredCapture::kept_at(capture, location)
    }

    async fn record(&self, store: &Store) -> Recorded {
        let (platform, capture) = (platform(), self.capture());
        let page = RecordPage {
            source: self.source,
            ..RecordPage::of(&platform, &capture, &self.reading, at(self.minute))
        };
        store.record(page).await.unwrap()
    }
}

fn phone(number: &str) -> Contact {
    Contact { kind: ContactKind::Phone, value: number.to_owned(), span: Span::new(0, 4) }
}

fn opinion(native: &str, label: Label, score: f32) -> Assessment {
    Assessment {
        post: post_id(native),
        at: at(5),
        label,
        score: Score::new(score),
        abstain: false,
        language: Language::new("en"),
        services: if label.counts() { vec![Service::Sea] } else { vec![] },
        route: Route { origin: Some("TR".into()), destination: Some("GR".into()) },
        contacts: vec![phone("+447700900123")],
        prices: vec![],
        reasons: vec![],
        model: "test".to_owned(),
        fingerprint: vec![1, u64::MAX],
    }
}

fn review(name: &str, native: &str, minute: i64, label: Label) -> Review {
    Review {
        id: ReviewId::of(&[name]),
        post: post_id(native),
        reviewer: PersonId::of(&["ada"]),
        at: at(minute),
        label,
        services: vec![],
        reason: "read it".to_owned(),
        revision: 1,
    }
}

fn person(name: &str, role: Role) -> Person {
    Person {
        id: PersonId::of(&[name]),
        name: name.to_owned(),
        display_name: name.to_uppercase(),
        email: Some(format!("{name}@desk.example")),
        role,
        time_zone: "Europe/Rome".to_owned(),
        disabled: false,
        created_at: at(0),
    }
}

fn source(key: &str, host: &str, due: i64) -> Source {
    let address = SourceAddress {
        platform: platform(),
        kind: SourceKind::Channel,
        key: key.to_owned(),
        url: url(key),
    };
    let mut source = Source::new(address, host.to_owned(), at(due), at(due).plus_days(30));
    source.learned = serde_json::json!({"rate": 1.5});
    source
}

/// Everything in the database, as text.
async fn dump(store: &Store) -> String {
    let mut out = Vec::new();
    store.dump(&mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

const ALL: Paging = Paging::first(1000);

/// Takes what has been due longest.
fn longest_due(_: &[Source]) -> crate::Choice {
    crate::Choice { take: Some(0), later: Vec::new() }
}
