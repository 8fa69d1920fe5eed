//! RSS 2.0.

use super::{Feed, content, http_date, title};
use crate::serve::escape;
use std::fmt::Write;

/// A feed. Texts stand in `content:encoded`, with a plain `description` beside it.
pub(super) fn write(feed: &Feed<'_, '_>) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">
<channel>
<title>{title}</title>
<link>{home}</link>
<description>{about}</description>
<language>{language}</language>
<lastBuildDate>{changed}</lastBuildDate>
<atom:link href=\"{own}\" rel=\"self\" type=\"application/rss+xml\"/>
<generator>WordPress 6.9</generator>
",
        title = escape(&feed.name.display_name),
        home = feed.home(),
        about = escape(&feed.account.biography),
        language = feed.account.language,
        changed = date(feed.changed),
        own = feed.own(),
    );
    for shown in &feed.entries {
        let _ = write!(
            out,
            "<item>
<title>{title}</title>
<link>{page}</link>
<dc:creator>{author}</dc:creator>
<pubDate>{at}</pubDate>
<guid isPermaLink=\"false\">{guid}</guid>
<description>{plain}</description>
<content:encoded><![CDATA[{content}]]></content:encoded>
</item>
",
            title = escape(&title(&shown.version.text)),
            page = feed.page(shown),
            author = escape(&feed.name.display_name),
            at = date(shown.post.posted_at),
            guid = escape(&shown.post.number),
            plain = escape(&shown.version.text),
            content = content(shown),
        );
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// RFC 822, as RSS wants it.
fn date(at: model::Timestamp) -> String {
    http_date(at).replace("GMT", "+0000")
}
