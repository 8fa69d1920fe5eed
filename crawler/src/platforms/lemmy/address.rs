//! Which addresses are Lemmy's, and how its pages are asked for.

use super::platform;
use crate::asking::{claimed, host_of, json, segments, unclaimed, under};
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, PublicUrl, Purpose, SourceKind};
use url::Url;

/// Posts and comments that one page shows at most.
pub(super) const LIMIT: usize = 50;

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// `/api/v3`: Lemmy 0.18 and 0.19, PieFed.
    Three,
    /// `/api/v4`: Lemmy 1.0.
    Four,
}

impl Version {
    /// The version of a path segment.
    pub(super) fn of(segment: &str) -> Option<Self> {
        match segment {
            "v3" => Some(Self::Three),
            "v4" => Some(Self::Four),
            _ => None,
        }
    }

    /// Its path segment.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Three => "v3",
            Self::Four => "v4",
        }
    }

    /// "Newest first", as it is spelled.
    const fn newest(self) -> &'static str {
        match self {
            Self::Three => "New",
            Self::Four => "new",
        }
    }
}

/// A place on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// The server's root.
    pub(super) root: PublicUrl,
    /// A community, else a profile.
    pub(super) community: bool,
    /// Its name, `name@home` where it lives elsewhere.
    pub(super) name: String,
}

/// What somebody's input means.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    if let Some(url) = claimed(input, "lemmy") {
        return Some(url.and_then(|url| address(&url)));
    }
    if let Some((name, host)) = input.trim().strip_prefix('!').and_then(|it| it.split_once('@')) {
        let page = format!("https://{host}/c/{name}");
        let url = PublicUrl::parse(&page);
        return Some(url.and_then(|url| address(url.url())));
    }
    let url = unclaimed(input)?;
    let home = host_of(&url) == host_of(base.url()) || calls_itself_lemmy(&url);
    let shaped = matches!(segments(&url).first().map(String::as_str), Some("c" | "u"));
    (home && shaped).then(|| address(&url))
}

fn calls_itself_lemmy(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host.split('.').any(|label| matches!(label, "lemmy" | "feddit" | "piefed"))
}

fn address(url: &Url) -> Result<SourceAddress, NotPublic> {
    let wrong = || {
        let what = "communities (/c/name) and profiles (/u/name) of Lemmy are watched";
        NotPublic::Malformed(what.to_owned())
    };
    let parts = segments(url);
    let (community, name) = match parts.as_slice() {
        [kind, name] if kind == "c" => (true, name),
        [kind, name] if kind == "u" => (false, name),
        _ => return Err(wrong()),
    };
    let name = name.to_lowercase();
    let sound = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '@' | ':');
    if name.is_empty() || name.len() > 255 || !name.chars().all(sound) {
        return Err(wrong());
    }
    let host = host_of(url).ok_or_else(wrong)?;
    let letter = if community { "c" } else { "u" };
    let root = PublicUrl::from_url(url.clone())?.join("/")?;
    Ok(SourceAddress {
        platform: platform(),
        kind: if community { SourceKind::Board } else { SourceKind::Profile },
        key: format!("{host}/{letter}/{name}"),
        url: under(&root, &[letter, &name], &[])?,
    })
}

impl Spot {
    /// The place that a source is.
    pub(super) fn of(source: &SourceAddress) -> Option<Self> {
        let parts = segments(source.url.url());
        let [kind, name] = parts.as_slice() else { return None };
        let root = source.url.join("/").ok()?;
        Some(Self { root, community: kind == "c", name: name.clone() })
    }

    /// The page that a visit begins with.
    pub(super) fn first(&self, version: Version) -> Option<PageRequest> {
        if self.community {
            let query = [("name", self.name.as_str())];
            return ask(&self.root, version, &["community"], &query, Purpose::Settle);
        }
        let query = self.of_person(version);
        match version {
            Version::Three => ask(&self.root, version, &["user"], &query, Purpose::Newest),
            Version::Four => ask(&self.root, version, &["person"], &query, Purpose::Account),
        }
    }

    fn of_person(&self, version: Version) -> Vec<(&str, &str)> {
        let mut query = vec![("username", self.name.as_str())];
        if version == Version::Three {
            query.extend([("sort", version.newest()), ("limit", "50")]);
        }
        query
    }

    /// The lists of what was posted there.
    pub(super) fn lists(&self, version: Version) -> Vec<PageRequest> {
        let list = |path: &[&str], name: &str| {
            let query = [(name, self.name.as_str()), ("sort", version.newest()), ("limit", "50")];
            ask(&self.root, version, path, &query, Purpose::Newest)
        };
        let pages = match (self.community, version) {
            (true, _) => [
                list(&["post", "list"], "community_name"),
                list(&["comment", "list"], "community_name"),
            ],
            (false, Version::Four) => [list(&["person", "content"], "username"), None],
            (false, Version::Three) => [None, None],
        };
        pages.into_iter().flatten().collect()
    }
}

/// A request to the API.
pub(super) fn ask(
    root: &PublicUrl,
    version: Version,
    path: &[&str],
    query: &[(&str, &str)],
    purpose: Purpose,
) -> Option<PageRequest> {
    let path: Vec<&str> = ["api", version.word()].into_iter().chain(path.iter().copied()).collect();
    under(root, &path, query).ok().map(|url| json(url, purpose))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        let base = PublicUrl::parse("https://lemmy.ml/").unwrap();
        let got = match recognise(input, &base) {
            None => "not mine".to_owned(),
            Some(Err(why)) => format!("refused: {why}"),
            Some(Ok(a)) => {
                assert!(Spot::of(&a).is_some(), "{input}");
                format!("{} {} {}", a.kind.word(), a.key, a.url)
            }
        };
        assert!(got.starts_with(expect), "{input}: {got}");
    }

    #[test]
    fn communities_and_profiles_are_known_however_they_are_written() {
        let boats = "board routes.example/c/boats https://routes.example/c/boats";
        check("!boats@routes.example", boats);
        check("lemmy:https://routes.example/c/Boats", boats);
        check("lemmy:routes.example/c/boats", boats);
        let remote = "board lemmy.example/c/boats@routes.example https://lemmy.example/c/boats@";
        check("https://lemmy.example/c/boats@routes.example", remote);
        check("https://lemmy.ml/u/lina", "profile lemmy.ml/u/lina https://lemmy.ml/u/lina");
        check("https://feddit.example/u/lina", "profile feddit.example/u/lina");
    }

    #[test]
    fn what_is_not_lemmy_is_left_alone() {
        for input in
            ["https://routes.example/c/boats", "https://lemmy.ml/", "@lina@routes.example", "!", ""]
        {
            check(input, "not mine");
        }
        check("lemmy:https://routes.example/post/1", "refused: not a web address: communities");
        check("!boats@", "refused");
        check("!a b@routes.example", "refused");
    }
}
