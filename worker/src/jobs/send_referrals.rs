//! Writes the notice of each approved referral and puts it into the outbox.

use super::Job;
use crate::Workshop;
use anyhow::Context;
use model::alert::Attachment;
use model::retention::Category;
use model::{ApprovedReferral, Message, MessageId, MessageState, Notice, Person, PersonId};
use referral::{Facts, NoticePost, Proof};

/// The job.
#[derive(Debug)]
pub(super) struct SendReferrals;

/// The one of this file.
pub(super) const JOB: SendReferrals = SendReferrals;

#[async_trait::async_trait]
impl Job for SendReferrals {
    fn name(&self) -> &'static str {
        "send_referrals"
    }

    fn help(&self) -> &'static str {
        "writes the notice of each approved referral and hands it to the outbox"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let mut written = 0;
        for record in shop.store.referrals_to_send().await? {
            let id = message_id(&record.id.to_string());
            if shop.store.message(id).await?.is_some() {
                continue;
            }
            let Some(approved) = ApprovedReferral::restore(record) else { continue };
            let notice = match compose(shop, &approved).await {
                Ok(notice) => notice,
                Err(why) => {
                    let id = approved.referral().id;
                    tracing::warn!(referral = %id, error = format!("{why:#}"), "notice not written");
                    continue;
                }
            };
            shop.store.save_notice(&notice).await?;
            shop.store.enqueue(&message(shop, id, &notice)).await?;
            written += 1;
        }
        Ok(written)
    }
}

/// The outbox message of a referral: always the same one, so that a notice is sent once.
pub(super) fn message_id(referral: &str) -> MessageId {
    MessageId::of(&["referral", referral])
}

async fn compose(shop: &Workshop, approved: &ApprovedReferral) -> anyhow::Result<Notice> {
    let referral = approved.referral();
    let account = shop.store.account(referral.account).await?;
    let account = account.context("the account is no longer on record")?;
    let mut posts = Vec::new();
    for view in shop.store.posts_by_ids(&referral.posts).await? {
        let proof = match view.first_capture() {
            Some(capture) => shop.store.capture(capture).await?,
            None => None,
        };
        let proof = proof.map(|row| Proof { at: row.at, sha256: row.sha256 });
        posts.push(NoticePost { post: view.post, assessment: view.assessment, proof });
    }
    let approver = referral.approval.map(|(approver, _)| approver);
    let facts = Facts {
        account,
        posts,
        author: name(shop, Some(referral.author)).await?,
        approver: name(shop, approver).await?,
    };
    Ok(referral::compose(approved, &facts, &shop.referral)?)
}

async fn name(shop: &Workshop, id: Option<PersonId>) -> anyhow::Result<String> {
    let Some(id) = id else { return Ok(String::new()) };
    let person: Option<Person> = shop.store.person(id).await?;
    Ok(person.map(|p| p.display_name).unwrap_or_default())
}

fn message(shop: &Workshop, id: MessageId, notice: &Notice) -> Message {
    let (now, recipient) = (shop.now(), notice.recipient());
    let attachment = Attachment {
        name: "notice.json".to_owned(),
        media_type: "application/json".to_owned(),
        text: notice.json().to_owned(),
    };
    Message {
        id,
        kind: "referral".to_owned(),
        channel: recipient.channel.clone(),
        to: recipient.to.clone(),
        subject: notice.subject().to_owned(),
        text: notice.text().to_owned(),
        html: None,
        attachments: vec![attachment],
        about: notice.referral().to_string(),
        created_at: now,
        state: MessageState::Queued,
        attempts: 0,
        next_try: now,
        last_error: None,
        sent: None,
        expires_at: shop.keep.until(Category::Casework, now),
    }
}
