//! Label and score as a small bar with words.

use askama::Template;
use model::Label;
use store::PostView;

/// `offer, 0.93`; the bar's length is the probability of an offer.
#[derive(Debug, Clone, Template)]
#[template(path = "label_bar.html")]
pub(crate) struct LabelBar {
    /// `offer`, `seeker`, `about`, `licit_service`, `other`, `unsure` or `waiting`.
    pub(crate) kind: &'static str,
    pub(crate) words: String,
    pub(crate) explanation: String,
    /// Length of the bar, 0..=40.
    pub(crate) length: u32,
}

impl LabelBar {
    /// What a post is thought to be, and by whom.
    pub(crate) fn of(view: &PostView) -> Self {
        let Some(assessment) = &view.assessment else {
            return match &view.review {
                Some(review) => Self::reviewed(review.label, None),
                None => Self {
                    kind: "waiting",
                    words: "not assessed yet".to_owned(),
                    explanation: "the classifier has not read this post yet".to_owned(),
                    length: 0,
                },
            };
        };
        let score = assessment.score;
        if let Some(review) = &view.review {
            return Self::reviewed(review.label, Some(score.value()));
        }
        let label = assessment.label.title();
        if assessment.abstain {
            return Self {
                kind: "unsure",
                words: format!("unsure, {score}"),
                explanation: format!(
                    "a person must decide; the classifier leans towards {label}, probability of \
                     an offer {score}"
                ),
                length: length(score.value()),
            };
        }
        Self {
            kind: assessment.label.word(),
            words: format!("{label}, {score}"),
            explanation: format!("the classifier's opinion; probability of an offer {score}"),
            length: length(score.value()),
        }
    }

    fn reviewed(label: Label, score: Option<f32>) -> Self {
        let machine = score.map(|score| format!("; the classifier said {score:.2}"));
        Self {
            kind: label.word(),
            words: format!("{}, reviewed", label.title()),
            explanation: format!("a person's opinion{}", machine.unwrap_or_default()),
            length: length(score.unwrap_or(0.0)),
        }
    }
}

fn length(score: f32) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a probability times forty"
    )]
    let length = (score.clamp(0.0, 1.0) * 40.0).round() as u32;
    length
}
