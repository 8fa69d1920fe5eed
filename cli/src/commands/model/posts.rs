//! Labelled posts to learn from or to judge by: a corpus, or what people reviewed.

use classifier::Classifier;
use classifier::evaluate::{Report, Scored};
use classifier::opinion::LabelledPost;
use model::{Language, PostId};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

/// Reviewed posts used, the latest reviewed first.
const MOST: u32 = 100_000;

/// What people reviewed and has not changed since, in the order of ids. Posts of which two people
/// said different things are marked as doubtful.
pub(super) async fn reviewed(store: &Store) -> anyhow::Result<Vec<LabelledPost>> {
    let mut said: BTreeMap<PostId, BTreeSet<&'static str>> = BTreeMap::new();
    for one in store.judged_twice().await? {
        said.entry(one.post).or_default().insert(one.label.word());
    }
    let disputed = |post: PostId| said.get(&post).is_some_and(|labels| labels.len() > 1);
    let views = store.reviewed_posts(MOST).await?;
    let mut posts: Vec<LabelledPost> = views
        .iter()
        .filter_map(|view| {
            let language = view.assessment.as_ref().map(|opinion| opinion.language.clone());
            let language = language.or_else(|| view.post.declared_language.clone());
            let language = language.unwrap_or_else(Language::unknown);
            let review = view.review.as_ref()?;
            LabelledPost::reviewed(&view.post, &language, review, disputed(view.post.id))
        })
        .collect();
    posts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(posts)
}

/// How good a model is on posts. `held_out`: scores of posts that it was trained on, by weights
/// that left them out; every other post is judged now.
pub(super) fn report(
    classifier: &Classifier,
    posts: &[LabelledPost],
    held_out: &BTreeMap<String, f32>,
) -> Report {
    let scored = posts.iter().map(|post| {
        let known = held_out.get(&post.id).copied();
        let score = known.unwrap_or_else(|| classifier.score(&post.text, None).value());
        Scored { post, score }
    });
    let scored: Vec<Scored<'_>> = scored.collect();
    of_scored(classifier, &scored)
}

/// The report under the thresholds in use.
pub(super) fn of_scored(classifier: &Classifier, scored: &[Scored<'_>]) -> Report {
    let options = classifier.options();
    let band = (options.abstain_low, options.abstain_high);
    Report::of(classifier.version(), scored, options.offer_threshold, band)
}

/// How many of these posts a model was trained on.
pub(super) fn known(posts: &[LabelledPost], held_out: &BTreeMap<String, f32>) -> usize {
    posts.iter().filter(|post| held_out.contains_key(&post.id)).count()
}
