//! Champion and challenger by what people said.

use crate::failure::Failure;
use crate::frame::words::{number, whole};
use crate::house::House;
use classifier::Classifier;
use classifier::evaluate::measures::calibration;
use classifier::evaluate::{Change, Comparison, Report, Scored};
use classifier::opinion::LabelledPost;
use classifier::shelf::Models;
use model::{Label, Language};
use store::PostView;

/// Reviewed posts looked at, the latest reviewed first.
const MOST: u32 = 5_000;

/// How good the models are on reviewed posts.
pub(super) struct Figures {
    pub(super) posts: String,
    pub(super) calibration_error: String,
    pub(super) unsure: String,
    pub(super) bins: Vec<BinRow>,
    /// The version beside the champion, if a challenger scored reviewed posts.
    pub(super) challenger: Option<String>,
    pub(super) rows: Vec<Row>,
}

/// One line of the calibration curve.
pub(super) struct BinRow {
    pub(super) score: String,
    pub(super) offers: String,
    pub(super) posts: String,
}

/// One part of the posts; with a challenger `before → after`.
pub(super) struct Row {
    pub(super) part: String,
    pub(super) posts: String,
    pub(super) auc: String,
    pub(super) recall: String,
    pub(super) false_alarms: String,
}

/// A reviewed post with what the champion and the challenger said of it, neither having been
/// trained on it.
struct Judged {
    post: LabelledPost,
    champion: f32,
    challenger: Option<f32>,
}

/// Nothing where no reviewed post has an honest score of the champion.
pub(super) async fn of(house: &House, models: &Models) -> Result<Option<Figures>, Failure> {
    let champion = models.champion();
    let challenger = models.challenger();
    let judged = judged(house, &champion, challenger.as_ref().map(|c| &*c.classifier)).await?;
    if judged.is_empty() {
        return Ok(None);
    }
    let report = |version: &str, scored: &[Scored<'_>]| {
        let options = champion.options();
        let band = (options.abstain_low, options.abstain_high);
        Report::of(version, scored, options.offer_threshold, band)
    };
    let all: Vec<Scored<'_>> =
        judged.iter().map(|one| Scored { post: &one.post, score: one.champion }).collect();
    let alone = report(champion.version(), &all);
    let rows: Vec<(f32, bool)> =
        all.iter().map(|one| (one.score, one.post.label == Label::Offer)).collect();
    let bins = calibration(&rows).into_iter().map(|bin| BinRow {
        score: format!("{:.2}", bin.score),
        offers: format!("{:.2}", bin.offers),
        posts: number(whole(bin.posts)),
    });
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for one in &judged {
        if let Some(score) = one.challenger {
            before.push(Scored { post: &one.post, score: one.champion });
            after.push(Scored { post: &one.post, score });
        }
    }
    let beside = challenger.filter(|_| !after.is_empty());
    let both = beside.as_ref().map(|challenger| Comparison {
        before: report(champion.version(), &before),
        after: report(challenger.classifier.version(), &after),
    });
    let alone_twice = || Comparison { before: alone.clone(), after: alone.clone() };
    let changes = both.as_ref().map_or_else(|| alone_twice().changes(), Comparison::changes);
    let rows = changes.iter().map(|change| row(change, both.is_some())).collect();
    Ok(Some(Figures {
        posts: number(whole(judged.len())),
        calibration_error: format!("{:.3}", alone.calibration_error),
        unsure: format!("{:.0} %", 100.0 * alone.abstained),
        bins: bins.collect(),
        challenger: both.map(|both| both.after.model),
        rows,
    }))
}

fn row(change: &Change, both: bool) -> Row {
    let pair = |[before, after]: [String; 2]| {
        if both { format!("{before} → {after}") } else { before }
    };
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    Row {
        part: change.part.clone(),
        posts: number(whole(change.posts)),
        auc: pair(change.auc.map(|auc| auc.map_or("–".to_owned(), |auc| format!("{auc:.3}")))),
        recall: pair(change.recall.map(percent)),
        false_alarms: pair(change.false_alarms.map(percent)),
    }
}

async fn judged(
    house: &House,
    champion: &Classifier,
    challenger: Option<&Classifier>,
) -> Result<Vec<Judged>, Failure> {
    let store = &house.parts.store;
    let own = store.trials_of_reviewed(champion.version()).await?;
    let other = match challenger {
        Some(challenger) => store.trials_of_reviewed(challenger.version()).await?,
        None => std::collections::HashMap::new(),
    };
    let views = store.reviewed_posts(MOST).await?;
    let judged = |view: &PostView| {
        let opinion = view.assessment.as_ref();
        let language = opinion.map_or_else(Language::unknown, |one| one.language.clone());
        let review = view.review.as_ref()?;
        let post = LabelledPost::reviewed(&view.post, &language, review, false)?;
        let said = opinion.filter(|one| one.model == champion.version());
        let score = own.get(&view.post.id).copied().or(said.map(|one| one.score.value()))?;
        Some(Judged { post, champion: score, challenger: other.get(&view.post.id).copied() })
    };
    Ok(views.iter().filter_map(judged).collect())
}
