//! The page of one message, as other sites embed it (`t.me/name/id?embed=1`).

use super::address::Asked;
use super::dom::{all, first, has, text_at};
use super::header;
use super::listing::is_post;
use super::message::Message;
use model::reading::Found;
use model::{Finding, PageState, PublicUrl, Reading, Subject, Witness};
use scraper::ElementRef;

/// What Telegram writes where a message is not (pages are asked for in English).
const NOT_FOUND: &str = "Post not found";

/// Reads the page of one message.
pub(super) fn read(
    root: ElementRef<'_>,
    page: &PublicUrl,
    base: &PublicUrl,
    asked: &Asked,
    subject: Option<Subject>,
) -> Reading {
    let error = all(root, "tgme_widget_message").any(|one| has(one, "err_message"));
    let words = text_at(root, "tgme_widget_message_error");
    if error || words.is_some() {
        return missing(&words.unwrap_or_default(), subject);
    }
    let mut reading = Reading::of(PageState::Posts);
    let message = all(root, "tgme_widget_message")
        .find_map(|one| Message::read(one, page, &mut reading.complaints));
    let Some(message) = message else {
        let mut drift = Reading::of(PageState::Drift);
        let what = first(root, "tgme_page").map_or("no message", |_| "a landing page");
        drift.complain("posts_missing", format!("{what} where one message was asked for"));
        return drift;
    };
    let Some(chat) = message.chat.clone() else {
        reading
            .complain("chat_id_missing", "the message does not name its chat and is not recorded");
        reading.state = PageState::Aside;
        if let Some(subject @ Subject::Post(_)) = subject {
            // Name and number are those asked for, which is as much as can be said.
            reading.found.push(Found {
                subject,
                finding: Finding::Seen,
                witness: Witness::PostPage,
            });
        }
        return reading;
    };
    if let Some(subject @ Subject::Post(id)) = subject {
        let ours = message.covers.iter().any(|number| is_post(&chat, asked, *number, id));
        if !ours {
            reading.complain("name_taken", "another channel has the name now");
        }
        let finding = if ours { Finding::Seen } else { Finding::Missing };
        reading.found.push(Found { subject, finding, witness: Witness::PostPage });
    }
    let mut account = header::account(root, &chat, &message.name, base);
    account.is_source = false;
    account.complete = false;
    reading.accounts.push(account);
    reading.posts.push(message.into_post(&chat));
    reading
}

/// Not shown: deleted, or not fit for a web page. Only a post that was seen before may be called
/// missing, and whoever concludes asks for more than one witness.
fn missing(words: &str, subject: Option<Subject>) -> Reading {
    let known = words == NOT_FOUND;
    let mut reading = Reading::of(PageState::Gone);
    if !known {
        reading.complain("error_unknown", "an error that is not the usual one");
    }
    if let Some(subject @ Subject::Post(_)) = subject {
        let finding = if known { Finding::Missing } else { Finding::CouldNotSee };
        reading.found.push(Found { subject, finding, witness: Witness::PostPage });
    }
    reading
}
