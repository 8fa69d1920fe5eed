//! What follows from a changed opinion of a post: its effective label and score, until when it may
//! be kept, its contacts and advert, and the risk of its account.
//!
//! Only posts whose effective label counts (offers) ever reach contacts, adverts and risk.

use crate::db::Tx;
use crate::groups::refresh_advert;
use crate::posts::{PostView, VIEW_TABLES, view_columns, view_of};
use crate::value::{json, values};
use crate::{Error, changes};
use model::{
    AccountId, AdvertId, Category, Label, Language, PostId, Retention, Route, Service, Timestamp,
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Until when a post may be kept. One where the classifier abstained counts as not decided, except
/// that a seeker's post is never kept longer for that.
pub(crate) fn post_expiry(
    keep: &Retention,
    label: Option<Label>,
    abstain: bool,
    last_seen: Timestamp,
) -> Timestamp {
    let by_label = keep.until(Category::of(label), last_seen);
    if !abstain {
        return by_label;
    }
    let unsure = keep.until(Category::Unsure, last_seen);
    if label == Some(Label::Seeker) { by_label.min(unsure) } else { unsure }
}

/// Brings everything in line with the present opinions of these posts, and numbers the change.
/// `regroup`: their texts were looked at anew, so the offers among them are grouped again.
pub(crate) async fn opinions_changed(
    tx: &mut Tx,
    keep: &Retention,
    posts: &[PostId],
    regroup: bool,
) -> Result<(), Error> {
    let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
    let mut adverts: BTreeSet<AdvertId> = BTreeSet::new();
    let mut changed = Vec::new();
    for post in posts {
        let Some(view) = decided(tx, *post).await? else {
            continue;
        };
        let expires_at = apply(tx, keep, &view, regroup).await?;
        accounts.insert(view.account.id);
        adverts.extend(view.advert);
        changed.push((*post, expires_at));
    }
    for account in accounts {
        recount_account(tx, keep, account).await?;
    }
    for advert in adverts {
        refresh_advert(tx, advert).await?;
    }
    changes::bump(tx, &changed, false).await
}

/// The post with the review that decides it now.
async fn decided(tx: &mut Tx, post: PostId) -> Result<Option<PostView>, Error> {
    let sql = "UPDATE posts SET review = (SELECT r.id FROM reviews r WHERE r.post = posts.id \
         AND NOT r.undone ORDER BY r.at DESC, r.id DESC LIMIT 1) WHERE id = $1";
    if tx.run(sql, values![post]).await? == 0 {
        return Ok(None);
    }
    let sql = format!("SELECT {} FROM {VIEW_TABLES} WHERE p.id = $1", view_columns());
    let row = tx.one(AssertSqlSafe(sql), values![post]).await?;
    row.map(|row| view_of(&mut row.columns())).transpose()
}

/// What is sold: by the reviewer's word where there is one.
fn services(view: &PostView) -> &[Service] {
    match (&view.review, &view.assessment) {
        (Some(review), Some(opinion)) if review.label.counts() && review.services.is_empty() => {
            &opinion.services
        }
        (Some(review), _) => &review.services,
        (None, Some(opinion)) => &opinion.services,
        (None, None) => &[],
    }
}

async fn apply(
    tx: &mut Tx,
    keep: &Retention,
    view: &PostView,
    regroup: bool,
) -> Result<Timestamp, Error> {
    let (post, opinion) = (&view.post, view.assessment.as_ref());
    let label = view.label();
    let counts = label.is_some_and(Label::counts);
    let unreviewed = view.review.is_none();
    let abstain = unreviewed && opinion.is_some_and(|opinion| opinion.abstain);
    let expires_at = post_expiry(keep, label, abstain, post.last_seen);
    let language = opinion.map(|opinion| opinion.language.clone());
    let language = language.or_else(|| post.declared_language.clone());
    let language = language.unwrap_or_else(Language::unknown);
    let unknown = Route::default();
    let route = opinion.map_or(&unknown, |opinion| &opinion.route);
    let sql = "UPDATE posts SET label = $2, score = $3, abstain = $4, language = $5, \
         services = $6, origin = $7, destination = $8, waiting = $9, expires_at = $10, \
         advert = CASE WHEN $11 THEN advert ELSE NULL END, \
         to_group = CASE WHEN $11 THEN (to_group OR $12 OR advert IS NULL) ELSE FALSE END, \
         template = $13 \
         WHERE id = $1";
    let values = values![
        post.id,
        label.map(Label::word),
        view.score(),
        abstain,
        language.as_str(),
        json(services(view)),
        route.origin.as_ref().map(model::Country::as_str),
        route.destination.as_ref().map(model::Country::as_str),
        unreviewed && (abstain || counts),
        expires_at,
        counts,
        regroup,
        opinion.and_then(model::Assessment::template),
    ];
    tx.run(sql, values).await?;
    let sql = "UPDATE assessments SET expires_at = $2 WHERE post = $1";
    tx.run(sql, values![post.id, expires_at]).await?;
    keep_contacts(tx, view, counts, expires_at).await?;
    if !counts {
        tx.run("DELETE FROM bands WHERE post = $1", values![post.id]).await?;
    }
    Ok(expires_at)
}

/// Contacts are kept for offers only.
async fn keep_contacts(
    tx: &mut Tx,
    view: &PostView,
    counts: bool,
    expires_at: Timestamp,
) -> Result<(), Error> {
    tx.run("DELETE FROM post_contacts WHERE post = $1", values![view.post.id]).await?;
    let Some(opinion) = view.assessment.as_ref().filter(|_| counts) else {
        return Ok(());
    };
    let sql = "INSERT INTO post_contacts (post, contact, account, kind, value, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (post, contact) DO NOTHING";
    for contact in &opinion.contacts {
        let values = values![
            view.post.id,
            contact.id(),
            view.post.account,
            contact.kind.word(),
            &contact.value,
            expires_at,
        ];
        tx.run(sql, values).await?;
    }
    Ok(())
}

/// Counts an account's posts and offers anew, and what follows: risk and expiry.
pub(crate) async fn recount_account(
    tx: &mut Tx,
    keep: &Retention,
    account: AccountId,
) -> Result<(), Error> {
    let posts = tx.count("SELECT COUNT(*) FROM posts WHERE account = $1", values![account]).await?;
    let sql = "SELECT score FROM posts WHERE account = $1 AND label = 'offer' ORDER BY score";
    let mut scores = Vec::new();
    for row in tx.all(sql, values![account]).await? {
        scores.push(row.columns().real()?);
    }
    let risk = model::account::risk(&scores, u32::try_from(posts).unwrap_or(u32::MAX));
    let sql = "UPDATE accounts SET posts = $2, offers = $3, risk = $4 WHERE id = $1";
    let offers = u64::try_from(scores.len()).unwrap_or(u64::MAX);
    tx.run(sql, values![account, posts, offers, risk]).await?;
    extend_account(tx, keep, account).await
}

/// Says anew until when an account may be kept: an account with offers as an offer, another one as
/// long as its last post, one without posts as a bystander.
pub(crate) async fn extend_account(
    tx: &mut Tx,
    keep: &Retention,
    account: AccountId,
) -> Result<(), Error> {
    let days = |category| keep.until(category, Timestamp::from_ms(0)).ms();
    let sql = "UPDATE accounts SET expires_at = CASE WHEN offers > 0 THEN last_seen + $2 \
         ELSE COALESCE((SELECT MAX(p.expires_at) FROM posts p WHERE p.account = accounts.id), \
         last_seen + $3) END WHERE id = $1";
    let values = values![account, days(Category::Offer), days(Category::Bystander)];
    tx.run(sql, values).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_decided_is_kept_as_undecided_but_a_seeker_never_longer() {
        let (keep, now) = (Retention::default(), Timestamp::from_ms(0));
        let check = |label, abstain, expect| {
            let days = post_expiry(&keep, label, abstain, now).ms() / 86_400_000;
            assert_eq!(days, i64::from(expect), "{label:?} {abstain}");
        };
        check(None, false, keep.unsure_days);
        check(Some(Label::Offer), false, keep.offer_days);
        check(Some(Label::Offer), true, keep.unsure_days);
        check(Some(Label::About), true, keep.unsure_days);
        check(Some(Label::Seeker), true, keep.seeker_days);
        check(Some(Label::Seeker), false, keep.seeker_days);
    }
}
