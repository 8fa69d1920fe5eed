//! Two `work` processes on one PostgreSQL keep one host's rate together.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "a test says what it measured, or that it was skipped")]

use sqlx::Connection;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Feeds on the host.
const FEEDS: usize = 16;
/// The host's pace.
const INTERVAL: Duration = Duration::from_millis(150);
/// The feed that answers its first request with 429, and how long that asks to wait.
const BUSY_FEED: &str = "/5/feed.xml";
const WAIT: Duration = Duration::from_secs(2);

/// A request as the host saw it.
#[derive(Debug, Clone)]
struct Seen {
    begun: Instant,
    ended: Instant,
    path: String,
    /// Which process asked.
    agent: String,
    status: u16,
}

type Log = Arc<Mutex<Vec<Seen>>>;

/// A host on loopback; each request is served by a thread of its own, so that two can overlap.
fn host() -> (String, Log) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let authority = listener.local_addr().expect("an address").to_string();
    let log = Log::default();
    let noting = Arc::clone(&log);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let log = Arc::clone(&noting);
            std::thread::spawn(move || serve(stream, &log));
        }
    });
    (authority, log)
}

fn serve(mut stream: TcpStream, log: &Log) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    let begun = Instant::now();
    let path = first.split(' ').nth(1)?.to_owned();
    let mut agent = String::new();
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some(value) = line.to_lowercase().strip_prefix("user-agent: ") {
            value.clone_into(&mut agent);
        }
    }
    let body = format!(
        "<rss version=\"2.0\"><channel><title>Feed {path}</title><link>http://feed.example{path}</link>\
         <item><guid>{path}</guid><title>A post</title><pubDate>Mon, 23 Nov 2026 14:05:00 GMT</pubDate>\
         </item></channel></rss>"
    );
    let mut log = log.lock().ok()?;
    let again = log.iter().any(|seen| seen.path == path);
    let (status, head, body) = match path.as_str() {
        "/robots.txt" => (404, String::new(), String::new()),
        BUSY_FEED if !again => (429, format!("Retry-After: {}\r\n", WAIT.as_secs()), String::new()),
        _ => (200, "Content-Type: application/rss+xml\r\n".to_owned(), body),
    };
    let ended = Instant::now();
    log.push(Seen { begun, ended, path, agent, status });
    drop(log);
    let answer = format!(
        "HTTP/1.1 {status} Answer\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).ok()
}

/// The program, set up to ask that host, on that database, as one of several.
fn program(folder: &Path, name: &str, authority: &str, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_routewatch"));
    let interval = INTERVAL.as_millis().to_string();
    for (key, value) in [
        ("STORE__URL", database),
        ("DATA_DIR", &*folder.join(name).to_string_lossy()),
        ("CRAWLER__ALLOW", &*format!("[\"{authority}\"]")),
        ("CRAWLER__INTERVAL_MS", &*interval),
        ("CRAWLER__USER_AGENT_CONTACT", &*format!("{name}@desk.example")),
        ("WORKER__PAUSE_MS", "1"),
        ("WORKER__VISITORS", "2"),
    ] {
        command.env(format!("ROUTEWATCH_{key}"), value);
    }
    command.current_dir(folder).env_remove("ROUTEWATCH_CONFIG").stdout(Stdio::piped());
    command
}

/// A process that is told to stop, and waited for, however the test ends.
struct Worker(Child);

impl Worker {
    fn start(mut command: Command) -> Self {
        let mut child = command.arg("work").spawn().expect("the program starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        assert_eq!(line.trim(), "working");
        // The pipe stays open and is read to its end, so that writing into it never fails.
        std::thread::spawn(move || stdout.read_to_end(&mut Vec::new()));
        Self(child)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

async fn fresh_database() -> Option<String> {
    let Ok(server) = std::env::var("ROUTEWATCH_TEST_POSTGRES") else {
        println!("skipped: ROUTEWATCH_TEST_POSTGRES is not set (tests/run sets it)");
        return None;
    };
    let name = format!("sharing_{}", std::process::id());
    let mut connection = sqlx::PgConnection::connect(&server).await.expect("PostgreSQL answers");
    let sql = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(sql).execute(&mut connection).await.expect("a database can be created");
    let (base, _) = server.rsplit_once('/').expect("the address names a database");
    Some(format!("{base}/{name}"))
}

#[tokio::test]
async fn two_processes_keep_one_hosts_rate_together() {
    let Some(database) = fresh_database().await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (authority, log) = host();
    let list: Vec<_> = (0..FEEDS).map(|n| format!("http://{authority}/{n}/feed.xml")).collect();
    std::fs::write(folder.path().join("list.txt"), list.join("\n")).expect("a file");
    let (one, two) = ["one", "two"]
        .map(|name| Worker::start(program(folder.path(), name, &authority, &database)))
        .into();
    let import = program(folder.path(), "import", &authority, &database)
        .args(["source", "import", "list.txt"])
        .output()
        .expect("the program ends");
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
    let seen = loop {
        let seen = log.lock().expect("no panic").clone();
        if seen.iter().filter(|one| one.status == 200).count() >= FEEDS {
            break seen;
        }
        tokio::task::yield_now().await;
        std::thread::yield_now();
    };
    drop((one, two));
    check(&seen);
}

fn check(seen: &[Seen]) {
    for name in ["one", "two"] {
        let asked = seen.iter().filter(|one| one.agent.contains(&format!("{name}@"))).count();
        println!("process {name} asked {asked} times of {}", seen.len());
        assert!(asked > 1, "{name} had no part in it");
    }
    for (before, after) in seen.iter().zip(seen.iter().skip(1)) {
        assert!(before.ended <= after.begun, "two at once: {before:?} {after:?}");
    }
    // An arrival may be late by its way through a busy machine, which shortens the gap after it;
    // over all of them it can only be the first one that was late.
    let begun = |n: Option<&Seen>| n.expect("requests").begun;
    let whole = begun(seen.last()) - begun(seen.first());
    let gaps = u32::try_from(seen.len()).expect("few") - 2;
    println!("{} requests in {} ms", seen.len(), whole.as_millis());
    assert!(whole >= INTERVAL * gaps, "{} requests in {whole:?}", seen.len());
    let busy = seen.iter().position(|one| one.status == 429).expect("the busy feed was asked");
    let next = seen.get(busy + 1).expect("it was asked again");
    let pause = next.begun - seen.get(busy).expect("asked").ended;
    println!("after 429 with Retry-After {} s: {} ms", WAIT.as_secs(), pause.as_millis());
    assert!(pause >= WAIT, "asked again after {pause:?}");
}
