//! One message, in a list or embedded.

use super::Page;
use super::markup::{emoji, html};
use crate::serve::escape;
use crate::truth::{Forward, NameTruth};
use crate::view::Shown;
use chrono::SecondsFormat;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use model::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A message with its wrap.
pub(super) fn wrapped(page: &Page<'_, '_>, shown: &Shown<'_>) -> String {
    format!(
        "<div class=\"tgme_widget_message_wrap js-widget_message_wrap\">{}</div>\n",
        message(page, shown)
    )
}

/// The present name of the channel that a post was forwarded from.
fn origin<'w>(page: &Page<'w, '_>, from: &Forward) -> Option<&'w NameTruth> {
    let Forward::Channel(key) = from else { return None };
    page.view.name(page.view.truth.account(key)?)
}

/// A message: `div.tgme_widget_message`.
pub(super) fn message(page: &Page<'_, '_>, shown: &Shown<'_>) -> String {
    let Page { base, name, .. } = page;
    let handle = &name.handle;
    let number = &shown.post.number;
    let album = shown.post.dress.photos > 1;
    let id = if album { json!(format!("{number}g")) } else { json!(number.parse::<u64>().ok()) };
    let mut inside = String::new();
    if let Some(from) = &shown.post.dress.forwarded_from {
        let class = "class=\"tgme_widget_message_forwarded_from_name\"";
        let from = match origin(page, from) {
            Some(name) => format!(
                "<a {class} href=\"{base}{}\"><span dir=\"auto\">{}</span></a>",
                name.handle,
                escape(&name.display_name)
            ),
            None => format!("<span {class} dir=\"auto\">Nobody In Particular</span>"),
        };
        let _ = writeln!(
            inside,
            "<div class=\"tgme_widget_message_forwarded_from accent_color\">Forwarded from&nbsp;{from}</div>",
        );
    }
    if let Some(answered) = reply(page, shown) {
        inside.push_str(&answered);
    }
    inside.push_str(&photos(page, shown));
    let _ = writeln!(
        inside,
        "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{}</div>",
        html(&shown.version.text)
    );
    let signed = shown.post.dress.signed.then_some(name.display_name.as_str());
    inside.push_str(&reactions(page, shown));
    inside.push_str(&footer(
        page,
        number,
        shown.post.posted_at,
        &Meta {
            views: Some(page.view.crowd(shown.post, 6000)),
            signed,
            edited: shown.edited_at.is_some(),
        },
    ));
    bubble(
        base,
        &Bubble {
            handle,
            title: &name.display_name,
            class: "",
            post: &format!("{handle}/{number}"),
            view: &data_view(page, &id),
            inside: &inside,
        },
    )
}

/// The message that a channel begins with.
pub(super) fn created(page: &Page<'_, '_>, at: Timestamp) -> String {
    let name = page.name;
    let inside = format!(
        "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">Channel created</div>\n{}",
        footer(page, "1", at, &Meta { views: None, signed: None, edited: false })
    );
    let message = bubble(
        page.base,
        &Bubble {
            handle: &name.handle,
            title: &name.display_name,
            class: " service_message",
            post: &format!("{}/1", name.handle),
            view: &data_view(page, &json!(1)),
            inside: &inside,
        },
    );
    format!("<div class=\"tgme_widget_message_wrap js-widget_message_wrap\">{message}</div>\n")
}

struct Bubble<'b> {
    handle: &'b str,
    title: &'b str,
    class: &'b str,
    post: &'b str,
    view: &'b str,
    inside: &'b str,
}

fn bubble(base: &str, bubble: &Bubble<'_>) -> String {
    let Bubble { handle, title, class, post, view, inside } = bubble;
    let letter = title.chars().next().unwrap_or('?');
    let title = emoji(title);
    format!(
        "<div class=\"tgme_widget_message text_not_supported_wrap{class} js-widget_message\" data-post=\"{post}\" data-view=\"{view}\">
  <div class=\"tgme_widget_message_user\"><a href=\"{base}{handle}\"><i class=\"tgme_widget_message_user_photo bgcolor2\" data-content=\"{letter}\"></i></a></div>
  <div class=\"tgme_widget_message_bubble\">
    <i class=\"tgme_widget_message_bubble_tail\"></i>
    <div class=\"tgme_widget_message_author accent_color\"><a class=\"tgme_widget_message_owner_name\" href=\"{base}{handle}\"><span dir=\"auto\">{title}</span></a></div>
{inside}  </div>
</div>"
    )
}

struct Meta<'m> {
    views: Option<u64>,
    signed: Option<&'m str>,
    edited: bool,
}

fn footer(page: &Page<'_, '_>, number: &str, at: Timestamp, meta: &Meta<'_>) -> String {
    let views = meta.views.map_or_else(String::new, |views| {
        format!(
            "<span class=\"tgme_widget_message_views\">{}</span><span class=\"copyonly\"> views</span>",
            rounded(views)
        )
    });
    let signed = meta.signed.map_or_else(String::new, |author| {
        format!(
            "<span class=\"tgme_widget_message_from_author\" dir=\"auto\">{}</span>,&nbsp;",
            escape(author)
        )
    });
    let edited = if meta.edited { "edited &nbsp;" } else { "" };
    let moment = at.utc().to_rfc3339_opts(SecondsFormat::Secs, false);
    let clock = at.utc().format("%H:%M");
    let (base, handle) = (page.base, &page.name.handle);
    format!(
        "<div class=\"tgme_widget_message_footer compact js-message_footer\">
  <div class=\"tgme_widget_message_info short js-message_info\">
    {views}<span class=\"tgme_widget_message_meta\">{signed}{edited}<a class=\"tgme_widget_message_date\" href=\"{base}{handle}/{number}\"><time datetime=\"{moment}\" class=\"time\">{clock}</time></a></span>
  </div>
</div>
"
    )
}

/// The quotation of the message that this one answers, while that is there.
fn reply(page: &Page<'_, '_>, shown: &Shown<'_>) -> Option<String> {
    let number = shown.post.dress.reply_to.as_ref()?;
    let posts = page.view.posts(page.account);
    let answered = posts.iter().find(|other| &other.post.number == number)?;
    let quote: String = answered.version.text.chars().take(60).collect();
    Some(format!(
        "<a class=\"tgme_widget_message_reply user-color-3\" href=\"{base}{handle}/{number}\">
  <div class=\"tgme_widget_message_author accent_color\"><span class=\"tgme_widget_message_author_name\" dir=\"auto\">{title}</span></div>
  <div class=\"tgme_widget_message_metatext js-message_reply_text\" dir=\"auto\">{quote}</div>
</a>
",
        base = page.base,
        handle = page.name.handle,
        title = emoji(&page.name.display_name),
        quote = escape(&quote.replace('\n', " ")),
    ))
}

/// Pictures; those of an album carry the numbers after the first.
fn photos(page: &Page<'_, '_>, shown: &Shown<'_>) -> String {
    let count = u64::from(shown.post.dress.photos);
    let first: u64 = shown.post.number.parse().unwrap_or(0);
    let (base, handle) = (page.base, &page.name.handle);
    let photo = |at: u64, class: &str, single: &str| {
        let id = first + at;
        format!(
            "<a class=\"tgme_widget_message_photo_wrap {class}js-message_photo\" href=\"{base}{handle}/{id}{single}\" style=\"width:800px;background-image:url('https://cdn4.telesco.example/file/{handle}-{id}.jpg')\"><div class=\"tgme_widget_message_photo\" style=\"padding-top:66.5%\"></div></a>\n"
        )
    };
    match count {
        0 => String::new(),
        1 => photo(0, "", ""),
        _ => {
            let all: String =
                (0..count).map(|at| photo(at, "grouped_media_wrap blured ", "?single")).collect();
            format!(
                "<div class=\"tgme_widget_message_grouped_wrap js-message_grouped_wrap\" data-margin-w=\"2\" data-margin-h=\"2\" style=\"width:453px;\"><div class=\"tgme_widget_message_grouped js-message_grouped\" style=\"padding-top:47.682%\"><div class=\"tgme_widget_message_grouped_layer js-message_grouped_layer\" style=\"width:453px;height:216px\">\n{all}</div></div></div>\n"
            )
        }
    }
}

fn reactions(page: &Page<'_, '_>, shown: &Shown<'_>) -> String {
    let likes = page.view.crowd(shown.post, 90);
    if likes < 5 {
        return String::new();
    }
    let thumb = "<i class=\"emoji\" style=\"background-image:url('//telegram.org/img/emoji/40/F09F918D.png')\"><b>👍</b></i>";
    format!(
        "<div class=\"tgme_widget_message_reactions js-message_reactions\"><span class=\"tgme_reaction\">{thumb}{likes}</span></div>"
    )
}

/// `data-view`: chat id, message id, time of the page, and a hash nobody outside can make.
fn data_view(page: &Page<'_, '_>, id: &serde_json::Value) -> String {
    let chat: i64 = page.account.number.parse().unwrap_or(0);
    let time = page.view.now.ms() / 1000;
    let hash = Sha256::digest(format!("{chat}/{id}").as_bytes());
    let hash = HEXLOWER.encode(hash.get(..9).unwrap_or_default());
    let text = format!("{{\"c\":{chat},\"p\":{id},\"t\":{time},\"h\":\"{hash}\"}}");
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// Telegram's rounding: `987`, `1.11K`, `60K`.
pub(super) fn rounded(count: u64) -> String {
    if count < 1000 {
        return count.to_string();
    }
    let hundredths = count / 10;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text}K")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_round_as_telegrams_do() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1000, "1K"), (1110, "1.11K"), (60_000, "60K")]
        {
            assert_eq!(rounded(count), text);
        }
    }
}
