//! `routewatch model train`

use super::{enter, posts, spinner};
use crate::commands::Context;
use crate::{assemble, clock, output};
use anyhow::{Context as _, bail};
use classifier::evaluate::{Report, Scored};
use classifier::opinion::{LabelledPost, Trained, read_corpus, train};
use classifier::shelf::{Card, Signature};
use config::Settings;
use model::{Clock as _, Label, PostId, Timestamp};
use std::path::PathBuf;
use std::process::ExitCode;
use store::{Store, Trial};

/// Trains a version. Training begins at nothing, so what is wanted of the shipped model has to be
/// among the posts: give the folder `classifier/corpus` of the source code (it is not in the
/// program), and add the desk's reviews to it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of `.jsonl` files, or one file, in the form of `classifier/corpus`.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// Learn from what was reviewed here, too.
    #[arg(long)]
    with_reviews: bool,
    /// Write the weights to this file and leave shelf, shadow and history alone.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Log-in name of who trains; goes into the history.
    #[arg(long, value_name = "NAME", default_value = "")]
    by: String,
}

/// Fewer offers or others than this make no calibration: a fifth of them is held out at a time.
const LEAST: usize = 20;

pub(super) async fn run(
    args: Args,
    context: &Context,
    settings: &Settings,
) -> anyhow::Result<ExitCode> {
    if args.corpus.is_none() && !args.with_reviews {
        bail!(
            "there is nothing to learn from: give --corpus DIR (classifier/corpus in the source \
             code; it is not in the program), --with-reviews, or both"
        );
    }
    let mut learnt = match &args.corpus {
        Some(corpus) => read_corpus(corpus)?,
        None => Vec::new(),
    };
    let corpus_posts = learnt.len();
    let store = if args.with_reviews { Some(assemble::store(settings).await?) } else { None };
    if let Some(store) = &store {
        learnt.extend(posts::reviewed(store).await?);
    }
    enough(&learnt)?;
    let wait = spinner(&format!("training on {} posts, six times over", learnt.len()));
    let classifier = super::named(settings, &assemble::shelf(settings), None)?;
    let (trained, learnt, classifier) = tokio::task::spawn_blocking(move || {
        let trained = train(&learnt, classifier.reader());
        (trained, learnt, classifier)
    })
    .await
    .context("training stopped")?;
    wait.finish_and_clear();
    let classifier = classifier.with_weights(trained.weights.clone());
    let scored = learnt.iter().zip(&trained.scores);
    let scored: Vec<Scored<'_>> =
        scored.map(|(post, score)| Scored { post, score: *score }).collect();
    let report = posts::of_scored(&classifier, &scored);
    if let Some(file) = &args.out {
        let bytes = trained.weights.pack()?;
        std::fs::write(file, bytes)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    } else {
        let at = clock::SystemClock.now();
        let (corpus, reviews) = learnt.split_at(corpus_posts);
        if let Some(store) = &store {
            keep_held_out(store, &trained, reviews, corpus_posts, at).await?;
        }
        let card = Card {
            corpus: args.corpus.as_ref().map(|place| place.display().to_string()),
            corpus_posts,
            reviews: reviews.len(),
            held_out: corpus.iter().map(|p| p.id.clone()).zip(trained.scores.clone()).collect(),
            ..Card::new(at, &report)
        };
        let reason = format!("{corpus_posts} posts of a corpus, {} reviews", reviews.len());
        let signed = Signature { at, by: &args.by, reason: &reason };
        assemble::shelf(settings).add(&trained.weights, &card, &signed)?;
        if let Some(store) = &store {
            enter(store, None, &trained.weights.version, format!("trained: {reason}"), at).await?;
        }
    }
    tell(context, &args, &report)?;
    Ok(ExitCode::SUCCESS)
}

/// Scores of reviewed posts by weights that left them out. They are about people's posts, so they
/// are kept in the store, where they end with their posts.
async fn keep_held_out(
    store: &Store,
    trained: &Trained,
    reviews: &[LabelledPost],
    corpus_posts: usize,
    at: Timestamp,
) -> anyhow::Result<()> {
    let mut trials = Vec::with_capacity(reviews.len());
    for (post, score) in reviews.iter().zip(trained.scores.iter().skip(corpus_posts)) {
        let post: PostId = post.id.parse()?;
        trials.push(Trial { post, score: *score, at, held_out: true });
    }
    store.save_trials(&trained.weights.version, &trials).await?;
    Ok(())
}

fn enough(posts: &[LabelledPost]) -> anyhow::Result<()> {
    let offers = posts.iter().filter(|post| post.label == Label::Offer).count();
    let others = posts.len() - offers;
    if offers < LEAST || others < LEAST {
        bail!(
            "{offers} offers and {others} others are too few to learn from; it takes {LEAST} of \
             each, and thousands to be any good: add a corpus, or review more"
        );
    }
    Ok(())
}

fn tell(context: &Context, args: &Args, report: &Report) -> anyhow::Result<()> {
    if context.json {
        return output::json(report);
    }
    output::line(&format!("{report}"));
    output::line("(every post judged by weights that were not shown it)");
    match &args.out {
        Some(file) => output::line(&format!("wrote {}", file.display())),
        None => output::line(&format!(
            "{0} is on the shelf and runs in shadow where the jobs run; next: \
             `routewatch model promote {0} --by NAME --reason WHY`",
            report.model
        )),
    }
    Ok(())
}
