//! Counts of what was done since the start, for progress displays and metrics.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! tally {
    ($($(#[$doc:meta])* $field:ident),+ $(,)?) => {
        /// Running counts.
        #[derive(Debug, Default)]
        pub struct Tally { $($field: AtomicU64),+ }

        /// The counts at one moment.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
        pub struct Counts { $($(#[$doc])* pub $field: u64),+ }

        impl Tally {
            $($(#[$doc])* pub fn $field(&self, more: u64) {
                self.$field.fetch_add(more, Ordering::Relaxed);
            })+

            /// The counts now.
            #[must_use]
            pub fn counts(&self) -> Counts {
                Counts { $($field: self.$field.load(Ordering::Relaxed)),+ }
            }
        }
    };
}

tally! {
    /// Visits ended.
    visits,
    /// Visits that could not see.
    visits_blind,
    /// Pages fetched.
    pages,
    /// Posts recorded for the first time.
    posts,
    /// Posts assessed.
    assessed,
    /// Posts put into adverts.
    grouped,
    /// Posts written to the index.
    indexed,
    /// New hits of watches.
    alerts,
    /// Messages accepted by the other side.
    messages,
    /// Checks of accounts and posts for being there still.
    checks,
    /// Job runs that failed.
    failures,
}
