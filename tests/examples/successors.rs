//! How many of the accounts that come back under another name are found, and how many proposals are
//! wrong, in invented worlds. `tests/bench/successors.sh` runs it and prints the figures.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use demo::Plan;
use tests::House;
use tests::returns::{Found, Roll};

/// Worlds that are looked at. The weights were set before the last three were.
const SEEDS: [u64; 6] = [7, 8, 9, 21, 22, 23];

/// Hours between two looks at who has come, and days looked at.
const HOURS: i64 = 6;
const DAYS: i64 = 7;

fn plan(seed: u64) -> Plan {
    let start = Plan::default().start;
    Plan { seed, accounts: 240, history_days: 30, future_days: 8, ..Plan::starting(start) }
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
