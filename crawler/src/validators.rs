//! What a conditional request is made of.

use model::Capture;

/// Longest validator that is sent back; a longer one would bloat every request.
const MAX: usize = 1024;

/// The validators of an earlier answer (RFC 9110, section 8.8), kept verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, quotes and `W/` included.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Validators {
    /// The validators of a page. A 304 without them is answered by the caller's old ones, so keep
    /// those then.
    #[must_use]
    pub fn of(capture: &Capture) -> Self {
        let take = |name| capture.header(name).filter(|v| v.len() <= MAX).map(str::to_owned);
        Self { etag: take("etag"), last_modified: take("last-modified") }
    }
}
