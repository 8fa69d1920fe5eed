//! Drives the scheduler through the simulator's protocol: one JSON object a line, the results of the
//! last round in, the sources to visit in this round out.
//!
//! In: `{"t": s, "k": visits, "results": [[source, visited_s, [posted_s …], …] …]}`; the first line
//! also has `n`, `step` and `joins` (since when each source exists, s). Out: `{"fetch": [source …]}`.
//! Second 0 is a Monday, 00:00 UTC. The argument `--ceiling-days` is the longest time that a source
//! may go unseen. At the end the time that a decision took (learning from
//! its visit and choosing it, without the protocol) goes to standard error.

use anyhow::{Context, ensure};
use crawler::schedule::Options;
use model::Timestamp;
use serde_json::Value;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};
use tests::roster::Roster;

/// The first Monday.
const MONDAY: Timestamp = Timestamp::from_ms(4 * 86_400_000);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut ceiling_days = 1.0;
    while let Some(name) = arguments.next() {
        ensure!(name == "--ceiling-days", "give nothing but --ceiling-days N, not {name}");
        ceiling_days = arguments.next().context("give the number of days")?.parse()?;
    }
    let options = Options {
        floor_ms: 1,
        ceiling_ms: ms(ceiling_days * 86_400.0),
        // The budget decides, and all of it is used.
        daily_ms: 1,
        ..Options::default()
    };
    let mut out = std::io::stdout().lock();
    let mut roster = None;
    let (mut decisions, mut used) = (0_u32, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let (now, visits, results) = round(&line)?;
        let roster = match &mut roster {
            Some(roster) => roster,
            none => none.insert(Roster::new(&moments(line.get("joins"))?, options.clone())),
        };
        let begun = Instant::now();
        for (id, at, posted) in &results {
            roster.seen(*id, *at, posted);
        }
        let chosen = roster.choose(now, visits);
        used += begun.elapsed();
        decisions += u32::try_from(chosen.len())?;
        serde_json::to_writer(&mut out, &serde_json::json!({ "fetch": chosen }))?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    let each = used / decisions.max(1);
    writeln!(std::io::stderr().lock(), "{decisions} decisions, {each:.2?} each")?;
    Ok(())
}

/// What a visit saw: the source, when, and the times of its new posts.
type Seen = (usize, Timestamp, Vec<Timestamp>);

/// Reads one line: the time, how many visits to choose, and what the last ones saw.
fn round(line: &Value) -> anyhow::Result<(Timestamp, usize, Vec<Seen>)> {
    let results = line.get("results").and_then(Value::as_array).context("a line has `results`")?;
    let seen = |result: &Value| {
        let id = result.get(0).and_then(Value::as_u64).context("a result begins with a number")?;
        Ok((usize::try_from(id)?, moment(result.get(1))?, moments(result.get(2))?))
    };
    let results = results.iter().map(seen).collect::<anyhow::Result<_>>()?;
    let visits = line.get("k").and_then(Value::as_u64).context("a line has `k`")?;
    Ok((moment(line.get("t"))?, usize::try_from(visits)?, results))
}

fn moments(seconds: Option<&Value>) -> anyhow::Result<Vec<Timestamp>> {
    let seconds = seconds.and_then(Value::as_array).context("here stands a list of seconds")?;
    seconds.iter().map(|one| moment(Some(one))).collect()
}

fn moment(seconds: Option<&Value>) -> anyhow::Result<Timestamp> {
    let seconds = seconds.and_then(Value::as_f64).context("here stand seconds")?;
    Ok(MONDAY.plus_ms(ms(seconds)))
}

#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds of some weeks")]
fn ms(seconds: f64) -> i64 {
    (seconds * 1000.0) as i64
}
