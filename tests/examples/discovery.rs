//! Snowballing from a few known advertisers, against following every name breadth first, at equal
//! requests in invented worlds. `tests/bench/discovery.sh` runs it and prints the figures.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use demo::Plan;
use demo::truth::{Form, Role, Truth};
use model::source::SourceAddress;
use model::{CandidateState, Source, SourceId};
use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use store::Paging;
use tests::House;
use worker::discovering::named_in;

/// Places looked at by each at most, after the known ones.
const BUDGET: usize = 24;
/// Places looked at between two looks at the candidates.
const STEP: u32 = 4;
/// Advertisers known at the beginning.
const KNOWN: usize = 5;

/// A world where one account in twelve advertises.
fn plan(seed: u64) -> Plan {
    let start = Plan::default().start;
    Plan {
        seed,
        accounts: 600,
        history_days: 40,
        future_days: 2,
        advertisers_percent: 8,
        ..Plan::starting(start)
    }
}

/// What a way of looking brought.
#[derive(Debug, Default)]
struct Brought {
    /// Places looked at after the known ones.
    looked: usize,
    /// Of these, accounts that advertise.
    found: usize,
    /// Accounts that advertise and were not known.
    there: usize,
    /// Pages fetched, those of the known places included.
    pages: u64,
}

impl Brought {
    fn add(&mut self, other: &Self) {
        self.looked += other.looked;
        self.found += other.found;
        self.there += other.there;
        self.pages += other.pages;
    }
}

impl fmt::Display for Brought {
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { looked, found, there, pages } = self;
        let share = |of: usize| *found as f64 / of as f64;
        let (harvest, recall) = (share(*looked), share(*there));
        write!(f, "{looked} places, {pages} pages, harvest {harvest:.2}, recall {recall:.2}")
    }
}

/// Worlds that are looked at.
const SEEDS: [u64; 3] = [7, 8, 9];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (mut ours, mut wide) = (Brought::default(), Brought::default());
    for seed in SEEDS {
        let one = by_score(seed).await?;
        let other = breadth_first(seed, one.looked).await?;
        println!("seed {seed}: by score {one}; breadth first {other}");
        ours.add(&one);
        wide.add(&other);
    }
    println!("by score: {ours}\nbreadth first: {wide}");
    Ok(())
}

async fn by_score(seed: u64) -> anyhow::Result<Brought> {
    let (house, mut looked) = begin(seed).await?;
    let store = &house.shop.store;
    while looked.len() < KNOWN + BUDGET {
        let best = store.candidates(CandidateState::Proposed, Paging::first(STEP)).await?;
        if best.rows.is_empty() {
            break;
        }
        for candidate in best.rows {
            let (id, accepted) = (candidate.id, CandidateState::Accepted);
            watch(&house, candidate.address.clone()).await?;
            store.decide_candidate(id, accepted, None, "", house.now()).await?;
            looked.push(candidate.address);
        }
        house.pass(1).await?;
    }
    Ok(brought(&house, &looked))
}

async fn breadth_first(seed: u64, budget: usize) -> anyhow::Result<Brought> {
    let (house, mut looked) = begin(seed).await?;
    let mut known: BTreeSet<SourceId> = looked.iter().map(SourceAddress::id).collect();
    let mut queue = VecDeque::new();
    let mut read = 0;
    while looked.len() < KNOWN + budget {
        for address in looked.iter().skip(read) {
            for named in names_at(&house, address).await? {
                if known.insert(named.id()) {
                    queue.push_back(named);
                }
            }
        }
        read = looked.len();
        let next: Vec<_> = queue
            .drain(..queue.len().min(KNOWN + budget - looked.len()).min(STEP as usize))
            .collect();
        if next.is_empty() {
            break;
        }
        for address in next {
            watch(&house, address.clone()).await?;
            looked.push(address);
        }
        house.pass(1).await?;
    }
    Ok(brought(&house, &looked))
}

/// Everything that the posts at a place name, whatever they are.
async fn names_at(house: &House, address: &SourceAddress) -> anyhow::Result<Vec<SourceAddress>> {
    let store = &house.shop.store;
    let source = store.source(address.id()).await?;
    let Some(account) = source.and_then(|source| source.account) else { return Ok(Vec::new()) };
    let posts = store.posts_of_account(account, None, Paging::first(1000)).await?;
    let named = posts.rows.iter().flat_map(|view| named_in(view, &house.shop.platforms));
    Ok(named.map(|lead| lead.address).collect())
}

/// A house that watches the first known advertisers.
async fn begin(seed: u64) -> anyhow::Result<(House, Vec<SourceAddress>)> {
    let house = House::build(plan(seed), None).await?;
    let truth = house.world.truth();
    let mut known = Vec::new();
    for handle in channels(&truth, Role::Advertiser).into_iter().take(KNOWN) {
        let address = house.shop.platforms.recognise(&format!("@{handle}"))?;
        watch(&house, address.clone()).await?;
        known.push(address);
    }
    house.pass(0).await?;
    Ok((house, known))
}

async fn watch(house: &House, address: SourceAddress) -> anyhow::Result<()> {
    let host = house.shop.platforms.host(&address);
    let source = Source::new(address, host, house.now(), house.now().plus_days(365));
    house.shop.store.add_source(&source).await?;
    Ok(())
}

/// Handles of the readable channels of that role.
fn channels(truth: &Truth, role: Role) -> Vec<String> {
    let of = truth.accounts.iter().filter(|account| {
        account.form == Form::Channel
            && account.role == role
            && account.collectable
            && account.listed
    });
    of.filter_map(|account| Some(account.names.first()?.handle.to_lowercase())).collect()
}

fn brought(house: &House, looked: &[SourceAddress]) -> Brought {
    let truth = house.world.truth();
    let advertise: BTreeSet<String> = channels(&truth, Role::Advertiser).into_iter().collect();
    let found = looked.iter().skip(KNOWN).filter(|place| advertise.contains(&place.key)).count();
    Brought {
        looked: looked.len() - KNOWN,
        found,
        there: advertise.len() - KNOWN,
        pages: house.shop.tally.counts().pages,
    }
}
