//! What surrounds a page: navigation, search box, who is signed in, messages of the last click.

pub(crate) mod names;
mod theme;
pub(crate) mod trouble;
pub(crate) mod when;
pub(crate) mod words;

pub(crate) use names::Names;
pub(crate) use theme::{inside, routes as theme_routes};

use crate::access::{Flash, Visitor};
use crate::house::House;
use crate::pages::{self, Group};
use chrono_tz::Tz;
use model::{Language, Person, Platform, Role, Timestamp};
use std::sync::{Arc, LazyLock};
use when::When;

static ASSETS: LazyLock<String> = LazyLock::new(crate::assets::version);

/// One line of the navigation.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) title: &'static str,
    pub(crate) path: &'static str,
    pub(crate) key: Option<char>,
    pub(crate) icon: &'static str,
    pub(crate) current: bool,
}

/// Everything `base.html` needs, and how this person is shown times, languages and platforms.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) person: Option<Person>,
    pub(crate) csrf: String,
    pub(crate) theme: Option<&'static str>,
    /// Path and query of this page.
    pub(crate) here: String,
    /// Words in the search box.
    pub(crate) words: String,
    pub(crate) work: Vec<Entry>,
    pub(crate) below: Vec<Entry>,
    pub(crate) flash: Vec<Flash>,
    pub(crate) banner: Option<String>,
    pub(crate) now: Timestamp,
    pub(crate) zone: Tz,
    names: Arc<Names>,
}

impl Frame {
    pub(crate) fn of(
        house: &House,
        visitor: Option<&Visitor>,
        theme: Option<&'static str>,
        here: &str,
        title: String,
    ) -> Self {
        let person = visitor.map(|visitor| visitor.person.clone());
        let zone = person.as_ref().and_then(|person| person.time_zone.parse().ok());
        let entries = |group: Group| {
            person.as_ref().map(|person| entries(group, person.role, here)).unwrap_or_default()
        };
        Self {
            title,
            csrf: visitor.map(|visitor| visitor.session.csrf.clone()).unwrap_or_default(),
            theme,
            here: here.to_owned(),
            words: String::new(),
            work: entries(Group::Work),
            below: entries(Group::Below),
            flash: visitor.map(|visitor| visitor.flash.clone()).unwrap_or_default(),
            banner: house.parts.notice_banner.clone(),
            now: house.now(),
            zone: zone.unwrap_or(Tz::UTC),
            names: house.names.clone(),
            person,
        }
    }

    /// The same frame with words in the search box.
    pub(crate) fn with_words(mut self, words: &str) -> Self {
        words.clone_into(&mut self.words);
        self
    }

    /// Address of a file in `static/`.
    #[expect(clippy::unused_self, reason = "templates call it on the frame")]
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("/static/{}/{name}", *ASSETS)
    }

    /// Whether the signed-in person's role may do what that role may.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.person.as_ref().is_some_and(|person| person.role.may(role))
    }

    /// Whether the signed-in person may review, draft, keep watches and sources.
    pub(crate) fn may_work(&self) -> bool {
        self.may(Role::Analyst)
    }

    /// A moment as people read it: how long ago, exact on hover in both zones.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hold fields by reference")]
    pub(crate) fn when(&self, at: &Timestamp) -> When {
        When { at: *at, now: self.now, zone: self.zone, exact: false }
    }

    /// A moment with date and time written out.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hold fields by reference")]
    pub(crate) fn exactly(&self, at: &Timestamp) -> When {
        When { exact: true, ..self.when(at) }
    }

    /// English name of a language.
    pub(crate) fn language(&self, language: &Language) -> String {
        self.names.language(language)
    }

    /// Shown name of a platform.
    pub(crate) fn platform(&self, platform: &Platform) -> String {
        self.names.platform(platform.as_str())
    }

    /// All names.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }
}

fn entries(group: Group, role: Role, here: &str) -> Vec<Entry> {
    let path = here.split('?').next().unwrap_or(here);
    let current = |of: &str| {
        let below = path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
        path == of || (of != "/" && below)
    };
    pages::ALL
        .iter()
        .filter(|page| page.group == group && role.may(page.role))
        .map(|page| Entry {
            title: page.title,
            path: page.path,
            key: page.key,
            icon: page.icon,
            current: current(page.path),
        })
        .collect()
}
