//! A real Bluesky network (`tests/run --with-bluesky`): what happens in it, the crawler must see.

use model::{Finding, Platform, Post, PresenceState, Source, Subject, Timestamp, VisitOutcome};
use std::collections::BTreeMap;
use tests::{Wiring, workshop};
use worker::Workshop;
use worker::visiting::{VisitReport, visit};

/// The network's control server.
struct Network {
    control: String,
    appview: String,
    dids: BTreeMap<String, String>,
}

impl Network {
    async fn reach(control: String) -> Self {
        let all = ask(&control).await;
        let dids = serde_json::from_value(all["dids"].clone()).expect("DIDs");
        let appview = all["appview"].as_str().expect("an address").to_owned();
        Self { control, appview, dids }
    }

    async fn happens(&self, deed: &str, who: &str) -> serde_json::Value {
        ask(&format!("{}/{deed}/{who}", self.control)).await
    }
}

#[expect(clippy::disallowed_methods, reason = "this asks the test's own control server")]
async fn ask(url: &str) -> serde_json::Value {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = reqwest::get(url).await.expect("the control server answers");
    let (status, text) = (answer.status(), answer.text().await.expect("an answer"));
    assert!(status.is_success(), "{url}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_in_a_real_network_is_seen() {
    let Ok(control) = std::env::var("ROUTEWATCH_TEST_BLUESKY") else {
        println!("skipped: ROUTEWATCH_TEST_BLUESKY is not set (tests/run --with-bluesky sets it)");
        return;
    };
    let network = Network::reach(control).await;
    let folder = tempfile::tempdir().expect("a folder");
    let clock = std::sync::Arc::new(demo::StandingClock::new(start()));
    let host = network.appview.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let wiring = Wiring::one("bluesky", &network.appview, vec![host]);
    let shop = workshop(folder.path(), &wiring, clock.clone(), None).await.expect("a workshop");
    everybody_is_read(&shop, &network).await;
    clock.set(start().plus_secs(3_600));
    changes_are_seen(&shop, &network).await;
    clock.set(start().plus_secs(7_200));
    takedown_is_confirmed(&shop, &network).await;
}

fn start() -> Timestamp {
    // Posts of the network carry the real time; the house lives a little later.
    Timestamp::parse("2100-01-01T00:00:00Z").expect("a time")
}

async fn look(shop: &Workshop, network: &Network, who: &str) -> VisitReport {
    let address = shop.platforms.recognise(&network.dids[who]).expect("a DID is a source");
    let host = shop.platforms.host(&address);
    let new = Source::new(address, host, shop.now(), shop.now().plus_days(100));
    shop.store.add_source(&new).await.expect("stored");
    let source = shop.store.source(new.id).await.expect("read").expect("there");
    shop.store.take_lease(&source.host, &shop.holder, shop.now(), 60_000).await.expect("a lease");
    visit(shop, &source, &shop.holder).await.expect("visited")
}

async fn everybody_is_read(shop: &Workshop, network: &Network) {
    for (who, posts) in [("alice", 3), ("bob", 130), ("carol", 1), ("dave", 1)] {
        let report = look(shop, network, who).await;
        assert_eq!(report.visit.outcome, Some(VisitOutcome::Posts), "{who}: {report:?}");
        assert_eq!(report.visit.new_posts, posts, "{who}: {report:?}");
        assert!(report.visit.complaints.is_empty(), "{who}: {:?}", report.visit.complaints);
    }
}

async fn changes_are_seen(shop: &Workshop, network: &Network) {
    let platform = Platform::new("bluesky");
    let deleted = network.happens("delete_post", "bob").await;
    network.happens("rename", "dave").await;
    network.happens("take_down", "carol").await;
    let fresh = network.happens("post", "alice").await;

    let report = look(shop, network, "alice").await;
    assert_eq!(report.visit.new_posts, 1, "{report:?}");
    let fresh = Post::id_of(&platform, fresh["uri"].as_str().expect("a URI"));
    assert!(shop.store.post(fresh).await.expect("read").is_some());

    look(shop, network, "bob").await;
    let deleted = Post::id_of(&platform, deleted["uri"].as_str().expect("a URI"));
    let looks = shop.store.sightings(Subject::Post(deleted)).await.expect("read");
    assert!(looks.iter().any(|s| s.finding == Finding::Missing), "{looks:?}");

    look(shop, network, "dave").await;
    let dave = model::Account::id_of(&platform, &network.dids["dave"]);
    let account = shop.store.account(dave).await.expect("read").expect("there");
    assert_eq!(account.profile.handle.as_str(), "dave-renamed.test");
    let looks = shop.store.sightings(Subject::Account(dave)).await.expect("read");
    assert!(looks.iter().any(|s| matches!(s.finding, Finding::Renamed { .. })), "{looks:?}");

    let report = look(shop, network, "carol").await;
    assert_eq!(report.visit.outcome, Some(VisitOutcome::GoneCandidate), "{report:?}");
    assert_eq!(presence(shop, network, "carol").await, PresenceState::GoneCandidate);
}

async fn takedown_is_confirmed(shop: &Workshop, network: &Network) {
    worker::run_until_idle(shop, 100).await.expect("the jobs run");
    assert_eq!(presence(shop, network, "carol").await, PresenceState::Gone);
    assert_eq!(presence(shop, network, "alice").await, PresenceState::Live);
}

async fn presence(shop: &Workshop, network: &Network, who: &str) -> PresenceState {
    let id = model::Account::id_of(&Platform::new("bluesky"), &network.dids[who]);
    shop.store.account(id).await.expect("read").expect("there").presence.state
}
