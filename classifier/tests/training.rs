//! Training on the shipped corpus: the same posts give the same bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use classifier::grouping;
use classifier::opinion::{read_corpus, train};
use classifier::seen::Reader;
use std::collections::HashMap;
use std::path::Path;

#[test]
fn the_same_posts_give_the_same_file_and_other_posts_another() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let posts: Vec<_> = read_corpus(&folder).unwrap().into_iter().step_by(60).collect();
    assert!(posts.len() > 40);
    let reader = Reader::shipped().unwrap();
    let file = |posts: &[_]| train(posts, &reader).weights.pack().unwrap();
    assert_eq!(file(&posts), file(&posts));
    assert_ne!(file(&posts), file(&posts[1..]));
}

#[test]
fn the_corpus_keeps_its_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let posts = read_corpus(&folder).unwrap();
    let mut ids: Vec<&str> = posts.iter().map(|p| p.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), posts.len(), "ids are unique");
    for post in &posts {
        assert!(!post.text.trim().is_empty() && !post.writer.is_empty(), "{}", post.id);
        assert!(
            post.services.is_empty() || post.label == model::Label::Offer,
            "{}: only offers have services",
            post.id
        );
    }
}

#[test]
fn no_sealed_post_is_near_a_training_post_and_no_writer_wrote_both() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (training, sealed) =
        (read_corpus(&folder).unwrap(), read_corpus(&folder.join("sealed")).unwrap());
    assert!(sealed.len() > 400);
    let bands_of = |text: &str| (grouping::fingerprint(text), text.to_owned());
    let mut by_band: HashMap<u64, Vec<usize>> = HashMap::new();
    let known: Vec<_> = training.iter().map(|post| bands_of(&post.text)).collect();
    for (at, (fingerprint, _)) in known.iter().enumerate() {
        for band in grouping::bands(fingerprint) {
            by_band.entry(band).or_default().push(at);
        }
    }
    for post in &sealed {
        assert!(training.iter().all(|other| other.writer != post.writer), "{}", post.writer);
        let fingerprint = grouping::fingerprint(&post.text);
        let near = grouping::bands(&fingerprint).into_iter().filter_map(|band| by_band.get(&band));
        for at in near.flatten() {
            let likeness = grouping::similarity(&fingerprint, &known[*at].0);
            assert!(likeness < grouping::JOIN_AT, "{} is near {}", post.id, training[*at].id);
        }
    }
}
