//! Atom 1.0.

use super::{Feed, content, moment, title};
use crate::serve::escape;
use std::fmt::Write;

/// A feed.
pub(super) fn write(feed: &Feed<'_, '_>) -> String {
    let author = escape(&feed.name.display_name);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>
<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">
  <title type=\"text\">{author}</title>
  <subtitle type=\"text\">{about}</subtitle>
  <link href=\"{home}\" rel=\"alternate\" type=\"text/html\"/>
  <link href=\"{own}\" rel=\"self\" type=\"application/atom+xml\"/>
  <id>urn:feed:{slug}</id>
  <updated>{changed}</updated>
  <author>
    <name>{author}</name>
  </author>
",
        language = feed.account.language,
        about = escape(&feed.account.biography),
        home = feed.home(),
        own = feed.own(),
        slug = feed.account.number,
        changed = moment(feed.changed),
    );
    for shown in &feed.entries {
        let updated = shown.edited_at.unwrap_or(shown.post.posted_at);
        let _ = write!(
            out,
            "  <entry>
    <title type=\"text\">{title}</title>
    <published>{published}</published>
    <updated>{updated}</updated>
    <id>{id}</id>
    <link href=\"{page}\" rel=\"alternate\" type=\"text/html\"/>
    <content type=\"html\">{content}</content>
  </entry>
",
            title = escape(&title(&shown.version.text)),
            published = moment(shown.post.posted_at),
            updated = moment(updated),
            id = escape(&shown.post.number),
            page = feed.page(shown),
            content = escape(&content(shown)),
        );
    }
    out.push_str("</feed>\n");
    out
}
