//! Pages for people: a blog, its entries, a channel, a video.

use super::{Feed, content, moment, title};
use crate::serve::{Answer, Asked, escape};
use crate::truth::Form;
use crate::view::{Shown, View};

/// A page that is not there.
pub(super) fn missing() -> Answer {
    Answer::html(404, "<html><body><h1>404 Not Found</h1></body></html>\n")
}

/// The video site's way to say so.
pub(super) fn video_missing() -> Answer {
    Answer::html(404, "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title>")
}

fn shell(feed: &Feed<'_, '_>, heading: &str, inside: &str) -> Answer {
    let kind = match feed.account.form {
        Form::Rss => "application/rss+xml",
        Form::JsonFeed => "application/feed+json",
        _ => "application/atom+xml",
    };
    let body = format!(
        "<!DOCTYPE html>
<html lang=\"{language}\">
<head>
<meta charset=\"utf-8\">
<title>{heading}</title>
<link rel=\"alternate\" type=\"{kind}\" title=\"{name}\" href=\"{own}\">
</head>
<body>
{inside}
</body>
</html>
",
        language = feed.account.language,
        name = escape(&feed.name.display_name),
        own = escape(&feed.own()),
    );
    Answer::html(200, body)
}

fn article(feed: &Feed<'_, '_>, shown: &Shown<'_>) -> String {
    format!(
        "<article class=\"h-entry\" dir=\"auto\"><h2 class=\"p-name\"><a class=\"u-url\" href=\"{page}\">{title}</a></h2>
<time class=\"dt-published\" datetime=\"{at}\">{at}</time>
<div class=\"e-content\">{content}</div></article>",
        page = feed.page(shown),
        title = escape(&title(&shown.version.text)),
        at = moment(shown.post.posted_at),
        content = content(shown),
    )
}

/// A blog.
pub(super) fn home(feed: &Feed<'_, '_>) -> Answer {
    let name = escape(&feed.name.display_name);
    let entries: Vec<String> = feed.entries.iter().map(|shown| article(feed, shown)).collect();
    let about = escape(&feed.account.biography);
    shell(feed, &name, &format!("<h1>{name}</h1>\n<p>{about}</p>\n{}", entries.join("\n")))
}

/// An entry.
pub(super) fn entry(feed: &Feed<'_, '_>, shown: &Shown<'_>) -> Answer {
    shell(feed, &escape(&title(&shown.version.text)), &article(feed, shown))
}

/// `/channel/<id>`.
pub(super) fn channel(view: &View<'_>, asked: &Asked, id: &str) -> Answer {
    let account = view.by_number("feeds", id).filter(|account| account.form == Form::Video);
    let live = account.filter(|account| view.state(account).is_live());
    let base = asked.base();
    let feed = live.and_then(|account| super::feed(view, &base, account, 15));
    feed.map_or_else(video_missing, |feed| {
        let name = escape(&feed.name.display_name);
        shell(&feed, &name, &format!("<h1>{name}</h1>"))
    })
}

/// `/watch?v=<id>`: 200 with or without the video, as on the real site.
pub(super) fn watch(view: &View<'_>, id: &str) -> Answer {
    let post = view.truth.posts.iter().find(|post| post.number == id && !id.is_empty());
    let owner = post.and_then(|post| view.truth.account(&post.account));
    let live = owner.filter(|o| o.form == Form::Video && view.state(o).is_live());
    let shown =
        live.and_then(|owner| view.posts(owner).into_iter().find(|shown| shown.post.number == id));
    let text = shown.map_or_else(
        || "<title>Video</title><p class=\"reason\">Video unavailable</p>".to_owned(),
        |shown| {
            format!(
                "<title>{}</title><meta name=\"description\" content=\"{}\">",
                escape(&title(&shown.version.text)),
                escape(&shown.version.text)
            )
        },
    );
    Answer::html(
        200,
        format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\">{text}</head></html>\n"),
    )
}
