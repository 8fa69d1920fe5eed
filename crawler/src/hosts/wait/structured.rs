//! The structured fields `RateLimit` and `RateLimit-Policy`.

use super::to_ms;
use sfv::{BareItem, Dictionary, Item, List, ListEntry, Parameters, Parser};

/// A budget's name, what is left of it, and seconds until it is full again.
type Budget<'a> = (&'a BareItem, Option<f64>, Option<f64>);

/// Milliseconds until the budget of some used-up policy is full again; where the limit does not
/// say, a whole window of its policy. A field that is malformed anywhere says nothing at all
/// (RFC 9651, section 4.2).
pub(super) fn wait(limit: &str, policy: &str, slow_down: bool) -> Option<i64> {
    let policies: List = Parser::new(policy).parse().unwrap_or_default();
    let limits: Result<List, _> = Parser::new(limit).parse();
    if let Ok(limits) = &limits {
        let budgets = limits
            .iter()
            .filter_map(item)
            .map(|one| (&one.bare_item, number(&one.params, "r"), number(&one.params, "t")));
        let used = budgets.filter(|(_, left, _)| used_up(*left, slow_down));
        return used.filter_map(|budget| until_full(budget, &policies)).max();
    }
    // The older form is a dictionary, and its policies are named by their number of requests.
    let limits: Dictionary = Parser::new(limit).parse().ok()?;
    let value = |key: &str| match limits.get(key) {
        Some(ListEntry::Item(one)) => Some(&one.bare_item),
        _ => None,
    };
    let left = value("remaining").and_then(numeric);
    let budget = (value("limit")?, left, value("reset").and_then(numeric));
    used_up(left, slow_down).then(|| until_full(budget, &policies)).flatten()
}

fn used_up(left: Option<f64>, slow_down: bool) -> bool {
    left.map_or(slow_down, |left| left < 1.0)
}

fn until_full((name, _, reset): Budget<'_>, policies: &List) -> Option<i64> {
    let window = || {
        let policy = policies.iter().filter_map(item).find(|one| one.bare_item == *name)?;
        number(&policy.params, "w")
    };
    reset.or_else(window).map(to_ms)
}

fn item(entry: &ListEntry) -> Option<&Item> {
    match entry {
        ListEntry::Item(item) => Some(item),
        ListEntry::InnerList(_) => None,
    }
}

fn number(parameters: &Parameters, key: &str) -> Option<f64> {
    parameters.get(key).and_then(numeric)
}

/// A number that is not negative.
fn numeric(value: &BareItem) -> Option<f64> {
    let thousandths = match value {
        BareItem::Integer(whole) => i64::from(*whole).checked_mul(1000)?,
        BareItem::Decimal(part) => i64::from(part.as_integer_scaled_1000()),
        _ => return None,
    };
    // Fifteen digits at most (RFC 9651, section 3.3.1).
    #[expect(clippy::cast_precision_loss, reason = "a wait need not be exact beyond 2^53 ms")]
    (thousandths >= 0).then_some(thousandths as f64 / 1000.0)
}
