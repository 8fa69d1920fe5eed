//! One post on a page.

use super::layout::Compiled;
use crate::gathering::{Fault, believed};
use crate::piece::{self, Special};
use model::post::{Content, Metrics};
use model::{AccountProfile, AccountSeen, Handle, PostId, PostSeen, PublicUrl, Timestamp};
use scraper::ElementRef;

/// A page that posts stand on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// Its layout.
    pub(super) layout: &'a Compiled,
    /// Its address.
    pub(super) page: &'a PublicUrl,
    /// Host, as it stands in native ids.
    pub(super) host: &'a str,
    /// When it came.
    pub(super) at: Timestamp,
}

/// Reads one post; why not, if it cannot be recorded.
pub(super) fn read(
    element: ElementRef<'_>,
    sheet: &Sheet<'_>,
) -> Result<(PostSeen, AccountSeen, Vec<Fault>), &'static str> {
    let layout = sheet.layout;
    let mut faults = Vec::new();
    let content = content(element, sheet).ok_or("no text where the layout has it")?;
    if content.text.is_empty() && content.media.is_empty() {
        faults.push(("text_missing", "a post without text"));
    }
    let link = layout.link.as_ref().and_then(|pick| pick.first(element));
    let link = link.and_then(|link| sheet.page.join(&link).ok()).map(|url| layout.canonical(&url));
    let account = account(element, sheet).unwrap_or_else(|| {
        faults.push(("author_missing", "a post that names nobody"));
        nobody(sheet)
    });
    let posted = layout.time.as_ref().and_then(|pick| pick.first(element));
    let posted = posted.and_then(|text| layout.moment(&text));
    let id = id(element, sheet, link.as_ref(), &account, &content.text, &mut faults);
    let post = PostSeen {
        native_id: format!("{}/p/{id}", sheet.host),
        account: account.native_id.clone(),
        url: link.or_else(|| Some(sheet.page.clone())),
        content,
        declared_language: None,
        posted_at: believed(posted, sheet.at, &mut faults),
        edited_at: None,
        edited: false,
        reply_to: None,
        forwarded_from: None,
        metrics: Metrics::default(),
    };
    Ok((post, account, faults))
}

/// The post's own number; without one its link, and without either a hash of who says what.
fn id(
    element: ElementRef<'_>,
    sheet: &Sheet<'_>,
    link: Option<&PublicUrl>,
    account: &AccountSeen,
    text: &str,
    faults: &mut Vec<Fault>,
) -> String {
    if let Some(id) = sheet.layout.id.as_ref().and_then(|pick| pick.first(element)) {
        return id;
    }
    if let Some(link) = link {
        return format!("{}{}", link.url().path(), link.url().query().unwrap_or_default());
    }
    faults.push(("id_missing", "a post with neither number nor link; a hash stands in"));
    format!("hash:{}", PostId::of(&[&account.native_id, text]))
}

/// Who posted.
fn account(element: ElementRef<'_>, sheet: &Sheet<'_>) -> Option<AccountSeen> {
    let layout = sheet.layout;
    let name = layout.author.as_ref().and_then(|pick| pick.first(element))?;
    let number = layout.author_id.as_ref().and_then(|pick| pick.first(element));
    let link = layout.author_link.as_ref().and_then(|pick| pick.first(element));
    let url = link.and_then(|link| sheet.page.join(&link).ok()).map(|url| layout.canonical(&url));
    let id = number.unwrap_or_else(|| format!("@{}", name.to_lowercase()));
    Some(AccountSeen {
        native_id: format!("{}/u/{id}", sheet.host),
        profile: AccountProfile { handle: Handle::new(name), ..AccountProfile::default() },
        url,
        is_source: false,
        complete: false,
    })
}

/// The account of posts that name nobody: the site itself.
fn nobody(sheet: &Sheet<'_>) -> AccountSeen {
    AccountSeen {
        native_id: format!("{}/u/@", sheet.host),
        profile: AccountProfile {
            display_name: sheet.host.to_owned(),
            ..AccountProfile::default()
        },
        url: None,
        is_source: false,
        complete: false,
    }
}

/// What a post says; nothing if the layout's place for its text is not there.
fn content(element: ElementRef<'_>, sheet: &Sheet<'_>) -> Option<Content> {
    let layout = sheet.layout;
    let body = layout.text.element(element)?;
    let special = Special {
        leave_out: layout.leave_out.as_ref(),
        mention: &["mention"],
        ornament: &["smilies", "smiley", "emoji", "avatar", "icon"],
    };
    let piece = piece::read(body, sheet.page, &special);
    let title = layout.title.as_ref().and_then(|pick| pick.first(element));
    let text = match title {
        Some(title) if piece.text.is_empty() => title,
        Some(title) => format!("{title}\n\n{}", piece.text),
        None => piece.text,
    };
    let (links, mentions, media) = (piece.links, piece.mentions, piece.media);
    Some(Content { text, links, hashtags: Vec::new(), mentions, media })
}
