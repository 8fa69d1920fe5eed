//! What the Telegram adapter makes of recorded and invented pages.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test that cannot go on may stop, one that is skipped says so, and files are ours"
)]

#[path = "../recorded/mod.rs"]
mod recorded;

use crawler::platforms::telegram::ADAPTER;
use crawler::{Adapter, CheckSubject, Place};
use model::source::SourceAddress;
use model::{
    Account, AccountId, PageRequest, PageState, Platform, Post, PostId, PublicUrl, Purpose,
    Reading, Subject,
};
use proptest::prelude::*;
use recorded::{answer, codes, files, findings, line, shared, url};
use serde_json::Value;

mod pages;
mod recordings;
mod subjects;

const BASE: &str = "https://t.me/";

fn source(name: &str) -> SourceAddress {
    ADAPTER.recognise(&format!("@{name}"), &url(BASE)).unwrap().unwrap()
}

/// Reads an answer to the first page of a visit to a channel.
fn first(name: &str, status: u16, headers: &[(&str, &str)], body: &str) -> Reading {
    let (base, source) = (url(BASE), source(name));
    let place = Place { base: &base, source: Some(&source), cursor: None };
    let request = ADAPTER.first(&place).unwrap();
    ADAPTER.read(&place, &answer(request, status, headers, body))
}

/// Reads an answer to any request.
fn read(request: PageRequest, status: u16, body: &str) -> Reading {
    let base = url(BASE);
    let place = Place { base: &base, source: None, cursor: None };
    ADAPTER.read(&place, &answer(request, status, &[], body))
}

fn platform() -> Platform {
    Platform::from("telegram")
}

fn account_id(native: &str) -> AccountId {
    Account::id_of(&platform(), native)
}

fn post_id(native: &str) -> PostId {
    Post::id_of(&platform(), native)
}

/// `{"c":-100200,"p":1}` and so on, as `data-view` carries it.
fn view(chat: i64, number: u64) -> String {
    let json = format!("{{\"c\":{chat},\"p\":{number},\"t\":1,\"h\":\"x\"}}");
    data_encoding::BASE64URL_NOPAD.encode(json.as_bytes())
}

/// The chat of all invented messages.
const CHAT: i64 = -100_200;

/// An invented message of the channel `name`.
fn message(name: &str, number: u64, inner: &str) -> String {
    format!(
        "<div class=\"tgme_widget_message_wrap js-widget_message_wrap\"><div class=\"\
         tgme_widget_message text_not_supported_wrap js-widget_message\" data-post=\"{name}/{number}\"\
         data-view=\"{}\"><div class=\"tgme_widget_message_bubble\"><div class=\"\
         tgme_widget_message_author\"><a class=\"tgme_widget_message_owner_name\"><span>Example\
         </span></a></div>{inner}<div class=\"tgme_widget_message_footer\"><span class=\"\
         tgme_widget_message_views\">1.2K</span><span class=\"tgme_widget_message_meta\"><a class=\"\
         tgme_widget_message_date\" href=\"https://t.me/{name}/{number}\"><time datetime=\"\
         2026-11-20T10:{:02}:00+00:00\"></time></a></span></div></div></div></div>",
        view(CHAT, number),
        number % 60,
    )
}

fn text(text: &str) -> String {
    format!("<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{text}</div>")
}

/// A page of messages with the header of the channel `name`.
fn page(name: &str, head: &str, messages: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Example – Telegram</title>{head}\
         </head><body class=\"widget_frame_base\"><header class=\"tgme_header\"><div class=\"\
         tgme_channel_info\"><div class=\"tgme_channel_info_header\"><i class=\"\
         tgme_page_photo_image\"><img src=\"https://cdn.example/a.jpg\"></i><div class=\"\
         tgme_channel_info_header_title\"><span dir=\"auto\">Example routes</span></div><div class=\"\
         tgme_channel_info_header_username\"><a href=\"https://t.me/{name}\">@{name}</a></div></div>\
         <div class=\"tgme_channel_info_counters\"><div class=\"tgme_channel_info_counter\"><span \
         class=\"counter_value\">60K</span> <span class=\"counter_type\">subscribers</span></div>\
         </div><div class=\"tgme_channel_info_description\">First line<br/>second <a \
         href=\"https://a.example/?b=1&amp;amp;c=2\">link</a></div></div></header><main class=\"\
         tgme_main\" data-url=\"/{name}\"><section class=\"tgme_channel_history\
         js-message_history\">{messages}</section></main></body></html>"
    )
}

#[test]
fn the_same_channel_typed_differently_is_the_same_source() {
    let base = url("http://127.0.0.1:4001/telegram/");
    let inputs = [
        "@Example_Routes",
        "t.me/example_routes",
        "https://t.me/Example_Routes/",
        "http://www.t.me/s/example_routes",
        "https://telegram.me/example_routes/123?single",
        "https://t.me/s/example_routes?before=20",
        "https://telegram.dog/s/example_routes/7",
        "https://example_routes.t.me",
        "tg://resolve?domain=example_routes&post=4",
        "http://127.0.0.1:4001/telegram/s/example_routes",
        "127.0.0.1:4001/telegram/example_routes/5",
        "https://t.me/@example_routes",
    ];
    for input in inputs {
        let got = ADAPTER.recognise(input, &base);
        let address = got.unwrap_or_else(|| panic!("{input}: not taken")).unwrap();
        assert_eq!(address.key, "example_routes", "{input}");
        assert_eq!(address.url.as_str(), "http://127.0.0.1:4001/telegram/s/example_routes");
        assert_eq!(address.id(), source("example_routes").id(), "{input}");
    }
}

#[test]
fn what_is_not_a_public_channel_is_refused_with_a_reason() {
    let refused = [
        ("https://t.me/+AbCdEf123", "invitation"),
        ("t.me/joinchat/AbCdEf", "invitation"),
        ("https://t.me/c/1234/5", "private channel"),
        ("tg://join?invite=AbCd", "invitation"),
        ("tg://msg_url?url=x", "names no channel"),
        ("https://t.me/addstickers/Cats", "not a channel"),
        ("https://t.me/share/url?url=x", "not a channel"),
        ("https://t.me/$invoice", "not a channel"),
        ("@example_bot", "belong to bots"),
        ("@abc", "4 to 32"),
        ("@1example", "begin with a letter"),
        ("@example__routes", "underscores"),
        ("@example_", "underscores"),
        ("https://t.me/ex%C3%A4mple", "Latin"),
        ("https://t.me/", "names no channel"),
        ("https://me:pw@t.me/example", "log-in"),
    ];
    for (input, reason) in refused {
        let got = ADAPTER.recognise(input, &url(BASE)).unwrap_or_else(|| panic!("{input}"));
        let why = got.unwrap_err().to_string();
        assert!(why.contains(reason), "{input}: {why}");
    }
}

#[test]
fn addresses_of_other_platforms_are_left_to_them() {
    let others = [
        "@name@instance.example",
        "@name.bsky.example",
        "https://a.example/t.me/x",
        "https://nott.me/example",
        "example",
        "",
        "@",
        "ftp://t.me/example",
    ];
    for input in others {
        let got = ADAPTER.recognise(input, &url(BASE));
        assert!(got.is_none() || input.starts_with("ftp"), "{input}: {got:?}");
    }
}

#[test]
fn the_first_page_is_the_list_and_its_redirect_is_an_answer() {
    let base = url("http://127.0.0.1:4001/telegram");
    let source = source("example_routes");
    let place = Place { base: &base, source: Some(&source), cursor: Some("ignored") };
    let request = ADAPTER.first(&place).unwrap();
    assert_eq!(request.url.as_str(), "http://127.0.0.1:4001/telegram/s/example_routes");
    assert_eq!((request.purpose, request.follow_redirects), (Purpose::Newest, false));
    let nowhere = Place { base: &base, source: None, cursor: None };
    assert!(ADAPTER.first(&nowhere).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_bytes_can_be_read(body in proptest::collection::vec(any::<u8>(), 0..600), kind in 0..3_u8) {
        let path = ["s/example?before=9", "example", "example/7?embed=1"][usize::from(kind)];
        let base = url(BASE);
        let place = Place { base: &base, source: None, cursor: None };
        let request = PageRequest::new(url(&format!("{BASE}{path}")), Purpose::Older);
        let reading = ADAPTER.read(&place, &answer(request, 200, &[], body));
        prop_assert_eq!(reading.state, PageState::Drift);
    }

    #[test]
    fn a_mutated_page_can_be_read(at in 0..6_000_usize, length in 0..200_usize, put in "[ -~]{0,20}") {
        let messages: String = (1..=20).map(|n| message("example", n, &text("a"))).collect();
        let mut page = page("example", "<link rel=\"prev\" href=\"/s/example?before=1\">", &messages);
        let end = (at + length).min(page.len());
        if page.is_char_boundary(at) && page.is_char_boundary(end) {
            page.replace_range(at..end, &put);
        }
        for path in ["s/example", "example", "example/7?embed=1"] {
            let request = PageRequest::new(url(&format!("{BASE}{path}")), Purpose::Newest);
            let reading = read(request.about(Subject::Post(post_id("-100200/7"))), 200, &page);
            // Nothing that was read may be silently dropped.
            let silent = reading.posts.is_empty() && reading.complaints.is_empty();
            prop_assert!(!silent, "{:?}", reading.state);
        }
    }
}
