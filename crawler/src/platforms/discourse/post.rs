//! Posts, and the pages that list them.

use super::address::{Part, Spot, name_of, root_of};
use super::{answer, platform};
use crate::asking::{json, under};
use crate::gathering::{Fault, Gathering, believed};
use crate::json_fields::Fields;
use crate::piece::{self, Special, absolute};
use crate::platforms::Place;
use model::post::{Content, Metrics};
use model::reading::Found;
use model::{
    AccountProfile, AccountSeen, Capture, Finding, Handle, PageRequest, PageState, Post, PostSeen,
    PublicUrl, Purpose, Reading, Subject, Timestamp, Witness,
};
use scraper::{Html, Selector};
use serde_json::Value;

/// Posts that `/t/<id>/<number>.json` shows before the number asked for (`TopicView`: a chunk of 20,
/// a quarter of it before).
const BEFORE: u64 = 5;
/// Posts on a page of a topic.
const CHUNK: u64 = 20;

/// Reads the newest posts of a forum.
pub(super) fn read_latest(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refusal.reading(request, Witness::Listing),
    };
    let Some(list) = value.get("latest_posts").and_then(Value::as_array) else {
        return answer::without_list("latest_posts").reading(request, Witness::Listing);
    };
    let root = place.source.and_then(Spot::of).map_or_else(|| root_of(&request.url), |s| s.root);
    if list.is_empty() {
        return nothing_latest(&root, request);
    }
    let mut reading = gather(list, &root, None, capture.at);
    let lowest = list.iter().filter_map(|post| post.count("id")).min();
    if let Some(before) = lowest.and_then(|id| id.checked_sub(1)).filter(|id| *id > 0) {
        let before = before.to_string();
        if let Ok(url) = under(&root, &["posts.json"], &[("before", &before)])
            && url != request.url
        {
            reading.next.push(json(url, Purpose::Older));
        }
    }
    reading
}

/// No posts: below a number that is the end of them; at the top, the list of topics knows.
fn nothing_latest(root: &PublicUrl, request: &PageRequest) -> Reading {
    if request.purpose != Purpose::Newest {
        return Reading::of(PageState::Unchanged);
    }
    let mut reading = Reading::of(PageState::Aside);
    let settle = under(root, &["latest.json"], &[]).ok();
    reading.next.extend(settle.map(|url| json(url, Purpose::Settle)));
    reading
}

/// Reads a page of a topic. The first look sees its beginning and asks for its end; from there it
/// goes back until posts are known.
pub(super) fn read_topic(place: &Place<'_>, capture: &Capture) -> Reading {
    let request = &capture.request;
    let value = match answer::json(capture) {
        Ok(value) => value,
        Err(refusal) => return refused(place, capture, refusal),
    };
    let Some(list) = value.pointer("/post_stream/posts").and_then(Value::as_array) else {
        return answer::without_list("a post_stream").reading(request, Witness::Listing);
    };
    let root = root_of(&request.url);
    let mut reading = gather(list, &root, value.text("title").as_deref(), capture.at);
    let numbers = || list.iter().filter_map(|post| post.count("post_number"));
    let highest = value.count("highest_post_number").unwrap_or(0);
    let to = |number: u64, purpose| {
        let id = value.count("id")?.to_string();
        let number = format!("{number}.json");
        let url = under(&root, &["t", &id, &number], &[]).ok()?;
        (url != request.url).then(|| json(url, purpose))
    };
    let begun_at_start = request.mark.is_none() && request.purpose == Purpose::Newest;
    if begun_at_start && numbers().max().is_some_and(|last| last < highest) {
        // The mark says that this page is the end, which is gone backwards from.
        reading.next.extend(to(highest, Purpose::Newer).map(|page| page.marked("")));
    } else if let Some(lowest) = numbers().min().filter(|lowest| *lowest > 1)
        && !begun_at_start
    {
        let number = lowest.saturating_sub(CHUNK - BEFORE).max(1);
        reading.next.extend(to(number, Purpose::Older).map(|page| page.marked("")));
    }
    // A category's topic that was read to its end moves the category's cursor.
    reading.cursor = request.mark.clone().filter(|mark| !mark.is_empty());
    reading
}

/// A topic of a category that is closed or gone says nothing about the category.
fn refused(place: &Place<'_>, capture: &Capture, refusal: crate::refusal::Refusal) -> Reading {
    let own = place.source.and_then(Spot::of).is_none_or(|s| matches!(s.part, Part::Topic(_)));
    let request = &capture.request;
    let mut reading = refusal.reading(request, Witness::Listing);
    if !own && matches!(reading.state, PageState::Gone | PageState::NotPublic) {
        reading.state = PageState::Aside;
        reading.cursor = request.mark.clone().filter(|mark| !mark.is_empty());
    }
    reading
}

/// Gathers a list of posts. `title`: the topic's, where the page is one topic's.
fn gather(list: &[Value], root: &PublicUrl, title: Option<&str>, at: Timestamp) -> Reading {
    let mut page = Gathering::new();
    for value in list {
        if !page.entry() {
            break;
        }
        match read(value, root, title, at) {
            Read::Post(post, account, faults) => {
                page.account(*account);
                page.post(*post, faults);
            }
            Read::Not(native_id, finding) => {
                let subject = Subject::Post(Post::id_of(&platform(), &native_id));
                let witness = Witness::Listing;
                page.reading.found.push(Found { subject, finding, witness });
            }
            Read::Note => {}
            Read::Malformed(why) => page.malformed(why),
        }
    }
    page.close(PageState::Empty)
}

/// What became of one post of a list.
enum Read {
    Post(Box<PostSeen>, Box<AccountSeen>, Vec<Fault>),
    /// It is there, or was, and is not shown.
    Not(String, Finding),
    /// The forum's own note, or a whisper.
    Note,
    Malformed(&'static str),
}

fn read(value: &Value, root: &PublicUrl, title: Option<&str>, at: Timestamp) -> Read {
    const REGULAR: u64 = 1;
    const MODERATORS: u64 = 2;
    let Some(id) = value.count("id") else { return Read::Malformed("no id") };
    let native_id = format!("{}/p/{id}", name_of(root));
    if let Some(finding) = withheld(value) {
        return Read::Not(native_id, finding);
    }
    if value.count("post_type").is_some_and(|kind| !matches!(kind, REGULAR | MODERATORS)) {
        return Read::Note;
    }
    let Some(account) = account(value, root) else { return Read::Malformed("no author") };
    let mut faults = Vec::new();
    let number = value.count("post_number");
    let title = value.text("topic_title").or_else(|| title.map(str::to_owned));
    let title = title.filter(|_| number == Some(1)).unwrap_or_default();
    let url = page_of(value, root, number);
    let posted_at = believed(time(value, "created_at"), at, &mut faults);
    let edited = value.count("version").is_some_and(|version| version > 1);
    let post = PostSeen {
        native_id,
        account: account.native_id.clone(),
        content: content(value, url.as_ref().unwrap_or(root), &title, &mut faults),
        url,
        declared_language: None,
        posted_at,
        edited_at: edited.then(|| time(value, "updated_at")).flatten(),
        edited,
        reply_to: value.count("reply_to_post_number").map(|number| number.to_string()),
        forwarded_from: None,
        metrics: Metrics {
            views: value.count("reads"),
            likes: likes(value),
            reposts: None,
            replies: value.count("reply_count"),
        },
    };
    Read::Post(Box::new(post), Box::new(account), faults)
}

/// Why a post is not shown, if it is not.
pub(super) fn withheld(value: &Value) -> Option<Finding> {
    if value.says("user_deleted") || value.field("deleted_at").is_some() {
        return Some(Finding::Deleted);
    }
    value.says("hidden").then_some(Finding::Restricted)
}

fn time(value: &Value, name: &str) -> Option<Timestamp> {
    value.text(name).and_then(|text| Timestamp::parse(&text))
}

/// Likes stand in the summary of actions, as action 2.
fn likes(value: &Value) -> Option<u64> {
    let like = value.list("actions_summary").iter().find(|one| one.count("id") == Some(2))?;
    like.count("count")
}

fn page_of(value: &Value, root: &PublicUrl, number: Option<u64>) -> Option<PublicUrl> {
    let topic = value.count("topic_id")?.to_string();
    let slug = value.text("topic_slug").unwrap_or_else(|| "-".to_owned());
    under(root, &["t", &slug, &topic, &number?.to_string()], &[]).ok()
}

/// The author as a post shows it.
pub(super) fn account(value: &Value, root: &PublicUrl) -> Option<AccountSeen> {
    let name = value.text("username")?;
    // The system's own account has the number -1.
    let number = value.get("user_id").or_else(|| value.get("id")).and_then(Value::as_i64)?;
    let avatar = value.text("avatar_template").map(|one| one.replace("{size}", "240"));
    Some(AccountSeen {
        native_id: format!("{}/u/{number}", name_of(root)),
        profile: AccountProfile {
            handle: Handle::new(name.clone()),
            display_name: value.text("name").unwrap_or_default(),
            avatar: avatar.map(|one| absolute(&one, root)),
            ..AccountProfile::default()
        },
        url: under(root, &["u", &name], &[]).ok(),
        is_source: false,
        complete: false,
    })
}

fn content(value: &Value, page: &PublicUrl, title: &str, faults: &mut Vec<Fault>) -> Content {
    if !value.get("cooked").is_some_and(Value::is_string) {
        faults.push(("text_missing", "a post without cooked text"));
    }
    let html = Html::parse_fragment(&value.text("cooked").unwrap_or_default());
    let quotes = Selector::parse("aside.quote, aside.onebox").ok();
    let special = Special {
        leave_out: quotes.as_ref(),
        mention: &["mention", "mention-group"],
        ornament: &["hashtag", "hashtag-cooked", "emoji", "avatar", "anchor"],
    };
    let piece = piece::read(html.root_element(), page, &special);
    let text = match (title.is_empty(), piece.text.is_empty()) {
        (false, false) => format!("{title}\n\n{}", piece.text),
        (false, true) => title.to_owned(),
        (true, _) => piece.text,
    };
    let tags = value.list("tags").iter().filter_map(Value::as_str).map(str::to_owned);
    Content {
        text,
        links: piece.links,
        hashtags: tags.collect(),
        mentions: piece.mentions,
        media: piece.media,
    }
}
