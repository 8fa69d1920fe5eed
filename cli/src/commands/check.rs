//! `routewatch check`

use super::Context;
use crate::failure::FOUND_WRONG;
use crate::{assemble, clock, output};
use config::Settings;
use crawler::Validators;
use model::{AuditEntry, PageRequest, PublicUrl, Purpose};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

/// Says what is wrong with this installation, and what to do.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Do not ask the platforms whether they can be reached.
    #[arg(long)]
    offline: bool,
}

/// Result of one check.
#[derive(Debug, Serialize)]
struct Finding {
    what: String,
    ok: bool,
    words: String,
}

/// Least free space on the data folder's disk, in bytes.
const LEAST_FREE: u64 = 2 << 30;
/// Most that our clock may differ from other people's, in milliseconds.
const MOST_SKEW_MS: i64 = 120_000;

pub(super) async fn run(args: &Args, context: &Context) -> anyhow::Result<ExitCode> {
    let mut findings = Vec::new();
    match context.settings() {
        Ok(settings) => {
            let file = context.file().map_or("defaults".to_owned(), |f| f.display().to_string());
            findings.push(good("configuration", file));
            all(&settings, args, &mut findings).await;
        }
        Err(why) => findings.push(bad("configuration", format!("{why:#}"))),
    }
    let wrong = findings.iter().filter(|finding| !finding.ok).count();
    for finding in &findings {
        if context.json {
            output::json(finding)?;
        } else {
            let mark = if finding.ok { "ok   " } else { "WRONG" };
            output::line(&format!("{mark}  {:<14} {}", finding.what, finding.words));
        }
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND_WRONG) })
}

fn good(what: &str, words: impl Into<String>) -> Finding {
    Finding { what: what.to_owned(), ok: true, words: words.into() }
}

fn bad(what: &str, words: impl Into<String>) -> Finding {
    Finding { what: what.to_owned(), ok: false, words: words.into() }
}

fn classifier(settings: &Settings) -> Finding {
    let models = match assemble::models(settings) {
        Ok(models) => models,
        Err(why) => return bad("classifier", format!("{why:#}")),
    };
    let version = models.champion().version().to_owned();
    match models.trouble() {
        None => good("classifier", format!("model {version}")),
        Some(why) => bad(
            "classifier",
            format!("{why}; {version} judges instead: train again, or `routewatch model rollback`"),
        ),
    }
}

async fn all(settings: &Settings, args: &Args, findings: &mut Vec<Finding>) {
    findings.push(disk(&settings.data_dir));
    findings.extend(database(settings).await);
    findings.push(match assemble::index(settings, &settings.index_dir()) {
        Ok(index) => good("index", format!("{} posts", index.documents())),
        Err(why) => bad("index", format!("{why:#}; try `routewatch index rebuild`")),
    });
    findings.push(classifier(settings));
    let mail = notifier::Notifier::new(&settings.notifier, &settings.data_dir);
    findings.push(match mail {
        Ok(notifier) => {
            let channels: Vec<_> = notifier
                .channels()
                .into_iter()
                .map(|(name, help)| format!("{name} {help}"))
                .collect();
            good("messages", channels.join("; "))
        }
        Err(why) => bad("messages", why.to_string()),
    });
    findings.push(sender(settings));
    if !args.offline {
        findings.extend(platforms(settings).await);
    }
}

fn sender(settings: &Settings) -> Finding {
    let sender = &settings.referral;
    if sender.organisation.is_empty() || sender.contact_email.is_empty() {
        return bad(
            "referrals",
            "set referral.organisation and referral.contact_email: a notice names its sender",
        );
    }
    if sender.recipients.is_empty() {
        return bad("referrals", "set at least one [referral.recipients.NAME]");
    }
    good("referrals", format!("{} recipients", sender.recipients.len()))
}

fn disk(folder: &Path) -> Finding {
    if let Err(why) = std::fs::create_dir_all(folder) {
        return bad("disk", format!("{} cannot be made: {why}", folder.display()));
    }
    let probe = folder.join(".check");
    if let Err(why) = std::fs::write(&probe, b"check") {
        return bad("disk", format!("{} cannot be written to: {why}", folder.display()));
    }
    let _ = std::fs::remove_file(&probe);
    match rustix::fs::statvfs(folder) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let words = format!("{} GiB free in {}", free >> 30, folder.display());
            if free < LEAST_FREE {
                bad("disk", format!("only {words}; make room"))
            } else {
                good("disk", words)
            }
        }
        Err(why) => bad("disk", format!("free space of {} is not known: {why}", folder.display())),
    }
}

async fn database(settings: &Settings) -> Vec<Finding> {
    let store = match assemble::store(settings).await {
        Ok(store) => store,
        Err(why) => return vec![bad("database", format!("{why:#}"))],
    };
    let mut findings = Vec::new();
    findings.push(match store.people().await {
        Ok(people) if people.is_empty() => {
            bad("people", "nobody can log in yet; run `routewatch init`")
        }
        Ok(people) => good("people", format!("{} with a log-in", people.len())),
        Err(why) => bad("people", why.to_string()),
    });
    findings.push(match audit(&store).await {
        Ok((entries, None)) => good("audit", format!("{entries} entries, unbroken")),
        Ok((_, Some(seq))) => bad(
            "audit",
            format!("the chain is broken at entry {seq}: somebody changed the database by hand"),
        ),
        Err(why) => bad("audit", why.to_string()),
    });
    match store.ping().await {
        Ok(()) => findings.insert(0, good("database", store.backend())),
        Err(why) => findings.insert(0, bad("database", why.to_string())),
    }
    findings
}

/// Walks the whole audit chain; returns its length and the first entry that does not hold.
async fn audit(store: &store::Store) -> Result<(i64, Option<i64>), store::Error> {
    let mut last: Option<AuditEntry> = None;
    loop {
        let after = last.as_ref().map_or(0, |e| e.seq);
        let mut part = store.audit_chain(after, 1000).await?;
        let Some(newest) = part.last().cloned() else { break };
        if let Some(previous) = last.take() {
            part.insert(0, previous);
        }
        if let Some(at) = model::audit::first_break(&part) {
            return Ok((newest.seq, part.get(at).map(|e| e.seq)));
        }
        last = Some(newest);
    }
    Ok((last.map_or(0, |e| e.seq), None))
}

async fn platforms(settings: &Settings) -> Vec<Finding> {
    let (clock, entropy) = clock::real();
    let store = match assemble::store(settings).await {
        Ok(store) => store,
        Err(why) => return vec![bad("crawler", format!("{why:#}"))],
    };
    let holder = entropy.uuid().to_string();
    let (platforms, fetcher) = match assemble::crawler(settings, &clock, &store, &holder) {
        Ok(both) => both,
        Err(why) => return vec![bad("crawler", format!("{why:#}"))],
    };
    let mut findings = Vec::new();
    if settings.crawler.user_agent_contact.is_empty() {
        findings.push(bad(
            "crawler",
            "set crawler.user_agent_contact, so that site owners can reach you",
        ));
    }
    let mut skew = None;
    for adapter in crawler::platforms::ALL {
        let platform = model::Platform::new(adapter.name());
        let (Some(_), Some(base)) = (platforms.adapter(&platform), platforms.base(&platform))
        else {
            findings.push(good(adapter.name(), "turned off"));
            continue;
        };
        let (finding, date) = reach(&fetcher, adapter.name(), base).await;
        skew = skew.or(date.map(|date| clock.now().ms() - date.ms()));
        findings.push(finding);
    }
    findings.push(match skew {
        None => bad("clock", "no platform could be asked for the time"),
        Some(ms) if ms.abs() > MOST_SKEW_MS => {
            bad("clock", format!("off by {} s; set up time synchronisation", ms / 1000))
        }
        Some(ms) => good("clock", format!("within {} s of the platforms' clocks", ms.abs() / 1000)),
    });
    findings
}

async fn reach(
    fetcher: &crawler::Fetcher,
    name: &str,
    base: &PublicUrl,
) -> (Finding, Option<model::Timestamp>) {
    let request = PageRequest::new(base.clone(), Purpose::Settle);
    match fetcher.fetch(&request, &Validators::default()).await {
        Ok(capture) => {
            let date = capture.header("date").and_then(|text| {
                chrono::DateTime::parse_from_rfc2822(text).ok().map(|t| t.to_utc().into())
            });
            (good(name, format!("{base} answers with {}", capture.status)), date)
        }
        Err(crawler::FetchError::Refused { reason }) => {
            (good(name, format!("{base} answers, and refuses its front page: {reason}")), None)
        }
        Err(why @ crawler::FetchError::Closed { .. }) => {
            (good(name, format!("{base} is not asked: {why}")), None)
        }
        Err(why) => (bad(name, format!("{base} cannot be reached: {why}")), None),
    }
}
