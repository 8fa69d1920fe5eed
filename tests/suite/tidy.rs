//! The house rules. Each failure says what to write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Crates, from the centre outwards, with what they may know.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("crawler", &["model"]),
    ("classifier", &["model"]),
    ("indexer", &["model"]),
    ("store", &["model"]),
    ("evidence", &["model"]),
    ("notifier", &["model"]),
    ("referral", &["model"]),
    ("export", &["model"]),
    ("demo", &["model"]),
    ("worker", RING),
    ("dashboard", RING),
    ("config", CONDUCTORS),
];
const RING: &[&str] = &[
    "model",
    "crawler",
    "classifier",
    "indexer",
    "store",
    "evidence",
    "notifier",
    "referral",
    "export",
];
const CONDUCTORS: &[&str] = &[
    "model",
    "crawler",
    "classifier",
    "indexer",
    "store",
    "evidence",
    "notifier",
    "referral",
    "export",
    "worker",
    "dashboard",
];

/// Crates that would let the centre do input or output, or wait.
const NOT_IN_MODEL: &[&str] =
    &["tokio", "reqwest", "sqlx", "axum", "tantivy", "lettre", "futures", "async-trait", "tracing"];

/// Folders of siblings: one file or folder per thing, listed once in `mod.rs`.
const LISTS: &[&str] = &[
    "crawler/src/platforms",
    "crawler/src/importers",
    "classifier/src/signals",
    "notifier/src/channels",
    "referral/src/notices",
    "export/src/formats",
    "worker/src/jobs",
    "dashboard/src/pages",
    "cli/src/commands",
];

/// Names that say nothing.
const GRAB_BAGS: &[&str] =
    &["utils", "util", "common", "shared", "types", "core", "helpers", "helper", "misc"];

const LONGEST_FILE: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_owned()
}

/// Every file of the repository that git would commit, relative to its root.
fn files(ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if path.is_dir() {
                if !matches!(&*name, "target" | ".git" | "node_modules" | "data") {
                    walk(&path, ending, into);
                }
            } else if name.ends_with(ending) {
                into.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no {ending} files found");
    found
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Fails with one line per fault.
fn none(faults: &[String], what_to_do: &str) {
    assert!(faults.is_empty(), "{what_to_do}:\n  {}", faults.join("\n  "));
}

#[test]
fn files_stay_short() {
    let long = files(".rs").into_iter().filter_map(|path| {
        let lines = read(&path).lines().count();
        (lines > LONGEST_FILE).then(|| format!("{} has {lines} lines", shown(&path)))
    });
    none(&long.collect::<Vec<_>>(), "split these files by what they are about");
}

#[test]
fn no_file_or_folder_is_a_grab_bag() {
    let bad = files(".rs").into_iter().filter(|path| {
        let short = shown(path);
        short.trim_end_matches(".rs").split('/').any(|part| GRAB_BAGS.contains(&part))
    });
    none(&bad.map(|p| shown(&p)).collect::<Vec<_>>(), "name these after what they hold");
}

#[test]
fn every_sibling_is_in_its_list() {
    let mut faults = Vec::new();
    for folder in LISTS {
        let list = read(format!("{folder}/mod.rs"));
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_folder = entry.path().is_dir() && entry.path().join("mod.rs").exists();
            let module = match name.strip_suffix(".rs") {
                Some("mod" | "tests") => continue,
                Some(module) => module.to_owned(),
                None if is_folder => name,
                None => continue,
            };
            if !list.lines().any(|line| line.ends_with(&format!("mod {module};"))) {
                faults.push(format!("{folder}/mod.rs lacks `mod {module};`"));
            }
            let elsewhere = list.lines().filter(|line| !line.contains("mod "));
            let named = elsewhere.filter(|line| line.contains(&format!("{module}::"))).count();
            if named == 0 && !is_part_of_the_frame(folder, &module) {
                faults.push(format!("{folder}/mod.rs does not list {module}:: anywhere"));
            }
        }
    }
    none(&faults, "list every sibling once");
}

/// Modules beside the siblings that are no siblings themselves.
fn is_part_of_the_frame(folder: &str, module: &str) -> bool {
    matches!((folder, module), ("dashboard/src/pages", "sign_in"))
}

#[test]
fn arrows_point_inwards() {
    let mut faults = Vec::new();
    for (name, may) in MAY_KNOW {
        let cargo: toml::Table = read(format!("{name}/Cargo.toml")).parse().expect("TOML");
        let used = cargo.get("dependencies").and_then(|d| d.as_table()).expect("dependencies");
        for (other, _) in MAY_KNOW.iter().filter(|(other, _)| used.contains_key(*other)) {
            if !may.contains(other) {
                faults.push(format!("{name} must not know {other}"));
            }
        }
        if *name == "model" {
            for outside in NOT_IN_MODEL.iter().filter(|crate_name| used.contains_key(**crate_name))
            {
                faults.push(format!("model does no I/O and never waits: drop {outside}"));
            }
        }
    }
    none(&faults, "the ring knows only the centre");
}

/// The part of a file that is not its unit tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn only_the_archive_says_that_a_capture_is_kept() {
    let bad = files(".rs").into_iter().filter(|path| {
        let short = shown(path);
        let may = ["evidence/", "tests/", "fuzz/", "model/src/capture.rs"]
            .iter()
            .any(|p| short.starts_with(p))
            || short.contains("/tests");
        !may && without_tests(&read(path)).contains("StoredCapture::kept_at(")
    });
    none(
        &bad.map(|p| shown(&p)).collect::<Vec<_>>(),
        "take a StoredCapture from evidence::Archive::keep instead of making one",
    );
}

#[test]
fn nothing_is_left_unfinished_or_ignored() {
    let words = [concat!("to", "do!("), concat!("unimple", "mented!("), concat!("#[ign", "ore")];
    let mut faults = Vec::new();
    for path in files(".rs") {
        for word in words.iter().filter(|word| read(&path).contains(**word)) {
            faults.push(format!("{}: {word}", shown(&path)));
        }
    }
    none(&faults, "finish it, or leave it out and write it into docs/gaps/");
}

#[test]
fn every_record_expires() {
    let mut faults = Vec::new();
    let mut tables = 0;
    for path in files(".sql") {
        let sql = read(&path);
        for table in sql.split("CREATE TABLE").skip(1) {
            let body = table.split(';').next().unwrap_or_default();
            tables += 1;
            if !body.contains("expires_at BIGINT NOT NULL")
                && !body.contains("expires_at INTEGER NOT NULL")
            {
                let name = body.split('(').next().unwrap_or_default().trim();
                faults.push(format!("{}: {name}", shown(&path)));
            }
        }
    }
    assert!(tables > 20, "{tables} tables");
    none(&faults, "give every table `expires_at BIGINT NOT NULL`");
}

#[test]
fn both_databases_have_the_same_tables() {
    let names = |backend: &str| -> BTreeSet<String> {
        files(".sql")
            .into_iter()
            .filter(|path| shown(path).contains(&format!("migrations/{backend}/")))
            .flat_map(|path| {
                let sql = read(path);
                let tables = sql.split("CREATE TABLE").skip(1);
                tables
                    .filter_map(|t| t.split('(').next().map(|n| n.trim().to_owned()))
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn licences_are_those_we_accept() {
    let allowed = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "0BSD",
        "Unicode-3.0",
        "CC0-1.0",
        "BSL-1.0",
        "Unlicense",
        "MIT-0",
        "NCSA",
    ];
    let excepted =
        ["cssparser", "cssparser-macros", "selectors", "dtoa-short", "webpki-roots", "option-ext"];
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let faults: Vec<String> = packages
        .iter()
        .filter(|package| {
            let name = package["name"].as_str().unwrap_or_default();
            let licence = package["license"].as_str().unwrap_or("none");
            let any = licence
                .split(['/', '(', ')'])
                .flat_map(|part| part.split(" OR "))
                .flat_map(|part| part.split(" AND "))
                .map(|part| part.trim().trim_end_matches("WITH LLVM-exception").trim())
                .any(|part| allowed.contains(&part));
            !any && !excepted.contains(&name)
        })
        .map(|package| format!("{} {}", package["name"], package["license"]))
        .collect();
    assert!(packages.len() > 300, "{} packages", packages.len());
    none(&faults, "replace these dependencies, or add them to deny.toml and here with a reason");
}

#[test]
fn architecture_names_every_crate_and_operations_every_job_and_command() {
    let (architecture, operations) = (read("ARCHITECTURE.md"), read("docs/OPERATIONS.md"));
    let mut faults = Vec::new();
    let workspace: toml::Table = read("Cargo.toml").parse().expect("TOML");
    for member in workspace["workspace"]["members"].as_array().expect("members") {
        let name = member.as_str().unwrap_or_default();
        if !architecture.contains(&format!("`{name}`")) {
            faults.push(format!("ARCHITECTURE.md: `{name}`"));
        }
    }
    for job in worker::jobs::ALL {
        if !operations.contains(&format!("`{}`", job.name())) {
            faults.push(format!("docs/OPERATIONS.md: `{}`", job.name()));
        }
    }
    for (command, _) in modules("cli/src/commands") {
        if !operations.contains(&format!("routewatch {command}")) {
            faults.push(format!("docs/OPERATIONS.md: routewatch {command}"));
        }
    }
    none(&faults, "write these down");
}

/// Modules of a folder by name.
fn modules(folder: &str) -> BTreeMap<String, PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder").flatten();
    entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let module = name.strip_suffix(".rs").unwrap_or(&name).to_owned();
            (module != "mod").then(|| (module, entry.path()))
        })
        .collect()
}
