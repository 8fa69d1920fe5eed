//! The feeds of feedparser's own tests, with what they expect, as far as routewatch keeps it.
//!
//! Each file holds its verdict in a comment, a Python expression over the parsed feed. Of those that
//! ask for something that a [`Reading`] has (words, addresses, times, hashtags, encoding), every one
//! is right or stands in [`DEVIATIONS`] with a reason.

use super::reading;
use crate::charset;
use crate::plain_text::plain_text;
use encoding_rs::Encoding;
use model::{Capture, PageRequest, PageState, PostSeen, PublicUrl, Purpose, Reading, Timestamp};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where we read differently on purpose: the beginning of a file's path, and why.
const DEVIATIONS: &[(&str, &str)] = &[
    ("encoding/bozo_linenoise", "one bad byte is replaced; the encoding is not doubted for it"),
    ("encoding/demoronize-1", "letters are left as written, control letters too"),
    ("entities/rang", "HTML 5 has another letter for it than HTML 4"),
    ("wellformed/atom/entry_summary_base64", ATOM_03),
    ("wellformed/atom/entry_summary_inline_markup_2", ATOM_03),
    ("wellformed/atom/entry_summary_naked_markup", ATOM_03),
    ("wellformed/atom/entry_title_base64", ATOM_03),
    ("wellformed/atom/entry_title_inline_markup", ATOM_03),
    ("wellformed/atom/entry_title_naked_markup", ATOM_03),
    ("wellformed/atom/feed_tagline_", ATOM_03),
    ("wellformed/atom/feed_title_", ATOM_03),
    ("wellformed/atom/relative_uri", ATOM_03),
    ("wellformed/atom10/entry_category_term_non_ascii", "the label is kept, which people see"),
    ("wellformed/atom10/entry_content_base64_2", BASE64),
    ("wellformed/atom10/entry_summary_base64", BASE64),
    ("wellformed/atom10/feed_subtitle_base64", BASE64),
    ("wellformed/atom10/feed_title_base64_2", BASE64),
    ("wellformed/atom10/entry_link_rel_license", "a licence is not the entry's page"),
    ("wellformed/base/http_entry_", BASE64),
    ("wellformed/base/http_feed_", BASE64),
    ("wellformed/base/http_item_", IN_RSS),
    ("wellformed/media-rss/item_media_category_term", "categories of a film are not kept"),
    ("wellformed/rss/channel_dc_title", DUBLIN),
    ("wellformed/rss/item_dc_subject_2", DUBLIN),
    ("wellformed/rss/item_dc_title", DUBLIN),
    ("wellformed/rss/item_dcterms_", DUBLIN),
    ("wellformed/rss/item_description_and_summary", "RSS has no summary; the description is kept"),
    ("wellformed/rss/item_summary_and_description", "RSS has no summary; the description is kept"),
    ("wellformed/rss/item_madeup_tags_element", "an element that no format has"),
    ("wellformed/rss/item_xhtml_body", IN_RSS),
    ("wellformed/sanitize/entry_content_script_base64", BASE64),
    ("wellformed/sanitize/entry_content_script_inline", ATOM_03),
    ("wellformed/sanitize/entry_summary_script_", ATOM_03),
    ("wellformed/sanitize/entry_title_script_inline", ATOM_03),
    ("wellformed/sanitize/feed_subtitle_script_inline", ATOM_03),
    ("wellformed/sanitize/feed_title_script_inline", ATOM_03),
    ("wellformed/sanitize/entry_content_iframe", FRAME),
    ("wellformed/sanitize/feed_subtitle_iframe", FRAME),
    ("wellformed/sanitize/item_content_encoded_iframe", FRAME),
    ("wellformed/sanitize/item_description_iframe", FRAME),
    ("wellformed/sanitize/item_body_", IN_RSS),
    ("wellformed/sanitize/item_fullitem_", IN_RSS),
    ("wellformed/sanitize/item_xhtml_body_", IN_RSS),
];

const ATOM_03: &str =
    "modes of Atom 0.3, which RFC 4287 replaced in 2005; letters stay as they stand";
const BASE64: &str = "text packed as base64 is kept as it stands";
const IN_RSS: &str = "bodies of XHTML inside RSS are not read; content_missing says so";
const DUBLIN: &str = "of Dublin Core only creator and date are read";
const FRAME: &str = "a frame that is never closed hides the rest, as in a browser";

/// One equation of a verdict: `entries[0]['title'] == 'x'`.
#[derive(Debug)]
struct Equation {
    /// `feed` or `entries`.
    of_entry: Option<usize>,
    /// The names and numbers after it, joined by dots.
    field: String,
    expect: Expected,
}

#[derive(Debug)]
enum Expected {
    Text(String),
    Moment(Timestamp),
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else if entry.path().extension().is_some_and(|ending| ending != "LICENSE") {
            found.push(entry.path());
        }
    }
    found.sort();
}

/// The lines of the comment of a file, read letter by letter, whatever its encoding.
fn comment(body: &[u8], name: &str) -> Option<String> {
    let letters: String = body.iter().filter(|byte| **byte != 0).map(|b| char::from(*b)).collect();
    let line = letters.lines().find_map(|line| line.trim().strip_prefix(name))?;
    Some(line.trim().to_owned())
}

fn equations(verdict: &str) -> Vec<Equation> {
    verdict.split(" and ").filter_map(equation).collect()
}

fn equation(text: &str) -> Option<Equation> {
    let text = text.trim().trim_start_matches('(');
    let (left, right) = text.split_once(" == ")?;
    let mut names: Vec<&str> =
        left.split(['[', ']', '.', '\'']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let of_entry = match *names.first()? {
        "entries" => Some(names.get(1)?.parse().ok()?),
        "feed" | "encoding" => None,
        _ => return None,
    };
    names.drain(..if of_entry.is_some() { 2 } else { usize::from(names[0] == "feed") });
    let expect = match right.strip_prefix('(') {
        Some(numbers) => Expected::Moment(moment(numbers)?),
        None => Expected::Text(literal(right)?),
    };
    Some(Equation { of_entry, field: names.join("."), expect })
}

/// `2003, 12, 31, 10, 14, 55, 2, 365, 0)`.
fn moment(numbers: &str) -> Option<Timestamp> {
    let parts: Vec<u32> =
        numbers.trim_end_matches(')').split(',').map_while(|n| n.trim().parse().ok()).collect();
    let [year, month, day, hour, minute, second, ..] = parts[..] else { return None };
    Timestamp::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// A Python text; nothing if it is put together from several.
fn literal(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('u');
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    let (mut letters, mut said) = (text.chars().skip(1), String::new());
    loop {
        match letters.next()? {
            end if end == quote => break,
            '\\' => match letters.next()? {
                'n' => said.push('\n'),
                't' => said.push('\t'),
                'r' => said.push('\r'),
                code @ ('x' | 'u' | 'U') => {
                    let digits = [2, 4, 8]["xuU".find(code)?];
                    let hex: String = letters.by_ref().take(digits).collect();
                    said.push(char::from_u32(u32::from_str_radix(&hex, 16).ok()?)?);
                }
                other => said.push(other),
            },
            other => said.push(other),
        }
    }
    letters.all(|left| matches!(left, ')' | ' ')).then_some(said)
}

fn capture(name: &str, body: &[u8]) -> Capture {
    let url = PublicUrl::parse(&format!("http://127.0.0.1:8097/tests/{name}")).unwrap();
    let request = PageRequest::new(url.clone(), Purpose::Newest);
    let header = comment(body, "Header:").and_then(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
    });
    let at = Timestamp::parse("2026-11-24T12:00:00Z").unwrap();
    Capture::new(request, url, at, 200, header.into_iter().collect(), body.to_vec().into())
}

/// Words in a row, whatever stands between them.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an equation holds; nothing if it asks for what is not kept.
fn holds(equation: &Equation, capture: &Capture, reading: &Reading) -> Option<bool> {
    if let (None, "encoding", Expected::Text(label)) =
        (equation.of_entry, equation.field.as_str(), &equation.expect)
    {
        let encoding = Encoding::for_label(label.as_bytes())?;
        let (text, _, _) = encoding.decode(&capture.body);
        return Some(charset::of_feed(capture, &mut Vec::new()) == text);
    }
    match equation.of_entry {
        Some(at) => {
            // Readings begin with the oldest entry, feeds with the newest.
            let post = reading.posts.iter().rev().nth(at);
            in_post(equation, post)
        }
        None => in_profile(equation, reading),
    }
}

fn in_post(equation: &Equation, post: Option<&PostSeen>) -> Option<bool> {
    let field = equation.field.as_str();
    let is = |check: &dyn Fn(&PostSeen) -> bool| Some(post.is_some_and(check));
    match (&equation.expect, field) {
        (
            Expected::Text(text),
            "title"
            | "description"
            | "summary"
            | "content.0.value"
            | "title_detail.value"
            | "summary_detail.value"
            | "content_detail.value",
        ) => {
            let words = squeezed(&plain_text(text));
            is(&|post| squeezed(&post.content.text).contains(&words) || post.content.text == *text)
        }
        (Expected::Text(text), "link" | "links.0.href") if text.starts_with("http") => {
            is(&|post| post.url.as_ref().is_some_and(|url| same(url, text)))
        }
        (Expected::Text(text), "id" | "guid") if !text.is_empty() => {
            is(&|post| post.native_id.ends_with(&format!("#{}", text.trim())))
        }
        (Expected::Text(text), "tags.0.term" | "category") => {
            let tag = text.trim_start_matches('#');
            is(&|post| post.content.hashtags.iter().any(|one| one == tag))
        }
        (Expected::Text(text), "enclosures.0.href" | "enclosures.0.url") => is(&|post| {
            post.content.media.iter().any(|media| media.url.as_deref() == Some(text.as_str()))
        }),
        (Expected::Moment(at), "published_parsed" | "issued_parsed") => {
            is(&|post| post.posted_at == Some(*at))
        }
        (Expected::Moment(at), "updated_parsed" | "modified_parsed" | "date_parsed") => {
            is(&|post| post.edited_at.or(post.posted_at) == Some(*at))
        }
        _ => None,
    }
}

fn in_profile(equation: &Equation, reading: &Reading) -> Option<bool> {
    let Expected::Text(text) = &equation.expect else { return None };
    let profile = reading.accounts.first();
    let words = squeezed(&plain_text(text));
    match equation.field.as_str() {
        "title" | "title_detail.value" => {
            Some(profile.is_some_and(|one| squeezed(&one.profile.display_name).contains(&words)))
        }
        "subtitle" | "description" | "tagline" | "subtitle_detail.value" => {
            Some(profile.is_some_and(|one| squeezed(&one.profile.biography).contains(&words)))
        }
        "link" if text.starts_with("http") => {
            Some(profile.and_then(|one| one.url.as_ref()).is_some_and(|url| same(url, text)))
        }
        _ => None,
    }
}

fn same(url: &PublicUrl, text: &str) -> bool {
    PublicUrl::parse(text).is_ok_and(|other| other == *url)
}

#[test]
fn feeds_of_feedparser_are_read_as_expected_or_with_a_reason() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/feedparser");
    let root = Path::new(root);
    if !root.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return;
    }
    let mut all = Vec::new();
    files(root, &mut all);
    let (mut asked, mut right, mut wrong) = (0, 0, Vec::new());
    let mut excused = BTreeSet::new();
    for path in &all {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let body = std::fs::read(path).unwrap();
        let capture = capture(&name, &body);
        let reading = reading::read("127.0.0.1:8097/tests", &capture);
        assert!(
            reading.state != PageState::Posts || !reading.posts.is_empty(),
            "{name}: posts are claimed and there are none"
        );
        let verdict = comment(&body, "Expect:").unwrap_or_default();
        for equation in equations(&verdict) {
            let Some(is_right) = holds(&equation, &capture, &reading) else { continue };
            asked += 1;
            if is_right {
                right += 1;
            } else if let Some((begin, _)) =
                DEVIATIONS.iter().find(|(begin, _)| name.starts_with(begin))
            {
                excused.insert(*begin);
            } else {
                let got: Vec<_> = reading.posts.iter().map(|post| &post.content.text).collect();
                wrong.push(format!("{name}: {verdict} -> {got:?} {:?}", reading.complaints));
            }
        }
    }
    println!("feedparser: {} files, {asked} verdicts asked, {right} as expected", all.len());
    assert!(asked > 0);
    assert_eq!(wrong, Vec::<String>::new());
    let idle: Vec<_> = DEVIATIONS.iter().filter(|(begin, _)| !excused.contains(begin)).collect();
    assert!(idle.is_empty(), "these deviate no longer: {idle:?}");
}
