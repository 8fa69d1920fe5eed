//! The commands as a shell meets them: exit codes, what they print, what they leave behind.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs a command in a folder of its own, with nothing of the outside's settings.
fn run(folder: &Path, words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_routewatch"))
        .args(words)
        .current_dir(folder)
        .env_remove("ROUTEWATCH_CONFIG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A command that does not read its input closes the pipe; that is its right.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn text(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

/// Runs a command, expects an exit code and words in what it prints, and returns the output.
fn check(folder: &Path, words: &[&str], code: i32, expect: &[&str]) -> String {
    let output = run(folder, words, "a password for tests\n");
    let text = text(&output);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {text}");
    for part in expect {
        assert!(text.contains(part), "{words:?} lacks {part:?}: {text}");
    }
    text
}

#[test]
fn a_fresh_installation_is_set_up_and_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    check(at, &["init", "--password-stdin"], 0, &["wrote routewatch.toml", "first administrator"]);
    assert!(at.join("data/routewatch.db").exists());
    check(at, &["init", "--password-stdin"], 1, &["routewatch user add"]);
    check(at, &["user", "add", "Ada", "--role", "approver"], 0, &["added ada", "password: "]);
    check(at, &["user", "add", "ada"], 1, &["taken"]);
    check(at, &["user", "list"], 0, &["ada", "approver", "administrator"]);
    check(at, &["user", "disable", "ada"], 0, &["disabled"]);
    check(at, &["user", "disable", "nobody"], 1, &["routewatch user list"]);
    check(at, &["check", "--offline"], 3, &["ok     database", "WRONG  referrals", "unbroken"]);
}

#[test]
fn sources_are_added_once_and_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    check(at, &["source", "add", "https://t.me/s/example_routes"], 0, &["added", "telegram"]);
    check(at, &["source", "add", "@example_routes"], 0, &["known"]);
    check(at, &["source", "add", "https://t.me/+AbCdEfGhIjK"], 4, &["refused", "invitation"]);
    check(at, &["source", "add", "#tag@mastodon.example"], 0, &["mastodon", "hashtag"]);
    std::fs::write(at.join("list.txt"), "# ours\nhttps://t.me/another_one\nftp://x.example/\n")
        .expect("a file");
    check(at, &["source", "import", "list.txt", "--dry-run"], 4, &["dry run", "1 refused"]);
    let listed = check(at, &["source", "list", "--json"], 0, &[]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    check(at, &["source", "import", "list.txt"], 4, &["added", "refused"]);
    check(at, &["source", "pause", "@another_one", "--reason", "too loud"], 0, &["paused"]);
    check(at, &["source", "remove", "@another_one"], 0, &["removed"]);
    check(at, &["source", "pause", "@never_added_here"], 1, &["routewatch source add"]);
}

#[test]
fn a_file_is_imported_once_and_its_refused_rows_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let table = "When,Who,Words,Address\n\
        2026-11-20 10:00:00,desk_one,\"Ferry, Friday\",https://www.facebook.com/1/posts/2\n\
        some day,desk_one,Another,https://www.facebook.com/1/posts/3\n";
    std::fs::write(at.join("posts.csv"), table).expect("a file");
    let mut words = vec!["import", "posts.csv"];
    check(at, &words, 4, &["no text; say --column text=NAME"]);
    for column in ["text=Words", "time=When", "handle=Who", "url=Address"] {
        words.extend(["--column", column]);
    }
    words.push("--dry-run");
    check(at, &words, 0, &["as csv: 2 rows", "1 posts on facebook", "nothing was stored"]);
    words.pop();
    check(at, &words, 0, &["1 new posts", "no time that can be read", "posts.csv.refused.csv"]);
    check(at, &words, 0, &["0 new posts, 0 changed"]);
    let listed = std::fs::read_to_string(at.join("posts.csv.refused.csv")).expect("a list");
    assert_eq!(listed, "at,reason\n3,\"no time that can be read\"\n");
    check(at, &["import", "posts.csv", "--platform", "x-ray"], 1, &["there are telegram"]);
    check(at, &["import", "posts.csv", "--column", "colour=Who"], 1, &["one of id, text"]);
    std::fs::write(at.join("none.bin"), "nothing to see").expect("a file");
    check(at, &["import", "none.bin"], 1, &["of no format that is known"]);
    check(at, &["import", "--help"], 0, &["telegram-desktop", "zeeschuimer", "changes nothing"]);
}

#[test]
fn the_stop_switch_is_turned_with_a_reason_and_stops_visits() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    check(at, &["stop", "show"], 0, &["is off"]);
    check(at, &["source", "add", "@example_routes"], 0, &["added"]);
    check(at, &["stop", "on"], 2, &["--reason"]);
    check(at, &["stop", "on", "--reason", " "], 1, &["nothing was switched"]);
    check(at, &["stop", "on", "--reason", "an owner complained"], 0, &["is on"]);
    check(at, &["visit", "@example_routes"], 3, &["not now: the stop switch is on"]);
    check(at, &["check"], 3, &["is not asked: not now: the stop switch is on"]);
    check(at, &["stop", "off", "--reason", "we agreed"], 0, &["is off"]);
    check(at, &["stop", "show", "--json"], 0, &["{\"stop\":false}"]);
}

#[test]
fn texts_are_assessed_without_a_database_and_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = "{\"id\":\"a\",\"text\":\"Two places left for Friday, Turkey to Greece, 2500 euro per \
                 person, pay after arrival, WhatsApp +44 7700 900123\"}\n\
                 how do I renew my residence card?\n";
    let output = run(folder.path(), &["assess", "-", "--jobs", "2"], input);
    assert!(output.status.success(), "{}", text(&output));
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let [offer, question] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(offer.get("id"), Some(&Value::from("a")));
    let score = |one: &Value| one.get("score").and_then(Value::as_f64).expect("a score");
    assert!(score(offer) > 0.5 && score(question) < 0.35, "{offer} {question}");
    assert_eq!(offer.pointer("/contacts/0/value"), Some(&Value::from("+447700900123")), "{offer}");
    assert_eq!(question.get("id"), Some(&Value::from(2)));
    assert_ne!(question.get("label"), Some(&Value::from("offer")), "{question}");
    for field in
        ["score", "abstain", "language", "services", "origin", "prices", "reasons", "model"]
    {
        assert!(offer.get(field).is_some(), "{field}");
    }
    assert!(!folder.path().join("data").exists(), "assess leaves nothing behind");
    let wrong = run(folder.path(), &["assess", "-"], "{\"id\":1}\n");
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong).contains("line 1"), "{}", text(&wrong));
}

#[test]
fn a_backup_goes_into_an_empty_installation_and_nowhere_else() {
    let (old, new) = (tempfile::tempdir().expect("a"), tempfile::tempdir().expect("b"));
    check(old.path(), &["init", "--password-stdin"], 0, &[]);
    check(old.path(), &["source", "add", "@example_routes"], 0, &["added"]);
    let file = new.path().join("backup.zip");
    let name = file.to_str().expect("a name");
    check(old.path(), &["backup", name], 0, &["records", "personal data"]);
    check(old.path(), &["backup", name], 1, &["cannot be made anew"]);
    check(new.path(), &["restore", name], 0, &["restored", "index rebuild"]);
    check(new.path(), &["index", "rebuild"], 0, &["0 posts indexed"]);
    check(new.path(), &["source", "list"], 0, &["example_routes"]);
    check(new.path(), &["user", "list"], 0, &["admin"]);
    check(new.path(), &["search", "anything"], 0, &["no post matches"]);
    check(new.path(), &["restore", name], 1, &["not empty"]);
    std::fs::write(&file, "no zip").expect("a file");
    check(old.path(), &["restore", name], 1, &["not a backup"]);
}

#[test]
fn each_half_of_the_program_starts_alone_and_stops_when_told() {
    for (command, serves) in [("serve", true), ("work", false), ("dashboard", true)] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_routewatch"))
            .arg(command)
            .current_dir(folder.path())
            .env_remove("ROUTEWATCH_CONFIG")
            .env("ROUTEWATCH_DASHBOARD__LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("a line").expect("text");
        if serves {
            let address = first.strip_prefix("dashboard: http://").expect("an address");
            assert!(healthy(address), "{command}");
        } else {
            assert_eq!(first, "working", "{command}");
        }
        let told = Command::new("kill").arg(child.id().to_string()).status().expect("kill runs");
        assert!(told.success());
        assert!(lines.any(|line| line.is_ok_and(|line| line == "stopped")), "{command}");
        assert!(child.wait().expect("the program ends").success(), "{command}");
    }
}

fn healthy(address: &str) -> bool {
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    let ask = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).expect("asked");
    let answer = std::io::read_to_string(stream).expect("an answer");
    answer.starts_with("HTTP/1.1 200")
}

#[test]
fn help_completions_and_mistakes_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    check(at, &["--help"], 0, &["Exit codes", "ROUTEWATCH_STORE__URL"]);
    check(at, &["completions", "bash"], 0, &["routewatch"]);
    check(at, &["nonsense"], 2, &["unrecognized"]);
    std::fs::write(at.join("routewatch.toml"), "[store]\nconections = 1\n").expect("a file");
    check(at, &["source", "list"], 1, &["conections", "routewatch.toml"]);
    check(at, &["--config", "nowhere.toml", "check"], 3, &["nowhere.toml", "routewatch init"]);
}
