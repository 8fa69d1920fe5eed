//! What somebody types into the search box.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::Query;

fuzz_target!(|text: &str| {
    let query = Query { q: text.to_owned(), ..Query::default() };
    let checked = indexer::check(&query);
    assert_eq!(checked, indexer::check(&query), "an opinion that changes");
    if let Err(error) = checked {
        assert!(!error.to_string().is_empty());
        let end = text.chars().count() + 1;
        assert!(error.column().is_none_or(|at| (1..=end).contains(&at)), "it points elsewhere");
    }
});
