//! What holds of every reading, whatever the page was.

use crate::now;
use model::{PageState, Reading};
use std::collections::BTreeSet;

/// Posts, accounts or next pages that one page may give.
const MOST: usize = 1_000;

/// Bytes that a reading may hold for each byte of its page …
const SWELL: usize = 24;
/// … and besides.
const FREE: usize = 64 * 1024;

/// Asserts it; `size` is the page's, in bytes.
///
/// # Panics
/// Where something does not hold, which is what a fuzz target is for.
pub fn assert_sound(reading: &Reading, size: usize) {
    let silent = reading.state == PageState::Posts
        && reading.posts.is_empty()
        && reading.complaints.is_empty();
    assert!(!silent, "posts are claimed, and there is neither a post nor a complaint");
    for most in [reading.posts.len(), reading.accounts.len(), reading.next.len()] {
        assert!(most <= MOST + 1, "{most} entries from one page");
    }
    let mut ids = BTreeSet::new();
    for post in &reading.posts {
        assert!(!post.native_id.is_empty() && !post.account.is_empty(), "a post without an id");
        assert!(ids.insert(&post.native_id), "an id is used twice");
        let late = post.posted_at.is_some_and(|at| at > now().plus_days(2));
        assert!(!late, "a post from the future is believed");
    }
    for account in &reading.accounts {
        assert!(!account.native_id.is_empty(), "an account without an id");
    }
    for complaint in &reading.complaints {
        assert!(!complaint.code.is_empty() && !complaint.detail.is_empty(), "a complaint says why");
    }
    assert_small(reading, size);
}

/// PostgreSQL keeps no NUL, and no page may cost many times its size.
fn assert_small(reading: &Reading, size: usize) {
    let text = format!("{reading:?}");
    // A backslash that stands in the page is written twice.
    assert!(!text.replace("\\\\", "").contains("\\0"), "a NUL is kept");
    assert!(text.len() <= FREE + size * SWELL, "{} bytes from {size}", text.len());
}
