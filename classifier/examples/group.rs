//! Groups posts in memory the way the worker does in the database, and says how fast and how right. Run by
//! `tests/bench/grouping.py`: `group POSTS.jsonl N` reads lines with `text` and `dup` (planted template, or -1).
#![allow(
    clippy::pedantic,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a tool for people, not part of the program"
)]

use classifier::grouping::{JOIN_AT, bands, fingerprint, similarity};
use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

#[derive(serde::Deserialize)]
struct Post {
    text: String,
    dup: i64,
}

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("POSTS.jsonl");
    let most: usize = args.next().expect("N").parse().expect("a number");
    let file = std::io::BufReader::new(std::fs::File::open(path).expect("POSTS.jsonl"));
    let posts: Vec<Post> =
        file.lines().take(most).map(|l| serde_json::from_str(&l.unwrap()).unwrap()).collect();
    let begun = cpu_seconds();
    let mut parent: Vec<usize> = (0..posts.len()).collect();
    // A band remembers the first post of each group that meets in it, not every post.
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut fingerprints: Vec<Vec<u64>> = Vec::with_capacity(posts.len());
    for (at, post) in posts.iter().enumerate() {
        let fp = fingerprint(&post.text);
        for band in bands(&fp) {
            let near = seen.entry(band).or_default();
            let mut known = false;
            for other in near.iter().copied() {
                let (a, b) = (root(&mut parent, at), root(&mut parent, other));
                known |= a == b;
                if a != b && similarity(&fp, &fingerprints[other]) >= JOIN_AT {
                    parent[a] = b;
                    known = true;
                }
            }
            if !known && near.len() < 64 {
                near.push(at);
            }
        }
        fingerprints.push(fp);
    }
    let spent = cpu_seconds() - begun;
    let groups: Vec<usize> = (0..posts.len()).map(|at| root(&mut parent, at)).collect();
    let pairs = |counts: &BTreeMap<(usize, i64), u64>| {
        counts.values().map(|n| n * (n - 1) / 2).sum::<u64>() as f64
    };
    let count = |keys: &mut dyn Iterator<Item = (usize, i64)>| {
        let mut counts = BTreeMap::new();
        for key in keys {
            *counts.entry(key).or_insert(0_u64) += 1;
        }
        pairs(&counts)
    };
    let both = || groups.iter().zip(&posts);
    let right = count(&mut both().filter(|(_, p)| p.dup >= 0).map(|(g, p)| (*g, p.dup)));
    let found = count(&mut both().map(|(g, _)| (*g, 0)));
    let there = count(&mut both().filter(|(_, p)| p.dup >= 0).map(|(_, p)| (0, p.dup)));
    println!(
        "{}",
        serde_json::json!({"method": "routewatch", "docs": posts.len(), "docs_per_cpu_s": (posts.len() as f64 / spent).round(),
            "us_per_post": (spent * 1e7 / posts.len() as f64).round() / 10.0, "precision": right / found.max(1.0), "recall": right / there.max(1.0)})
    );
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// CPU seconds of this process.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}
