//! A good page, in the parts that it is put together from: three posts, of which the one in the
//! middle will be spoilt.

use crate::recorded::answer;
use crate::{admitted, page};
use crawler::{Place, Platforms};
use model::{Platform, Reading};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The platforms, with credentials for those that answer nobody else.
static PLATFORMS: LazyLock<Platforms> = LazyLock::new(|| {
    let mut options = admitted();
    options.platforms.remove("bluesky");
    Platforms::new(&options).unwrap()
});

/// The word that every post's text has, with its number behind it.
pub(super) const WORD: &str = "crossing";

/// A page.
pub(super) struct Good {
    /// Of which adapter, and what kind of page.
    pub(super) name: &'static str,
    /// Address as typed by whoever watches it.
    pub(super) source: &'static str,
    /// Address of the page itself.
    pub(super) address: &'static str,
    /// Media type, as the platform sends it.
    pub(super) kind: &'static str,
    pub(super) head: String,
    pub(super) between: &'static str,
    pub(super) tail: String,
    /// A post by its number, which is in its id and in its text.
    pub(super) post: fn(u64) -> String,
    /// The moment of all posts as the page writes it, then one in 2199, then one in 1970.
    pub(super) moments: [&'static str; 3],
}

impl Good {
    /// The page with something else in the middle.
    pub(super) fn with(&self, middle: &[u8]) -> Vec<u8> {
        let (first, last, between) = ((self.post)(1), (self.post)(3), self.between.as_bytes());
        let posts = [first.as_bytes(), between, middle, between, last.as_bytes()].concat();
        [self.head.as_bytes(), &posts, self.tail.as_bytes()].concat()
    }

    /// The page as it should be.
    pub(super) fn whole(&self) -> Vec<u8> {
        self.with((self.post)(2).as_bytes())
    }

    /// Where in the whole page a post ends.
    pub(super) fn end_of(&self, number: u64) -> usize {
        let posts: usize =
            (1..=number).map(|one| (self.post)(one).len() + self.between.len()).sum();
        self.head.len() + posts - self.between.len()
    }

    pub(super) fn is_json(&self) -> bool {
        self.kind.ends_with("json")
    }

    /// Reads a body as a visit does, twice, with the same result.
    pub(super) fn read(&self, kind: &str, body: &[u8]) -> Reading {
        let platform = Platform::from(self.name.split(' ').next().unwrap());
        let base = PLATFORMS.base(&platform).unwrap();
        let adapter = PLATFORMS.adapter(&platform).unwrap();
        let source = adapter.recognise(self.source, base).unwrap().unwrap();
        let place = Place { base, source: Some(&source), cursor: None };
        let mut request = page(self.address);
        request.accept = adapter.first(&place).unwrap().accept;
        let stored = answer(request, 200, &[("content-type", kind)], body);
        let reading = adapter.read(&place, &stored);
        assert_eq!(reading, adapter.read(&place, &stored), "{}: not pure", self.name);
        reading
    }
}

/// What a page lists: posts by their ids, or for a sitemap the pages by their addresses.
pub(super) fn listed(reading: &Reading) -> BTreeMap<String, String> {
    let posts = reading.posts.iter().map(|one| (one.native_id.clone(), format!("{one:?}")));
    let pages = reading.next.iter().filter(|_| reading.posts.is_empty());
    posts.chain(pages.map(|one| (one.url.to_string(), format!("{one:?}")))).collect()
}
