//! A challenger in shadow: scored, promoted, and what it says is what is shown from then on.

use crate::postgres::databases;
use classifier::opinion::Weights;
use classifier::shelf::{Card, Signature};
use demo::Plan;
use model::Timestamp;
use tests::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_challenger_is_tried_and_a_promotion_is_followed() {
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let plan = Plan { accounts: 6, history_days: 4, future_days: 1, ..Plan::starting(start) };
    for url in databases("learning").await {
        let house = House::build(plan, url.as_deref()).await.expect("the house is up");
        let (store, models) = (&house.shop.store, &house.shop.models);
        let shelf = models.shelf().expect("a shelf");
        let shipped = models.champion().version().to_owned();
        let mut weights = Weights::shipped().expect("weights");
        "new-1".clone_into(&mut weights.version);
        // As sure of everything as can be: the shadow must differ from the champion.
        weights.calibration = [0.0, 9.0];
        let report = classifier::evaluate::Report::of("new-1", &[], 0.85, (0.35, 0.85));
        let signed = Signature { at: start, by: "ada", reason: "a test" };
        shelf.add(&weights, &Card::new(start, &report), &signed).expect("on the shelf");
        house.watch_everything().await.expect("places are watched");
        house.pass(0).await.expect("the first round is done");
        let shadow = store.shadow(&shipped, "new-1", 0.85).await.expect("figures");
        let posts = store.overview(start).await.expect("figures").posts;
        assert!(posts > 0 && shadow.posts == posts, "{shadow:?} of {posts} posts");
        assert!(shadow.gained > 0 && shadow.lost == 0, "{shadow:?}");
        shelf.promote("new-1", &signed).expect("promoted");
        assert_eq!(store.requeue_all().await.expect("queued"), posts);
        worker::run_until_idle(&house.shop, 200).await.expect("assessed again");
        assert_eq!(models.champion().version(), "new-1");
        let left = store.shadow(&shipped, "new-1", 0.85).await.expect("figures");
        assert_eq!(left.posts, 0, "no opinion of the model before is left");
    }
}
