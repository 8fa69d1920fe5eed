//! `/s/<name>`: the newest messages of a channel, oldest first.

use super::Page;
use super::markup::{emoji, encode, html};
use super::message::{created, rounded, wrapped};
use crate::serve::{Answer, Asked, escape};
use crate::truth::{Birth, Oddity};
use crate::view::Shown;
use std::fmt::Write;

/// Messages on a page.
const PER_PAGE: usize = 20;

/// Which messages a page shows.
struct Cut<'w> {
    messages: Vec<Shown<'w>>,
    begins: bool,
    older: Option<u64>,
    newer: Option<u64>,
}

/// Answers; `around` is the message that `/s/<name>/<id>` asks for.
pub(super) fn answer(page: &Page<'_, '_>, asked: &Asked, around: Option<u64>) -> Answer {
    let cut = cut(page, asked, around);
    let name = page.name;
    let title = escape(&name.display_name);
    let handle = &name.handle;
    let text = html(&page.account.biography);
    let mut links = String::new();
    if let Some(id) = cut.older {
        let _ = writeln!(links, "    <link rel=\"prev\" href=\"/s/{handle}?before={id}\">");
    }
    if let Some(id) = cut.newer {
        let _ = writeln!(links, "    <link rel=\"next\" href=\"/s/{handle}?after={id}\">");
    }
    let body = format!(
        "<!DOCTYPE html>
<html class=\"\">
  <head>
    <meta charset=\"utf-8\">
    <title>{title} – Telegram</title>
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0\">
{links}    <link rel=\"canonical\" href=\"/s/{handle}{own}\">
    <meta property=\"og:title\" content=\"{title}\">
    <meta property=\"og:site_name\" content=\"Telegram\">
    <meta property=\"og:description\" content=\"{about}\">
    <link href=\"//telegram.org/css/telegram-web.css?39\" rel=\"stylesheet\" media=\"screen\">
  </head>
  <body class=\"widget_frame_base tgme_webpreview emoji_image nodark\">
{header}
    <main class=\"tgme_main\" data-url=\"/{handle}\">
      <div class=\"tgme_container\">
        <section class=\"tgme_channel_history js-message_history\">
{history}        </section>
      </div>
    </main>
  </body>
</html>
<!-- page generated in 9.41ms -->
",
        own = asked
            .parameter("before")
            .map(|id| format!("?before={}", encode(id)))
            .unwrap_or_default(),
        about = escape(&page.account.biography),
        header = header(page, &text),
        history = history(page, &cut),
    );
    Answer::html(200, body).with("cache-control", "no-store")
}

fn number(shown: &Shown<'_>) -> u64 {
    shown.post.number.parse().unwrap_or(0)
}

fn cut<'w>(page: &Page<'w, '_>, asked: &Asked, around: Option<u64>) -> Cut<'w> {
    let mut all = page.view.posts(page.account);
    if page.account.oddity == Some(Oddity::Empty) {
        all.clear();
    }
    let wanted = |name: &str| asked.parameter(name).and_then(|id| id.parse::<u64>().ok());
    if let Some(words) = asked.parameter("q").map(str::to_lowercase) {
        let hits = all.into_iter().filter(|s| s.version.text.to_lowercase().contains(&words));
        let hits: Vec<Shown<'_>> = hits.collect();
        let messages = hits.get(hits.len().saturating_sub(PER_PAGE)..).unwrap_or_default().to_vec();
        return Cut { messages, begins: false, older: None, newer: None };
    }
    let before = wanted("before").or_else(|| around.map(|id| id + 10));
    let count = all.len();
    let (from, to) = if let Some(after) = wanted("after") {
        let from = all.partition_point(|shown| number(shown) <= after);
        (from, (from + PER_PAGE).min(count))
    } else {
        let to = before.map_or(count, |id| all.partition_point(|shown| number(shown) < id));
        (to.saturating_sub(PER_PAGE), to)
    };
    // The first page of a channel also shows that it was created, as message 1.
    let begins = from == 0 && page.account.oddity != Some(Oddity::Empty);
    let messages: Vec<Shown<'_>> = all.get(from..to).unwrap_or_default().to_vec();
    let older = (from > 0).then(|| messages.first().map(number)).flatten();
    let newer = (to < count).then(|| messages.last().map(number)).flatten();
    Cut { messages, begins, older, newer }
}

fn history(page: &Page<'_, '_>, cut: &Cut<'_>) -> String {
    let handle = &page.name.handle;
    let mut out = String::new();
    if let Some(id) = cut.older {
        let _ = writeln!(
            out,
            "<div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"/s/{handle}?before={id}\" class=\"tme_messages_more js-messages_more\" data-before=\"{id}\"></a></div>"
        );
    }
    if cut.begins {
        let first = page.account.names.first().map(|name| name.from);
        let born = match &page.account.born {
            Birth::At(at) => Some(*at),
            Birth::AfterTakedown { .. } => page.view.born(page.account),
        };
        if let Some(at) = born.or(first) {
            out.push_str(&created(page, at));
        }
    }
    for shown in &cut.messages {
        out.push_str(&wrapped(page, shown));
    }
    if let Some(id) = cut.newer {
        let _ = writeln!(
            out,
            "<div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"/s/{handle}?after={id}\" class=\"tme_messages_more js-messages_more\" data-after=\"{id}\"></a></div>"
        );
    }
    if cut.messages.is_empty() && !cut.begins {
        out.push_str("<div class=\"tgme_widget_message_wrap js-widget_message_wrap\"><div class=\"tgme_widget_message_centered\"><div class=\"tme_no_messages_found\">No posts found</div></div></div>\n");
    }
    if page.account.oddity == Some(Oddity::OddMarkup) {
        // A redesign that nobody was told of: the wraps are there, their contents are not.
        return out
            .replace("data-post=", "data-entry=")
            .replace("tgme_widget_message_date", "tgme_entry_when")
            .replace("js-message_text", "js-entry_body")
            .replace("tgme_widget_message_text", "tgme_entry_body");
    }
    out
}

fn header(page: &Page<'_, '_>, about: &str) -> String {
    let Page { base, name, .. } = page;
    let posts = page.view.posts(page.account);
    let photos: u64 = posts.iter().map(|shown| u64::from(shown.post.dress.photos)).sum();
    let links = posts.iter().filter(|shown| shown.version.text.contains("https://")).count() as u64;
    let counter = |count: u64, one: &str| {
        let s = if count == 1 { "" } else { "s" };
        format!(
            "<div class=\"tgme_channel_info_counter\"><span class=\"counter_value\">{}</span> <span class=\"counter_type\">{one}{s}</span></div>",
            rounded(count)
        )
    };
    let mut counters = counter(page.subscribers(), "subscriber");
    for (count, one) in [(photos, "photo"), (links, "link")] {
        if count > 0 {
            counters.push_str(&counter(count, one));
        }
    }
    let letter = name.display_name.chars().next().unwrap_or('?');
    format!(
        "<header class=\"tgme_header search_collapsed\"><div class=\"tgme_container\"><div class=\"tgme_header_right_column\"><section class=\"tgme_right_column\">
<div class=\"tgme_channel_info\"><div class=\"tgme_channel_info_header\"><i class=\"tgme_page_photo_image bgcolor3\" data-content=\"{letter}\"></i><div class=\"tgme_channel_info_header_title_wrap\"><div class=\"tgme_channel_info_header_title\"><span dir=\"auto\">{title}</span></div><div class=\"tgme_channel_info_header_labels\"></div></div><div class=\"tgme_channel_info_header_username\"><a href=\"{base}{handle}\">@{handle}</a></div></div>
<div class=\"tgme_channel_info_counters\">{counters}</div><div class=\"tgme_channel_info_description\">{about}</div><a class=\"tgme_channel_download_telegram\" href=\"//telegram.org/dl?tme=0\">Download Telegram</a></div>
</section></div></div></header>",
        title = emoji(&name.display_name),
        handle = name.handle,
    )
}
