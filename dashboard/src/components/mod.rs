//! How things are shown, the same way everywhere. Each component is a struct with a template; a
//! page holds it in a field and writes `{{ field }}`.

mod account_line;
mod address;
mod alarm_card;
mod chart;
mod chips;
mod diff;
mod label_bar;
mod marked;
mod pager;
mod post_card;
mod query_form;
mod succession_card;

pub(crate) use account_line::{AccountLine, presence_words};
pub(crate) use address::Address;
pub(crate) use alarm_card::AlarmCard;
pub(crate) use chart::Chart;
pub(crate) use chips::{Chips, SortLink};
pub(crate) use diff::Diff;
pub(crate) use label_bar::LabelBar;
pub(crate) use marked::Marked;
pub(crate) use pager::Pager;
pub(crate) use post_card::{PostCard, Showing, search_contact};
pub(crate) use query_form::QueryForm;
pub(crate) use succession_card::SuccessionCard;

/// Declares that a component's output is HTML already; its template has escaped what it shows.
macro_rules! html {
    ($($name:ty),+ $(,)?) => {$(impl askama::filters::HtmlSafe for $name {})+};
}

html!(
    AccountLine,
    AlarmCard,
    Chart,
    Chips,
    Diff,
    LabelBar,
    Marked,
    Pager,
    PostCard,
    SuccessionCard
);
