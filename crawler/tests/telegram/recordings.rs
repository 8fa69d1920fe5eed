//! Recorded pages under `../shared/platforms/telegram`.

use super::*;
use model::PostSeen;

/// How a recorded file is asked for.
fn asked(file: &str, body: &str) -> PageRequest {
    let after = |mark: &str| {
        let (_, rest) = body.split_once(mark)?;
        rest.split(['"', '/']).next().map(str::to_owned)
    };
    let name = after("data-post=\"")
        .or_else(|| after("resolve?domain="))
        .unwrap_or_else(|| "example".to_owned());
    let path = match file {
        "warodan/embed_post_not_found.html" => format!("{name}/7?embed=1"),
        _ if body.contains("tgme_page_wrap") => name,
        _ => format!("s/{name}"),
    };
    PageRequest::new(PublicUrl::parse(&format!("{BASE}{path}")).unwrap(), Purpose::Settle)
}

#[test]
fn every_recorded_page_is_read() {
    let Some(folder) = shared("telegram") else { return };
    let mut table = Vec::new();
    for (file, bytes) in files(&folder) {
        let body = String::from_utf8(bytes).unwrap();
        if file.ends_with(".html") {
            let mut request = asked(&file, &body);
            if file.contains("tchan") || file.contains("block") {
                request.purpose = Purpose::Newest;
            } else if file.contains("metascraper") {
                request.purpose = Purpose::Account;
            }
            table.push(format!("{file}: {}", line(&read(request, 200, &body))));
        } else if file.starts_with("errors/") {
            let json: Value = serde_json::from_str(&body).unwrap();
            let one = &json["interactions"][0];
            let to = one["headers"]["location"].as_str().unwrap();
            let status = u16::try_from(one["status"].as_u64().unwrap()).unwrap();
            let reading = first("groupname", status, &[("location", to)], "");
            table.push(format!("{file}: {}", line(&reading)));
        }
    }
    assert_eq!(table.len(), 27);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("telegram_recordings", table.join("\n"));
    });
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Kinds of attachments that the recording library's kinds stand for here.
fn kinds(kind: &str) -> &'static [&'static str] {
    match kind {
        "photo" => &["photo", "sticker"],
        "video" | "round-video" | "thumbnail-video" | "thumbnail-roundvideo" => &["video"],
        "link" => &["link", "location"],
        _ => &[],
    }
}

fn compare(file: &str, post: &PostSeen, expect: &Value) {
    assert_eq!(post.native_id.rsplit('/').next().unwrap(), expect["id"].to_string(), "{file}");
    let at = model::Timestamp::parse(expect["created_at"].as_str().unwrap());
    assert_eq!(post.posted_at, at, "{file}");
    assert_eq!(Some(post.edited), expect["edited"].as_bool(), "{file}");
    assert_eq!(post.metrics.views, expect["views"].as_u64(), "{file}");
    let text = expect["text"].as_str().unwrap_or_default();
    assert_eq!(squeezed(&post.content.text), squeezed(text), "{file}");
    // The recorder drops empty lines.
    let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!(lines(&post.content.text), lines(text), "{file}");
    for pair in expect["urls"].as_array().unwrap() {
        let (kind, address) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
        let in_media = post.content.media.iter().any(|media| {
            kinds(kind).contains(&media.kind.as_str()) && media.url.as_deref() == Some(address)
        });
        let in_text = post.content.links.iter().any(|link| link == address);
        // A film's poster is kept only where the film itself is not shown.
        let poster =
            kind.starts_with("thumbnail") && post.content.media.iter().any(|m| m.kind == "video");
        assert!(in_media || in_text || poster, "{file}: {kind} {address}");
    }
    if let Some(name) = expect["forwarded_author"].as_str() {
        let address = expect["forwarded_author_url"].as_str().unwrap();
        assert_eq!(post.forwarded_from, Some(format!("{name} ({address})")));
    }
    if let Some(address) = expect["preview_url"].as_str() {
        let link = post.content.media.iter().find(|media| media.kind == "link").unwrap();
        assert_eq!(link.url.as_deref(), Some(address));
        for part in ["preview_site_name", "preview_title", "preview_description"] {
            assert!(link.text.contains(expect[part].as_str().unwrap()), "{part}");
        }
    }
    if let kind @ ("poll" | "document" | "sticker" | "location") = expect["type"].as_str().unwrap()
    {
        let there = post
            .content
            .media
            .iter()
            .any(|m| m.kind == kind || (kind == "document" && m.kind == "audio"));
        assert!(there, "{file}: no {kind}");
    }
}

#[test]
fn recorded_messages_say_what_their_recorder_says_they_do() {
    let Some(folder) = shared("telegram/tchan") else { return };
    let mut compared = 0;
    for (file, bytes) in files(&folder).into_iter().filter(|(f, _)| f.ends_with(".expected.json")) {
        let expect: Value = serde_json::from_slice(&bytes).unwrap();
        let page = file.replace(".expected.json", ".html");
        let body = std::fs::read_to_string(folder.join(&page)).unwrap();
        if expect["_kind"] != "ChannelMessage" {
            continue;
        }
        let reading = read(PageRequest::new(asked(&file, &body).url, Purpose::Newest), 200, &body);
        assert_eq!(reading.posts.len(), 1, "{file}");
        assert_eq!(reading.accounts[0].native_id, reading.posts[0].account);
        assert!(reading.posts[0].account.starts_with("-1"), "{file}: a numeric chat id");
        compare(&file, &reading.posts[0], &expect);
        compared += 1;
    }
    assert_eq!(compared, 19);
}

#[test]
fn a_recorded_header_above_a_recorded_message_is_the_channels_profile() {
    let Some(folder) = shared("telegram/tchan") else { return };
    let part = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let body = part("channel_info.html") + &part("unsigned_text_message.html");
    let reading = first("tchantest", 200, &[], &body);
    let expect: Value = serde_json::from_str(&part("channel_info.expected.json")).unwrap();
    let profile = &reading.accounts[0].profile;
    assert_eq!(profile.handle.as_str(), expect["username"].as_str().unwrap());
    assert_eq!(profile.display_name, expect["title"].as_str().unwrap());
    assert_eq!(profile.biography, expect["description"].as_str().unwrap());
    assert_eq!(profile.followers, expect["subscribers"].as_u64());
    assert_eq!(profile.avatar.as_deref(), expect["image_url"].as_str());
    assert_eq!(codes(&reading), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn recorded_pages_survive_any_cut(cut in 0.0..1.0_f64, put in "[ -~]{0,12}", drop in 0..400_usize) {
        let Some(folder) = shared("telegram/tchan") else { return Ok(()) };
        for (file, bytes) in files(&folder).into_iter().filter(|(f, _)| f.ends_with(".html")) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
            let at = (bytes.len() as f64 * cut) as usize;
            let mut mutated = bytes[..at].to_vec();
            mutated.extend_from_slice(put.as_bytes());
            mutated.extend_from_slice(bytes.get(at + drop..).unwrap_or_default());
            let base = url(BASE);
            let place = Place { base: &base, source: None, cursor: None };
            let request = PageRequest::new(url("https://t.me/s/tchantest"), Purpose::Newest);
            let reading = ADAPTER.read(&place, &answer(request, 200, &[], mutated));
            let silent = reading.posts.is_empty() && reading.complaints.is_empty();
            prop_assert!(!silent || file == "no_posts_found.html", "{} {:?}", file, reading.state);
        }
    }
}
