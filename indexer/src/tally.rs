//! Counts over a whole result: total, facets, days. One pass over the fast columns.

use crate::fields::{self, Entry};
use crate::found::Facets;
use model::Timestamp;
use std::collections::{BTreeMap, HashMap};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

const DAY_MS: i64 = 86_400_000;
/// Days counted in an array; older ones (a wrong date) go to a map. A hundred years.
const WINDOW: usize = 36_525;

/// Collects a [`Counts`].
pub(crate) struct Tally;

/// The counts of a segment, or of all.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    facets: HashMap<&'static str, BTreeMap<String, u64>>,
    days: BTreeMap<i64, u64>,
}

/// The fields whose values are counted.
fn counted() -> impl Iterator<Item = &'static Entry> {
    fields::ALL.iter().copied().filter(|entry| entry.counted)
}

impl Collector for Tally {
    type Fruit = Counts;
    type Child = SegmentTally;

    fn for_segment(
        &self,
        _ordinal: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SegmentTally> {
        let columns = segment.fast_fields();
        let mut facets = Vec::new();
        for entry in counted() {
            if let Some(column) = columns.str(entry.name)? {
                let counts = vec![0; column.num_terms()];
                facets.push(FacetTally { name: entry.name, column, counts });
            }
        }
        let posted = columns.i64(fields::POSTED.name)?;
        let last_day = posted.max_value().div_euclid(DAY_MS);
        let days = Days { posted, last_day, recent: Vec::new(), older: BTreeMap::new() };
        Ok(SegmentTally { total: 0, facets, days })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for part in parts {
            let part = part?;
            all.total += part.total;
            for (name, counts) in part.facets {
                let facet = all.facets.entry(name).or_default();
                for (value, n) in counts {
                    *facet.entry(value).or_default() += n;
                }
            }
            for (day, n) in part.days {
                *all.days.entry(day).or_default() += n;
            }
        }
        Ok(all)
    }
}

/// Counts in one segment.
pub(crate) struct SegmentTally {
    total: u64,
    facets: Vec<FacetTally>,
    days: Days,
}

struct FacetTally {
    name: &'static str,
    column: StrColumn,
    counts: Vec<u64>,
}

impl FacetTally {
    fn add(&mut self, doc: DocId) {
        for ord in self.column.ords().values_for_doc(doc) {
            let place = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord));
            if let Some(count) = place {
                *count += 1;
            }
        }
    }

    fn named_counts(&self) -> tantivy::Result<BTreeMap<String, u64>> {
        let mut out = BTreeMap::new();
        let mut value = String::new();
        for (ord, count) in (0_u64..).zip(&self.counts) {
            if *count > 0 && self.column.ord_to_str(ord, &mut value)? {
                out.insert(value.clone(), *count);
            }
        }
        Ok(out)
    }
}

struct Days {
    posted: Column<i64>,
    last_day: i64,
    /// Hits by number of days before the last one.
    recent: Vec<u64>,
    older: BTreeMap<i64, u64>,
}

impl Days {
    fn add(&mut self, doc: DocId) {
        let Some(ms) = self.posted.first(doc) else { return };
        let day = ms.div_euclid(DAY_MS);
        let back = usize::try_from(self.last_day - day).unwrap_or(usize::MAX);
        if back >= WINDOW {
            *self.older.entry(day).or_default() += 1;
            return;
        }
        if back >= self.recent.len() {
            self.recent.resize(back + 1, 0);
        }
        if let Some(count) = self.recent.get_mut(back) {
            *count += 1;
        }
    }

    fn counts(self) -> BTreeMap<i64, u64> {
        let mut all = self.older;
        for (back, count) in (0_i64..).zip(self.recent) {
            if count > 0 {
                *all.entry(self.last_day - back).or_default() += count;
            }
        }
        all
    }
}

impl SegmentCollector for SegmentTally {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.total += 1;
        self.facets.iter_mut().for_each(|facet| facet.add(doc));
        self.days.add(doc);
    }

    fn harvest(self) -> tantivy::Result<Counts> {
        let mut facets = HashMap::new();
        for facet in &self.facets {
            facets.insert(facet.name, facet.named_counts()?);
        }
        Ok(Counts { total: self.total, facets, days: self.days.counts() })
    }
}

impl Counts {
    /// The facets, most frequent value first.
    pub(crate) fn facets(&mut self) -> Facets {
        let mut take = |entry: &Entry| {
            let counts = self.facets.remove(entry.name).unwrap_or_default();
            let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        };
        Facets {
            language: take(&fields::LANGUAGE),
            label: take(&fields::LABEL),
            platform: take(&fields::PLATFORM),
            service: take(&fields::SERVICE),
            origin: take(&fields::ORIGIN),
            destination: take(&fields::DESTINATION),
        }
    }

    /// The days with hits, in order.
    pub(crate) fn days(&self) -> Vec<(String, u64)> {
        let name = |day: &i64| {
            let moment = Timestamp::from_ms(day.saturating_mul(DAY_MS));
            moment.utc().format("%Y-%m-%d").to_string()
        };
        self.days.iter().map(|(day, count)| (name(day), *count)).collect()
    }
}
