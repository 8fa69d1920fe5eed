//! Settings: a file and, in lines behind a line of `%%%`, an environment.
#![no_main]

use config::{Sources, load};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// Where the file stands; every process has its own.
static FILE: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    std::env::temp_dir().join(format!("routewatch-fuzz-{}.toml", std::process::id()))
});

fuzz_target!(|text: &str| {
    let (file, lines) = text.split_once("%%%").unwrap_or((text, ""));
    let environment = lines.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        Some((format!("{}{name}", config::PREFIX), value.to_owned()))
    });
    std::fs::write(&*FILE, file).expect("a file of our own");
    let sources = Sources { file: Some(FILE.clone()), environment: environment.collect() };
    match (load(&sources), load(&sources)) {
        (Ok(first), Ok(second)) => {
            assert_eq!(format!("{first:?}"), format!("{second:?}"), "other settings");
            let _ = crawler::network::Targets::new(&first.crawler.allow);
            assert!(!first.store_url().is_empty());
        }
        (Err(first), Err(second)) => assert_eq!(first.to_string(), second.to_string()),
        _ => panic!("loaded or not"),
    }
});
