//! Layouts that are built in, and how the settings complete them.
//!
//! Selectors: phpBB 3.1 to 3.3 `prosilver` (`styles/prosilver/template/viewtopic_body.html`,
//! `viewforum_body.html`), vBulletin 4 `postbit`, vBulletin 5 `b-post`; as `forum-dl` has them.

use crate::options::{Layout, Pick};

/// The layouts, by name.
pub(super) fn all() -> [(&'static str, Layout); 3] {
    [("phpbb", phpbb()), ("vbulletin4", vbulletin4()), ("vbulletin5", vbulletin5())]
}

/// A layout of the settings, with what it leaves out taken from its preset.
pub(super) fn completed(own: &Layout) -> Result<Layout, String> {
    let Some(name) = &own.preset else { return Ok(own.clone()) };
    let preset = all().into_iter().find(|(known, _)| known == name);
    let Some((_, base)) = preset else {
        let names = all().map(|(name, _)| name).join(", ");
        return Err(format!("preset: there is no {name:?}; there are {names}"));
    };
    let own = own.clone();
    Ok(Layout {
        preset: own.preset,
        hosts: own.hosts,
        item: own.item.or(base.item),
        id: own.id.or(base.id),
        author: own.author.or(base.author),
        author_id: own.author_id.or(base.author_id),
        author_link: own.author_link.or(base.author_link),
        text: own.text.or(base.text),
        title: own.title.or(base.title),
        time: own.time.or(base.time),
        link: own.link.or(base.link),
        leave_out: own.leave_out.or(base.leave_out),
        next: own.next.or(base.next),
        next_is_newer: own.next_is_newer.or(base.next_is_newer),
        empty: own.empty.or(base.empty),
        log_in: own.log_in.or(base.log_in),
        topic: own.topic.or(base.topic),
        topic_number: own.topic_number.or(base.topic_number),
        time_formats: own.time_formats.or(base.time_formats),
        utc_offset_minutes: own.utc_offset_minutes.or(base.utc_offset_minutes),
        drop_parameters: own.drop_parameters.or(base.drop_parameters),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "what a layout says is optional, field by field")]
fn pick(css: &str, attr: &str, regex: &str) -> Option<Pick> {
    Some(Pick { css: css.to_owned(), attr: attr.to_owned(), regex: regex.to_owned() })
}

#[expect(clippy::unnecessary_wraps, reason = "what a layout says is optional, field by field")]
fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "what a layout says is optional, field by field")]
fn list(values: &[&str]) -> Option<Vec<String>> {
    Some(values.iter().map(|value| (*value).to_owned()).collect())
}

fn phpbb() -> Layout {
    Layout {
        item: text("div.post[id^=p]"),
        id: pick("", "id", r"^p(\d+)$"),
        author: pick("p.author .username, p.author .username-coloured", "", ""),
        author_id: pick("p.author a[href*='u=']", "href", r"[?&]u=(\d+)"),
        author_link: pick("p.author a[href*='u=']", "href", ""),
        text: pick("div.content", "", ""),
        // Older themes have no `time`: the date stands behind a guillemet.
        time: pick("p.author time", "datetime", ""),
        link: pick("h3 a[href*='#p'], p.author > a[href*='#p']", "href", ""),
        leave_out: text("blockquote, .signature, .notice, .codebox > p, dl.attachbox"),
        next: pick("li.next a[rel=next], a[rel=next]", "href", ""),
        next_is_newer: Some(true),
        empty: text(".panel:not(#message) > .inner > strong:only-child"),
        log_in: text("form#login, form[action*='mode=login'] input[type=password]"),
        topic: pick("dd.lastpost a[href*='viewtopic.php'][href*='p=']", "href", ""),
        topic_number: text(r"[?&]p=(\d+)"),
        time_formats: list(&["%a %b %d, %Y %I:%M %p", "%d %b %Y, %H:%M", "%a %d %b %Y, %H:%M"]),
        drop_parameters: list(&["sid", "hilit", "view", "utm_source", "utm_medium"]),
        ..Layout::default()
    }
}

fn vbulletin4() -> Layout {
    Layout {
        item: text(
            "li.postcontainer[id^=post_], li.postbitlegacy[id^=post_], li.postbit[id^=post_]",
        ),
        id: pick("", "id", r"^post_(\d+)$"),
        author: pick(".username", "", ""),
        author_id: pick("a.username[href*='member.php']", "href", r"member\.php\?(?:u=)?(\d+)"),
        author_link: pick("a.username", "href", ""),
        text: pick(".postcontent", "", ""),
        title: pick("h2.title, h2.posttitle", "", ""),
        time: pick(".postdate .date", "", ""),
        link: pick("a.postcounter, a[name^=post]", "href", ""),
        leave_out: text(".bbcode_quote, .signature, .editedby, .quote_container"),
        next: pick("a[rel=next]", "href", ""),
        next_is_newer: Some(true),
        empty: text("#nothreads, .threadbit.nothreads"),
        log_in: text(
            "form[action*='login.php'] .restore, .standard_error form[action*='login.php']",
        ),
        topic: pick(".threadlastpost a.lastpostdate, .threadlastpost a[href*='#post']", "href", ""),
        topic_number: text(r"[?&]p=(\d+)|#post(\d+)"),
        time_formats: list(&["%m-%d-%Y, %I:%M %p", "%d-%m-%Y, %H:%M", "%d.%m.%Y, %H:%M"]),
        drop_parameters: list(&["s", "styleid", "utm_source", "utm_medium"]),
        ..Layout::default()
    }
}

fn vbulletin5() -> Layout {
    Layout {
        item: text(".b-post[data-node-id]"),
        id: pick("", "data-node-id", r"^\d+$"),
        author: pick(".b-post__author .author, .author strong, .author", "", ""),
        author_id: pick(
            ".author a[href*='/member/'], .author a[data-userid]",
            "href",
            r"/member/(\d+)",
        ),
        author_link: pick(".author a[href]", "href", ""),
        text: pick(".js-post__content-text", "", ""),
        title: pick(".b-post__title", "", ""),
        time: pick("time[itemprop=dateCreated]", "datetime", ""),
        link: pick("a.b-post__count", "href", ""),
        leave_out: text(".bbcode_container, .bbcode_quote, .b-post__footer, .signature"),
        next: pick("a.js-pagenav-next-button[href], a[rel=next]", "href", ""),
        next_is_newer: Some(true),
        empty: text(".no-topics"),
        log_in: text(".login-form-container, .standard-error form[action*='login']"),
        topic: pick(".lastpost a.go-to-last-post, a.go-to-last-post", "href", ""),
        topic_number: text(r"[?&]p=(\d+)|#post(\d+)"),
        time_formats: list(&["%Y-%m-%dT%H:%M:%S"]),
        drop_parameters: list(&["s", "view", "utm_source", "utm_medium"]),
        ..Layout::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_can_be_used() {
        for (name, layout) in all() {
            assert_eq!(layout.compile().err(), None, "{name}");
        }
    }

    #[test]
    fn a_layout_takes_from_its_preset_what_it_leaves_out() {
        let own = Layout { preset: text("phpbb"), item: text(".x"), ..Layout::default() };
        let whole = completed(&own).unwrap();
        assert_eq!((whole.item, whole.leave_out), (text(".x"), phpbb().leave_out));
        let wrong = Layout { preset: text("smf"), ..Layout::default() };
        assert!(completed(&wrong).unwrap_err().contains("there are phpbb"));
    }
}
