//! CSV of CrowdTangle: pages, groups and profiles of Facebook and Instagram.
//!
//! CrowdTangle closed on 14 August 2024; its exports are still in many researchers' drawers. Columns
//! as in its post exports of 2021: 39 of them, with a byte order mark, thousands separated by commas
//! and a time with the abbreviation of a zone.

use super::{Hints, Importer, Refusal, Rows, Shape, Taken, bare_account, bare_post, platform_of};
use crate::sheets::{Cells, Cutting, Row, moment, of_text};
use model::post::{Media, Metrics};
use model::{Platform, PostSeen, PublicUrl};

/// The importer.
pub(super) const IMPORTER: CrowdTangle = CrowdTangle;

/// Reads exports of CrowdTangle.
#[derive(Debug)]
pub(super) struct CrowdTangle;

impl Importer for CrowdTangle {
    fn name(&self) -> &'static str {
        "crowdtangle"
    }

    fn title(&self) -> &'static str {
        "CrowdTangle"
    }

    fn help(&self) -> &'static str {
        "post exports of CrowdTangle (CSV): Facebook pages and groups, Instagram accounts"
    }

    fn recognises(&self, head: &str) -> bool {
        let first = head.lines().next().unwrap_or_default();
        let has = |column: &str| first.contains(column);
        has("Post Created") && has("URL") && (has("Total Interactions") || has("Overperforming"))
    }

    fn shape(&self) -> Shape {
        Shape::Rows(&IMPORTER)
    }
}

impl Rows for CrowdTangle {
    fn cutting(&self) -> Cutting {
        Cutting::Table
    }

    fn read(&self, row: &Row<'_>, hints: &Hints) -> Result<Taken, Refusal> {
        let cells = super::cells(row)?;
        let address = cells.get("URL").ok_or_else(|| Refusal::new("no address of the post"))?;
        let platform = hints.platform.clone().or_else(|| platform_of(address));
        let platform = platform
            .ok_or_else(|| Refusal::new("its address is neither of Facebook nor of Instagram"))?;
        let posted_at = cells
            .get("Post Created")
            .and_then(moment)
            .ok_or_else(|| Refusal::new("no time that can be read"))?;
        let text = cells.any(&["Message", "Description"]).unwrap_or_default();
        let media = media(&cells);
        if text.is_empty() && media.is_empty() {
            return Err(Refusal::new("neither text nor attachment"));
        }
        let (id, name) = account(&cells)?;
        let mut content = of_text(text);
        content.media = media;
        for link in [cells.get("Link"), cells.get("Final Link")].into_iter().flatten() {
            if !content.links.iter().any(|one| one == link) {
                content.links.push(link.to_owned());
            }
        }
        let post = PostSeen {
            url: PublicUrl::parse(address).ok(),
            content,
            posted_at: Some(posted_at),
            metrics: metrics(&cells),
            ..bare_post(native_id(&platform, address), id.clone())
        };
        let mut account = bare_account(id, cells.get("User Name").unwrap_or_default(), name);
        account.profile.followers = cells.count("Followers at Posting");
        account.profile.biography =
            cells.get("Page Description").map(str::to_owned).unwrap_or_default();
        Ok(Taken { platform, post, account })
    }
}

/// The account's stable id, and its name.
fn account<'a>(cells: &'a Cells<'_>) -> Result<(String, &'a str), Refusal> {
    let name = cells.any(&["Page Name", "Group Name", "Account"]).unwrap_or_default();
    let id = cells.any(&["Facebook Id", "Group Id"]).map(str::to_owned);
    let handle = || cells.get("User Name").map(|name| format!("@{}", name.to_lowercase()));
    let id = id.or_else(handle).ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    Ok((id, name))
}

/// What names a post: on Instagram its short code, as other formats have it; else its address
/// without scheme, host and query.
fn native_id(platform: &Platform, address: &str) -> String {
    let path = url::Url::parse(address).map(|url| url.path().trim_matches('/').to_owned());
    let path = path.unwrap_or_else(|_| address.to_owned());
    let code = path.strip_prefix("p/").or_else(|| path.strip_prefix("reel/"));
    match code {
        Some(code) if platform.as_str() == "instagram" => code.to_owned(),
        _ => path,
    }
}

fn media(cells: &Cells<'_>) -> Vec<Media> {
    let kind = match cells.get("Type").unwrap_or_default().to_lowercase() {
        kind if kind.contains("video") || kind.contains("igtv") => "video",
        kind if kind.contains("photo") || kind.contains("album") => "photo",
        kind if kind.contains("link") => "link",
        _ => return Vec::new(),
    };
    let texts = [cells.get("Image Text"), cells.get("Link Text")];
    let text = texts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    vec![Media { kind: kind.to_owned(), url: None, text }]
}

fn metrics(cells: &Cells<'_>) -> Metrics {
    let moods = ["Likes", "Love", "Wow", "Haha", "Sad", "Angry", "Care"];
    let likes: Vec<u64> = moods.iter().filter_map(|mood| cells.count(mood)).collect();
    Metrics {
        views: cells.count("Total Views").filter(|views| *views > 0),
        likes: (!likes.is_empty()).then(|| likes.into_iter().fold(0, u64::saturating_add)),
        reposts: cells.count("Shares"),
        replies: cells.count("Comments"),
    }
}
