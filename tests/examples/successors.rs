//! How many of the accounts that come back under another name are found, and how many proposals are
//! wrong, in invented worlds. `tests/bench/successors.sh` runs it and prints the figures.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use demo::Plan;
use tests::House;
use tests::returns::{Found, Roll};

/// Worlds that are looked at.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=12;

/// Hours between two looks at who has come, and days looked at.
const HOURS: i64 = 12;
const DAYS: i64 = 6;

/// A world of advertisers, most of whom have partners with the same number or texts.
fn plan(seed: u64) -> Plan {
    let start = Plan::default().start;
    Plan {
        seed,
        accounts: 60,
        advertisers_percent: 80,
        history_days: 8,
        future_days: 7,
        ..Plan::starting(start)
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut all = Found::default();
    for seed in SEEDS {
        let house = House::build(plan(seed), None).await?;
        let mut roll = Roll::default();
        roll.call(&house).await?;
        house.pass(0).await?;
        for _ in 0..DAYS * 24 / HOURS {
            house.pass(HOURS * 60).await?;
            roll.call(&house).await?;
        }
        house.pass(HOURS * 60).await?;
        let one = roll.compare(&house).await?;
        println!("seed {seed}: {one:?}");
        all.gone += one.gone;
        all.planted += one.planted;
        all.proposed += one.proposed;
        all.first += one.first;
        all.wrong += one.wrong;
        all.same_people += one.same_people;
    }
    println!("all: {all:?}");
    Ok(())
}
