//! Telegram's public web preview, as `t.me` serves it.
//!
//! `/s/<name>` (20 messages, `before`, `after`, `q`), `/<name>` (landing page),
//! `/<name>/<id>?embed=1` (one post). Shapes: `shared/platforms/SPEC.md` section 1 and the recorded
//! pages beside it. Links lead to the asking host instead of `t.me`, so that a reader never leaves
//! loopback for a stranger's channel.

mod embed;
mod landing;
mod markup;
mod message;
mod preview;

use crate::serve::{Answer, Asked};
use crate::truth::{AccountTruth, Ending, Form, NameTruth};
use crate::view::{State, View};

/// `t.me/robots.txt` as far as it matters here: the previews are open.
const ROBOTS: &str = "User-agent: *\nAllow: /\nDisallow: /iv\nDisallow: /proxy\n";

/// What a page is about.
#[derive(Debug, Clone, Copy)]
struct Page<'w, 'a> {
    view: &'a View<'w>,
    base: &'a str,
    account: &'w AccountTruth,
    name: &'w NameTruth,
}

impl Page<'_, '_> {
    /// Whether anybody may read the messages.
    fn has_preview(&self) -> bool {
        self.view.state(self.account).is_live() && self.account.form == Form::Channel
    }

    /// Subscribers, exactly.
    fn subscribers(&self) -> u64 {
        crate::chance::fnv(self.account.key.as_bytes()) % 14_000 + 37
    }
}

/// Answers a request.
pub(crate) fn answer(view: &View<'_>, asked: &Asked) -> Answer {
    match asked.parts().as_slice() {
        ["robots.txt"] => Answer::text(200, ROBOTS),
        ["s", name] => with_page(view, asked, name, |page| preview::answer(page, asked, None)),
        ["s", name, id] => {
            with_page(view, asked, name, |page| preview::answer(page, asked, id.parse().ok()))
        }
        [name, id] if asked.parameter("embed").is_some() => embed::answer(view, asked, name, id),
        [name] | [name, _] => landing::answer(view, asked, name),
        [] => Answer::redirect(302, "https://telegram.org/"),
        _ => Answer::html(404, "<html><body><h1>404 Not Found</h1></body></html>\n"),
    }
}

/// A page of a channel with a preview, or the redirect that says that there is none.
fn with_page(
    view: &View<'_>,
    asked: &Asked,
    name: &str,
    then: impl Fn(&Page<'_, '_>) -> Answer,
) -> Answer {
    let base = asked.base();
    match find(view, &base, name).filter(Page::has_preview) {
        Some(page) => then(&page),
        None => Answer::redirect(302, &format!("{base}{name}")),
    }
}

/// The channel of that name, if the name is taken: a channel that was deleted or taken down gives
/// its name back; one that was closed or restricted keeps it.
fn find<'w, 'a>(view: &'a View<'w>, base: &'a str, name: &str) -> Option<Page<'w, 'a>> {
    let account = view.by_handle("telegram", name)?;
    let taken = match view.state(account) {
        State::Live | State::Ended(Ending::Private | Ending::Suspended) => true,
        State::Unborn | State::Ended(Ending::Deleted | Ending::TakenDown) => false,
    };
    let name = view.name(account)?;
    taken.then_some(Page { view, base, account, name })
}

#[cfg(test)]
mod tests;
