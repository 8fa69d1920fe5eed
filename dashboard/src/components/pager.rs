//! Which part of a long list is shown, and the ways on.

use crate::components::Address;
use crate::frame::words::number;
use askama::Template;
use store::Paging;

/// "1–50 of 12 430" with links to the pages around.
#[derive(Debug, Clone, Template)]
#[template(path = "pager.html")]
pub(crate) struct Pager {
    pub(crate) words: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// Furthest row that paging leads to; beyond it, filters are the way.
const FURTHEST: u64 = 100_000;

impl Pager {
    /// Rows a page, and where page `page` (from 1) begins.
    pub(crate) fn paging(page: u32, rows: u32) -> Paging {
        let page = page.clamp(1, u32::try_from(FURTHEST).unwrap_or(u32::MAX) / rows.max(1));
        Paging { offset: (page - 1) * rows, limit: rows }
    }

    /// Whether there is anything before or after what is shown.
    pub(crate) fn turns(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    /// For a list of `total` rows; `of_all` is the length without filters, where known.
    pub(crate) fn new(here: &str, paging: Paging, total: u64, of_all: Option<u64>) -> Self {
        let (offset, rows) = (u64::from(paging.offset), u64::from(paging.limit.max(1)));
        let here = Address::parse(here);
        let page = offset / rows + 1;
        let last = (offset + rows).min(total);
        let mut words = if total == 0 {
            "none".to_owned()
        } else {
            format!("{}–{} of {}", number(offset + 1), number(last), number(total))
        };
        if let Some(all) = of_all.filter(|all| *all > total) {
            words = format!("{words} (of {})", number(all));
        }
        let turn = |page: u64| {
            let page = if page > 1 { page.to_string() } else { String::new() };
            here.clone().with("page", page).to_string()
        };
        Self {
            words,
            before: (page > 1).then(|| turn(page - 1)),
            after: (last < total && last < FURTHEST).then(|| turn(page + 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_counts_as_people_do() {
        let check = |page: u32, total: u64, words: &str, before: bool, after: bool| {
            let pager = Pager::new("/search?q=a", Pager::paging(page, 50), total, None);
            assert_eq!(pager.words.replace('\u{202f}', " "), words);
            assert_eq!((pager.before.is_some(), pager.after.is_some()), (before, after));
        };
        check(1, 0, "none", false, false);
        check(1, 12_430, "1–50 of 12 430", false, true);
        check(2, 60, "51–60 of 60", true, false);
        check(0, 50, "1–50 of 50", false, false);
        check(u32::MAX, 200_000, "99 951–100 000 of 200 000", true, false);
    }
}
