//! The index as a whole: a folder on disk, a real writer, real searches.

use crate::writer::Work;
use crate::{Index, IndexError, Opened, Options, Order, PostDocument, QueryError};
use model::{
    AccountId, AdvertId, Country, Label, Language, Platform, PostId, PresenceState, Query, Route,
    Service, Timestamp,
};
use proptest::prelude::*;
use std::path::Path;
use std::sync::atomic::AtomicU32;
use tempfile::TempDir;

fn post(name: &str, text: &str) -> PostDocument {
    PostDocument {
        post: PostId::of(&[name]),
        account: AccountId::of(&["account of", name]),
        advert: None,
        platform: Platform::new("telegram"),
        language: Language::new("en"),
        label: Label::Other,
        score: 0.5,
        services: Vec::new(),
        route: Route::default(),
        text: text.to_owned(),
        handle: String::new(),
        account_name: String::new(),
        contacts: Vec::new(),
        hashtags: Vec::new(),
        posted_at: Timestamp::parse("2026-11-20T12:00:00Z").unwrap(),
        first_seen: Timestamp::parse("2026-11-20T12:05:00Z").unwrap(),
        presence: PresenceState::Live,
        seq: 1,
    }
}

fn ids(names: &[&str]) -> Vec<PostId> {
    names.iter().map(|name| PostId::of(&[name])).collect()
}

fn open(dir: &Path) -> (Index, Opened) {
    Index::open(dir, &Options::default()).unwrap()
}

async fn filled(posts: Vec<PostDocument>) -> (TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let (index, opened) = open(&dir.path().join("index"));
    assert_eq!(opened, Opened::Fresh);
    index.apply(posts, Vec::new(), 1).await.unwrap();
    (dir, index)
}

/// The posts that a query finds, sorted for comparison.
fn finds(index: &Index, query: &Query) -> Vec<PostId> {
    let found = index.search(query, Order::Newest, 0, 100).unwrap();
    assert_eq!(found.total, found.hits.len() as u64);
    let mut posts: Vec<PostId> = found.hits.iter().map(|hit| hit.post).collect();
    posts.sort_unstable();
    posts
}

fn check(index: &Index, q: &str, names: &[&str]) {
    let mut expect = ids(names);
    expect.sort_unstable();
    assert_eq!(finds(index, &Query::words(q)), expect, "{q}");
}

#[tokio::test]
async fn words_are_found_in_any_script_and_spelling() {
    let (_dir, index) = filled(vec![
        post("arabic", "رحلات إلى أُورُوبَا من ليبيا، للتواصل ٠٧٧٠٠٩٠٠١٢٣"),
        post("persian", "می\u{200c}رویم به اروپا با قایق"),
        post("kurdish", "ڕێگای ئەوروپا بە كەشتی"),
        post("russian", "Лодка в Италию, ёлка"),
        post("amharic", "ጉዞ ወደ አውሮፓ፡ ሠላም"),
        post("chinese", "我们去意大利，坐船"),
        post("thai", "ไปยุโรปโดยเรือ"),
        post("turkish", "İstanbul’dan İtalya’ya tekne"),
        post("italian", "Barca per l'Italia, 5.000 euro 🚤"),
    ])
    .await;
    check(&index, "اوروبا", &["arabic"]);
    check(&index, "07700900123", &["arabic"]);
    check(&index, "awrwba", &["arabic"]);
    check(&index, "qayq", &["persian"]);
    check(&index, "ميرويم", &["persian"]);
    check(&index, "\"به اروپا\"", &["persian"]);
    check(&index, "کەشتی", &["kurdish"]);
    check(&index, "italiyu", &["russian"]);
    check(&index, "ЛОДКА елка", &["russian"]);
    check(&index, "ሰላም", &["amharic"]);
    check(&index, "አውሮፓ", &["amharic"]);
    check(&index, "意大利", &["chinese"]);
    check(&index, "大意", &[]);
    check(&index, "船", &["chinese"]);
    check(&index, "去", &["chinese"]);
    check(&index, "ยุโรป", &["thai"]);
    check(&index, "istanbul", &["turkish"]);
    check(&index, "ISTANBUL", &["turkish"]);
    check(&index, "italia", &["italian"]);
    check(&index, "5000", &["italian"]);
    check(&index, "🚤", &["italian"]);
    check(&index, "written:أُورُوبَا", &["arabic"]);
    check(&index, "written:اوروبا", &[]);
}

#[tokio::test]
async fn the_query_language_means_what_its_help_says() {
    let (_dir, index) = filled(vec![
        post("a", "boat to italy from calais"),
        post("b", "boat holiday in italy"),
        post("c", "lorry to calais, italy to boat"),
        post("d", "boats and lorries"),
    ])
    .await;
    check(&index, "", &["a", "b", "c", "d"]);
    check(&index, "*", &["a", "b", "c", "d"]);
    check(&index, "boat italy", &["a", "b", "c"]);
    check(&index, "boat AND italy", &["a", "b", "c"]);
    check(&index, "\"boat to italy\"", &["a"]);
    check(&index, "“to italy”", &["a"]);
    check(&index, "holiday OR lorry", &["b", "c"]);
    check(&index, "holiday|lorry", &["b", "c"]);
    check(&index, "boat -holiday", &["a", "c"]);
    check(&index, "boat NOT (holiday OR lorry)", &["a"]);
    check(&index, "-boat", &["d"]);
    check(&index, "-(-boat)", &["a", "b", "c"]);
    check(&index, "boat*", &["a", "b", "c", "d"]);
    check(&index, "\"boat hol\"*", &["b"]);
    check(&index, "calias~1", &["a", "c"]);
    check(&index, "clias~1", &[]);
    check(&index, "clias~2", &["a", "c"]);
    check(&index, "(holiday OR lorry) calais", &["c"]);
    check(&index, "boat — italy !", &["a", "b", "c"]);
}

fn varied() -> Vec<PostDocument> {
    let mut a = post("a", "boat");
    a.label = Label::Offer;
    a.score = 0.8;
    a.language = Language::new("ar-Latn");
    a.services = vec![Service::Sea, Service::Visa];
    a.route = Route { origin: Some(Country::new("LY")), destination: Some(Country::new("IT")) };
    a.contacts = vec!["+447700900123".to_owned(), "https://t.me/example_routes".to_owned()];
    a.hashtags = vec!["Éurope".to_owned()];
    a.handle = "Example_Routes".to_owned();
    a.account_name = "Example Travel".to_owned();
    a.advert = Some(AdvertId::of(&["x"]));
    let mut b = post("b", "boat");
    b.label = Label::Offer;
    b.score = 0.95;
    b.services = vec![Service::Sea];
    b.posted_at = Timestamp::parse("2026-11-23T23:59:59Z").unwrap();
    b.presence = PresenceState::Gone;
    let mut c = post("c", "boat");
    c.platform = Platform::new("mastodon");
    c.score = 0.1;
    c.posted_at = Timestamp::parse("1969-12-31T23:00:00Z").unwrap();
    vec![a, b, c]
}

#[tokio::test]
async fn every_field_can_be_asked_for() {
    let (_dir, index) = filled(varied()).await;
    check(&index, "label:offer", &["a", "b"]);
    check(&index, "-label:offer", &["c"]);
    check(&index, "lang:AR-latn", &["a"]);
    check(&index, "lang:(en OR fa)", &["b", "c"]);
    check(&index, "lang:ar*", &["a"]);
    check(&index, "platform:Mastodon", &["c"]);
    check(&index, "service:visa", &["a"]);
    check(&index, "from:ly to:it", &["a"]);
    check(&index, "account:@example_routes", &["a"]);
    check(&index, &format!("account:{}", AccountId::of(&["account of", "b"])), &["b"]);
    check(&index, "handle:example*", &["a"]);
    check(&index, "contact:\"+44 7700 900123\"", &["a"]);
    check(&index, "contact:@Example_Routes", &["a"]);
    check(&index, "phone:004477*", &["a"]);
    check(&index, &format!("advert:{}", AdvertId::of(&["x"])), &["a"]);
    check(&index, &format!("post:{}", PostId::of(&["c"])), &["c"]);
    check(&index, "tag:#europe", &["a"]);
    check(&index, "presence:gone", &["b"]);
    check(&index, "score:>=0.8", &["a", "b"]);
    check(&index, "score:>0.8", &["b"]);
    check(&index, "score:0.1..0.8", &["a", "c"]);
    check(&index, "score:..0.5", &["c"]);
    check(&index, "posted:2026-11-01..2026-11-23", &["a", "b"]);
    check(&index, "posted:2026-11-23", &["b"]);
    check(&index, "posted:<2000", &["c"]);
    check(&index, "posted:>2026-11-20", &["b"]);
    check(&index, "seen:2026", &["a", "b", "c"]);
    check(&index, "example travel", &["a"]);
    check(&index, "447700900123", &["a"]);
}

#[tokio::test]
async fn filters_narrow_down_and_facets_count_the_whole_result() {
    let (_dir, index) = filled(varied()).await;
    let narrow = |change: fn(&mut Query)| {
        let mut query = Query::default();
        change(&mut query);
        finds(&index, &query).len()
    };
    assert_eq!(narrow(|q| q.label = Some(Label::Offer)), 2);
    assert_eq!(narrow(|q| q.language = Some(Language::new("ar-Latn"))), 1);
    assert_eq!(narrow(|q| q.platform = Some(Platform::new("mastodon"))), 1);
    assert_eq!(narrow(|q| q.service = Some(Service::Sea)), 2);
    assert_eq!(narrow(|q| q.origin = Some(Country::new("LY"))), 1);
    assert_eq!(narrow(|q| q.destination = Some(Country::new("FR"))), 0);
    assert_eq!(narrow(|q| q.account = Some(AccountId::of(&["account of", "a"]))), 1);
    assert_eq!(narrow(|q| q.advert = Some(AdvertId::of(&["x"]))), 1);
    assert_eq!(narrow(|q| q.since = Timestamp::parse("2026-11-23T23:59:59Z")), 1);
    assert_eq!(narrow(|q| q.until = Timestamp::parse("2026-11-23T23:59:59Z")), 2);
    assert_eq!(narrow(|q| q.min_score = Some(0.8)), 2);
    let counts = index.search(&Query::words("boat"), Order::Newest, 0, 0).unwrap();
    assert!(counts.hits.is_empty());
    assert_eq!(counts.total, 3);
    let pair = |name: &str, n| (name.to_owned(), n);
    assert_eq!(counts.facets.label, [pair("offer", 2), pair("other", 1)]);
    assert_eq!(counts.facets.language, [pair("en", 2), pair("ar-Latn", 1)]);
    assert_eq!(counts.facets.platform, [pair("telegram", 2), pair("mastodon", 1)]);
    assert_eq!(counts.facets.service, [pair("sea", 2), pair("visa", 1)]);
    assert_eq!(counts.facets.destination, [pair("IT", 1)]);
    let days = [pair("1969-12-31", 1), pair("2026-11-20", 1), pair("2026-11-23", 1)];
    assert_eq!(counts.days, days);
}

#[tokio::test]
async fn orders_and_pages_list_every_hit_once() {
    let (_dir, index) = filled(varied()).await;
    let listed = |order, offset, limit| {
        let found = index.search(&Query::words("boat"), order, offset, limit).unwrap();
        assert_eq!(found.total, 3);
        found.hits.iter().map(|hit| hit.post).collect::<Vec<_>>()
    };
    assert_eq!(listed(Order::Newest, 0, 10), ids(&["b", "a", "c"]));
    assert_eq!(listed(Order::Score, 0, 10), ids(&["b", "a", "c"]));
    assert_eq!(listed(Order::Score, 1, 1), ids(&["a"]));
    assert_eq!(listed(Order::Newest, 2, 10), ids(&["c"]));
    assert_eq!(listed(Order::Newest, 3, 10), ids(&[]));
    assert_eq!(listed(Order::Relevance, 0, 10).len(), 3);
    let far = index.search(&Query::default(), Order::Newest, 100_000, 1);
    assert_eq!(far, Err(QueryError::TooFar { limit: 100_000 }));
    let hit = index.search(&Query::default(), Order::Score, 0, 1).unwrap().hits.remove(0);
    assert!((hit.score - 0.95).abs() < f32::EPSILON);
}

#[tokio::test]
async fn relevance_prefers_the_spelling_asked_for() {
    let (_dir, index) = filled(vec![
        post("folded", "grenze grenze offen"),
        post("written", "eine andere grénze offen hier"),
    ])
    .await;
    let found = index.search(&Query::words("grénze"), Order::Relevance, 0, 10).unwrap();
    assert_eq!(found.hits[0].post, PostId::of(&["written"]));
    assert_eq!(found.total, 2);
}

#[tokio::test]
async fn hits_show_where_the_words_stand() {
    let (_dir, index) = filled(vec![post("a", "Boot nach Österreich")]).await;
    let found = index.search(&Query::words("osterreich label:other"), Order::Newest, 0, 1).unwrap();
    let spans: Vec<_> = found.hits[0].spans.iter().map(|s| (s.start, s.end)).collect();
    assert_eq!(spans, [(10, 21)]);
}

#[tokio::test]
async fn a_post_is_replaced_and_removed_by_its_id() {
    let (_dir, index) =
        filled(vec![post("a", "boat"), post("a", "lorry"), post("b", "boat")]).await;
    check(&index, "", &["a", "b"]);
    check(&index, "boat", &["b"]);
    index.apply(vec![post("b", "plane")], ids(&["a"]), 7).await.unwrap();
    check(&index, "", &["b"]);
    check(&index, "plane", &["b"]);
    assert_eq!(index.applied_seq(), 7);
    index.apply(Vec::new(), Vec::new(), 9).await.unwrap();
    assert_eq!(index.applied_seq(), 9);
    index.purge().await.unwrap();
    check(&index, "", &["b"]);
    assert_eq!(index.applied_seq(), 9);
    index.clear().unwrap();
    assert_eq!((index.documents(), index.applied_seq()), (0, 0));
}

#[tokio::test]
async fn a_purge_takes_erased_text_off_the_disk() {
    let (dir, index) = filled(vec![post("a", "zanzibarword"), post("b", "boat")]).await;
    index.apply(Vec::new(), ids(&["a"]), 2).await.unwrap();
    index.purge().await.unwrap();
    for entry in std::fs::read_dir(dir.path().join("index")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(12).any(|window| window == b"zanzibarword"));
    }
}

#[tokio::test]
async fn a_watch_learns_which_of_some_posts_match() {
    let (_dir, index) = filled(varied()).await;
    let mut offers = Query::words("boat");
    offers.label = Some(Label::Offer);
    let among = ids(&["c", "b", "absent", "a"]);
    assert_eq!(index.matching(&offers, &among).unwrap(), ids(&["b", "a"]));
    assert_eq!(index.matching(&offers, &[]).unwrap(), ids(&[]));
    assert!(index.matching(&Query::words("(boat"), &among).is_err());
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

#[tokio::test]
async fn after_a_crash_every_committed_post_is_there_and_no_other() {
    let (dir, index) = filled(vec![post("a", "boat")]).await;
    index.apply(vec![post("b", "boat")], Vec::new(), 2).await.unwrap();
    let more = (0..500).map(|n| post(&format!("staged {n}"), "lorry boat")).collect();
    index.work(Work::Stage(more)).await.unwrap();
    // What is on disk at this moment is what a power cut would leave.
    let crashed = dir.path().join("crashed");
    copy_folder(&dir.path().join("index"), &crashed);
    std::fs::write(crashed.join("0123456789abcdef0123456789abcdef.idx"), b"half a segment")
        .unwrap();
    let (again, opened) = open(&crashed);
    assert_eq!(opened, Opened::Existing);
    check(&again, "boat", &["a", "b"]);
    assert_eq!(again.applied_seq(), 2);
    again.apply(vec![post("c", "boat")], Vec::new(), 3).await.unwrap();
    check(&again, "boat", &["a", "b", "c"]);
    // The same for a writer that is simply dropped.
    drop(index);
    let (reopened, _) = open(&dir.path().join("index"));
    check(&reopened, "boat", &["a", "b"]);
}

#[tokio::test]
async fn a_writer_that_panics_is_made_anew() {
    let (_dir, index) = filled(vec![post("a", "boat")]).await;
    index.work(Work::Panic(AtomicU32::new(1))).await.unwrap();
    let twice = index.work(Work::Panic(AtomicU32::new(2))).await;
    assert!(matches!(twice, Err(IndexError::Write(_))), "{twice:?}");
    index.apply(vec![post("b", "boat")], Vec::new(), 2).await.unwrap();
    check(&index, "boat", &["a", "b"]);
}

#[tokio::test]
async fn a_second_writer_is_told_what_to_do_and_may_still_search() {
    let (dir, index) = filled(vec![post("a", "boat")]).await;
    let (second, opened) = open(&dir.path().join("index"));
    assert_eq!(opened, Opened::Existing);
    let refused = second.apply(vec![post("b", "boat")], Vec::new(), 2).await.unwrap_err();
    assert!(refused.to_string().contains("stop it, or leave indexing to it"), "{refused}");
    check(&second, "boat", &["a"]);
    assert_eq!(second.applied_seq(), 1);
    drop(index);
    second.apply(vec![post("b", "boat")], Vec::new(), 2).await.unwrap();
    check(&second, "boat", &["a", "b"]);
}

#[tokio::test]
async fn an_index_that_cannot_be_used_is_moved_aside() {
    let check = |name: &str, damage: fn(&Path)| {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("index");
        damage(&folder);
        let (index, opened) = open(&folder);
        let aside = dir.path().join("index.aside");
        assert_eq!(opened, Opened::Rebuilt { aside: aside.clone() }, "{name}");
        assert!(aside.join("meta.json").exists());
        assert_eq!((index.documents(), index.applied_seq()), (0, 0));
        damage(&folder);
        drop(index);
    };
    check("garbage", |folder| {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join("meta.json"), "{").unwrap();
    });
    check("another schema", |folder| {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        let mut schema = tantivy::schema::Schema::builder();
        schema.add_text_field("other", tantivy::schema::TEXT);
        tantivy::Index::create_in_dir(folder, schema.build()).unwrap();
    });
}

#[tokio::test]
async fn a_missing_segment_file_makes_the_index_start_afresh() {
    let (dir, index) = filled(vec![post("a", "boat")]).await;
    drop(index);
    let folder = dir.path().join("index");
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "term") {
            std::fs::remove_file(path).unwrap();
        }
    }
    assert!(matches!(open(&folder).1, Opened::Rebuilt { .. }));
}

#[tokio::test]
async fn many_small_commits_do_not_pile_up() {
    let (dir, index) = filled(Vec::new()).await;
    for n in 0..60 {
        index.apply(vec![post(&n.to_string(), "boat")], Vec::new(), n).await.unwrap();
    }
    index.purge().await.unwrap();
    assert_eq!(index.documents(), 60);
    let files = std::fs::read_dir(dir.path().join("index")).unwrap();
    let segments =
        files.filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|ext| ext == "store"));
    let count = segments.count();
    assert!(count <= 20, "{count} segments");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_word_of_a_post_finds_it(texts in prop::collection::vec("\\PC{1,40}", 1..6)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let named = texts.iter().enumerate().map(|(n, text)| post(&n.to_string(), text));
            let (_dir, index) = filled(named.collect()).await;
            for (n, text) in texts.iter().enumerate() {
                for piece in crate::text::words::pieces(text) {
                    let word = text.get(piece.start..piece.end).unwrap();
                    let form = crate::text::Form::Folded;
                    let blank = form.of(word).is_empty();
                    if !blank {
                        let found = finds(&index, &Query::words(format!("\"{word}\"")));
                        let expected = PostId::of(&[&n.to_string()]);
                        assert!(found.contains(&expected), "{word:?} in {text:?}");
                    }
                }
            }
        });
    }
}
