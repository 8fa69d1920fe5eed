//! Good pages of the adapters that read JSON.

use super::good::{Good, WORD};
use serde_json::{Value, json};

/// Where the posts go in a frame.
const POSTS: &str = "the posts go here";

/// How most APIs write moments.
const ISO: [&str; 3] =
    ["2026-11-20T10:00:00.000Z", "2199-11-20T10:00:00.000Z", "1970-01-02T00:00:01.000Z"];

/// And the two that write seconds.
const UNIX: [&str; 3] = ["1795000000", "7253276400", "86401"];

pub(super) fn all() -> Vec<Good> {
    vec![
        of("mastodon", MASTODON, &json!(POSTS).to_string(), |n| mastodon(n).to_string(), ISO),
        of(
            "bluesky",
            BLUESKY,
            &json!({"feed": POSTS}).to_string(),
            |n| bluesky(n).to_string(),
            ISO,
        ),
        of("discourse", DISCOURSE, &topic().to_string(), |n| discourse(n).to_string(), ISO),
        of("lemmy", LEMMY, &json!({"posts": POSTS}).to_string(), |n| lemmy(n).to_string(), ISO),
        of("reddit", REDDIT, &listing().to_string(), |n| reddit(n).to_string(), UNIX),
        of("vk", VK, &wall().to_string(), |n| vk(n).to_string(), UNIX),
        of("feeds (JSON)", FEED, &feed(), |n| item(n).to_string(), ISO),
    ]
}

/// What is watched, and its page.
type Addresses = [&'static str; 2];

const MASTODON: Addresses =
    ["@lina@routes.example", "https://routes.example/api/v1/accounts/501/statuses?limit=40"];
const BLUESKY: Addresses = [
    "@lina.routes.example",
    "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=did:plc:ewvi7nxzyoun6zhxrhs64oiz",
];
const DISCOURSE: Addresses = ["https://forum.example/t/x/7", "https://forum.example/t/7.json"];
const LEMMY: Addresses =
    ["!boats@routes.example", "https://routes.example/api/v3/post/list?community_name=boats"];
const REDDIT: Addresses = ["r/boats", "https://oauth.reddit.com/r/boats/new?limit=100"];
const VK: Addresses =
    ["https://vk.com/club1", "https://api.vk.com/method/wall.get?owner_id=-1&count=100"];
const FEED: Addresses = ["https://news.example/feed.json", "https://news.example/feed.json"];

fn of(
    name: &'static str,
    [source, address]: Addresses,
    frame: &str,
    post: fn(u64) -> String,
    moments: [&'static str; 3],
) -> Good {
    let (head, tail) = frame.split_once(&format!("\"{POSTS}\"")).unwrap();
    Good {
        name,
        source,
        address,
        kind: "application/json",
        head: format!("{head}["),
        between: ",",
        tail: format!("]{tail}"),
        post,
        moments,
    }
}

fn text(number: u64) -> String {
    format!("{WORD} {number}")
}

fn mastodon(number: u64) -> Value {
    json!({
        "id": number.to_string(), "created_at": ISO[0], "visibility": "public", "edited_at": null,
        "uri": format!("https://routes.example/users/lina/statuses/{number}"),
        "url": format!("https://routes.example/@lina/{number}"), "reblog": null,
        "content": format!("<p>{}</p>", text(number)), "language": "en", "spoiler_text": "",
        "replies_count": 1, "reblogs_count": 2, "favourites_count": 3,
        "media_attachments": [{"type": "image", "url": "https://cdn.example/a.jpg"}],
        "account": {"id": "501", "username": "lina", "acct": "lina", "display_name": "Lina",
            "note": "<p>sea</p>", "url": "https://routes.example/@lina",
            "uri": "https://routes.example/users/lina"}
    })
}

fn bluesky(number: u64) -> Value {
    let did = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    json!({"post": {
        "uri": format!("at://{did}/app.bsky.feed.post/3l{number}"), "cid": "bafyreih",
        "author": {"did": did, "handle": "lina.routes.example", "displayName": "Lina"},
        "record": {"$type": "app.bsky.feed.post", "text": text(number), "langs": ["en"],
            "createdAt": ISO[0], "facets": [{"index": {"byteStart": 0, "byteEnd": 4},
                "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "sea"}]}]},
        "indexedAt": ISO[0], "labels": [], "replyCount": 1, "repostCount": 2, "likeCount": 3
    }})
}

fn topic() -> Value {
    json!({"id": 7, "title": "Boats", "posts_count": 3,
        "post_stream": {"posts": POSTS, "stream": [1, 2, 3]}})
}

fn discourse(number: u64) -> Value {
    json!({
        "id": number, "user_id": 9, "username": "lina", "name": "Lina", "post_type": 1, "version": 1,
        "topic_id": 7, "topic_slug": "boats", "topic_title": "Boats", "post_number": number,
        "cooked": format!("<p>{}</p>", text(number)), "created_at": ISO[0], "updated_at": ISO[0],
        "reads": 8, "reply_count": 1, "actions_summary": [{"id": 2, "count": 3}]
    })
}

fn lemmy(number: u64) -> Value {
    json!({
        "post": {"id": number, "name": "Boats", "body": text(number), "removed": false,
            "deleted": false, "published": ISO[0],
            "ap_id": format!("https://routes.example/post/{number}")},
        "creator": {"id": 3, "name": "lina", "display_name": "Lina", "banned": false,
            "actor_id": "https://routes.example/u/lina"},
        "counts": {"upvotes": 4, "comments": 2}
    })
}

fn listing() -> Value {
    json!({"kind": "Listing", "data": {"after": null, "children": POSTS}})
}

fn reddit(number: u64) -> Value {
    json!({"kind": "t3", "data": {
        "name": format!("t3_a{number}"), "author": "Lina", "author_fullname": "t2_9",
        "title": "Boats", "selftext": text(number), "is_self": true, "edited": false,
        "selftext_html": format!("<p>{}</p>", text(number)), "created_utc": 1_795_000_000,
        "ups": 4, "num_comments": 2, "permalink": format!("/r/boats/comments/a{number}/boats/")
    }})
}

fn wall() -> Value {
    json!({"response": {"count": 3, "items": POSTS, "profiles": [],
        "groups": [{"id": 1, "name": "Boats", "screen_name": "boats"}]}})
}

fn vk(number: u64) -> Value {
    json!({"id": number, "owner_id": -1, "from_id": -1, "date": 1_795_000_000,
        "text": text(number), "likes": {"count": 3}, "views": {"count": 9},
        "attachments": [{"type": "link", "link": {"url": "https://boats.example/"}}]})
}

/// In the order in which feeds are written: what kind of document it is comes first.
fn feed() -> String {
    let version = "https://jsonfeed.org/version/1.1";
    format!("{{\"version\": \"{version}\", \"title\": \"News\", \"items\": \"{POSTS}\"}}")
}

fn item(number: u64) -> Value {
    json!({"id": format!("n{number}"), "url": format!("https://news.example/{number}"),
        "title": "News", "content_text": text(number), "date_published": ISO[0], "tags": ["sea"]})
}
