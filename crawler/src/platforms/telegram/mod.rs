//! Telegram's public channels, by the preview that t.me shows without a log-in.
//!
//! A channel's posts are at `/s/name`, twenty to a page, older ones at `?before=id`; one message is
//! at `/name/id?embed=1`; `/name` says who has a name. There is no preview for groups, free names
//! and channels whose preview is off: `/s/name` then redirects, and `/name` tells which it is. A
//! refusal is usually HTTP 200, so pages are told apart by their structure, never by status or
//! words. Format: `../shared/platforms/SPEC.md`, section 1.
//!
//! An account's native id is the chat's number (`c` of a message's `data-view`, with its minus
//! sign), which survives renames; where no message names it, `@` and the name. A post's is
//! `<chat>/<message>`.
//!
//! # Complaints
//! | code | meaning |
//! |---|---|
//! | `bad_bytes` | bytes that fit no encoding were replaced |
//! | `charset_unknown`, `charset_wrong` | an encoding nobody knows, or that does not fit the bytes |
//! | `chat_id_missing` | no message names its chat |
//! | `chat_id_mixed` | messages of several chats on one page |
//! | `content_missing` | a message with neither text nor attachment |
//! | `error_unknown` | a message's page shows an error that is not the usual one |
//! | `header_missing` | a list of posts says nothing of its channel |
//! | `id_reused` | another message of the page has the number already |
//! | `is_group`, `is_person` | the name belongs to a group, a person or a bot |
//! | `landing_unknown` | a landing page that looks like none known |
//! | `name_differs` | the posts bear another name than was asked for: the channel is renamed |
//! | `name_taken` | the name belongs to somebody else now |
//! | `page_short` | fewer than 500 bytes and nothing in them that is known |
//! | `page_torn` | the end of the page is missing |
//! | `paging_odd` | the link to older posts leads to newer ones |
//! | `part_unknown` | a message holds text in no part that is known |
//! | `post_id_missing` | messages without a usable `data-post` |
//! | `post_unknown` | frames of messages with something else in them |
//! | `posts_missing` | neither posts nor the note that there are none |
//! | `preview_contradiction` | a preview is offered and was not shown |
//! | `preview_off` | a channel without preview |
//! | `redirect_elsewhere` | a redirect to somewhere else than the landing page |
//! | `refused` | HTTP 403 |
//! | `status_unexpected` | an HTTP status that these pages do not have |
//! | `text_missing` | not one message of a full page has a text |
//! | `time_absurd` | a time in the future or before 1990; it is not believed |
//! | `time_missing` | a message without a readable time |
//! | `unsupported` | a message that is shown only in the app |

mod address;
mod counts;
mod dom;
mod embed;
mod header;
mod landing;
mod listing;
mod media;
mod message;

use super::{Adapter, CheckSubject, Place};
use crate::charset;
use crate::gathering::believed;
use crate::plain_text::is_torn;
use address::{Asked, PageKind};
use model::address::NotPublic;
use model::reading::Found;
use model::source::SourceAddress;
use model::{
    Account, Capture, Complaint, Finding, PageRequest, PageState, Post, PublicUrl, Purpose,
    Reading, StoredCapture, Subject, Witness,
};
use scraper::Html;

/// Name of the platform.
const NAME: &str = "telegram";

/// A page below this length holds nothing (a real one has its styles and scripts).
const SHORT: usize = 500;

/// The adapter.
pub const ADAPTER: Telegram = Telegram;

/// Reads Telegram.
#[derive(Debug, Clone, Copy)]
pub struct Telegram;

impl Adapter for Telegram {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "Telegram"
    }

    fn help(&self) -> &'static str {
        "a public channel: @name, t.me/name, t.me/s/name or the link of one of its posts"
    }

    fn base_url(&self) -> &'static str {
        "https://t.me/"
    }

    fn recognise(&self, input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(input, base)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let source = place
            .source
            .ok_or_else(|| NotPublic::Malformed("a visit needs a source to begin at".to_owned()))?;
        address::listing(place.base, &address::checked(&source.key)?, None, Purpose::Newest)
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        let capture = stored.capture();
        let asked = Asked::of(&capture.request.url);
        let mut reading = match capture.status {
            200..=299 => read_page(place.base, capture, &asked),
            301 | 302 | 303 | 307 | 308 => redirected(place.base, capture, &asked),
            304 => Reading::of(PageState::Unchanged),
            401 => Reading::of(PageState::AuthRequired),
            403 => complaining(PageState::RateLimited, "refused", "HTTP 403"),
            429 => Reading::of(PageState::RateLimited),
            500..=599 => Reading::of(PageState::Broken),
            other => complaining(PageState::Drift, "status_unexpected", &format!("HTTP {other}")),
        };
        admit_blindness(&mut reading, capture, &asked);
        reading
    }

    /// An account: its list of posts and its landing page. A post: its own page, and the list just
    /// above it. A list that redirects names its landing page as the next page to settle it.
    fn checks(&self, base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        let (account, about) = match subject {
            CheckSubject::Account(account) => (*account, Subject::Account(account.id)),
            CheckSubject::Post(post, account) => (*account, Subject::Post(post.id)),
        };
        let Some(name) = name_of(account) else { return Vec::new() };
        let pages = match subject {
            CheckSubject::Account(_) => vec![
                address::listing(base, &name, None, Purpose::Account),
                address::landing(base, &name, Purpose::Account),
            ],
            CheckSubject::Post(post, _) => match number_of(post) {
                Some(id) => vec![
                    address::embed(base, &name, id),
                    address::listing(base, &name, Some(id.saturating_add(1)), Purpose::Post),
                ],
                None => Vec::new(),
            },
        };
        pages.into_iter().flatten().map(|page| page.about(about)).collect()
    }
}

/// The name under which an account's pages are now.
fn name_of(account: &Account) -> Option<String> {
    let from_id = account.native_id.strip_prefix('@');
    let names = [Some(account.profile.handle.as_str()), from_id];
    names.into_iter().flatten().find_map(|name| address::checked(name).ok())
}

fn number_of(post: &Post) -> Option<u64> {
    post.native_id.rsplit_once('/').and_then(|(_, number)| number.parse().ok())
}

fn complaining(state: PageState, code: &str, detail: &str) -> Reading {
    let mut reading = Reading::of(state);
    reading.complain(code, detail);
    reading
}

/// Reads a page that came with a body, by its structure.
fn read_page(base: &PublicUrl, capture: &Capture, asked: &Asked) -> Reading {
    let mut complaints = Vec::new();
    let mut text = charset::of_page(capture, &mut complaints);
    let torn = asked.kind == PageKind::Listing && is_torn(&text);
    if torn {
        complaints
            .push(Complaint::new("page_torn", "its end is missing; the last post is left out"));
        // Half a post would look like one that was changed.
        let last = text.rfind("<div class=\"tgme_widget_message_wrap");
        text.truncate(last.unwrap_or(text.len()));
    }
    let document = Html::parse_document(&text);
    let root = document.root_element();
    let request = &capture.request;
    let (page, subject) = (&capture.final_url, request.subject);
    let mut reading = if landing::is_landing(root) && asked.kind != PageKind::Embed {
        read_landing(root, capture, asked)
    } else {
        match asked.kind {
            PageKind::Embed => embed::read(root, page, base, asked, subject),
            PageKind::Listing => listing::read(root, page, base, asked, request.purpose, subject),
            PageKind::Landing => complaining(
                PageState::Drift,
                "landing_unknown",
                "nothing of a landing page is there",
            ),
        }
    };
    reading.complaints.append(&mut complaints);
    doubt_times(&mut reading, capture);
    for found in reading.found.iter_mut().filter(|one| torn && one.finding == Finding::Missing) {
        found.finding = Finding::CouldNotSee;
    }
    if reading.state == PageState::Drift && capture.body.len() < SHORT {
        reading.complain("page_short", format!("{} bytes", capture.body.len()));
    }
    reading
}

/// Takes away times that cannot be.
fn doubt_times(reading: &mut Reading, capture: &Capture) {
    let mut faults = Vec::new();
    for post in reading.posts.iter_mut().filter(|post| post.posted_at.is_some()) {
        post.posted_at = believed(post.posted_at, capture.at, &mut faults);
    }
    for (code, detail) in faults {
        reading.complain(code, detail);
    }
}

fn read_landing(root: scraper::ElementRef<'_>, capture: &Capture, asked: &Asked) -> Reading {
    let request = &capture.request;
    let Some(owner) = landing::owner(root) else {
        return complaining(
            PageState::Drift,
            "landing_unknown",
            "neither a title nor the empty icon",
        );
    };
    let mut reading = match request.purpose {
        Purpose::Account | Purpose::Post if owner != landing::Owner::Nobody => {
            Reading::of(PageState::Aside)
        }
        _ => landing::settle(owner),
    };
    if let Some(subject) = request.subject {
        let of_account = matches!(subject, Subject::Account(_));
        if let Some(finding) = landing::finding(owner, of_account) {
            if matches!(owner, landing::Owner::Group | landing::Owner::Person) {
                reading.complain("name_taken", "the name belongs to somebody else now");
            }
            reading.found.push(Found { subject, finding, witness: witness(request, asked) });
        }
    }
    reading
}

/// A list that redirects has no preview; its landing page says why.
fn redirected(base: &PublicUrl, capture: &Capture, asked: &Asked) -> Reading {
    if asked.kind != PageKind::Listing {
        return complaining(PageState::Drift, "redirect_elsewhere", "this page never redirects");
    }
    let mut reading = Reading::of(PageState::Aside);
    let target = capture.header("location").and_then(|to| capture.request.url.join(to).ok());
    let expected = target.is_some_and(|to| {
        let to = Asked::of(&to);
        to.kind == PageKind::Landing && to.name == asked.name
    });
    if !expected {
        reading.complain("redirect_elsewhere", "the redirect does not lead to the landing page");
    }
    if let Ok(mut landing) = address::landing(base, &asked.name, Purpose::Settle) {
        landing.subject = capture.request.subject;
        reading.next.push(landing);
    }
    reading
}

/// Which witness a page is. A landing page that settles a redirected list speaks for that list.
fn witness(request: &PageRequest, asked: &Asked) -> Witness {
    let of_post = matches!(request.subject, Some(Subject::Post(_)));
    match (asked.kind, request.purpose) {
        (PageKind::Embed, _) => Witness::PostPage,
        (PageKind::Landing, purpose) if purpose != Purpose::Settle => Witness::Directory,
        _ if of_post => Witness::Listing,
        _ => Witness::AccountPage,
    }
}

/// Says of the subject that it could not be seen, where the page does not let anybody see.
fn admit_blindness(reading: &mut Reading, capture: &Capture, asked: &Asked) {
    let blind = matches!(
        reading.state,
        PageState::AuthRequired | PageState::RateLimited | PageState::Drift | PageState::Broken
    );
    if let (true, true, Some(subject)) = (blind, reading.found.is_empty(), capture.request.subject)
    {
        let witness = witness(&capture.request, asked);
        reading.found.push(Found { subject, finding: Finding::CouldNotSee, witness });
    }
}
