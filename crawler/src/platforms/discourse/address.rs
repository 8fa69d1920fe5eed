//! Which addresses are places on a Discourse forum.

use super::platform;
use crate::asking::{claimed, host_of, segments, unclaimed, under};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PublicUrl, SourceKind};
use url::Url;

/// A place on a forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The forum's root.
    pub(super) root: PublicUrl,
    /// What of it.
    pub(super) part: Part,
}

/// What of a forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Forum,
    /// A category: its short names from the top, and its number.
    Category(Vec<String>, String),
    /// A topic by its number.
    Topic(String),
}

/// What somebody's input means.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    if let Some(url) = claimed(input, "discourse") {
        return Some(url.and_then(|url| address(&url, true)));
    }
    let url = unclaimed(input)?;
    let home = host_of(&url) == host_of(base.url());
    let shaped = matches!(part(&segments(&url)), Some((_, Part::Topic(_) | Part::Category(..))));
    (home || shaped).then(|| address(&url, home))
}

/// The address of a place. `claimed`: it is known to be a Discourse forum.
fn address(url: &Url, claimed: bool) -> Result<SourceAddress, NotPublic> {
    let wrong = |why: &str| NotPublic::Malformed(why.to_owned());
    let parts = segments(url);
    let (folder, part) = match part(&parts) {
        Some(found) => found,
        None if parts.iter().any(|part| matches!(&**part, "u" | "users")) => {
            return Err(wrong(
                "Discourse does not list one person's posts; watch the forum, a category or a topic",
            ));
        }
        None if parts.iter().any(|part| matches!(&**part, "g" | "tag" | "tags" | "search")) => {
            return Err(wrong("only topics, categories and whole forums are watched"));
        }
        None if claimed => (parts.len(), Part::Forum),
        None => return Err(wrong("not a topic or category of a Discourse forum")),
    };
    Spot { root: root_at(&PublicUrl::from_url(url.clone())?, &parts, folder)?, part }.address()
}

/// The root of a forum in a folder of so many segments.
fn root_at(page: &PublicUrl, parts: &[String], folder: usize) -> Result<PublicUrl, NotPublic> {
    let mut path: Vec<&str> = parts.iter().take(folder).map(String::as_str).collect();
    // An empty segment at the end is the slash that links are joined to.
    path.push("");
    under(&page.join("/")?, &path, &[])
}

/// The part that a path names, and how many segments stand before it.
fn part(parts: &[String]) -> Option<(usize, Part)> {
    let number = |text: &str| {
        !text.is_empty() && text.len() < 20 && text.bytes().all(|b| b.is_ascii_digit())
    };
    for (at, word) in parts.iter().enumerate() {
        let rest: Vec<&str> = parts.iter().skip(at + 1).map(String::as_str).collect();
        match (word.as_str(), rest.as_slice()) {
            ("latest", []) => return Some((at, Part::Forum)),
            ("t", [id, post]) if number(id) && number(post) => {
                return Some((at, Part::Topic((*id).to_owned())));
            }
            ("t", [id] | [_, id] | [_, id, _]) if number(id) => {
                return Some((at, Part::Topic((*id).to_owned())));
            }
            ("c", [slug @ .., id]) if number(id) && !slug.is_empty() => {
                let slug = slug.iter().map(|one| (*one).to_owned()).collect();
                return Some((at, Part::Category(slug, (*id).to_owned())));
            }
            _ => {}
        }
    }
    None
}

impl Spot {
    /// The place that a source is.
    pub(super) fn of(source: &SourceAddress) -> Option<Self> {
        let parts = segments(source.url.url());
        let (folder, part) = part(&parts)?;
        let root = root_at(&source.url, &parts, folder).ok()?;
        Some(Self { root, part })
    }

    fn address(self) -> Result<SourceAddress, NotPublic> {
        let name = name_of(&self.root);
        let (rest, url) = match &self.part {
            Part::Forum => ("latest".to_owned(), under(&self.root, &["latest"], &[])?),
            Part::Category(slug, id) => {
                let mut path = vec!["c"];
                path.extend(slug.iter().map(String::as_str));
                path.push(id);
                (format!("c/{id}"), under(&self.root, &path, &[])?)
            }
            Part::Topic(id) => (format!("t/{id}"), under(&self.root, &["t", "-", id], &[])?),
        };
        let key = format!("{name}/{rest}");
        Ok(SourceAddress { platform: platform(), kind: SourceKind::Board, key, url })
    }
}

/// The forum's name in keys and native ids: host, port where it is unusual, folder.
pub(super) fn name_of(root: &PublicUrl) -> String {
    let host = host_of(root.url()).unwrap_or_default();
    format!("{host}{}", root.url().path().trim_end_matches('/'))
}

/// The forum's root, from the address of one of its pages of JSON or for people.
pub(super) fn root_of(page: &PublicUrl) -> PublicUrl {
    let parts = segments(page.url());
    let known = |part: &String| {
        matches!(&**part, "t" | "c" | "u" | "posts" | "latest")
            || part.rsplit_once('.').is_some_and(|(_, kind)| kind == "json")
    };
    let folder = parts.iter().position(known).unwrap_or(0);
    root_at(page, &parts, folder).unwrap_or_else(|_| page.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        let base = PublicUrl::parse("https://meta.discourse.org/").unwrap();
        let got = match recognise(input, &base) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(a)) => {
                let spot = Spot::of(&a).unwrap();
                assert_eq!(root_of(&a.url), spot.root, "{input}");
                format!("{} {}", a.key, a.url)
            }
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    }

    #[test]
    fn places_are_known_by_their_shape_or_by_the_word_in_front() {
        let topic = "forum.example/t/12 https://forum.example/t/-/12";
        check("https://forum.example/t/who-goes-there/12", topic);
        check("https://forum.example/t/who-goes-there/12/34?u=x", topic);
        check("https://Forum.example/t/12", topic);
        check("https://forum.example/t/12/3", topic);
        let category = "forum.example/c/5 https://forum.example/c/travel/sea/5";
        check("https://forum.example/c/travel/sea/5", category);
        check("discourse:forum.example/c/travel/sea/5", category);
        check(
            "discourse:https://forum.example",
            "forum.example/latest https://forum.example/latest",
        );
        check(
            "discourse:https://a.example/forum/",
            "a.example/forum/latest https://a.example/forum/latest",
        );
        check("https://a.example/forum/t/x/7", "a.example/forum/t/7 https://a.example/forum/t/-/7");
        check("https://meta.discourse.org/", "meta.discourse.org/latest");
    }

    #[test]
    fn what_is_no_forum_is_left_alone_and_what_is_not_watched_says_why() {
        for input in ["https://forum.example/", "https://forum.example/c/boats", "@ana", "#tag", ""]
        {
            check(input, "not mine");
        }
        check(
            "discourse:https://forum.example/u/ana",
            "refused: not a web address: Discourse does",
        );
        check("discourse:https://forum.example/tag/x", "refused: not a web address: only topics");
        check("discourse:https://u:p@forum.example/", "refused: the address carries a log-in");
    }
}
