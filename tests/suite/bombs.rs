//! A source that serves a bomb is marked, and the sources beside it are read as ever.

use axum::Router;
use axum::http::header;
use axum::routing::get;
use model::retention::Category;
use model::{Clock, Source, Timestamp, VisitOutcome};
use std::io::Write;
use std::sync::Arc;
use tests::{Wiring, workshop};

const FEED: &str = "<rss version=\"2.0\"><channel><title>News</title><item><guid>1</guid>\
                    <title>One</title></item></channel></rss>";

/// 32 MiB of spaces in some 30 KiB, inside a feed that begins well.
fn bomb() -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(b"<rss version=\"2.0\"><channel>").expect("room");
    packed.write_all(&vec![b' '; 32 << 20]).expect("room");
    packed.finish().expect("room")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bomb_marks_its_source_and_the_others_are_read() {
    let body = bomb();
    let packed = move || async move { ([(header::CONTENT_ENCODING, "gzip")], body.clone()) };
    let router = Router::new()
        .route("/bomb.xml", get(packed))
        .route("/before.xml", get(|| async { FEED }))
        .route("/behind.xml", get(|| async { FEED }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let authority = listener.local_addr().expect("an address").to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let folder = tempfile::tempdir().expect("a folder");
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let clock = Arc::new(demo::StandingClock::new(start));
    let base = format!("http://{authority}/");
    let wiring = Wiring::one("feeds", &base, vec![authority]);
    let shop = workshop(folder.path(), &wiring, clock.clone(), None).await.expect("a workshop");
    let mut ids = Vec::new();
    for name in ["before.xml", "bomb.xml", "behind.xml"] {
        let address = shop.platforms.recognise(&format!("{base}{name}")).expect("a feed");
        let host = shop.platforms.host(&address);
        let until = shop.keep.until(Category::Offer, clock.now());
        let source = Source::new(address, host, clock.now(), until);
        shop.store.add_source(&source).await.expect("a new source");
        ids.push(source.id);
    }
    worker::run_until_idle(&shop, 100).await.expect("the round is done");
    let mut seen = Vec::new();
    for id in ids {
        let visits = shop.store.visits(Some(id), store::Paging::first(10)).await.expect("visits");
        let visit = visits.rows.into_iter().next().expect("each was visited");
        seen.push((visit.outcome, visit.posts));
        let marked = visit.outcome == Some(VisitOutcome::TransportError);
        assert_eq!(marked, !visit.note.is_empty(), "{}", visit.note);
    }
    let read = (Some(VisitOutcome::Posts), 1);
    assert_eq!(seen, [read, (Some(VisitOutcome::TransportError), 0), read]);
}
