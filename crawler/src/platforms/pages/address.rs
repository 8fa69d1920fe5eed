//! Which addresses are pages of a known layout.

use super::layout::Compiled;
use super::{Pages, platform};
use crate::asking::{claimed, host_of, unclaimed};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PublicUrl, SourceKind};
use url::Url;

/// What somebody's input means.
pub(super) fn recognise(pages: &Pages, input: &str) -> Option<Result<SourceAddress, NotPublic>> {
    for (name, layout) in pages.layouts() {
        if let Some(url) = claimed(input, name) {
            return Some(url.and_then(|url| address(name, layout, &url)));
        }
    }
    if let Some(url) = claimed(input, "pages") {
        return Some(url.and_then(|url| {
            match layout_at(pages, &url) {
                Some(name) => pages
                    .layout(&name)
                    .map_or_else(|| Err(unknown(&url)), |layout| address(&name, layout, &url)),
                None => Err(unknown(&url)),
            }
        }));
    }
    let url = unclaimed(input)?;
    let name = hosting(pages, &url)?;
    pages.layout(name).map(|layout| address(name, layout, &url))
}

fn unknown(url: &Url) -> NotPublic {
    let host = host_of(url).unwrap_or_default();
    NotPublic::Malformed(format!(
        "no layout is known for {host}; name one in front (phpbb:https://…) or write one into the \
         settings (crawler.layouts)"
    ))
}

/// The layout of a page: by its host, else by the shape of its address.
pub(super) fn layout_at(pages: &Pages, url: &Url) -> Option<String> {
    if let Some(name) = hosting(pages, url) {
        return Some(name.to_owned());
    }
    let path = url.path();
    let shaped = [
        ("/viewtopic.php", "phpbb"),
        ("/viewforum.php", "phpbb"),
        ("/showthread.php", "vbulletin4"),
        ("/forumdisplay.php", "vbulletin4"),
        ("/forum/", "vbulletin5"),
    ];
    let named = shaped.into_iter().find(|(part, _)| path.contains(part));
    named.map(|(_, name)| name.to_owned())
}

/// The layout of the settings that names the host, the one with the longest name if several do.
fn hosting<'a>(pages: &'a Pages, url: &Url) -> Option<&'a str> {
    let whole = format!("{}{}", host_of(url)?, url.path());
    let fits = |host: &String| {
        let host = host.trim_end_matches('/');
        whole.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = pages.layouts().filter_map(|(name, layout)| {
        layout.hosts.iter().filter(|host| fits(host)).map(String::len).max().map(|n| (n, name))
    });
    found.max_by_key(|(length, _)| *length).map(|(_, name)| name)
}

fn address(name: &str, layout: &Compiled, url: &Url) -> Result<SourceAddress, NotPublic> {
    let url = layout.canonical(&PublicUrl::from_url(url.clone())?);
    let text = url.as_str();
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let key = format!("{name}:{bare}");
    Ok(SourceAddress { platform: platform(), kind: SourceKind::Board, key, url })
}
