//! The captures of a whole crawl against a foreign validator.

use demo::Plan;
use model::Timestamp;
use std::process::Command;
use tests::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn warcio_accepts_every_capture_of_a_crawl() {
    let Ok(warcio) = std::env::var("ROUTEWATCH_TEST_WARCIO") else {
        println!("skipped: ROUTEWATCH_TEST_WARCIO is not set (tests/run sets it)");
        return;
    };
    let start = Timestamp::parse("2026-11-23T12:00:00Z").expect("a time");
    let plan = Plan { accounts: 12, history_days: 5, future_days: 1, ..Plan::starting(start) };
    let house = House::build(plan, None).await.expect("the house is up");
    house.watch_everything().await.expect("places are watched");
    house.pass(0).await.expect("the first round is done");
    house.pass(24 * 60).await.expect("a day passes");
    let mut checked = 0;
    for entry in
        std::fs::read_dir(house.folder.path().join("captures")).expect("a folder").flatten()
    {
        if entry.path().extension().is_some_and(|ending| ending == "gz") {
            let output = Command::new(&warcio).arg("check").arg(entry.path()).output();
            let output = output.expect("warcio runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
            checked += 1;
        }
    }
    assert!(checked > 0, "no captures");
}
