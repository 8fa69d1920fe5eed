//! A network as a drawing: its accounts on a circle, numbered as in the table, a line for each
//! pair that is tied.

use crate::components::AccountLine;
use model::{Account, AccountId, Network, TieKind};
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

/// Most accounts that a circle shows legibly.
pub(super) const MOST: usize = 40;
/// Middle of the drawing and radius of the circle, in its own units (0..=480).
const MIDDLE: f64 = 240.0;
const RADIUS: f64 = 205.0;

/// The drawing.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) lines: Vec<Line>,
}

/// An account.
pub(super) struct Node {
    pub(super) x: String,
    pub(super) y: String,
    pub(super) number: usize,
    pub(super) href: String,
    pub(super) title: String,
    /// Its risk is one half or more.
    pub(super) risky: bool,
}

/// A tied pair.
pub(super) struct Line {
    pub(super) path: String,
    /// `contact`, `advert` or `both`.
    pub(super) kind: &'static str,
    pub(super) title: String,
}

/// The drawing of a network whose accounts stand in that order; nothing if there are too many.
pub(super) fn of(network: &Network, accounts: &[Account]) -> Option<Graph> {
    if accounts.len() > MOST || accounts.len() < 2 {
        return None;
    }
    let places: BTreeMap<AccountId, (usize, f64, f64)> = accounts
        .iter()
        .enumerate()
        .map(|(at, account)| {
            let (x, y) = place(at, accounts.len());
            (account.id, (at + 1, x, y))
        })
        .collect();
    let node = |account: &Account| {
        let (number, x, y) = places.get(&account.id).copied()?;
        Some(Node {
            x: format!("{x:.1}"),
            y: format!("{y:.1}"),
            number,
            href: format!("/accounts/{}", account.id),
            title: format!("{number}: {}, risk {:.2}", AccountLine::of_name(account), account.risk),
            risky: account.risk >= 0.5,
        })
    };
    let mut pairs: BTreeMap<(AccountId, AccountId), BTreeSet<TieKind>> = BTreeMap::new();
    for tie in &network.ties {
        pairs.entry((tie.a, tie.b)).or_default().insert(tie.kind);
    }
    let line = |(pair, kinds): (&(AccountId, AccountId), &BTreeSet<TieKind>)| {
        let (from, to) = (places.get(&pair.0)?, places.get(&pair.1)?);
        let (kind, words) =
            match (kinds.contains(&TieKind::Contact), kinds.contains(&TieKind::Advert)) {
                (true, true) => ("both", "the same contact and advert"),
                (true, false) => ("contact", "the same contact"),
                _ => ("advert", "the same advert"),
            };
        Some(Line {
            path: format!("M{:.1} {:.1}L{:.1} {:.1}", from.1, from.2, to.1, to.2),
            kind,
            title: format!("{} and {}: {words}", from.0, to.0),
        })
    };
    Some(Graph {
        nodes: accounts.iter().filter_map(node).collect(),
        lines: pairs.iter().filter_map(line).collect(),
    })
}

/// Where the account at that position stands; the first on top, then clockwise.
fn place(at: usize, of: usize) -> (f64, f64) {
    let part = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let angle = TAU * part(at) / part(of.max(1)) - TAU / 4.0;
    (RADIUS.mul_add(angle.cos(), MIDDLE), RADIUS.mul_add(angle.sin(), MIDDLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_stand_around_the_middle_beginning_on_top() {
        let shown = |at, of| {
            let (x, y) = place(at, of);
            format!("{x:.0} {y:.0}")
        };
        assert_eq!(shown(0, 4), "240 35");
        assert_eq!(shown(1, 4), "445 240");
        assert_eq!(shown(2, 4), "240 445");
        assert_eq!(shown(3, 4), "35 240");
    }
}
