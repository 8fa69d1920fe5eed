//! Training on the shipped corpus: the same posts give the same bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use classifier::opinion::{read_corpus, train};
use classifier::seen::Reader;
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
