//! A layout whose selectors and expressions are ready for use.

use crate::options::{Layout, Pick};
use crate::plain_text::text_of;
use chrono::{NaiveDate, NaiveDateTime};
use model::{PublicUrl, Timestamp};
use regex::Regex;
use scraper::{ElementRef, Selector};

/// A layout, checked.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    pub(super) hosts: Vec<String>,
    pub(super) item: Selector,
    pub(super) id: Option<Picker>,
    pub(super) author: Option<Picker>,
    pub(super) author_id: Option<Picker>,
    pub(super) author_link: Option<Picker>,
    pub(super) text: Picker,
    pub(super) title: Option<Picker>,
    pub(super) time: Option<Picker>,
    pub(super) link: Option<Picker>,
    pub(super) leave_out: Option<Selector>,
    pub(super) next: Option<Picker>,
    pub(super) next_is_newer: bool,
    pub(super) empty: Option<Selector>,
    pub(super) log_in: Option<Selector>,
    pub(super) topic: Option<Picker>,
    pub(super) topic_number: Option<Regex>,
    time_formats: Vec<String>,
    utc_offset_minutes: i32,
    drop_parameters: Vec<String>,
}

/// Where on a page something stands, checked.
#[derive(Debug, Clone)]
pub(super) struct Picker {
    css: Option<Selector>,
    attr: String,
    regex: Option<Regex>,
}

impl Layout {
    /// Checks a layout; what is wrong with it, in words, if it cannot be used.
    pub(super) fn compile(self) -> Result<Compiled, String> {
        let pick = |pick: Option<Pick>, name: &str| {
            pick.map(|pick| pick.compile().map_err(|why| format!("{name}: {why}"))).transpose()
        };
        let css = |text: Option<String>, name: &str| {
            text.map(|text| selector(&text).map_err(|why| format!("{name}: {why}"))).transpose()
        };
        Ok(Compiled {
            hosts: self.hosts,
            item: css(self.item, "item")?.ok_or("item: say which element is a post")?,
            id: pick(self.id, "id")?,
            author: pick(self.author, "author")?,
            author_id: pick(self.author_id, "author_id")?,
            author_link: pick(self.author_link, "author_link")?,
            text: pick(self.text, "text")?.ok_or("text: say where the text of a post stands")?,
            title: pick(self.title, "title")?,
            time: pick(self.time, "time")?,
            link: pick(self.link, "link")?,
            leave_out: css(self.leave_out, "leave_out")?,
            next: pick(self.next, "next")?,
            next_is_newer: self.next_is_newer.unwrap_or(false),
            empty: css(self.empty, "empty")?,
            log_in: css(self.log_in, "log_in")?,
            topic: pick(self.topic, "topic")?,
            topic_number: self.topic_number.map(|text| expression(&text)).transpose()?,
            time_formats: self.time_formats.unwrap_or_default(),
            utc_offset_minutes: self.utc_offset_minutes.unwrap_or(0),
            drop_parameters: self.drop_parameters.unwrap_or_default(),
        })
    }
}

impl Pick {
    fn compile(&self) -> Result<Picker, String> {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Picker {
            css: filled(&self.css).map(|css| selector(&css)).transpose()?,
            attr: self.attr.clone(),
            regex: filled(&self.regex).map(|regex| expression(&regex)).transpose()?,
        })
    }
}

fn selector(text: &str) -> Result<Selector, String> {
    Selector::parse(text).map_err(|why| format!("{text:?} is no CSS selector: {why}"))
}

fn expression(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|why| format!("{text:?} is no regular expression: {why}"))
}

impl Picker {
    /// The element meant, under another.
    pub(super) fn element<'a>(&self, root: ElementRef<'a>) -> Option<ElementRef<'a>> {
        match &self.css {
            Some(css) => root.select(css).next(),
            None => Some(root),
        }
    }

    /// All values under an element.
    pub(super) fn all(&self, root: ElementRef<'_>) -> Vec<String> {
        match &self.css {
            Some(css) => root.select(css).filter_map(|one| self.value(one)).collect(),
            None => self.value(root).into_iter().collect(),
        }
    }

    /// The first value under an element: text or attribute, and what the expression keeps of it.
    pub(super) fn first(&self, root: ElementRef<'_>) -> Option<String> {
        match &self.css {
            Some(css) => root.select(css).find_map(|one| self.value(one)),
            None => self.value(root),
        }
    }

    fn value(&self, element: ElementRef<'_>) -> Option<String> {
        let text = if self.attr.is_empty() {
            text_of(element)
        } else {
            element.attr(&self.attr)?.trim().to_owned()
        };
        let kept = match &self.regex {
            Some(regex) => group(regex, &text)?,
            None => text,
        };
        (!kept.is_empty()).then_some(kept)
    }
}

/// The first group of an expression, or its whole match.
pub(super) fn group(regex: &Regex, text: &str) -> Option<String> {
    let found = regex.captures(text)?;
    let part = found.get(1).or_else(|| found.get(0))?;
    Some(part.as_str().to_owned())
}

impl Compiled {
    /// An address without what does not matter in it.
    pub(super) fn canonical(&self, url: &PublicUrl) -> PublicUrl {
        let mut bare = url.url().clone();
        let kept: Vec<(String, String)> = bare
            .query_pairs()
            .filter(|(name, _)| !self.drop_parameters.iter().any(|dropped| dropped == name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if bare.query().is_some() {
            bare.set_query(None);
            if !kept.is_empty() {
                bare.query_pairs_mut().extend_pairs(kept);
            }
        }
        PublicUrl::from_url(bare).unwrap_or_else(|_| url.clone())
    }

    /// A time as the page writes it.
    pub(super) fn moment(&self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        if let Some(time) = Timestamp::parse(text) {
            return Some(time);
        }
        let local = self.time_formats.iter().find_map(|format| {
            let day = || NaiveDate::parse_from_str(text, format).ok()?.and_hms_opt(0, 0, 0);
            NaiveDateTime::parse_from_str(text, format).ok().or_else(day)
        })?;
        let ahead = i64::from(self.utc_offset_minutes).saturating_mul(60_000);
        Some(Timestamp::from_ms(local.and_utc().timestamp_millis().saturating_sub(ahead)))
    }
}
