//! Names and addresses of Telegram channels.

use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, Platform, PublicUrl, Purpose, SourceKind};
use url::Url;

/// Hosts that serve the same pages.
const HOSTS: [&str; 3] = ["t.me", "telegram.me", "telegram.dog"];

/// First path segments that are not names of channels.
const NOT_CHANNELS: [&str; 23] = [
    "addemoji",
    "addlist",
    "addstickers",
    "addtheme",
    "auction",
    "bg",
    "boost",
    "call",
    "confirmphone",
    "contact",
    "giftcode",
    "invoice",
    "iv",
    "login",
    "m",
    "nft",
    "proxy",
    "setlanguage",
    "share",
    "socks",
    "stickers",
    "a",
    "k",
];

/// What an address or handle means; see [`super::Telegram`] for the shapes.
pub(super) fn recognise(input: &str, base: &PublicUrl) -> Option<Result<SourceAddress, NotPublic>> {
    let input = input.trim();
    if let Some(handle) = input.strip_prefix('@') {
        let plain = handle.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        return (plain && !handle.is_empty()).then(|| channel(handle, base));
    }
    let with_scheme = input.contains("://") || input.starts_with("tg:");
    let url = if with_scheme {
        Url::parse(input).ok()?
    } else {
        let ours = Url::parse(&format!("https://{input}")).ok().filter(is_telegram);
        ours.or_else(|| Url::parse(&format!("{}://{input}", base.url().scheme())).ok())?
    };
    if url.scheme() == "tg" {
        return Some(app_link(&url, base));
    }
    let host = url.host_str().unwrap_or_default();
    if !is_telegram(&url) && !is_under(&url, base) {
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some(Err(NotPublic::Credentials));
    }
    if let Some(name) = host.strip_suffix(".t.me").filter(|name| *name != "www") {
        return Some(channel(name, base));
    }
    let skip = if is_telegram(&url) { 0 } else { segments(base.url()).len() };
    let path = segments(&url);
    Some(of_path(path.get(skip..).unwrap_or_default(), base))
}

fn is_telegram(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    HOSTS.contains(&host.strip_prefix("www.").unwrap_or(host)) || host.ends_with(".t.me")
}

/// Whether an address lies on the configured base, which may have a path of its own.
fn is_under(url: &Url, base: &PublicUrl) -> bool {
    let base = base.url();
    url.host_str() == base.host_str()
        && url.port_or_known_default() == base.port_or_known_default()
        && segments(url).starts_with(&segments(base))
}

/// Path segments that are not empty.
pub(super) fn segments(url: &Url) -> Vec<&str> {
    url.path_segments().map(|all| all.filter(|s| !s.is_empty()).collect()).unwrap_or_default()
}

/// `tg://resolve?domain=name`, as the app's own links are.
fn app_link(url: &Url, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let word = url.host_str().unwrap_or_else(|| url.path().trim_start_matches('/'));
    if word.eq_ignore_ascii_case("join") {
        return Err(invitation());
    }
    let domain = url.query_pairs().find(|(key, _)| key == "domain").map(|(_, name)| name);
    match domain {
        Some(name) if word.eq_ignore_ascii_case("resolve") => channel(&name, base),
        _ => Err(NotPublic::Malformed("this app link names no channel".to_owned())),
    }
}

fn invitation() -> NotPublic {
    NotPublic::Closed(
        "an invitation link opens a private group; only public channels are read".to_owned(),
    )
}

fn of_path(path: &[&str], base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let Some(first) = path.first() else {
        return Err(NotPublic::Malformed("it names no channel; expected t.me/name".to_owned()));
    };
    let word = first.to_ascii_lowercase();
    if word.starts_with('+') || word.starts_with("%2b") || word == "joinchat" {
        return Err(invitation());
    }
    if word == "c" {
        return Err(NotPublic::Closed(
            "t.me/c/… is a post in a private channel; only public channels are read".to_owned(),
        ));
    }
    if NOT_CHANNELS.contains(&word.as_str()) || word.starts_with('$') {
        return Err(NotPublic::Closed(format!("t.me/{word} is not a channel")));
    }
    let name = if word == "s" { path.get(1).copied().unwrap_or_default() } else { first };
    let name = name.strip_prefix('@').or_else(|| name.strip_prefix("%40")).unwrap_or(name);
    channel(name, base)
}

/// The channel of that name, checked.
fn channel(name: &str, base: &PublicUrl) -> Result<SourceAddress, NotPublic> {
    let key = checked(name)?;
    let url = page(base, &format!("s/{key}"))?;
    Ok(SourceAddress { platform: Platform::from(super::NAME), kind: SourceKind::Channel, key, url })
}

/// A public name in lower case: 4 to 32 letters, digits and underscores, a letter first, no
/// underscore last or twice in a row. Names that end in `bot` belong to bots.
pub(super) fn checked(name: &str) -> Result<String, NotPublic> {
    let bad = |why: &str| Err(NotPublic::Malformed(format!("not a Telegram name: {why}")));
    let lower = name.to_ascii_lowercase();
    if !lower.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return bad("only Latin letters, digits and underscores are allowed");
    }
    if !(4..=32).contains(&lower.len()) {
        return bad("it must be 4 to 32 letters long");
    }
    if !lower.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return bad("it must begin with a letter");
    }
    if lower.ends_with('_') || lower.contains("__") {
        return bad("underscores stand alone between letters");
    }
    if lower.ends_with("bot") {
        return Err(NotPublic::Closed(
            "names that end in bot belong to bots, which show no posts".to_owned(),
        ));
    }
    Ok(lower)
}

/// An address on the base.
pub(super) fn page(base: &PublicUrl, path: &str) -> Result<PublicUrl, NotPublic> {
    let mut url = base.url().clone();
    url.set_query(None);
    let root = url.as_str().trim_end_matches('/');
    PublicUrl::parse(&format!("{root}/{path}"))
}

/// The page that lists a channel's posts, newest or older than a message. A redirect is its answer
/// where there is no preview, so redirects are not followed.
pub(super) fn listing(
    base: &PublicUrl,
    name: &str,
    before: Option<u64>,
    purpose: Purpose,
) -> Result<PageRequest, NotPublic> {
    let path = before.map_or_else(|| format!("s/{name}"), |id| format!("s/{name}?before={id}"));
    let mut request = PageRequest::new(page(base, &path)?, purpose);
    request.follow_redirects = false;
    Ok(request)
}

/// The page that says who has a name.
pub(super) fn landing(
    base: &PublicUrl,
    name: &str,
    purpose: Purpose,
) -> Result<PageRequest, NotPublic> {
    Ok(PageRequest::new(page(base, name)?, purpose))
}

/// The page of one message, as other sites embed it.
pub(super) fn embed(base: &PublicUrl, name: &str, id: u64) -> Result<PageRequest, NotPublic> {
    let mut request = PageRequest::new(page(base, &format!("{name}/{id}?embed=1"))?, Purpose::Post);
    request.follow_redirects = false;
    Ok(request)
}

/// Which kind of page a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// `/s/name`.
    Listing,
    /// `/name`.
    Landing,
    /// `/name/id?embed=1`.
    Embed,
}

/// What was asked, read back from the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) kind: PageKind,
    /// Name of the channel, in lower case.
    pub(super) name: String,
    /// Message asked for ([`PageKind::Embed`]), or below which messages were asked for.
    pub(super) number: Option<u64>,
}

impl Asked {
    pub(super) fn of(url: &PublicUrl) -> Self {
        let path = segments(url.url());
        let last = path.last().copied().unwrap_or_default();
        let parent = path.iter().rev().nth(1).copied().unwrap_or_default();
        if parent == "s" {
            let before = url.url().query_pairs().find(|(key, _)| key == "before");
            let number = before.and_then(|(_, id)| id.parse().ok());
            return Self { kind: PageKind::Listing, name: last.to_ascii_lowercase(), number };
        }
        if let (Ok(id), false) = (last.parse(), parent.is_empty()) {
            let name = parent.to_ascii_lowercase();
            return Self { kind: PageKind::Embed, name, number: Some(id) };
        }
        Self { kind: PageKind::Landing, name: last.to_ascii_lowercase(), number: None }
    }
}
