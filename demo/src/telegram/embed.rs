//! `/<name>/<id>?embed=1`: one post.

use super::message::message;
use super::{Page, find};
use crate::serve::{Answer, Asked};
use crate::view::View;

/// Answers; a post that is not there is told in a page of status 200.
pub(super) fn answer(view: &View<'_>, asked: &Asked, name: &str, id: &str) -> Answer {
    let base = asked.base();
    let page = find(view, &base, name).filter(Page::has_preview);
    let shown = page.and_then(|page| {
        let posts = view.posts(page.account);
        let post = posts.iter().find(|shown| shown.post.number == id)?;
        Some((message(&page, post), page.account.number.clone()))
    });
    let inside = match &shown {
        Some((message, chat)) => {
            let peer = format!(" data-peer=\"c{}_0\" data-post=", chat.trim_start_matches('-'));
            message.replacen(" data-post=", &peer, 1)
        }
        None => MISSING.to_owned(),
    };
    let body = format!(
        "<!DOCTYPE html>
<html>
  <head>
    <meta charset=\"utf-8\">
    <title>Telegram Widget</title>
    <base target=\"_blank\">
    <meta name=\"robots\" content=\"noindex, nofollow\" />
    <link href=\"//telegram.org/css/widget-frame.css?75\" rel=\"stylesheet\" media=\"screen\">
    <script>TBaseUrl='//telegram.org/';</script>
  </head>
  <body class=\"widget_frame_base tgme_widget body_widget_post emoji_image nodark\">
    {inside}
    <script src=\"//telegram.org/js/widget-frame.js?68\"></script>
    <script>TWidgetPost.init();
</script>
  </body>
</html>
<!-- page generated in 8.02ms -->
"
    );
    Answer::html(200, body).with("cache-control", "no-store")
}

const MISSING: &str = "<div class=\"tgme_widget_message text_not_supported_wrap err_message js-widget_message\">
  <div class=\"tgme_widget_message_user\"><i class=\"tgme_widget_message_user_photo\" data-content=\"!\"></i></div>
  <div class=\"tgme_widget_message_bubble\">
    <a class=\"tgme_widget_message_bubble_logo\" href=\"//core.telegram.org/widgets\"></a>
        <i class=\"tgme_widget_message_bubble_tail\">
    </i>
    <div class=\"tgme_widget_message_error\" dir=\"auto\">Post not found</div>
  </div>
  
</div>";
