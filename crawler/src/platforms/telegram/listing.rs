//! The list of a channel's posts (`t.me/s/name`), twenty to a page.

use super::address::{self, Asked};
use super::dom::{all, first, has, tags};
use super::header;
use super::message::Message;
use model::reading::Found;
use model::{
    Account, Finding, PageState, Platform, Post, PublicUrl, Purpose, Reading, Subject, Witness,
};
use scraper::ElementRef;

/// Posts on a full page; the parts of an album count one each.
const FULL: usize = 20;

/// What a page of posts holds.
#[derive(Debug)]
struct Page {
    messages: Vec<Message>,
    chat: String,
    name: String,
}

/// Reads the list. `page` is where it came from, `subject` whom it was asked about.
pub(super) fn read(
    root: ElementRef<'_>,
    page: &PublicUrl,
    base: &PublicUrl,
    asked: &Asked,
    purpose: Purpose,
    subject: Option<Subject>,
) -> Reading {
    let mut reading = Reading::of(PageState::Posts);
    let mut messages = messages(root, page, &mut reading);
    if messages.is_empty() {
        return without_posts(root, asked, subject, reading);
    }
    messages.sort_by_key(|message| message.number);
    let mut reused = 0_usize;
    messages.dedup_by(|other, first| {
        let same = other.number == first.number;
        reused += usize::from(same && !other.is(first));
        same
    });
    if reused > 0 {
        reading.complain("id_reused", format!("{reused} messages whose number is taken"));
    }
    let seen = Page {
        chat: chat(&messages, asked, &mut reading),
        name: messages.last().map(|message| message.name.clone()).unwrap_or_default(),
        messages,
    };
    if !seen.name.eq_ignore_ascii_case(&asked.name) {
        reading
            .complain("name_differs", "the channel's posts bear another name than was asked for");
    }
    let account = header::account(root, &seen.chat, &seen.name, base);
    if !account.complete {
        reading.complain("header_missing", "the page says nothing of its channel");
    }
    reading.accounts.push(account);
    judge_text(&seen, &mut reading);
    if let Some(subject) = subject {
        find(&seen, asked, subject, &mut reading);
    }
    if matches!(purpose, Purpose::Newest | Purpose::Older)
        && let Some(before) = older(root, &seen, asked, &mut reading)
        && let Ok(request) = address::listing(base, &asked.name, Some(before), Purpose::Older)
    {
        reading.next.push(request);
    }
    let chat = seen.chat;
    reading.posts = seen.messages.into_iter().map(|message| message.into_post(&chat)).collect();
    reading
}

fn messages(root: ElementRef<'_>, page: &PublicUrl, reading: &mut Reading) -> Vec<Message> {
    let mut found = Vec::new();
    let mut nameless = 0_usize;
    for element in all(root, "tgme_widget_message").filter(|one| !has(*one, "err_message")) {
        match Message::read(element, page, &mut reading.complaints) {
            Some(message) => found.push(message),
            None => nameless += 1,
        }
    }
    if nameless > 0 {
        reading
            .complain("post_id_missing", format!("{nameless} messages without a usable data-post"));
    }
    let known = |frame: &ElementRef<'_>| {
        let inner = ["tgme_widget_message", "tgme_widget_message_centered"];
        inner.into_iter().any(|class| first(*frame, class).is_some())
    };
    let unknown = all(root, "tgme_widget_message_wrap").filter(|frame| !known(frame)).count();
    if unknown > 0 {
        reading.complain("post_unknown", format!("{unknown} frames of messages without one"));
    }
    found
}

/// A page without posts is believed only if it says itself that there are none.
fn without_posts(
    root: ElementRef<'_>,
    asked: &Asked,
    subject: Option<Subject>,
    mut reading: Reading,
) -> Reading {
    let nameless = reading.complaints.iter().any(|one| one.code == "post_id_missing");
    if !nameless && first(root, "tme_no_messages_found").is_some() {
        reading.state = PageState::Empty;
        if let (Some(subject @ Subject::Post(_)), Some(_)) = (subject, asked.number) {
            let finding = Finding::Missing;
            reading.found.push(Found { subject, finding, witness: Witness::Listing });
        }
        return reading;
    }
    reading.state = PageState::Drift;
    if !nameless {
        reading.complain("posts_missing", "neither posts nor the note that there are none");
    }
    reading
}

/// The chat that the page's messages name, else the channel's name.
fn chat(messages: &[Message], asked: &Asked, reading: &mut Reading) -> String {
    let mut named = messages.iter().filter_map(|message| message.chat.as_deref());
    let Some(first) = named.next() else {
        reading.complain("chat_id_missing", "no message names its chat; the name stands in for it");
        return format!("@{}", asked.name);
    };
    if named.any(|other| other != first) {
        reading.complain("chat_id_mixed", "messages of several chats on one page");
    }
    first.to_owned()
}

/// A full page of messages that hold text nobody reads is a page that has changed.
fn judge_text(seen: &Page, reading: &mut Reading) {
    let total: usize = seen.messages.iter().map(|message| message.covers.len()).sum();
    if total < FULL || seen.messages.iter().any(Message::has_text) {
        return;
    }
    reading.complain("text_missing", format!("not one of {total} messages has a text"));
    if seen.messages.iter().any(|message| message.unread) {
        reading.state = PageState::Drift;
    }
}

/// What the page says about the subject it was asked about.
fn find(seen: &Page, asked: &Asked, subject: Subject, reading: &mut Reading) {
    let (finding, witness) = match subject {
        Subject::Account(id) => {
            let ours = is_account(&seen.chat, asked, id);
            (if ours { Finding::Seen } else { Finding::Missing }, Witness::AccountPage)
        }
        Subject::Post(id) => (find_post(seen, asked, id), Witness::Listing),
    };
    if finding == Finding::Missing && matches!(subject, Subject::Account(_)) {
        reading.complain("name_taken", "another channel has the name now");
    }
    reading.found.push(Found { subject, finding, witness });
}

/// Whether a chat is an account that is known by its id, or by its name from before the id was.
pub(super) fn is_account(chat: &str, asked: &Asked, id: model::AccountId) -> bool {
    let platform = Platform::from(super::NAME);
    let named = format!("@{}", asked.name);
    Account::id_of(&platform, chat) == id || Account::id_of(&platform, &named) == id
}

/// Whether a post, known by chat or by name, is message `number` here.
pub(super) fn is_post(chat: &str, asked: &Asked, number: u64, id: model::PostId) -> bool {
    let platform = Platform::from(super::NAME);
    let named = format!("@{}/{number}", asked.name);
    Post::id_of(&platform, &format!("{chat}/{number}")) == id
        || Post::id_of(&platform, &named) == id
}

/// A list asked for with `before` one above the post shows it, or reaches over it without it.
fn find_post(seen: &Page, asked: &Asked, id: model::PostId) -> Finding {
    let numbers = || seen.messages.iter().flat_map(|message| message.covers.iter().copied());
    if numbers().any(|number| is_post(&seen.chat, asked, number, id)) {
        return Finding::Seen;
    }
    let Some(wanted) = asked.number.and_then(|before| before.checked_sub(1)) else {
        return Finding::CouldNotSee;
    };
    if numbers().any(|number| number == wanted) {
        // The number is there and belongs to another chat: the name has changed hands.
        return Finding::Missing;
    }
    let reaches = numbers().min().is_some_and(|lowest| lowest < wanted);
    if reaches { Finding::Missing } else { Finding::CouldNotSee }
}

/// Below which message the next older page begins. The page names it; a full page that does not is
/// asked once more below its own lowest number, as Telegram leaves the link out now and then.
fn older(root: ElementRef<'_>, seen: &Page, asked: &Asked, reading: &mut Reading) -> Option<u64> {
    let numbers = || seen.messages.iter().flat_map(|message| message.covers.iter().copied());
    let lowest = numbers().min()?;
    let named = previous(root).or_else(|| more(root));
    let before = match named {
        Some(before) if before <= lowest => before,
        Some(_) => {
            reading.complain("paging_odd", "the link to older posts leads to newer ones");
            lowest
        }
        None if numbers().count() >= FULL => lowest,
        None => return None,
    };
    let progress = asked.number.is_none_or(|last| before < last);
    (progress && before > 1).then_some(before)
}

/// `<link rel="prev" href="/s/name?before=…">`
fn previous(root: ElementRef<'_>) -> Option<u64> {
    let link = tags(root, "link").find(|one| {
        one.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "prev"))
    })?;
    let (_, after) = link.attr("href")?.split_once("before=")?;
    after.split('&').next()?.parse().ok()
}

/// `<a class="tme_messages_more" data-before="…">`
fn more(root: ElementRef<'_>) -> Option<u64> {
    all(root, "tme_messages_more").find_map(|one| one.attr("data-before")?.parse().ok())
}
