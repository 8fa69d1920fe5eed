//! A search as it stands in an address: every field a text, empty ones meaning "any".

use crate::components::{Address, Chips};
use crate::frame::Frame;
use crate::frame::when::{date, day, day_begins, midnight};
use model::{Country, Label, Language, Platform, Query, Service, Timestamp};
use serde::{Deserialize, Serialize};

/// The fields of the search form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct QueryForm {
    pub(crate) q: String,
    pub(crate) label: String,
    pub(crate) language: String,
    pub(crate) platform: String,
    pub(crate) service: String,
    pub(crate) origin: String,
    pub(crate) destination: String,
    pub(crate) account: String,
    pub(crate) advert: String,
    pub(crate) since: String,
    pub(crate) until: String,
    pub(crate) min_score: String,
}

/// Why a field makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: “{value}” is not understood; {hint}")]
pub(crate) struct NotUnderstood {
    field: &'static str,
    value: String,
    hint: &'static str,
}

impl QueryForm {
    /// The query, or the first field that is not understood.
    pub(crate) fn query(&self) -> Result<Query, NotUnderstood> {
        let labels = "one of offer, seeker, about, licit_service, other";
        let country = |text: &str| Country::new(text.trim().to_uppercase());
        Ok(Query {
            q: self.q.trim().to_owned(),
            label: field("label", &self.label, labels, Label::of_word)?,
            language: field("language", &self.language, "", |t| Some(Language::new(t)))?,
            platform: field("platform", &self.platform, "", |t| Some(Platform::new(t)))?,
            service: field("service", &self.service, "see the help page", Service::of_word)?,
            origin: field("origin", &self.origin, COUNTRY, |t| is_country(t).then(|| country(t)))?,
            destination: field("destination", &self.destination, COUNTRY, |t| {
                is_country(t).then(|| country(t))
            })?,
            account: field("account", &self.account, "a record id", |t| t.parse().ok())?,
            advert: field("advert", &self.advert, "a record id", |t| t.parse().ok())?,
            since: field("since", &self.since, DATE, moment)?,
            until: field("until", &self.until, DATE, moment)?,
            min_score: field("min_score", &self.min_score, "a number from 0 to 1", score)?,
        })
    }

    /// The form that asks that query.
    pub(crate) fn of(query: &Query) -> Self {
        let text =
            |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
        let moment = |at: Option<Timestamp>| {
            at.map(|at| if midnight(at) == at { day(at) } else { at.to_string() })
        };
        Self {
            q: query.q.clone(),
            label: query.label.map(|label| label.word().to_owned()).unwrap_or_default(),
            language: text(query.language.as_ref().map(|v| v as &dyn ToString)),
            platform: text(query.platform.as_ref().map(|v| v as &dyn ToString)),
            service: query.service.map(|service| service.word().to_owned()).unwrap_or_default(),
            origin: text(query.origin.as_ref().map(|v| v as &dyn ToString)),
            destination: text(query.destination.as_ref().map(|v| v as &dyn ToString)),
            account: text(query.account.as_ref().map(|v| v as &dyn ToString)),
            advert: text(query.advert.as_ref().map(|v| v as &dyn ToString)),
            since: moment(query.since).unwrap_or_default(),
            until: moment(query.until).unwrap_or_default(),
            min_score: query.min_score.map(|score| score.to_string()).unwrap_or_default(),
        }
    }

    /// Names and values, in the order they are shown.
    fn fields(&self) -> [(&'static str, &str); 12] {
        [
            ("q", &self.q),
            ("label", &self.label),
            ("language", &self.language),
            ("platform", &self.platform),
            ("service", &self.service),
            ("origin", &self.origin),
            ("destination", &self.destination),
            ("account", &self.account),
            ("advert", &self.advert),
            ("since", &self.since),
            ("until", &self.until),
            ("min_score", &self.min_score),
        ]
    }

    /// The page of that path asking the same.
    pub(crate) fn address(&self, path: &str) -> Address {
        self.fields()
            .into_iter()
            .fold(Address::new(path), |address, (name, value)| address.with(name, value.trim()))
    }

    /// The filters as a sentence; each can be taken away.
    pub(crate) fn chips(frame: &Frame, query: &Query, path: &str) -> Chips {
        let here = frame.here.clone();
        let mut chips = Chips::new("Posts", path);
        let mut add = |field: &str, words: Option<String>| chips.add(&here, field, words);
        add("q", (!query.q.is_empty()).then(|| format!("matching {}", query.q)));
        add("label", query.label.map(|label| format!("that are {}", plural(label))));
        add("language", query.language.as_ref().map(|l| format!("in {}", frame.language(l))));
        add("platform", query.platform.as_ref().map(|p| format!("on {}", frame.platform(p))));
        add("service", query.service.map(|service| format!("selling {}", service.title())));
        add("origin", query.origin.as_ref().map(|c| format!("from {c}")));
        add("destination", query.destination.as_ref().map(|c| format!("to {c}")));
        add("account", query.account.map(|_| "of one account".to_owned()));
        add("advert", query.advert.map(|_| "of one advert".to_owned()));
        add("since", query.since.map(|at| format!("since {}", date(at))));
        add("until", query.until.map(|at| format!("before {}", date(at))));
        add("min_score", query.min_score.map(|score| format!("scoring {score:.2} or more")));
        chips
    }
}

const DATE: &str = "write a day as 2026-11-23";
const COUNTRY: &str = "write two letters, such as TR";

fn field<T>(
    field: &'static str,
    value: &str,
    hint: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, NotUnderstood> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let shown = || value.chars().take(60).collect();
    read(value).map(Some).ok_or_else(|| NotUnderstood { field, value: shown(), hint })
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn moment(text: &str) -> Option<Timestamp> {
    day_begins(text).or_else(|| Timestamp::parse(text))
}

fn score(text: &str) -> Option<f32> {
    text.parse().ok().filter(|score| (0.0..=1.0).contains(score))
}

/// What posts of a label are called.
pub(crate) const fn plural(label: Label) -> &'static str {
    match label {
        Label::Offer => "offers",
        Label::Seeker => "from seekers",
        Label::About => "about it",
        Label::LicitService => "licit services",
        Label::Other => "something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_survives_its_address() {
        let query = Query {
            q: "boat".into(),
            label: Some(Label::Offer),
            language: Some(Language::new("fa")),
            platform: Some(Platform::new("telegram")),
            service: Some(Service::Sea),
            origin: Some(Country::new("TR")),
            destination: Some(Country::new("GR")),
            account: Some(model::AccountId::of(&["a"])),
            advert: Some(model::AdvertId::of(&["a"])),
            since: Timestamp::parse("2026-11-01T00:00:00Z"),
            until: Timestamp::parse("2026-11-23T14:05:00Z"),
            min_score: Some(0.5),
        };
        assert_eq!(QueryForm::of(&query).query(), Ok(query));
        assert_eq!(QueryForm::default().query(), Ok(Query::default()));
    }

    #[test]
    fn fields_that_make_no_sense_say_what_to_write() {
        let check = |form: QueryForm, expect: &str| {
            let got = form.query().map_err(|error| error.to_string());
            assert!(got.clone().is_err_and(|e| e.contains(expect)), "{got:?}");
        };
        let form = QueryForm::default;
        check(QueryForm { label: "x".into(), ..form() }, "offer, seeker");
        check(QueryForm { since: "soon".into(), ..form() }, "2026-11-23");
        check(QueryForm { origin: "Turkey".into(), ..form() }, "two letters");
        check(QueryForm { min_score: "2".into(), ..form() }, "0 to 1");
        check(QueryForm { account: "x".into(), ..form() }, "record id");
    }
}
