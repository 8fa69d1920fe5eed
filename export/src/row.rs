//! One post, flat.

use model::{Account, Assessment, Label, Post};
use serde::Serialize;

/// One post with its account and opinion. Field names are the column names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Record id of the post.
    pub post: String,
    /// Platform.
    pub platform: String,
    /// Record id of the account.
    pub account: String,
    /// Handle at the time of export.
    pub handle: String,
    /// Name shown.
    pub account_name: String,
    /// Public address of the post.
    pub url: String,
    /// RFC 3339, UTC.
    pub posted_at: String,
    /// RFC 3339, UTC.
    pub first_seen: String,
    /// `live`, `restricted`, `gone_candidate` or `gone`.
    pub presence: String,
    /// Label that counts: a person's where there is one.
    pub label: String,
    /// Whether a person gave the label.
    pub reviewed: bool,
    /// Probability of being an offer, 0..=1.
    pub score: Option<f32>,
    /// ISO 639.
    pub language: String,
    /// Services, separated by spaces.
    pub services: String,
    /// ISO 3166 alpha-2.
    pub origin: String,
    /// ISO 3166 alpha-2.
    pub destination: String,
    /// `kind:value`, separated by spaces.
    pub contacts: String,
    /// `amount currency`, separated by `; `, with ` per person` where said.
    pub prices: String,
    /// The text, as written.
    pub text: String,
}

impl Row {
    /// Flattens a post. `label`: the one that counts, and whether a person gave it.
    #[must_use]
    pub fn of_post(
        post: &Post,
        account: &Account,
        opinion: Option<&Assessment>,
        label: Option<(Label, bool)>,
    ) -> Self {
        let country = |c: Option<&model::Country>| c.map(ToString::to_string).unwrap_or_default();
        Self {
            post: post.id.to_string(),
            platform: post.platform.to_string(),
            account: account.id.to_string(),
            handle: account.profile.handle.to_string(),
            account_name: account.profile.display_name.clone(),
            url: post.url.as_ref().map(ToString::to_string).unwrap_or_default(),
            posted_at: post.posted_at.to_string(),
            first_seen: post.first_seen.to_string(),
            presence: post.presence.state.word().to_owned(),
            label: label.map(|(l, _)| l.word().to_owned()).unwrap_or_default(),
            reviewed: label.is_some_and(|(_, reviewed)| reviewed),
            score: opinion.map(|a| a.score.value()),
            language: opinion.map(|a| a.language.to_string()).unwrap_or_default(),
            services: opinion.map(services).unwrap_or_default(),
            origin: country(opinion.and_then(|a| a.route.origin.as_ref())),
            destination: country(opinion.and_then(|a| a.route.destination.as_ref())),
            contacts: opinion.map(contacts).unwrap_or_default(),
            prices: opinion.map(prices).unwrap_or_default(),
            text: post.content.text.clone(),
        }
    }

    /// Column names and cells, in the order they are shown.
    #[must_use]
    pub fn cells(&self) -> [(&'static str, String); 19] {
        let text = Clone::clone;
        [
            ("post", text(&self.post)),
            ("platform", text(&self.platform)),
            ("account", text(&self.account)),
            ("handle", text(&self.handle)),
            ("account_name", text(&self.account_name)),
            ("url", text(&self.url)),
            ("posted_at", text(&self.posted_at)),
            ("first_seen", text(&self.first_seen)),
            ("presence", text(&self.presence)),
            ("label", text(&self.label)),
            ("reviewed", self.reviewed.to_string()),
            ("score", self.score.map(|s| format!("{s:.3}")).unwrap_or_default()),
            ("language", text(&self.language)),
            ("services", text(&self.services)),
            ("origin", text(&self.origin)),
            ("destination", text(&self.destination)),
            ("contacts", text(&self.contacts)),
            ("prices", text(&self.prices)),
            ("text", text(&self.text)),
        ]
    }
}

fn services(opinion: &Assessment) -> String {
    opinion.services.iter().map(|s| s.word()).collect::<Vec<_>>().join(" ")
}

fn contacts(opinion: &Assessment) -> String {
    let each = opinion.contacts.iter().map(|c| format!("{}:{}", c.kind.word(), c.value));
    each.collect::<Vec<_>>().join(" ")
}

fn prices(opinion: &Assessment) -> String {
    let each = opinion.prices.iter().map(|p| {
        let per = if p.per_person { " per person" } else { "" };
        format!("{} {}{per}", p.amount, p.currency)
    });
    each.collect::<Vec<_>>().join("; ")
}
