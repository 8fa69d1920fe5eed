//! `routewatch assess FILE|-`

use super::Context;
use crate::{assemble, clock, output};
use anyhow::Context as _;
use classifier::Classifier;
use model::{Assessment, Language, PostId, Timestamp};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;

/// Says how much texts look like adverts. Reads JSON Lines with at least `id` and `text`, or plain
/// text, one post a line; writes one JSON object a line, in order.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file, or `-` for standard input.
    file: PathBuf,
    /// Threads; all processors if left out.
    #[arg(long)]
    jobs: Option<NonZero<usize>>,
}

/// Lines assessed by one thread before results are written.
const CHUNK: usize = 256;

pub(super) fn run(args: &Args, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let classifier = assemble::models(&settings)?.champion();
    let now = clock::real().0.now();
    let threads = args.jobs.or_else(|| std::thread::available_parallelism().ok());
    let threads = threads.map_or(1, NonZero::get);
    let input: Box<dyn Read> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        let file = std::fs::File::open(&args.file)
            .with_context(|| format!("{} cannot be opened", args.file.display()))?;
        Box::new(file)
    };
    let total = std::fs::metadata(&args.file).map_or(0, |m| m.len());
    let bar = output::bar(total, "assessing");
    let mut lines = Lines { from: BufReader::new(input), number: 0, bytes: 0 };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    loop {
        let batch = lines.next_batch(CHUNK * threads)?;
        if batch.is_empty() {
            break;
        }
        for answer in assess_all(&classifier, &batch, threads, now) {
            if writeln!(out, "{answer}").is_err() {
                // Whoever read our output has gone.
                return Ok(ExitCode::SUCCESS);
            }
        }
        bar.set_position(lines.bytes);
    }
    bar.finish_and_clear();
    out.flush().ok();
    Ok(ExitCode::SUCCESS)
}

/// One post to assess.
struct Ask {
    id: Value,
    text: String,
    declared: Option<Language>,
}

/// Reads posts line by line.
struct Lines<R> {
    from: BufReader<R>,
    number: u64,
    bytes: u64,
}

impl<R: Read> Lines<R> {
    fn next_batch(&mut self, most: usize) -> anyhow::Result<Vec<Ask>> {
        let mut batch = Vec::with_capacity(most.min(4096));
        while batch.len() < most {
            let mut raw = Vec::new();
            let read = self.from.read_until(b'\n', &mut raw).context("the input cannot be read")?;
            if read == 0 {
                break;
            }
            self.bytes += read as u64;
            self.number += 1;
            let line = String::from_utf8_lossy(&raw);
            let line = line.trim_start_matches('\u{feff}').trim();
            if !line.is_empty() {
                batch.push(self.ask(line)?);
            }
        }
        Ok(batch)
    }

    /// A line that begins like an object must be one with a text; any other line is a text.
    fn ask(&self, line: &str) -> anyhow::Result<Ask> {
        if !line.starts_with('{') {
            return Ok(Ask { id: json!(self.number), text: line.to_owned(), declared: None });
        }
        let wrong = || format!("line {} is not a JSON object with id and text", self.number);
        let value: Value = serde_json::from_str(line).with_context(wrong)?;
        let text = value.get("text").and_then(Value::as_str).with_context(wrong)?.to_owned();
        let id = value.get("id").cloned().unwrap_or_else(|| json!(self.number));
        let declared = value.get("declared_language").and_then(Value::as_str).map(Language::new);
        Ok(Ask { id, text, declared })
    }
}

/// Assesses in order, spread over threads.
fn assess_all(
    classifier: &Classifier,
    batch: &[Ask],
    threads: usize,
    now: Timestamp,
) -> Vec<String> {
    let each = batch.len().div_ceil(threads).max(1);
    let assess = |part: &[Ask]| -> Vec<String> {
        part.iter()
            .map(|ask| {
                let post = PostId::of(&["assess", &ask.id.to_string()]);
                let opinion = classifier.assess(post, &ask.text, ask.declared.as_ref(), now);
                answer(&ask.id, &opinion).to_string()
            })
            .collect()
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> =
            batch.chunks(each).map(|part| scope.spawn(move || assess(part))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

/// The answer of one post, as the assessment issue specifies it.
fn answer(id: &Value, opinion: &Assessment) -> Value {
    json!({
        "id": id,
        "label": opinion.label,
        "score": opinion.score,
        "abstain": opinion.abstain,
        "language": opinion.language,
        "services": opinion.services,
        "origin": opinion.route.origin,
        "destination": opinion.route.destination,
        "contacts": opinion.contacts,
        "prices": opinion.prices,
        "reasons": opinion.reasons,
        "model": opinion.model,
    })
}
