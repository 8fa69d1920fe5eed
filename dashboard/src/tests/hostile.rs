//! Texts, names and addresses that try to become markup.

use super::browser::Browser;
use super::invented::{Told, account_id, post_id};
use model::Label;

/// Payloads of `../shared/reliability/xss`, or nothing where that folder is absent.
fn payloads() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reliability/xss/payloads.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared is absent");
        return Vec::new();
    };
    let of = |line: &str| {
        let json: serde_json::Value = serde_json::from_str(line).ok()?;
        json["payload"].as_str().map(str::to_owned)
    };
    text.lines().filter_map(of).collect()
}

fn own() -> Vec<String> {
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'-alert(1)-'",
        "</textarea></title></script><svg onload=alert(1)>",
        "{{7*7}}{% raw %}",
        "javascript:alert(1)",
        "<!--<b>",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn hostile(number: usize, payloads: &[String]) -> Told {
    let name: &'static str = "\"><svg onload=alert(1)>";
    Told {
        account: ("telegram", "hostile_example", name),
        hours: i64::try_from(number).unwrap_or(1) + 1,
        language: "en",
        text: payloads.join("\n"),
        label: Label::Offer,
        score: 0.5,
        service: None,
        route: None,
        reasons: vec![],
    }
}

/// Tags that a page of ours may hold; anything else came from outside.
const OURS: &[&str] = &[
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "a",
    "div",
    "nav",
    "svg",
    "path",
    "circle",
    "rect",
    "span",
    "input",
    "label",
    "ul",
    "li",
    "p",
    "form",
    "button",
    "header",
    "main",
    "footer",
    "dialog",
    "h1",
    "h2",
    "h3",
    "dl",
    "dt",
    "dd",
    "kbd",
    "b",
    "bdi",
    "small",
    "section",
    "article",
    "time",
    "mark",
    "details",
    "summary",
    "figure",
    "figcaption",
    "textarea",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "ol",
    "aside",
    "select",
    "option",
    "fieldset",
    "legend",
    "code",
    "pre",
    "noscript",
    "del",
    "ins",
];

/// Tags on a page that are not ours.
fn unknown_tags(body: &str) -> Vec<String> {
    let names = body.split('<').skip(1).map(|rest| rest.trim_start_matches('/'));
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '!').collect()
    };
    names.map(name).filter(|name| !OURS.contains(&name.as_str())).collect()
}

#[tokio::test]
async fn what_others_write_never_becomes_markup() {
    let mut all = own();
    all.extend(payloads());
    let told: Vec<Told> =
        all.chunks(150).enumerate().map(|(number, some)| hostile(number, some)).collect();
    let mut browser = Browser::over(&told, super::invented::options()).await;
    browser.sign_in("ada").await;
    let mut paths =
        vec!["/".to_owned(), "/search".to_owned(), "/review".to_owned(), "/accounts".to_owned()];
    paths.push(format!("/accounts/{}", account_id(&told[0])));
    paths.extend(told.iter().enumerate().map(|(n, one)| format!("/posts/{}", post_id(one, n))));
    for path in &paths {
        let body = browser.get(path).await.body;
        assert_eq!(unknown_tags(&body), Vec::<String>::new(), "{path}");
        assert_eq!(body.matches("<script").count(), 1, "{path}: only our own script");
        assert!(!body.contains("<svg onload"), "{path}");
    }
}

#[tokio::test]
async fn what_is_typed_never_becomes_markup() {
    let mut browser = Browser::empty().await;
    browser.sign_in("ada").await;
    for payload in own() {
        let typed: String = url::form_urlencoded::byte_serialize(payload.as_bytes()).collect();
        for path in [
            format!("/search?q={typed}"),
            format!("/search?language={typed}"),
            format!("/search?since={typed}"),
            format!("/accounts?text={typed}"),
            format!("/accounts?order={typed}"),
            format!("/review?language={typed}"),
            format!("/{typed}"),
        ] {
            let body = browser.get(&path).await.body;
            assert_eq!(unknown_tags(&body), Vec::<String>::new(), "{path}");
            assert_eq!(body.matches("<script").count(), 1, "{path}");
            assert!(!body.contains("onerror=alert(1)>") || body.contains("&#62;"), "{path}");
        }
    }
}

#[tokio::test]
async fn names_and_texts_keep_their_direction_to_themselves() {
    let mut browser = Browser::filled().await;
    browser.sign_in("ada").await;
    for path in ["/search", "/accounts", "/"] {
        let body = browser.get(path).await.body;
        for name in ["رحلة المثال", "سفر نمونه"] {
            let parts: Vec<&str> = body.split(name).collect();
            let isolated = parts.iter().rev().skip(1).all(|before| before.ends_with("<bdi>"));
            assert!(isolated, "{path}: {name} stands in its own direction");
        }
    }
    let body = browser.get("/search").await.body;
    assert!(body.contains("<div class=\"text\" dir=\"auto\" lang=\"fa\">"));
    assert!(body.contains("<bdi dir=\"ltr\">+447700900123</bdi>"), "numbers run left to right");
    // A right-to-left override in a name cannot reach beyond its own element.
    let told = [Told {
        account: ("telegram", "bidi_example", "abc\u{202e}gnp.exe"),
        ..hostile(0, &["\u{202e}reversed".to_owned()])
    }];
    let mut browser = Browser::over(&told, super::invented::options()).await;
    browser.sign_in("ada").await;
    let body = browser.get("/search").await.body;
    assert!(body.contains("<bdi>abc\u{202e}gnp.exe</bdi>"));
}
