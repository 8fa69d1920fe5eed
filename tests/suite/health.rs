//! A host puts a challenge before its pages and takes it away again: what is told, and what stays.

use crate::postgres::databases;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::retention::Category;
use model::{
    AlarmKind, AlarmState, Clock, Person, PersonId, PresenceState, Role, Source, SourceId, Subject,
    Timestamp,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use store::{AlarmFilter, AlarmView, Paging};
use tests::{Wiring, workshop};
use worker::Workshop;

const FEED: &str = "<rss version=\"2.0\"><channel><title>News</title><item><guid>1</guid>\
                    <title>One</title></item></channel></rss>";

/// What the server does: 0 serves feeds, 1 challenges, 2 says that the pages are gone.
type Mood = Arc<AtomicU8>;

async fn page(State(mood): State<Mood>) -> Response {
    let html = [(header::CONTENT_TYPE, "text/html")];
    match mood.load(Ordering::SeqCst) {
        0 => ([(header::ETAG, "\"1\"")], FEED).into_response(),
        1 => {
            let page = "<title>Just a moment...</title><p>Enable JavaScript</p>";
            (StatusCode::FORBIDDEN, html, page).into_response()
        }
        _ => (html, "<title>Page not found</title>").into_response(),
    }
}

/// A workshop over such a server, its clock, and the sources it watches there.
struct Desk {
    shop: Workshop,
    clock: Arc<demo::StandingClock>,
    mood: Mood,
    sources: Vec<SourceId>,
    _folder: tempfile::TempDir,
}

impl Desk {
    async fn open(url: Option<&str>) -> Self {
        let mood = Mood::default();
        let router = Router::new()
            .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
            .route("/{name}", get(page))
            .with_state(Arc::clone(&mood));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let authority = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let folder = tempfile::tempdir().expect("a folder");
        let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
        let clock = Arc::new(demo::StandingClock::new(start));
        let base = format!("http://{authority}/");
        let wiring = Wiring::one("feeds", &base, vec![authority]);
        let shop = workshop(folder.path(), &wiring, clock.clone(), url).await.expect("a workshop");
        let mut sources = Vec::new();
        for name in ["a.xml", "b.xml", "c.xml"] {
            let address = shop.platforms.recognise(&format!("{base}{name}")).expect("a feed");
            let host = shop.platforms.host(&address);
            let until = shop.keep.until(Category::Offer, clock.now());
            let source = Source::new(address, host, clock.now(), until);
            shop.store.add_source(&source).await.expect("a new source");
            sources.push(source.id);
        }
        let alan = Person {
            id: PersonId::of(&["alan"]),
            name: "alan".to_owned(),
            display_name: "Alan".to_owned(),
            email: Some("alan@unit.example".to_owned()),
            role: Role::Administrator,
            time_zone: "UTC".to_owned(),
            disabled: false,
            created_at: start,
        };
        shop.store.add_person(&alan, "no log-in in this test").await.expect("a person");
        Self { shop, clock, mood, sources, _folder: folder }
    }

    /// A day passes with the server in that mood; every source is visited at least once.
    async fn day(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
        self.clock.set(self.clock.now().plus_secs(25 * 3600));
        worker::run_until_idle(&self.shop, 1000).await.expect("a round");
        // Mails wait for what else happens.
        self.clock.set(self.clock.now().plus_secs(1801));
        worker::run_until_idle(&self.shop, 1000).await.expect("a round");
    }

    async fn alarms(&self) -> Vec<AlarmView> {
        let listed = self.shop.store.alarms(&AlarmFilter::default(), Paging::first(99)).await;
        listed.expect("alarms").rows
    }

    /// Subjects of the mails about health, oldest first.
    async fn mails(&self) -> Vec<String> {
        let listed = self.shop.store.messages(Paging::first(99)).await.expect("messages").rows;
        let health = listed.into_iter().rev().filter(|message| message.kind == "health");
        health.map(|message| message.subject).collect()
    }

    /// Captures of the first source's post and the source's validators, presence, text.
    async fn held(&self) -> (String, PresenceState, String) {
        let store = &self.shop.store;
        let source = store.source(self.sources[0]).await.expect("an answer").expect("a source");
        let account = source.account.expect("its account");
        let posts = store.posts_of_account(account, None, Paging::first(9)).await.expect("posts");
        let view = posts.rows.into_iter().next().expect("its post");
        let captures = store.captures_of(Subject::Post(view.post.id)).await.expect("captures");
        assert!(!captures.is_empty(), "a page that shows it is kept");
        let ids: Vec<_> = captures.iter().map(|capture| capture.id).collect();
        (
            format!("{ids:?} {:?}", source.validators),
            view.post.presence.state,
            view.post.content.text,
        )
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_block_page_alarms_once_for_its_host_and_is_over_when_good_visits_return() {
    for url in databases("health").await {
        let desk = Desk::open(url.as_deref()).await;
        desk.day(0).await;
        assert!(desk.alarms().await.is_empty());
        let before = desk.held().await;
        assert_eq!(before.1, PresenceState::Live);
        desk.day(1).await;
        desk.day(1).await;
        let alarms = desk.alarms().await;
        assert_eq!(alarms.len(), 4, "three sources and their host: {alarms:?}");
        assert!(alarms.iter().all(|view| view.alarm.kind == AlarmKind::Blocked));
        let host = &alarms[0].alarm;
        assert_eq!((host.source, host.sources), (None, 3));
        for view in &alarms[1..] {
            assert_eq!(view.alarm.within, Some(host.id));
            let evidence = &view.alarm.evidence;
            assert!(evidence.words.starts_with("Cloudflare"), "{}", evidence.words);
            let capture = evidence.capture.expect("the page that shows it");
            let kept = desk.shop.store.capture(capture).await.expect("an answer");
            assert!(kept.is_some(), "and it is in the archive");
        }
        let mails = desk.mails().await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].contains("(3 sources): blocked"), "{mails:?}");
        assert_eq!(desk.held().await, before, "a failed look takes nothing away");
        desk.day(0).await;
        desk.day(0).await;
        let alarms = desk.alarms().await;
        assert!(alarms.iter().all(|view| view.alarm.state == AlarmState::Resolved), "{alarms:?}");
        let mails = desk.mails().await;
        assert_eq!(mails.len(), 2, "{mails:?}");
        assert_eq!(mails[1], "1 alarm is over");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_only_say_that_they_are_gone_are_told_and_nothing_is_called_gone() {
    let desk = Desk::open(None).await;
    desk.day(0).await;
    let before = desk.held().await;
    desk.day(2).await;
    desk.day(2).await;
    let alarms = desk.alarms().await;
    assert!(alarms.iter().all(|view| view.alarm.kind == AlarmKind::Gone), "{alarms:?}");
    assert_eq!(alarms.len(), 4);
    assert_eq!(desk.held().await, before);
}
