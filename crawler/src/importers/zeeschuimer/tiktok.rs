//! A TikTok video.

use super::super::{Refusal, Taken, bare_account, bare_post};
use super::{count, id};
use crate::json_fields::Fields;
use crate::sheets::{of_text, unix};
use model::post::{Media, Metrics};
use model::{PostSeen, PublicUrl};
use serde_json::Value;

pub(super) fn read(video: &Value) -> Result<Taken, Refusal> {
    let native = id(video, "id").ok_or_else(|| Refusal::new("no id"))?;
    let posted_at = count(video, "createTime").and_then(|seconds| {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 stay far below 2^53")]
        unix(seconds as f64)
    });
    let posted_at = posted_at.ok_or_else(|| Refusal::new("no time that can be read"))?;
    // The author is an object on a video's own page, and only a name in lists.
    let author =
        video.field("author").ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    let handle = author.text("uniqueId").or_else(|| video.text("author"));
    let handle = handle.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    let account = id(author, "id").or_else(|| id(video, "authorId"));
    let account = account.unwrap_or_else(|| format!("@{}", handle.to_lowercase()));
    let name = author.text("nickname").or_else(|| video.text("nickname")).unwrap_or_default();
    let mut content = of_text(&video.text("desc").unwrap_or_default());
    let tags = video.list("challenges").iter().filter_map(|tag| tag.text("title"));
    for tag in tags {
        if !content.hashtags.contains(&tag) {
            content.hashtags.push(tag);
        }
    }
    content.media = vec![Media { kind: "video".to_owned(), url: None, text: String::new() }];
    let url = format!("https://www.tiktok.com/@{handle}/video/{native}");
    let stats = video.field("stats").unwrap_or(&Value::Null);
    let post = PostSeen {
        url: PublicUrl::parse(&url).ok(),
        content,
        posted_at: Some(posted_at),
        metrics: Metrics {
            views: count(stats, "playCount"),
            likes: count(stats, "diggCount"),
            reposts: count(stats, "shareCount"),
            replies: count(stats, "commentCount"),
        },
        ..bare_post(native, account.clone())
    };
    let mut account = bare_account(account, &handle, &name);
    account.profile.biography = author.text("signature").unwrap_or_default();
    account.profile.followers = video.field("authorStats").and_then(|s| count(s, "followerCount"));
    account.url = PublicUrl::parse(&format!("https://www.tiktok.com/@{handle}")).ok();
    if author.says("privateAccount") {
        return Err(Refusal::new("of a private account"));
    }
    Ok(Taken { platform: "tiktok".into(), post, account })
}
