//! Recorded feeds under `../shared/platforms/feeds` and `youtube`.

use super::*;

fn read_recorded(file: &str, bytes: &[u8]) -> Reading {
    let kind = if file.ends_with(".json") { "application/feed+json" } else { "" };
    visit(FEED, 200, &[("content-type", kind)], bytes.to_vec())
}

#[test]
fn every_recorded_feed_is_read() {
    let Some(folder) = shared("feeds") else { return };
    let mut table = Vec::new();
    for (file, bytes) in files(&folder) {
        if !file.ends_with(".serde.json") {
            table.push(format!("{file}: {}", line(&read_recorded(&file, &bytes))));
        }
    }
    assert_eq!(table.len(), 176);
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("feeds_recordings", table.join("\n"));
    });
}

#[test]
fn recorded_feeds_hold_as_many_entries_as_their_recorder_counted() {
    let Some(folder) = shared("feeds/feed-rs") else { return };
    let mut compared = 0;
    for (file, bytes) in files(&folder).into_iter().filter(|(f, _)| f.ends_with(".serde.json")) {
        let Ok(expect) = serde_json::from_slice::<Value>(&bytes) else { continue };
        let stem = file.trim_end_matches(".serde.json");
        let page = [".xml", ".json"].map(|ending| folder.join(format!("{stem}{ending}")));
        let page = page.iter().find(|page| page.is_file()).unwrap();
        let reading = read_recorded(&page.display().to_string(), &std::fs::read(page).unwrap());
        let entries = expect["entries"].as_array().unwrap();
        assert_eq!(reading.posts.len(), entries.len(), "{file}: {:?}", reading.complaints);
        let dated = entries.iter().filter(|e| !e["published"].is_null() || !e["updated"].is_null());
        let got = reading.posts.iter().filter(|post| post.posted_at.is_some()).count();
        assert!(got >= dated.count(), "{file}");
        let title = expect["title"]["content"].as_str().unwrap_or_default();
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        let shown = squeeze(&reading.accounts[0].profile.display_name);
        assert!(shown == squeeze(title) || title.contains(['<', '&']), "{file}: {shown}");
        compared += 1;
    }
    assert_eq!(compared, 49);
}

#[test]
fn the_recorded_channel_of_youtube_is_read_and_its_404_is_not_believed() {
    let Some(folder) = shared("youtube") else { return };
    let channel = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa";
    let body = std::fs::read(folder.join("channel_feed_synthetic.xml")).unwrap();
    let reading = visit(channel, 200, &[("content-type", "text/xml; charset=UTF-8")], body);
    assert_eq!(codes(&reading), [""; 0]);
    let post = &reading.posts[0];
    assert_eq!(post.native_id, "yt:UCaaaaaaaaaaaaaaaaaaaaaa#yt:video:AAAAAAAAAAA");
    assert_eq!(
        post.content.text,
        "Title & text العربية\n\nLine one\nLine two https://example.test/?a=1&b=2"
    );
    assert_eq!(post.metrics.views, Some(1234));
    assert_eq!(reading.accounts[0].profile.display_name, "Test Channel");
    let json = std::fs::read(folder.join("errors/404_transient.json")).unwrap();
    let one = serde_json::from_slice::<Value>(&json).unwrap()["interactions"][0].clone();
    let address = one["request"]["uri"].as_str().unwrap();
    let reading =
        visit(address, 404, &[("content-type", "text/html")], one["body"].as_str().unwrap());
    assert_eq!((reading.state, codes(&reading)), (PageState::Broken, vec!["youtube_404"]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn recorded_feeds_survive_any_cut(cut in 0.0..1.0_f64, put in "[ -~]{0,12}", drop in 0..400_usize) {
        let Some(folder) = shared("feeds") else { return Ok(()) };
        for (file, bytes) in files(&folder).into_iter().filter(|(f, b)| !f.ends_with(".serde.json") && b.len() < 20_000) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
            let at = (bytes.len() as f64 * cut) as usize;
            let mut mutated = bytes[..at].to_vec();
            mutated.extend_from_slice(put.as_bytes());
            mutated.extend_from_slice(bytes.get(at + drop..).unwrap_or_default());
            let reading = read_recorded(&file, &mutated);
            let silent = reading.state == PageState::Drift && reading.complaints.is_empty();
            prop_assert!(!silent, "{}", file);
        }
    }
}
