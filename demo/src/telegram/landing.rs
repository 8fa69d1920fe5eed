//! `/<name>`: says whether a name is taken, and by what.

use super::markup::{emoji, html};
use super::{Page, find};
use crate::serve::{Answer, Asked, escape};
use crate::truth::Form;
use crate::view::View;

/// Answers.
pub(super) fn answer(view: &View<'_>, asked: &Asked, name: &str) -> Answer {
    let base = asked.base();
    let body = match find(view, &base, name) {
        Some(page) => taken(&page),
        None => free(&base, name),
    };
    Answer::html(200, body).with("cache-control", "no-store")
}

fn taken(page: &Page<'_, '_>) -> String {
    let Page { base, name, account, .. } = page;
    let title = escape(&name.display_name);
    let about = escape(&account.biography);
    let count = spaced(page.subscribers());
    let extra = if account.form == Form::Group {
        format!("{count} members, {} online", page.subscribers() % 90 + 1)
    } else {
        format!("{count} subscribers")
    };
    let button = if account.form == Form::Group { "View Group" } else { "View in Telegram" };
    let preview = if page.has_preview() {
        format!(
            "<div class=\"tgme_page_action tgme_page_context_action\"><div class=\"tgme_page_context_btn\"><a class=\"tgme_action_button_new\" href=\"/s/{}\"><span class=\"tgme_action_button_label\">Preview channel</span></a></div></div>",
            name.handle
        )
    } else {
        String::new()
    };
    let head =
        head(base, &name.handle, &format!("Telegram: View @{}", name.handle), &title, &about, "");
    format!(
        "{head}      <div class=\"tgme_body_wrap\">
        <div class=\"tgme_page\">
<div class=\"tgme_page_photo\">
  <a href=\"tg://resolve?domain={handle}\"><i class=\"tgme_page_photo_image bgcolor3\"></i></a>
</div>
<div class=\"tgme_page_title\" dir=\"auto\">
  <span dir=\"auto\">{shown}</span>
</div>
<div class=\"tgme_page_extra\">{extra}</div>
<div class=\"tgme_page_description\" dir=\"auto\">{text}</div>
<div class=\"tgme_page_action\">
  <a class=\"tgme_action_button_new\" href=\"tg://resolve?domain={handle}\">{button}</a>
</div>
<!-- WEBOGRAM_BTN -->
{preview}
        </div>
      </div>
    </div>
    <div id=\"tgme_frame_cont\"></div>
  </body>
</html>
<!-- page generated in 6.93ms -->
",
        handle = name.handle,
        shown = emoji(&name.display_name),
        text = html(&account.biography),
    )
}

fn free(base: &str, name: &str) -> String {
    let name = escape(name);
    let contact = format!("Telegram: Contact @{name}");
    let robots = "<meta name=\"robots\" content=\"noindex, nofollow\">";
    let head = head(base, &name, &contact, &contact, "", robots);
    format!(
        "{head}      <div class=\"tgme_body_wrap\">
        <div class=\"tgme_page\">
          <div class=\"tgme_page_icon\">
  <i class=\"tgme_icon_user\"></i>
</div>
<div class=\"tgme_page_description\">
  If you have <strong>Telegram</strong>, you can contact <a class=\"tgme_username_link\" href=\"tg://resolve?domain={name}\">@{name}</a> right away.
</div>
<div class=\"tgme_page_action\">
  <a class=\"tgme_action_button_new\" href=\"tg://resolve?domain={name}\">Send Message</a>
</div>
<!-- WEBOGRAM_BTN -->
<!-- PRIVACY_BTN -->
        </div>
      </div>
    </div>
    <div id=\"tgme_frame_cont\"></div>
  </body>
</html>
<!-- page generated in 3.25ms -->
"
    )
}

fn head(base: &str, handle: &str, title: &str, og: &str, about: &str, robots: &str) -> String {
    format!(
        "<!DOCTYPE html>
<html>
  <head>
    <meta charset=\"utf-8\">
    <title>{title}</title>
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0\">
    {robots}<meta property=\"og:title\" content=\"{og}\">
<meta property=\"og:image\" content=\"https://telegram.org/img/t_logo_2x.png\">
<meta property=\"og:site_name\" content=\"Telegram\">
<meta property=\"og:description\" content=\"{about}\">

<meta property=\"twitter:title\" content=\"{og}\">
<meta property=\"twitter:site\" content=\"@Telegram\">
<meta property=\"al:ios:app_store_id\" content=\"686449807\">
<meta property=\"al:ios:app_name\" content=\"Telegram Messenger\">
<meta property=\"al:ios:url\" content=\"tg://resolve?domain={handle}\">
<meta property=\"al:android:url\" content=\"tg://resolve?domain={handle}\">
<meta name=\"twitter:app:url:googleplay\" content=\"{base}{handle}\">
    <link href=\"//telegram.org/css/telegram.css?254\" rel=\"stylesheet\" media=\"screen\">
  </head>
  <body class=\"no_transition\">
    <div class=\"tgme_page_wrap\">
      <div class=\"tgme_head_wrap\">
        <div class=\"tgme_head\">
          <a class=\"tgme_head_right_btn\" href=\"//telegram.org/dl?tme=0\">
            Download
          </a>
        </div>
      </div>
"
    )
}

/// Thousands set apart by a no-break space, as on landing pages.
fn spaced(count: u64) -> String {
    if count < 1000 {
        return count.to_string();
    }
    format!("{}\u{a0}{:03}", count / 1000, count % 1000)
}
