//! The pages for people: profiles and posts. As on a real instance they hold little without
//! JavaScript beyond their metadata.

use super::entities::page_title;
use super::{html, statuses};
use crate::serve::{Answer, Asked, escape};
use crate::view::View;

/// `/@name`: 410 for an account that is gone for good, 403 for a suspended one.
pub(super) fn profile(view: &View<'_>, asked: &Asked, name: &str) -> Answer {
    let name = name.trim_start_matches('@');
    if let Some(status) = statuses::gone(view, name) {
        return refused(status);
    }
    let Some(account) = view.by_handle("mastodon", name) else { return missing() };
    let Some(own) = view.name(account) else { return missing() };
    let about = html::content(&account.biography, &asked.base());
    let title = page_title(&own.display_name, &own.handle);
    page(&title, &asked.base(), &format!("@{}", own.handle), "profile", &about)
}

/// `/@name/<id>`.
pub(super) fn status(view: &View<'_>, asked: &Asked, name: &str, id: &str) -> Answer {
    let name = name.trim_start_matches('@');
    if let Some(status) = statuses::gone(view, name) {
        return refused(status);
    }
    let own = view.by_handle("mastodon", name).and_then(|account| view.name(account));
    let shown = statuses::find(view, id);
    match (own, shown) {
        (Some(own), Some(shown)) => {
            let text = html::content(&shown.version.text, &asked.base());
            let title = page_title(&own.display_name, &own.handle);
            page(&title, &asked.base(), &format!("@{}/{id}", own.handle), "article", &text)
        }
        _ => missing(),
    }
}

/// `/tags/<tag>`.
pub(super) fn tag(tag: &str) -> Answer {
    let title = format!("#{} - Harbour", escape(tag));
    Answer::html(200, shell(&title, "", ""))
}

fn page(title: &str, base: &str, path: &str, kind: &str, text: &str) -> Answer {
    let plain = text.replace("<br />", "\n");
    let meta = format!(
        "<link href=\"{base}{path}\" rel=\"canonical\">
<meta content=\"{kind}\" property=\"og:type\">
<meta content=\"{title}\" property=\"og:title\">
<meta content=\"{about}\" property=\"og:description\">
<meta content=\"{base}{path}\" property=\"og:url\">",
        about = escape(&plain)
    );
    Answer::html(200, shell(title, &meta, text)).with("cache-control", "max-age=15, public")
}

fn shell(title: &str, meta: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>{title} - Harbour</title>
{meta}
</head>
<body class=\"app-body\">
<div class=\"app-holder\" id=\"mastodon\"><noscript>{text}
<div>To use the Mastodon web application, please enable JavaScript.</div></noscript></div>
</body>
</html>
"
    )
}

/// 404 as a page.
pub(super) fn missing() -> Answer {
    refused(404)
}

fn refused(status: u16) -> Answer {
    let text = match status {
        410 => "The page you were looking for doesn't exist here anymore.",
        403 => "You don't have permission to view this page.",
        _ => "The page you are looking for isn't here.",
    };
    let body = format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><title>{text} - Harbour</title></head>
<body class=\"error\"><div class=\"dialog\"><h1>{text}</h1></div></body>
</html>
"
    );
    Answer::html(status, body)
}
