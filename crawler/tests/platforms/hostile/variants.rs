//! What a good page is turned into.

use super::good::{Good, WORD};
use regex::Regex;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Elements in elements, or containers in containers.
const DEEP: usize = 500;

/// A hostile page.
pub(super) struct Variant {
    /// What was done, in one of the table's columns.
    pub(super) column: &'static str,
    /// What exactly, for whoever repairs it.
    pub(super) what: String,
    pub(super) kind: String,
    pub(super) body: Vec<u8>,
    /// Numbers of the posts that were not touched.
    pub(super) spared: Vec<u64>,
    /// Whether a complaint is due where a post is lost: not where it is simply not there, or there
    /// twice.
    pub(super) due: bool,
}

/// The columns of the table, in order.
pub(super) const COLUMNS: [&str; 9] = [
    "cut short",
    "media types",
    "bad bytes",
    "nesting",
    "entities",
    "numbers",
    "ids, times",
    "fields",
    "strangers",
];

/// All variants of a page; `others` are the pages of all adapters.
pub(super) fn all(good: &Good, others: &[Good]) -> Vec<Variant> {
    let mut all = cut_short(good);
    all.extend(media_types(good));
    all.extend(middles(good).into_iter().map(|(column, what, middle)| Variant {
        column,
        what,
        kind: good.kind.to_owned(),
        body: good.with(&middle),
        spared: vec![1, 3],
        due: !is_absent(good, &middle),
    }));
    all.extend(entities(good));
    all.extend(strangers(good, others));
    all
}

/// Whether the second post is not on a page, and nothing is there that could be one.
fn is_absent(good: &Good, middle: &[u8]) -> bool {
    // Where layouts decide, what none of their selectors matches is nothing.
    let marked = |mark: &str| String::from_utf8_lossy(middle).contains(mark);
    let unmarked = good.name == "pages" && !(marked("class=\"post bg1\"") && marked("id=\"p"));
    middle.is_empty() || middle == (good.post)(1).as_bytes() || unmarked
}

/// The page cut at every eighth, and to nothing.
fn cut_short(good: &Good) -> Vec<Variant> {
    let whole = good.whole();
    let cut = |eighth: usize| {
        let end = whole.len() * eighth / 8;
        Variant {
            column: "cut short",
            what: format!("{eighth}/8"),
            kind: good.kind.to_owned(),
            body: whole[..end].to_vec(),
            spared: (1..=3).filter(|number| good.end_of(*number) <= end).collect(),
            due: true,
        }
    };
    (0..8).map(cut).collect()
}

/// The page under names of other media and encodings; its letters are ASCII.
fn media_types(good: &Good) -> Vec<Variant> {
    let kinds = [
        "",
        "text/html",
        "text/plain; charset=koi8-r",
        "application/json; charset=no-such",
        "application/octet-stream",
        "image/png",
        ";;=",
    ];
    let named = |kind: &str| Variant {
        column: "media types",
        what: kind.to_owned(),
        kind: kind.to_owned(),
        body: good.whole(),
        spared: vec![1, 2, 3],
        due: true,
    };
    kinds.into_iter().map(named).collect()
}

type Middle = (&'static str, String, Vec<u8>);

/// What stands in the middle instead of the second post.
fn middles(good: &Good) -> Vec<Middle> {
    let post = (good.post)(2);
    let own = format!("{WORD} 2");
    let text = |column, what: &str, bytes: &[u8]| -> Middle {
        let (before, after) = post.split_once(WORD).unwrap();
        (column, what.to_owned(), [before.as_bytes(), bytes, after.as_bytes()].concat())
    };
    let mut all = vec![
        text("bad bytes", "no UTF-8", b"a\xff\xfe\xc3\x28\xed\xa0\x80b"),
        text("bad bytes", "half a letter", b"a\xf0\x9f\x9a"),
        text("bad bytes", "NUL", b"a\0b"),
        text("bad bytes", "controls", b"a\x01\x08\x1b\x7fb"),
        text("bad bytes", "a NUL in disguise", escaped(good, "\\u0000", "&#0;")),
        text("bad bytes", "half a surrogate", escaped(good, "\\ud83d", "&#xd83d;")),
        text(
            "bad bytes",
            "an escape that is none",
            escaped(good, "\\q\\u12", "&#xzz;&#99999999999;"),
        ),
        text("nesting", "elements", nested(good).as_bytes()),
        (
            "ids, times",
            "an id used again".to_owned(),
            (good.post)(1).replace(&format!("{WORD} 1"), "other").into(),
        ),
        ("ids, times", "the same post again".to_owned(), (good.post)(1).into()),
        ("ids, times", "nothing at all".to_owned(), empty(good).into()),
    ];
    let [at, far, old] = good.moments;
    for (what, moment) in [("2199", far), ("1970", old)] {
        all.push(("ids, times", what.to_owned(), post.replace(at, moment).into()));
    }
    assert!(post.contains(at) && post.contains(&own) || good.name == "sitemaps", "{post}");
    all.extend(numbers(good, &post));
    if good.is_json() {
        all.extend(fields_of_json(&serde_json::from_str(&post).unwrap()));
    } else {
        all.extend(fields_of_markup(&post));
    }
    all
}

fn escaped<'a>(good: &Good, json: &'a str, markup: &'a str) -> &'a [u8] {
    if good.is_json() { json.as_bytes() } else { markup.as_bytes() }
}

fn empty(good: &Good) -> &'static str {
    if good.is_json() { "null" } else { "" }
}

/// Very deep elements, which JSON holds as text and feeds as text too.
fn nested(good: &Good) -> String {
    let html = "<b><i>".repeat(DEEP / 2) + "deep" + &"</i></b>".repeat(DEEP / 2);
    if good.name.starts_with("feeds (") && !good.is_json() {
        html.replace('<', "&lt;")
    } else {
        html
    }
}

/// Each number of the post beyond all range, one at a time.
fn numbers(good: &Good, post: &str) -> Vec<Middle> {
    let mut all = Vec::new();
    let huge = ["9".repeat(30), "-9223372036854775809".to_owned(), "1e999".to_owned()];
    for found in Regex::new("[0-9]+").unwrap().find_iter(post) {
        for number in &huge {
            let (before, after) = (&post[..found.start()], &post[found.end()..]);
            let what = format!("{number} for {} at {}", found.as_str(), found.start());
            all.push(("numbers", what, format!("{before}{number}{after}").into()));
        }
    }
    assert!(!all.is_empty(), "{}: a post without a number", good.name);
    all
}

/// Each field of the post away, and as something else, one at a time; and one that is too deep.
fn fields_of_json(post: &Value) -> Vec<Middle> {
    let mut paths = Vec::new();
    collect(post, "", &mut paths);
    let instead = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!([]),
        json!({}),
        json!([[{}], null]),
        json!(""),
        json!("\0"),
        json!("<script>alert(1)</script><p>x<img src=x onerror=alert(1)>"),
        json!("\u{202e}\u{feff}\u{1f6a4}".repeat(40)),
    ];
    let mut all = Vec::new();
    for path in &paths {
        let (parent, name) = path.rsplit_once('/').unwrap();
        let mut without = post.clone();
        match without.pointer_mut(parent).unwrap() {
            Value::Object(map) => drop(map.remove(name)),
            Value::Array(list) => drop(list.remove(name.parse().unwrap())),
            _ => unreachable!(),
        }
        all.push(("fields", format!("{path} away"), without.to_string().into()));
        for value in &instead {
            let mut other = post.clone();
            *other.pointer_mut(path).unwrap() = value.clone();
            all.push(("fields", format!("{path} = {value}"), other.to_string().into()));
        }
    }
    let mut deep = post.clone();
    deep["x"] = json!("DEEP");
    let lists = "[".repeat(DEEP) + &"]".repeat(DEEP);
    let deep = deep.to_string().replace("\"DEEP\"", &lists);
    all.push(("nesting", "a field".to_owned(), deep.into()));
    all
}

fn collect(value: &Value, path: &str, into: &mut Vec<String>) {
    let mut inner = |name: &str, value: &Value| {
        let path = format!("{path}/{name}");
        into.push(path.clone());
        collect(value, &path, into);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| inner(name, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| inner(&at.to_string(), value));
        }
        _ => {}
    }
}

/// Each attribute and each innermost element away, and with something else in it, one at a time.
fn fields_of_markup(post: &str) -> Vec<Middle> {
    let mut all = Vec::new();
    let instead = ["", "-1", "javascript:alert(1)", "&lt;script&gt;", "\u{202e}\u{feff}\u{1f6a4}"];
    for (pattern, what) in [
        (" [a-z-]+=\"([^\"]*)\"", "attribute"),
        ("<[a-zA-Z]+[^<>]*>([^<>]*)</[a-zA-Z]+>", "element"),
    ] {
        for found in Regex::new(pattern).unwrap().captures_iter(post) {
            let (outer, inner) = (found.get(0).unwrap(), found.get(1).unwrap());
            let without = format!("{}{}", &post[..outer.start()], &post[outer.end()..]);
            all.push(("fields", format!("{what} {} away", outer.as_str()), without.into()));
            for value in instead {
                let other = format!("{}{value}{}", &post[..inner.start()], &post[inner.end()..]);
                all.push(("fields", format!("{what} {} = {value}", outer.as_str()), other.into()));
            }
        }
    }
    all
}

/// Entities that mean ever more of themselves, declared in front and used in the middle.
fn entities(good: &Good) -> Vec<Variant> {
    let mut bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">".to_owned();
    for level in 1..10 {
        let inner = if level == 1 { "&lol;".to_owned() } else { format!("&lol{};", level - 1) };
        write!(bomb, "<!ENTITY lol{level} \"{}\">", inner.repeat(10)).unwrap();
    }
    let outside = "<!DOCTYPE x [<!ENTITY lol9 SYSTEM \"file:///etc/passwd\">]>";
    let quadratic = format!("<!DOCTYPE x [<!ENTITY lol9 \"{}\">]>", "a".repeat(50_000));
    let post = (good.post)(2).replace(WORD, &"&lol9;".repeat(50));
    let declared = |what: &str, declaration: &str| {
        // In front of the root: behind the XML declaration, in place of HTML's own doctype.
        let page = String::from_utf8(good.with(post.as_bytes())).unwrap();
        let body = match page.find("?>\n") {
            Some(at) => format!("{}{declaration}{}", &page[..at + 3], &page[at + 3..]),
            None if good.is_json() => page,
            None => page.replace("<!DOCTYPE html>", declaration),
        };
        Variant {
            column: "entities",
            what: what.to_owned(),
            kind: good.kind.to_owned(),
            body: body.into(),
            spared: vec![1, 3],
            due: true,
        }
    };
    vec![
        declared("a bomb", &format!("{bomb}]>")),
        declared("a file", outside),
        declared("a long one", &quadratic),
        declared("undeclared", ""),
    ]
}

/// The pages of all other platforms, under this one's address; and what is no page.
fn strangers(good: &Good, others: &[Good]) -> Vec<Variant> {
    let own = good.name.split(' ').next().unwrap();
    let others = others.iter().filter(|one| !one.name.starts_with(own));
    let mut bodies: Vec<(&str, Vec<u8>)> = others.map(|one| (one.name, one.whole())).collect();
    bodies.extend([
        ("blanks", b" \n\t ".to_vec()),
        ("an empty object", b"{}".to_vec()),
        ("null", b"null".to_vec()),
        ("a bare word", b"OK".to_vec()),
        ("a page for people", b"<!DOCTYPE html><title>x</title><p>Hello</p>".to_vec()),
        ("noise", (0..=255).cycle().take(4_096).collect()),
    ]);
    let stranger = |(what, body): (&str, Vec<u8>)| Variant {
        column: "strangers",
        what: what.to_owned(),
        kind: good.kind.to_owned(),
        body,
        spared: Vec::new(),
        due: true,
    };
    bodies.into_iter().map(stranger).collect()
}
