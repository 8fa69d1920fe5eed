//! What is taken and what is not, row by row, for what the samples do not hold.

use super::*;
use model::Platform;

/// One file, the ids of its posts, and the reasons for what is not among them.
fn check(file: &str, expect: &[&str], reasons: &[&str]) {
    let (_, read) = import(file.as_bytes(), &Hints::default());
    let found: Vec<_> =
        posts(&read).iter().map(|(name, post)| format!("{name} {}", post.native_id)).collect();
    assert_eq!(found, expect, "{file}");
    let why: Vec<_> = refused(&read).into_iter().map(|(_, why)| why).collect();
    assert_eq!(why, reasons, "{file}");
}

fn chat(kind: &str, messages: &str) -> String {
    format!(r#"{{"name": "A", "type": "{kind}", "id": 7, "messages": [{messages}]}}"#)
}

#[test]
fn private_chats_are_nobodys_business() {
    let message = r#"{"id": 1, "type": "message", "date_unixtime": "1768032300", "from_id": "user1", "text": "x"}"#;
    for kind in
        ["personal_chat", "private_group", "private_supergroup", "saved_messages", "bot_chat"]
    {
        check(&chat(kind, message), &[], &["not in a public channel or group"]);
    }
    check(&chat("public_supergroup", message), &["telegram -7/1"], &[]);
}

#[test]
fn old_telegram_exports_have_local_times_and_texts_in_pieces() {
    let old = r#"{"id": 1, "type": "message", "date": "2019-05-01T10:00:00", "edited": "1970-01-01T03:00:00", "from_id": 99, "text": ["a ", {"type": "link", "text": "https://a.example/"}]}"#;
    let (_, read) = import(chat("public_supergroup", old).as_bytes(), &Hints::default());
    let (_, post) = posts(&read)[0];
    assert_eq!(post.content.text, "a https://a.example/");
    assert_eq!(post.content.links, ["https://a.example/"]);
    assert_eq!(post.posted_at.unwrap().to_string(), "2019-05-01T10:00:00Z");
    assert!(!post.edited && post.account == "user99");
}

#[test]
fn a_contact_card_is_somebodys_number_and_left_out() {
    let card = r#"{"id": 1, "type": "message", "date_unixtime": "1768032300", "text": "", "contact_information": {"first_name": "A", "phone_number": "+447700900123"}}"#;
    check(&chat("public_channel", card), &[], &["neither text nor attachment"]);
}

#[test]
fn a_damaged_row_never_costs_its_neighbours() {
    let good = r#"{"item_id": "1", "source_platform": "tiktok.com", "data": {"id": "1", "createTime": 1768000000, "desc": "x", "author": "a"}}"#;
    let file = format!("{good}\n{{broken\n{}\n", good.replace("\"1\"", "\"2\""));
    check(&file, &["tiktok 1", "tiktok 2"], &["not readable as JSON"]);
}

#[test]
fn zeeschuimer_rows_of_x_and_instagram() {
    let tweet = r#"{"item_id": "5", "source_platform": "twitter.com", "data": {"rest_id": "5", "legacy": {"full_text": "Ask @desk https://t.co/x", "created_at": "Wed Oct 10 20:19:24 +0000 2018", "lang": "en", "entities": {"urls": [{"expanded_url": "https://a.example/"}]}}, "core": {"user_results": {"result": {"rest_id": "77", "legacy": {"screen_name": "desk_one", "name": "Desk"}}}}}}"#;
    let gram = r#"{"item_id": "C", "source_platform": "instagram.com", "data": {"code": "Cabc", "taken_at": 1768000000, "caption": {"text": "Ferry #x"}, "user": {"pk": "9", "username": "desk.two"}, "media_type": 1, "like_count": 3}}"#;
    let bought = gram.replace("\"media_type\"", "\"product_type\": \"ad\", \"media_type\"");
    let closed = gram.replace("\"pk\"", "\"is_private\": true, \"pk\"");
    let other = r#"{"item_id": "1", "source_platform": "9gag.com", "data": {}}"#;
    check(
        &[tweet, gram, &bought, &closed, other].join("\n"),
        &["instagram Cabc", "x 5"],
        &[
            "an advertisement that Instagram was paid for",
            "of a private account",
            "posts of 9gag.com are not read",
        ],
    );
    let (_, read) = import(tweet.as_bytes(), &Hints::default());
    let (_, post) = posts(&read)[0];
    assert_eq!(post.account, "77");
    assert_eq!(post.content.links, ["https://a.example/"]);
    assert_eq!(post.content.mentions, ["desk"]);
    let repeat = tweet.replace(
        "\"full_text\"",
        "\"retweeted_status_result\": {\"result\": {\"rest_id\": \"4\"}}, \"full_text\"",
    );
    let (_, read) = import(repeat.as_bytes(), &Hints::default());
    let (_, post) = posts(&read)[0];
    assert_eq!((post.content.text.as_str(), post.forwarded_from.as_deref()), ("", Some("4")));
}

#[test]
fn a_plain_table_says_what_it_lacks() {
    let told = |pairs: &[(&str, &str)], platform: Option<&str>| Hints {
        columns: pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        platform: platform.map(Platform::from),
    };
    let file =
        b"nr;wann;wer;was\n1;2026-01-10 08:05;desk_one;Hello\n2;2026-01-10 08:05;;Hello\n3;x\n";
    let reasons = |hints: &Hints| {
        let (_, read) = import(file, hints);
        refused(&read).into_iter().map(|(line, why)| format!("{line}: {why}")).collect::<Vec<_>>()
    };
    let cells = "4: it has not as many cells as there are columns";
    let lacks = |what: &str, line: u64| format!("{line}: no {what}; say --column {what}=NAME");
    assert_eq!(reasons(&Hints::default()), [lacks("text", 2), lacks("text", 3), cells.to_owned()]);
    let some = [("text", "was"), ("time", "wann"), ("handle", "wer"), ("id", "nr")];
    let unknown = "its platform is not known; say --platform";
    assert_eq!(
        reasons(&told(&some, None)),
        [format!("2: {unknown}"), format!("3: {unknown}"), cells.to_owned()]
    );
    let hints = told(&some, Some("tiktok"));
    assert_eq!(reasons(&hints), ["3: nobody is named as its author", cells]);
    let (_, read) = import(file, &hints);
    let (platform, post) = posts(&read)[0];
    assert_eq!(
        (platform, post.native_id.as_str(), post.account.as_str()),
        ("tiktok", "1", "@desk_one")
    );
}
