//! ARC, the format before WARC: a line of five words (the address may contain spaces) and a block.
//! Format: <https://archive.org/web/researcher/ArcFileFormat.php>.

use super::record::{Broken, Record, at_most, line};
use std::io::BufRead;

/// Reads the record whose first line was already read.
pub(crate) fn read(first: &str, from: &mut impl BufRead) -> Result<Record, Broken> {
    let mut words = first.rsplitn(5, ' ');
    let (length, media, date) = (words.next(), words.next(), words.next());
    let (Some(length), Some(media), Some(date), Some(_address), Some(uri)) =
        (length, media, date, words.next(), words.next())
    else {
        return Err(Broken::Malformed("neither a WARC nor an ARC record begins here".to_owned()));
    };
    if !uri.contains(':') {
        return Err(Broken::Malformed("neither a WARC nor an ARC record begins here".to_owned()));
    }
    let is_header = uri.starts_with("filedesc:");
    let length = length.parse::<u64>().ok();
    let body = match (length, is_header) {
        // Files exist whose last record is shorter than it says; other readers take it as it is.
        (Some(length), _) => at_most(from, length)?,
        (None, true) => {
            // The version block is two lines long.
            let lines = [line(from)?, line(from)?];
            lines.into_iter().flatten().collect::<Vec<_>>().join("\n").into_bytes()
        }
        (None, false) => Vec::new(),
    };
    let kind = if is_header { "arc_header" } else { "response" };
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Ok(Record {
        version: "ARC/1.0".to_owned(),
        fields: vec![
            field("WARC-Type", kind),
            field("WARC-Target-URI", uri),
            field("ARC-Date", date),
            field("ARC-Media-Type", media),
        ],
        block: body,
    })
}
