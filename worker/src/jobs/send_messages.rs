//! Delivers what waits in the outbox.

use super::Job;
use crate::Workshop;
use anyhow::Context;
use model::{Action, ApprovedReferral, Message, Receipt, ReferralId};
use notifier::DeliverError;

/// The job.
#[derive(Debug)]
pub(super) struct SendMessages;

/// The one of this file.
pub(super) const JOB: SendMessages = SendMessages;

/// Messages delivered in one run.
const BATCH: u32 = 20;

#[async_trait::async_trait]
impl Job for SendMessages {
    fn name(&self) -> &'static str {
        "send_messages"
    }

    fn help(&self) -> &'static str {
        "delivers the outbox; what fails for now is tried again, ever more rarely"
    }

    fn alone(&self) -> bool {
        true
    }

    async fn run(&self, shop: &Workshop, _number: u32) -> anyhow::Result<u64> {
        let messages = shop.store.due_messages(shop.now(), BATCH).await?;
        for message in &messages {
            deliver(shop, message).await?;
        }
        Ok(messages.len() as u64)
    }
}

async fn deliver(shop: &Workshop, message: &Message) -> anyhow::Result<()> {
    match shop.notifier.deliver(message).await {
        Ok(answer) => {
            // The referral first: should we die in between, the message goes out once more with the
            // same Message-ID, and the referral is not left without its receipt.
            if message.kind == "referral" {
                close_referral(shop, message, &answer).await?;
            }
            shop.store.message_sent(message.id, shop.now(), &answer).await?;
            shop.tally.messages(1);
        }
        Err(why) => {
            let again = matches!(why, DeliverError::Transient(_))
                && message.attempts + 1 < shop.options.message_attempts;
            let next = again.then(|| shop.now().plus_ms(backoff_ms(message.attempts)));
            shop.store.message_failed(message.id, &why.to_string(), next).await?;
            tracing::warn!(message = %message.id, again, "message not delivered");
        }
    }
    Ok(())
}

/// One minute, two, four … at most six hours.
fn backoff_ms(attempts: u32) -> i64 {
    60_000_i64.saturating_mul(1_i64 << attempts.min(10)).min(6 * 3_600_000)
}

/// A referral whose notice was accepted is sent.
async fn close_referral(shop: &Workshop, message: &Message, answer: &str) -> anyhow::Result<()> {
    let id: ReferralId = message.about.parse().context("the message names no referral")?;
    let Some(record) = shop.store.referral(id).await? else { return Ok(()) };
    let (before, notice) = (record.changed_at, shop.store.notice(id).await?);
    if record.receipt.is_some() {
        return Ok(());
    }
    let Some(approved) = ApprovedReferral::restore(record) else { return Ok(()) };
    let receipt = Receipt {
        at: shop.now(),
        to: format!("{} {}", message.channel, message.to).trim().to_owned(),
        answer: answer.to_owned(),
        sha256: notice.map(|n| n.sha256).unwrap_or_default(),
    };
    shop.store.save_referral(&approved.sent(receipt), Some(before)).await?;
    shop.enter(Action::Send, "referral", &message.about, "notice accepted by the recipient").await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_below_six_hours() {
        let pauses: Vec<_> = (0..20).map(backoff_ms).collect();
        assert!(pauses.windows(2).all(|w| w[0] <= w[1]), "{pauses:?}");
        assert_eq!((pauses[0], pauses[19]), (60_000, 21_600_000));
    }
}
