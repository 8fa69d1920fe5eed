//! Turns an approved referral into a notice that a platform accepts.
//!
//! What goes in is a [`model::ApprovedReferral`] (two people stand behind it) and the facts about
//! its account and posts; what comes out is a [`model::Notice`] with a text for people and JSON for
//! machines. This crate sends nothing and knows no database. Begin reading at [`compose`], then
//! [`notices`].

pub mod notices;
mod options;

pub use options::{Options, RecipientOptions};

use model::capture::hex;
use model::{Account, ApprovedReferral, Assessment, Notice, Post, PostId, Timestamp};
use serde_json::{Value, json};

/// A capture that shows a post: proof that it said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When the page was captured.
    pub at: Timestamp,
    /// SHA-256 (hex) of the page's bytes.
    pub sha256: String,
}

/// A post as the notice tells of it.
#[derive(Debug, Clone)]
pub struct NoticePost {
    /// The post.
    pub post: Post,
    /// What the classifier made of it: language, route, prices, reasons.
    pub assessment: Option<Assessment>,
    /// The first capture that shows it, where one is kept.
    pub proof: Option<Proof>,
}

/// Everything a notice says besides the referral itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The account referred.
    pub account: Account,
    /// The posts referred, in any order; exactly those that the referral names.
    pub posts: Vec<NoticePost>,
    /// Name of the person who wrote it.
    pub author: String,
    /// Name of the person who approved it.
    pub approver: String,
}

/// Why a notice cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// Article 16(2)(c) wants name and mail address of whoever gives notice.
    #[error("set referral.organisation and referral.contact_email: a notice names its sender")]
    NoSender,
    /// A post of the referral is not among the facts.
    #[error("the post {0} is no longer on record; take it off the referral")]
    MissingPost(PostId),
    /// Article 16(2)(b) wants the exact electronic location.
    #[error("neither the account nor the post {0} has a public address")]
    NoAddress(PostId),
    /// There are no reasons.
    #[error("write the statement of reasons first: a notice explains why the content is illegal")]
    NoStatement,
    /// No such layout.
    #[error("there is no notice layout “{0}”; there are {1}")]
    NoLayout(String, String),
}

/// Writes the notice of an approved referral. Needs a sender, reasons, and an address for every
/// post; the layout is the recipient's.
pub fn compose(
    approved: &ApprovedReferral,
    facts: &Facts,
    options: &Options,
) -> Result<Notice, ComposeError> {
    let referral = approved.referral();
    if options.organisation.trim().is_empty() || options.contact_email.trim().is_empty() {
        return Err(ComposeError::NoSender);
    }
    if referral.statement.trim().is_empty() {
        return Err(ComposeError::NoStatement);
    }
    let mut posts = Vec::with_capacity(referral.posts.len());
    for id in &referral.posts {
        let told = facts.posts.iter().find(|p| p.post.id == *id);
        let told = told.ok_or(ComposeError::MissingPost(*id))?;
        if told.post.url.is_none() && facts.account.url.is_none() {
            return Err(ComposeError::NoAddress(*id));
        }
        posts.push(told);
    }
    let layout = notices::named(&referral.recipient.layout).ok_or_else(|| {
        let known: Vec<_> = notices::ALL.iter().map(|l| l.name()).collect();
        ComposeError::NoLayout(referral.recipient.layout.clone(), known.join(", "))
    })?;
    let page = notices::Page { referral, facts, posts: &posts, options };
    let json = machine(&page);
    Ok(Notice::of(approved, layout.subject(&page), layout.text(&page), json.to_string()))
}

/// The notice for machines, the same for every layout.
fn machine(page: &notices::Page<'_>) -> Value {
    let account = &page.facts.account;
    let posts: Vec<Value> = page
        .posts
        .iter()
        .map(|told| {
            json!({
                "url": told.post.url,
                "native_id": told.post.native_id,
                "posted_at": told.post.posted_at,
                "first_seen": told.post.first_seen,
                "language": told.assessment.as_ref().map(|a| &a.language),
                "services": told.assessment.as_ref().map(|a| &a.services),
                "capture_sha256": told.proof.as_ref().map(|p| &p.sha256),
                "captured_at": told.proof.as_ref().map(|p| p.at),
            })
        })
        .collect();
    json!({
        "reference": page.referral.id,
        "platform": account.platform,
        "account": {
            "url": account.url,
            "native_id": account.native_id,
            "handle": account.profile.handle,
        },
        "posts": posts,
        "grounds": page.referral.grounds,
        "statement": page.referral.statement,
        "sender": {
            "organisation": page.options.organisation,
            "contact": page.options.contact_name,
            "email": page.options.contact_email,
        },
        "good_faith": true,
    })
}

/// Short reference for subject lines: the last eight hex digits of the referral's id.
#[must_use]
pub fn reference(referral: &model::Referral) -> String {
    let [.., a, b, c, d] = *referral.id.uuid().as_bytes();
    hex(&[a, b, c, d])
}

#[cfg(test)]
mod tests;
