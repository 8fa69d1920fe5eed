//! The demo's people and what they watch.

use crate::commands::user;
use model::retention::Category;
use model::watch::Rhythm;
use model::{Clock, Country, Entropy, Label, Query, Role, Service, Watch, WatchId};
use store::Store;
use worker::Workshop;

/// Name, role and password of everybody in the demo. Public on purpose: the demo listens on
/// loopback and holds nothing real.
pub(super) const LOG_INS: [(&str, Role, &str); 4] = [
    ("ada", Role::Analyst, "demo-analyst-ada"),
    ("ben", Role::Approver, "demo-approver-ben"),
    ("vera", Role::Viewer, "demo-viewer-vera"),
    ("root", Role::Administrator, "demo-admin-root"),
];

/// Creates everybody.
pub(super) async fn people(
    store: &Store,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> anyhow::Result<()> {
    for (name, role, password) in LOG_INS {
        let mut letters = name.chars();
        let shown: String =
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let email = Some(format!("{name}@unit.example"));
        user::create(store, name, &shown, email, role, password, clock, entropy).await?;
    }
    Ok(())
}

/// Gives the analysts something to be alerted of.
pub(super) async fn watches(shop: &Workshop, entropy: &dyn Entropy) -> anyhow::Result<()> {
    let offers = Query { label: Some(Label::Offer), ..Query::default() };
    let boats = Query { service: Some(Service::Sea), ..offers.clone() };
    let britain = Query { destination: Some(Country::new("GB")), ..offers.clone() };
    let papers = Query { service: Some(Service::Document), ..offers };
    let wanted = [
        ("ada", "Boats", boats, Rhythm::Hourly),
        ("ada", "To Britain", britain, Rhythm::Hourly),
        ("ben", "Papers", papers, Rhythm::Daily),
    ];
    for (owner, name, query, rhythm) in wanted {
        let Some((person, _)) = shop.store.person_by_name(owner).await? else { continue };
        let now = shop.now();
        let watch = Watch {
            id: WatchId::fresh(entropy),
            owner: person.id,
            name: name.to_owned(),
            query,
            rhythm,
            paused: false,
            matched_seq: 0,
            last_digest: None,
            created_at: now,
            expires_at: shop.keep.until(Category::Casework, now),
        };
        shop.store.save_watch(&watch).await?;
    }
    Ok(())
}
