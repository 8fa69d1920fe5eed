//! The page that says who has a name (`t.me/name`), which decides what a missing preview means.
//!
//! A free name, one whose owner deleted it and a private person look alike here.

use super::address::segments;
use super::dom::{first, tags, text_at};
use model::{Finding, PageState, Reading};
use scraper::ElementRef;
use url::Url;

/// Who has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A channel.
    Channel {
        /// Whether its posts are shown on the web.
        preview: bool,
    },
    /// A group; groups have no preview.
    Group,
    /// A person or bot.
    Person,
    /// Nobody, as far as is shown.
    Nobody,
}

/// Whether this is such a page at all.
pub(super) fn is_landing(root: ElementRef<'_>) -> bool {
    first(root, "tgme_page").is_some() && first(root, "tgme_widget_message").is_none()
}

/// Who has the name; nothing if the page does not look as such pages do.
pub(super) fn owner(root: ElementRef<'_>) -> Option<Owner> {
    let page = first(root, "tgme_page")?;
    if first(page, "tgme_page_title").is_none() {
        let icon = first(page, "tgme_page_icon").and_then(|icon| first(icon, "tgme_icon_user"));
        return icon.map(|_| Owner::Nobody);
    }
    let preview = tags(page, "a").filter_map(|a| a.attr("href")).any(is_preview);
    let extra = text_at(page, "tgme_page_extra").unwrap_or_default().to_lowercase();
    Some(if preview || extra.contains("subscriber") {
        Owner::Channel { preview }
    } else if extra.contains("member") {
        Owner::Group
    } else {
        Owner::Person
    })
}

fn is_preview(href: &str) -> bool {
    let nowhere = Url::parse("https://t.me/").ok();
    let url = nowhere.and_then(|base| base.join(href).ok());
    url.is_some_and(|url| segments(&url).first() == Some(&"s"))
}

/// What the page says about a source whose preview was not there.
pub(super) fn settle(owner: Owner) -> Reading {
    let (state, code, detail) = match owner {
        Owner::Channel { preview: true } => {
            (PageState::Broken, "preview_contradiction", "a preview is offered and was not shown")
        }
        Owner::Channel { preview: false } => {
            (PageState::NotPublic, "preview_off", "the channel shows no posts on the web")
        }
        Owner::Group => (PageState::NotPublic, "is_group", "the name belongs to a group"),
        Owner::Person => (PageState::NotPublic, "is_person", "the name belongs to a person or bot"),
        Owner::Nobody => return Reading::of(PageState::Gone),
    };
    let mut reading = Reading::of(state);
    reading.complain(code, detail);
    reading
}

/// What the page says about an account, or about a post of it, that was a channel's.
pub(super) fn finding(owner: Owner, of_account: bool) -> Option<Finding> {
    match owner {
        Owner::Channel { preview: false } if of_account => Some(Finding::Restricted),
        // With a preview: which channel it is does not show here, so this proves no life. Without:
        // the message's own page may still show it.
        Owner::Channel { .. } => None,
        Owner::Group | Owner::Person | Owner::Nobody => Some(Finding::Missing),
    }
}
