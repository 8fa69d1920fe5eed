//! What hostile bodies cost: the memory of this whole process, read from the system.
//!
//! A binary of its own, so that nothing else is in the figure.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use bytes::Bytes;
use crawler::{FetchError, Fetcher, Options, Validators};
use model::{Clock, PageRequest, PublicUrl, Purpose, Timestamp};
use std::io::Write;
use std::sync::Arc;

/// What a bomb may cost at most.
const MOST: u64 = 64 << 20;

/// Bytes of a bomb once unpacked: twice of that.
const UNPACKED: usize = 128 << 20;

#[derive(Debug)]
struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_795_000_000_000)
    }
}

/// A bomb made quickly: after the first mebibyte of zeros every further one is coded alike, so its
/// bytes are repeated. Nobody gets as far as the end, which is missing.
fn bomb(coding: &str) -> Vec<u8> {
    let level = flate2::Compression::fast();
    match coding {
        "gzip" => repeated(flate2::write::GzEncoder::new(Vec::new(), level), |e| e.get_ref()),
        "deflate" => repeated(flate2::write::ZlibEncoder::new(Vec::new(), level), |e| e.get_ref()),
        "br" => repeated(brotli::CompressorWriter::new(Vec::new(), 4096, 1, 24), |e| e.get_ref()),
        _ => repeated(zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap(), |e| e.get_ref()),
    }
}

fn repeated<E: Write>(mut encoder: E, coded: impl Fn(&E) -> &Vec<u8>) -> Vec<u8> {
    let mut ends = [0; 2];
    for end in &mut ends {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
        encoder.flush().unwrap();
        *end = coded(&encoder).len();
    }
    let mut bomb = coded(&encoder).clone();
    let piece = bomb.split_off(ends[0]);
    for _ in 1..UNPACKED >> 20 {
        bomb.extend_from_slice(&piece);
    }
    bomb
}

/// Peak of this process's memory in bytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// Begins the peak anew.
fn forget_peak() -> bool {
    std::fs::write("/proc/self/clear_refs", "5").is_ok()
}

#[tokio::test]
async fn bombs_cost_little_memory_and_the_next_page_is_fine() {
    let codings = ["gzip", "deflate", "br", "zstd"];
    let bombs: Arc<Vec<(&str, Bytes)>> =
        Arc::new(codings.iter().map(|coding| (*coding, bomb(coding).into())).collect());
    let served = Arc::clone(&bombs);
    let router = axum::Router::new().route(
        "/{coding}",
        axum::routing::get(|Path(coding): Path<String>| async move {
            let bomb = served.iter().find(|(name, _)| *name == coding);
            let (name, body) = bomb.map_or(("identity", Bytes::from_static(b"fine")), Clone::clone);
            Response::builder().header("content-encoding", name).body(Body::from(body)).unwrap()
        }),
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let authority = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await });
    // With the limit on the ratio, and with only the one on length.
    for max_ratio in [100, u32::MAX] {
        let options = Options {
            allow: vec![authority.clone()],
            interval_ms: 0,
            robots: false,
            max_ratio,
            ..Options::default()
        };
        let fetcher = Fetcher::new(options, Arc::new(Fixed)).unwrap();
        let get = async |path: &str| {
            let url = PublicUrl::parse(&format!("http://{authority}/{path}")).unwrap();
            fetcher.fetch(&PageRequest::new(url, Purpose::Newest), &Validators::default()).await
        };
        assert_eq!(get("fine").await.unwrap().body.as_ref(), b"fine");
        for (coding, body) in bombs.iter() {
            let measured = forget_peak();
            let before = peak();
            let failed = get(coding).await;
            assert!(matches!(failed, Err(FetchError::Permanent { .. })), "{coding}: {failed:?}");
            let cost = peak().zip(before).map(|(after, before)| after.saturating_sub(before));
            let sizes = format!("{} bytes that unpack to {UNPACKED}", body.len());
            match cost.filter(|_| measured) {
                Some(cost) => {
                    println!("{coding}, ratio {max_ratio}: {sizes} cost {} KiB", cost >> 10);
                    assert!(cost <= MOST, "{coding}: {cost}");
                }
                None => println!("skipped: this system does not tell the peak of a process"),
            }
            assert_eq!(get("fine").await.unwrap().body.as_ref(), b"fine", "after {coding}");
        }
    }
}
