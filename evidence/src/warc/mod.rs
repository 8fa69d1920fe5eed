//! WARC files, and the older ARC files: records, members, digests. Our own writer and a reader that
//! tolerates what other tools write. Format: WARC 1.1, annotated text of ISO 28500:2017 at
//! <https://iipc.github.io/warc-specifications/>.

mod arc;
pub(crate) mod digest;
pub(crate) mod http;
pub(crate) mod member;
mod reader;
mod record;
mod response;
mod sha1;

pub(crate) use reader::only_record;
pub use reader::{Records, Step};
pub use record::{Broken, Record};
pub use response::{Response, Unusable};
