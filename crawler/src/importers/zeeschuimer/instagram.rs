//! An Instagram post, in the two forms in which its pages receive it: an item of a list, or a node
//! of the graph.

use super::super::{Refusal, Taken, bare_account, bare_post};
use super::{count, id};
use crate::json_fields::Fields;
use crate::sheets::{of_text, unix};
use model::post::{Media, Metrics};
use model::{PostSeen, PublicUrl};
use serde_json::Value;

pub(super) fn read(node: &Value) -> Result<Taken, Refusal> {
    let bought = node.text("link").is_some_and(|link| link.contains("/ads/ig_redirect"));
    if bought || node.text("product_type").as_deref() == Some("ad") {
        return Err(Refusal::new("an advertisement that Instagram was paid for"));
    }
    let code = node.text("code").or_else(|| node.text("shortcode"));
    let code = code.ok_or_else(|| Refusal::new("no short code"))?;
    let posted_at =
        node.field("taken_at").or_else(|| node.field("taken_at_timestamp")).and_then(Value::as_f64);
    let posted_at = posted_at.and_then(unix);
    let posted_at = posted_at.ok_or_else(|| Refusal::new("no time that can be read"))?;
    let user = node.field("user").or_else(|| node.field("owner"));
    let user = user.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    if user.says("is_private") {
        return Err(Refusal::new("of a private account"));
    }
    let handle = user.text("username").unwrap_or_default();
    let by_handle = || (!handle.is_empty()).then(|| format!("@{}", handle.to_lowercase()));
    let account = id(user, "pk").or_else(|| id(user, "id")).or_else(by_handle);
    let account = account.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    let in_graph = || node.pointer("/edge_media_to_caption/edges/0/node")?.text("text");
    let text = node.field("caption").and_then(|caption| caption.text("text")).or_else(in_graph);
    let mut content = of_text(&text.unwrap_or_default());
    let film = node.count("media_type") == Some(2)
        || node.text("__typename").as_deref() == Some("GraphVideo");
    let kind = if film { "video" } else { "photo" };
    let said = node.text("accessibility_caption").unwrap_or_default();
    content.media = vec![Media { kind: kind.to_owned(), url: None, text: said }];
    let graph = |path: &str| node.pointer(path).and_then(Value::as_u64);
    let post = PostSeen {
        url: PublicUrl::parse(&format!("https://www.instagram.com/p/{code}")).ok(),
        content,
        posted_at: Some(posted_at),
        metrics: Metrics {
            views: count(node, "play_count"),
            likes: count(node, "like_count").or_else(|| graph("/edge_media_preview_like/count")),
            reposts: None,
            replies: count(node, "comment_count")
                .or_else(|| graph("/edge_media_preview_comment/count")),
        },
        ..bare_post(code, account.clone())
    };
    let name = user.text("full_name").unwrap_or_default();
    let mut account = bare_account(account, &handle, &name);
    account.url = PublicUrl::parse(&format!("https://www.instagram.com/{handle}/")).ok();
    Ok(Taken { platform: "instagram".into(), post, account })
}
