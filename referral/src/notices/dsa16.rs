//! A notice complete by Article 16(2) of Regulation (EU) 2022/2065 (Digital Services Act): reasons
//! (a), exact location (b), name and mail address (c), statement of good faith (d).

use super::{Layout, Page};
use crate::{NoticePost, reference};
use std::fmt::Write as _;

/// The layout.
#[derive(Debug)]
pub(super) struct Dsa16;

/// The one of this file.
pub(super) const LAYOUT: Dsa16 = Dsa16;

impl Layout for Dsa16 {
    fn name(&self) -> &'static str {
        "dsa16"
    }

    fn help(&self) -> &'static str {
        "complete notice by Article 16(2) of the EU Digital Services Act"
    }

    fn subject(&self, page: &Page<'_>) -> String {
        let platform = &page.facts.account.platform;
        format!(
            "Notice of illegal content, Art. 16 DSA: {platform}, ref. {}",
            reference(page.referral)
        )
    }

    fn text(&self, page: &Page<'_>) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_all(&mut text, page);
        text
    }
}

fn write_all(out: &mut String, page: &Page<'_>) -> std::fmt::Result {
    let (referral, account) = (page.referral, &page.facts.account);
    writeln!(out, "To: {}", referral.recipient.name)?;
    writeln!(out, "Reference: {}\n", referral.id)?;
    writeln!(out, "NOTICE OF ILLEGAL CONTENT\nArticle 16 of Regulation (EU) 2022/2065\n")?;
    writeln!(out, "1. Where the content is (Art. 16(2)(b))\n")?;
    writeln!(out, "Account: {}", address(account.url.as_ref().map(model::PublicUrl::as_str)))?;
    writeln!(out, "Stable identifier on your service: {}", account.native_id)?;
    for (number, told) in page.posts.iter().enumerate() {
        write_post(out, number + 1, told)?;
    }
    writeln!(out, "\n2. Why it is illegal (Art. 16(2)(a))\n\n{}\n", referral.statement.trim())?;
    if !referral.grounds.trim().is_empty() {
        writeln!(out, "Legal grounds and terms of service: {}\n", referral.grounds.trim())?;
    }
    writeln!(out, "3. Who gives notice (Art. 16(2)(c))\n\n{}", page.options.organisation)?;
    if !page.options.contact_name.is_empty() {
        writeln!(out, "{}", page.options.contact_name)?;
    }
    writeln!(out, "{}\n", page.options.contact_email)?;
    writeln!(out, "4. Good faith (Art. 16(2)(d))\n")?;
    writeln!(
        out,
        "We believe in good faith that the information and allegations in this notice are accurate \
         and complete. Each post was read and judged by a person; this notice was written by one \
         person and approved by another."
    )?;
    writeln!(
        out,
        "\nPlease tell us your decision and the redress available (Art. 16(5)), and preserve the \
         content for competent authorities where the law allows."
    )
}

fn write_post(out: &mut String, number: usize, told: &NoticePost) -> std::fmt::Result {
    let post = &told.post;
    writeln!(out, "\nPost {number}: {}", address(post.url.as_ref().map(model::PublicUrl::as_str)))?;
    writeln!(out, "  published {} (UTC)", post.posted_at.utc().format("%-d %b %Y, %H:%M"))?;
    if let Some(opinion) = &told.assessment {
        let services: Vec<_> = opinion.services.iter().map(|s| s.title()).collect();
        let offered = if services.is_empty() { "passage".to_owned() } else { services.join(", ") };
        let route = if opinion.route.is_unknown() {
            String::new()
        } else {
            format!("; route {}", opinion.route)
        };
        writeln!(out, "  language {}; offers {offered}{route}", opinion.language)?;
        for reason in opinion.reasons.iter().filter(|r| r.weight > 0.0).take(4) {
            writeln!(out, "  “{}”: {}", reason.text.trim(), reason.gloss)?;
        }
    }
    for line in post.content.text.lines() {
        writeln!(out, "  > {line}")?;
    }
    if let Some(proof) = &told.proof {
        writeln!(out, "  captured {} (UTC)", proof.at.utc().format("%-d %b %Y, %H:%M"))?;
        writeln!(out, "  SHA-256 of the page: {}", proof.sha256)?;
    }
    Ok(())
}

fn address(url: Option<&str>) -> &str {
    url.unwrap_or("(no public address; see the stable identifier)")
}
