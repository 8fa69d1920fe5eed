//! `routewatch search QUERY`

use super::Context;
use crate::{assemble, output};
use indexer::Order;
use model::{Country, Label, Language, Platform, Query, Service};
use serde_json::json;
use std::process::ExitCode;
use store::PostView;

/// Searches the posts. The query language is explained on the dashboard's help page.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Words, "phrases", field:value; empty for everything that the filters leave.
    #[arg(default_value = "")]
    query: String,
    /// offer, seeker, about, licit_service or other.
    #[arg(long)]
    label: Option<String>,
    /// Language, such as `ckb`.
    #[arg(long)]
    language: Option<String>,
    /// Platform, such as `telegram`.
    #[arg(long)]
    platform: Option<String>,
    /// Service, such as `sea`.
    #[arg(long)]
    service: Option<String>,
    /// Country of departure, such as `TR`.
    #[arg(long)]
    from: Option<String>,
    /// Country of arrival.
    #[arg(long)]
    to: Option<String>,
    /// Lowest score, 0 to 1.
    #[arg(long)]
    min_score: Option<f32>,
    /// Most posts shown.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Best match first instead of newest first.
    #[arg(long)]
    by_relevance: bool,
}

pub(super) async fn run(args: Args, context: &Context) -> anyhow::Result<ExitCode> {
    let settings = context.settings()?;
    let store = assemble::store(&settings).await?;
    let index = assemble::index(&settings, &settings.index_dir())?;
    let query = Query {
        q: args.query,
        label: args.label.as_deref().and_then(Label::of_word),
        language: args.language.map(Language::new),
        platform: args.platform.map(Platform::new),
        service: args.service.as_deref().and_then(Service::of_word),
        origin: args.from.map(|c| Country::new(c.to_uppercase())),
        destination: args.to.map(|c| Country::new(c.to_uppercase())),
        min_score: args.min_score,
        ..Query::default()
    };
    let order = if args.by_relevance { Order::Relevance } else { Order::Newest };
    let found = index.search(&query, order, 0, args.limit)?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.post).collect();
    let views = store.posts_by_ids(&ids).await?;
    if context.json {
        for view in &views {
            output::json(&json!({
                "post": view.post.id,
                "url": view.post.url,
                "posted_at": view.post.posted_at,
                "platform": view.post.platform,
                "handle": view.account.profile.handle,
                "label": view.label(),
                "score": view.score(),
                "language": view.assessment.as_ref().map(|a| &a.language),
                "text": view.post.content.text,
            }))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if views.is_empty() {
        output::line(&format!("no post matches {}", query.sentence()));
        return Ok(ExitCode::SUCCESS);
    }
    let head = ["posted (UTC)", "who", "what", "text"];
    output::table(&head, views.iter().map(row).collect());
    output::line(&format!("{} of {} posts", views.len(), found.total));
    Ok(ExitCode::SUCCESS)
}

fn row(view: &PostView) -> Vec<String> {
    let label = view.label().map_or("not assessed", Label::title);
    let language = view.assessment.as_ref().map(|a| a.language.to_string()).unwrap_or_default();
    vec![
        view.post.posted_at.utc().format("%-d %b %Y %H:%M").to_string(),
        format!("{} @{}", view.post.platform, view.account.profile.handle),
        format!("{label} {:.2} {language}", view.score()),
        output::short(&view.post.content.text, 90),
    ]
}
