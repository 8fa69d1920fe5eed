//! A post on X, as its pages receive it (`Tweet`, or one wrapped with a note on its visibility).

use super::super::{Refusal, Taken, bare_account, bare_post};
use super::{count, id};
use crate::json_fields::Fields;
use crate::sheets::{moment, of_text};
use model::post::{Content, Media, Metrics};
use model::{Language, PostSeen, PublicUrl};
use serde_json::Value;

pub(super) fn read(result: &Value) -> Result<Taken, Refusal> {
    let tweet = result.field("tweet").unwrap_or(result);
    let legacy = tweet.field("legacy").ok_or_else(|| Refusal::new("not a post in a known form"))?;
    let native = id(tweet, "rest_id").or_else(|| id(legacy, "id_str"));
    let native = native.ok_or_else(|| Refusal::new("no id"))?;
    let posted_at = legacy.text("created_at").as_deref().and_then(moment);
    let posted_at = posted_at.ok_or_else(|| Refusal::new("no time that can be read"))?;
    let user = tweet.pointer("/core/user_results/result");
    let user = user.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    let said = |name: &str| {
        let parts = [user.field("legacy"), user.field("core")];
        parts.into_iter().flatten().find_map(|part| part.text(name))
    };
    let handle = said("screen_name");
    let handle = handle.ok_or_else(|| Refusal::new("nobody is named as its author"))?;
    if user.field("legacy").is_some_and(|legacy| legacy.says("protected")) {
        return Err(Refusal::new("of a private account"));
    }
    let account = id(user, "rest_id").unwrap_or_else(|| format!("@{}", handle.to_lowercase()));
    let repeated = legacy.pointer("/retweeted_status_result/result");
    let post = PostSeen {
        url: PublicUrl::parse(&format!("https://x.com/{handle}/status/{native}")).ok(),
        // The words of a repeated post are its author's, not those of whoever repeats it.
        content: if repeated.is_some() { Content::default() } else { content(tweet, legacy) },
        declared_language: legacy.text("lang").filter(|lang| lang.len() == 2).map(Language::new),
        posted_at: Some(posted_at),
        reply_to: legacy.text("in_reply_to_status_id_str"),
        forwarded_from: repeated.map(|it| id(it, "rest_id").unwrap_or_default()),
        metrics: Metrics {
            views: tweet.field("views").and_then(|views| count(views, "count")),
            likes: count(legacy, "favorite_count"),
            reposts: count(legacy, "retweet_count"),
            replies: count(legacy, "reply_count"),
        },
        ..bare_post(native, account.clone())
    };
    let mut account = bare_account(account, &handle, &said("name").unwrap_or_default());
    account.profile.biography = said("description").unwrap_or_default();
    account.profile.followers = user.field("legacy").and_then(|it| count(it, "followers_count"));
    account.url = PublicUrl::parse(&format!("https://x.com/{handle}")).ok();
    Ok(Taken { platform: "x".into(), post, account })
}

fn content(tweet: &Value, legacy: &Value) -> Content {
    let long = tweet.pointer("/note_tweet/note_tweet_results/result");
    let text = long.and_then(|note| note.text("text")).or_else(|| legacy.text("full_text"));
    let mut content = of_text(&text.unwrap_or_default());
    let entities = legacy.field("entities").unwrap_or(&Value::Null);
    // In the text links are shortened; what they stand for is told beside it.
    let links = entities.list("urls").iter().filter_map(|url| url.text("expanded_url"));
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        content.links = links;
    }
    let media = legacy.field("extended_entities").unwrap_or(entities).list("media");
    content.media = media
        .iter()
        .map(|one| Media {
            kind: if one.text("type").as_deref() == Some("photo") { "photo" } else { "video" }
                .to_owned(),
            url: None,
            text: one.text("ext_alt_text").unwrap_or_default(),
        })
        .collect();
    content
}
