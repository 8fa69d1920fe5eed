//! Pages of sites without an interface, read by CSS selectors: forums and small ads.
//!
//! A layout says where on a page things stand. Those of phpBB 3, vBulletin 4 and vBulletin 5 are
//! built in; others are written in the settings (`crawler.layouts`), from nothing or from one of
//! these. An address is known by a host that a layout of the settings names, or by a layout's name
//! in front: `phpbb:https://forum.example/viewtopic.php?t=10`.
//!
//! A page shows posts, or lists topics, or is not understood: **nothing matched is drift and never
//! silence**, unless the layout's `empty` element is there. A topic is read forward from the page
//! where the last visit ended (the cursor); of a list of topics, those that moved since are read at
//! their newest post, oldest first, and the cursor is the number of the last one that was read.
//!
//! Source keys are the layout's name and the address without what does not matter; the native id of
//! a post is `<host>/p/<id>` and of an account `<host>/u/<id>`, by the forum's own numbers where it
//! shows them. Quotations and signatures are left out.
//!
//! A forum's member pages are for members mostly, so accounts have no check; posts have one, the
//! page they stand on, so a post that is gone stays a candidate.
//!
//! # Complaints
//! `author_missing`, `bad_bytes`, `blocked`, `charset_unknown`, `charset_wrong`, `id_missing`,
//! `id_reused`, `layout_unknown`, `link_elsewhere`, `log_in_wanted`, `no_items` (0 items matched),
//! `page_torn` (its end is missing), `post_malformed`, `rate_limited`, `server_failed`, `status_unexpected`, `text_missing`,
//! `time_absurd`, `time_missing`, `too_many`, `withheld`.

mod address;
mod item;
mod layout;
mod presets;
mod reading;

use super::{Adapter, CheckSubject, Place};
use crate::refusal::Refusal;
use crate::{Options, SetupError};
use layout::Compiled;
use model::address::NotPublic;
use model::source::SourceAddress;
use model::{PageRequest, Platform, PublicUrl, Purpose, Reading, StoredCapture, Subject, Witness};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The adapter, with the layouts that are built in.
pub static ADAPTER: Pages = Pages { own: BTreeMap::new() };

/// Reads pages by selectors.
#[derive(Debug)]
pub struct Pages {
    /// Layouts of the settings, by name.
    own: BTreeMap<String, Compiled>,
}

/// The layouts that are built in, by name.
static BUILT_IN: LazyLock<BTreeMap<String, Compiled>> = LazyLock::new(|| {
    let presets = presets::all().into_iter();
    presets.filter_map(|(name, layout)| Some((name.to_owned(), layout.compile().ok()?))).collect()
});

/// This platform.
fn platform() -> Platform {
    Platform::new("pages")
}

impl Pages {
    /// The layout of that name.
    fn layout(&self, name: &str) -> Option<&Compiled> {
        self.own.get(name).or_else(|| BUILT_IN.get(name))
    }

    /// All layouts with their names, those of the settings first.
    fn layouts(&self) -> impl Iterator<Item = (&str, &Compiled)> {
        let built_in = BUILT_IN.iter().filter(|(name, _)| !self.own.contains_key(*name));
        self.own.iter().chain(built_in).map(|(name, layout)| (name.as_str(), layout))
    }

    /// The layout of a page: that of the source, else the one that the request remembers.
    fn layout_of(&self, place: &Place<'_>, request: &PageRequest) -> Option<&Compiled> {
        let named = place.source.and_then(|source| source.key.split_once(':'));
        let name = named.map(|(name, _)| name).or(request.mark.as_deref())?;
        self.layout(name)
    }
}

impl Adapter for Pages {
    fn name(&self) -> &'static str {
        "pages"
    }

    fn title(&self) -> &'static str {
        "Forums and pages"
    }

    fn help(&self) -> &'static str {
        "topics and forums of phpBB and vBulletin (phpbb:https://…, vbulletin4:https://…, \
         vbulletin5:https://…), and pages of sites whose layout stands in the settings \
         (crawler.layouts)"
    }

    fn base_url(&self) -> &'static str {
        "https://www.phpbb.com/community/"
    }

    fn configured(
        &self,
        options: &Options,
        _base: &PublicUrl,
    ) -> Result<Option<Arc<dyn Adapter>>, SetupError> {
        let mut own = BTreeMap::new();
        for (name, layout) in &options.layouts {
            let faulty = |why: String| SetupError::Layout { name: name.clone(), why };
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                return Err(faulty("a name has letters, digits and - only".to_owned()));
            }
            let whole = presets::completed(layout).map_err(faulty)?;
            own.insert(name.clone(), whole.compile().map_err(faulty)?);
        }
        Ok((!own.is_empty()).then(|| Arc::new(Self { own }) as Arc<dyn Adapter>))
    }

    fn recognise(
        &self,
        input: &str,
        _base: &PublicUrl,
    ) -> Option<Result<SourceAddress, NotPublic>> {
        address::recognise(self, input)
    }

    fn first(&self, place: &Place<'_>) -> Result<PageRequest, NotPublic> {
        let wrong = || NotPublic::Malformed("no page of a known layout".to_owned());
        let source = place.source.ok_or_else(wrong)?;
        // A topic goes on where the last visit ended.
        let reached = place.cursor.and_then(|cursor| PublicUrl::parse(cursor).ok());
        let reached = reached.filter(|page| page.authority() == source.url.authority());
        Ok(PageRequest::new(reached.unwrap_or_else(|| source.url.clone()), Purpose::Newest))
    }

    fn read(&self, place: &Place<'_>, stored: &StoredCapture) -> Reading {
        let capture = stored.capture();
        if let Some(layout) = self.layout_of(place, &capture.request) {
            return reading::read(layout, place, capture);
        }
        let why = "the settings do not name the layout of this page any more";
        Refusal::drift("layout_unknown", why).reading(&capture.request, Witness::Listing)
    }

    fn checks(&self, _base: &PublicUrl, subject: &CheckSubject<'_>) -> Vec<PageRequest> {
        let CheckSubject::Post(post, _) = subject else { return Vec::new() };
        let Some(url) = &post.url else { return Vec::new() };
        let Some(name) = address::layout_at(self, url.url()) else { return Vec::new() };
        let request = PageRequest::new(url.clone(), Purpose::Post).marked(name);
        vec![request.about(Subject::Post(post.id))]
    }
}
