//! One robots.txt.

use super::pattern::{Pattern, encode};
use std::time::Duration;

/// Longest line that is read, as in Google's parser; the rest of a longer one is dropped.
const MAX_LINE: usize = 2083 * 8;

/// Longest Crawl-delay that is honoured.
const MAX_DELAY: Duration = Duration::from_secs(30);

/// What a file says about a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be read.
    Allowed,
    /// It may not, because of this rule.
    Disallowed {
        /// The rule as normalised, such as `/private`.
        rule: String,
    },
}

impl Verdict {
    /// Whether the path may be read.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Pattern,
    text: String,
}

/// The rules of one group, or of several for the same agent, merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Group {
    named: bool,
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

/// A robots.txt, as far as it concerns one product token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    group: Group,
}

impl Robots {
    /// Reads a file for a product token. Never fails: lines that are not understood are skipped.
    #[must_use]
    pub fn parse(body: &[u8], token: &str) -> Self {
        let mut parser = Parser::new(token);
        for line in lines(body) {
            if let Some((key, value)) = key_and_value(line) {
                parser.take(key, value);
            }
        }
        // A group that names us replaces the general one, even if it says nothing.
        Self { group: if parser.ours.named { parser.ours } else { parser.everyone } }
    }

    /// Whether a path with its query may be read: the longest matching rule decides, and of equal
    /// ones the one that allows. "The /robots.txt URI is implicitly allowed" (RFC 9309, 2.2.2).
    #[must_use]
    pub fn verdict(&self, path_and_query: &str) -> Verdict {
        if path_and_query == "/robots.txt" {
            return Verdict::Allowed;
        }
        let path = encode_digits(path_and_query);
        let best = self
            .group
            .rules
            .iter()
            .filter(|rule| rule.pattern.matches(&path))
            .max_by_key(|rule| (rule.pattern.length(), rule.allow));
        match best {
            Some(rule) if !rule.allow => Verdict::Disallowed { rule: rule.text.clone() },
            _ => Verdict::Allowed,
        }
    }

    /// The pause between two requests that the file asks for, at most 30 s. Not part of RFC 9309,
    /// and widely written.
    #[must_use]
    pub const fn crawl_delay(&self) -> Option<Duration> {
        self.group.delay
    }
}

/// The `%xx` digits of a path in upper case; bytes outside ASCII stay as they are, because the
/// caller has encoded its address.
fn encode_digits(path: &str) -> String {
    if path.is_ascii() { encode(path.as_bytes()) } else { path.to_owned() }
}

struct Parser<'a> {
    token: &'a str,
    ours: Group,
    everyone: Group,
    /// Whom the group being read is for.
    for_us: bool,
    for_everyone: bool,
    /// Whether a rule has ended the group's list of agents.
    rules_begun: bool,
}

impl<'a> Parser<'a> {
    fn new(token: &'a str) -> Self {
        Self {
            token,
            ours: Group::default(),
            everyone: Group::default(),
            for_us: false,
            for_everyone: false,
            rules_begun: false,
        }
    }

    fn take(&mut self, key: Key, value: &[u8]) {
        match key {
            Key::Agent => self.agent(value),
            Key::Allow => self.rule(true, value),
            Key::Disallow => self.rule(false, value),
            Key::Delay => self.delay(value),
        }
    }

    fn agent(&mut self, value: &[u8]) {
        if self.rules_begun {
            (self.for_us, self.for_everyone, self.rules_begun) = (false, false, false);
        }
        let star = matches!(value, [b'*'] | [b'*', b' ' | b'\t', ..]);
        let end = value.iter().position(|b| !(b.is_ascii_alphabetic() || matches!(b, b'-' | b'_')));
        let name = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
        if star {
            self.for_everyone = true;
        } else if !name.is_empty() && name.eq_ignore_ascii_case(self.token.as_bytes()) {
            self.for_us = true;
            self.ours.named = true;
        }
    }

    fn rule(&mut self, allow: bool, value: &[u8]) {
        self.rules_begun = true;
        let Some(pattern) = Pattern::parse(value) else { return };
        let rule = Rule { allow, pattern, text: encode(value) };
        if self.for_us {
            self.ours.rules.push(rule.clone());
        }
        if self.for_everyone {
            self.everyone.rules.push(rule);
        }
    }

    /// A Crawl-delay does not end the list of agents (RFC 9309: other records must not interfere),
    /// so it belongs to the agents named so far; the first one counts.
    fn delay(&mut self, value: &[u8]) {
        let seconds = std::str::from_utf8(value).ok().and_then(|text| text.parse::<f64>().ok());
        let Some(seconds) = seconds.filter(|s| s.is_finite() && *s >= 0.0) else { return };
        let delay = Duration::from_secs_f64(seconds.min(MAX_DELAY.as_secs_f64()));
        if self.for_us {
            self.ours.delay.get_or_insert(delay);
        }
        if self.for_everyone {
            self.everyone.delay.get_or_insert(delay);
        }
    }
}

#[derive(Clone, Copy)]
enum Key {
    Agent,
    Allow,
    Disallow,
    Delay,
}

impl Key {
    /// Spellings as Google accepts them: an owner who mistypes still means it.
    fn of(word: &[u8]) -> Option<Self> {
        let word = word.to_ascii_lowercase();
        Some(match word.as_slice() {
            b"user-agent" | b"useragent" | b"user agent" => Self::Agent,
            b"allow" => Self::Allow,
            b"disallow" | b"dissallow" | b"dissalow" | b"disalow" | b"diasllow" | b"disallaw" => {
                Self::Disallow
            }
            b"crawl-delay" | b"crawldelay" | b"crawl delay" => Self::Delay,
            _ => return None,
        })
    }
}

/// Lines ended by CR, LF or both, without a byte order mark.
fn lines(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    body.split(|b| matches!(b, b'\n' | b'\r')).map(|line| line.get(..MAX_LINE).unwrap_or(line))
}

/// `key: value # comment`. Without a colon, white space parts them if there are just two words.
fn key_and_value(line: &[u8]) -> Option<(Key, &[u8])> {
    let line = line.split(|b| *b == b'#').next().unwrap_or_default().trim_ascii();
    let colon = line.iter().position(|b| *b == b':');
    let at = colon.or_else(|| {
        let at = line.iter().position(|b| matches!(b, b' ' | b'\t'))?;
        let rest = line.get(at..).unwrap_or_default().trim_ascii();
        (!rest.iter().any(|b| matches!(b, b' ' | b'\t'))).then_some(at)
    })?;
    let key = Key::of(line.get(..at)?.trim_ascii())?;
    Some((key, line.get(at + 1..).unwrap_or_default().trim_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(robots: &str, path: &str, expect: bool) {
        let verdict = Robots::parse(robots.as_bytes(), "routewatch").verdict(path);
        assert_eq!(verdict.is_allowed(), expect, "{robots:?} {path}");
    }

    #[test]
    fn our_own_group_replaces_the_general_one() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: RouteWatch/1.0\nDisallow: /x\n";
        check(robots, "/y", true);
        check(robots, "/x/1", false);
        check("User-agent: *\nDisallow: /\n\nUser-agent: routewatch\nDisallow:\n", "/y", true);
        check("User-agent: routewatcher\nDisallow: /\n", "/y", true);
    }

    #[test]
    fn groups_for_the_same_agent_are_merged() {
        let robots = "User-agent: routewatch\nDisallow: /a\nUser-agent: b\nDisallow: /\n\
                      User-agent: routewatch\nDisallow: /c\n";
        check(robots, "/a", false);
        check(robots, "/c", false);
        check(robots, "/d", true);
    }

    #[test]
    fn the_file_itself_is_always_allowed() {
        check("User-agent: *\nDisallow: /\n", "/robots.txt", true);
        check("User-agent: *\nDisallow: /\n", "/robots.txt?x", false);
    }

    #[test]
    fn the_longest_rule_decides_and_a_tie_allows() {
        check("User-agent: *\nDisallow: /p\nAllow: /page\n", "/page", true);
        check("User-agent: *\nAllow: /page\nDisallow: /*.htm\n", "/page.htm", false);
        check("User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", true);
    }

    #[test]
    fn absurd_delays_are_cut_or_ignored() {
        for (text, expect) in [
            ("10", Some(10_000)),
            (".5", Some(500)),
            ("86400", Some(30_000)),
            ("[5]", None),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
            ("1e400", None),
            ("0", Some(0)),
        ] {
            let robots = format!("User-agent: *\nCrawl-delay: {text}\n");
            let got = Robots::parse(robots.as_bytes(), "routewatch").crawl_delay();
            assert_eq!(got, expect.map(Duration::from_millis), "{text}");
        }
    }
}
