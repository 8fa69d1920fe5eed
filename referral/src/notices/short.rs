//! A short report for trust-and-safety desks that are not bound by the Digital Services Act.

use super::{Layout, Page};
use crate::reference;
use std::fmt::Write as _;

/// The layout.
#[derive(Debug)]
pub(super) struct Short;

/// The one of this file.
pub(super) const LAYOUT: Short = Short;

impl Layout for Short {
    fn name(&self) -> &'static str {
        "short"
    }

    fn help(&self) -> &'static str {
        "short report to a trust-and-safety desk"
    }

    fn subject(&self, page: &Page<'_>) -> String {
        format!("Account advertising people smuggling, ref. {}", reference(page.referral))
    }

    fn text(&self, page: &Page<'_>) -> String {
        let (referral, account) = (page.referral, &page.facts.account);
        let address = account.url.as_ref().map_or(account.native_id.as_str(), |u| u.as_str());
        let mut text = format!("{address}\n\n{}\n", referral.statement.trim());
        if !referral.grounds.trim().is_empty() {
            let _ = writeln!(text, "\nGrounds: {}", referral.grounds.trim());
        }
        for told in page.posts {
            let post = &told.post;
            let address = post.url.as_ref().map_or(post.native_id.as_str(), |u| u.as_str());
            let day = post.posted_at.utc().format("%-d %b %Y");
            let _ = write!(text, "\n- {address} ({day})");
        }
        let (organisation, email) = (&page.options.organisation, &page.options.contact_email);
        let _ = write!(text, "\n\nReference {}\n{organisation}, {email}\n", referral.id);
        text
    }
}
