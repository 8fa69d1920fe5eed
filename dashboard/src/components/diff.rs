//! What changed between two texts, word by word.

use askama::Template;

/// Two texts merged: what stayed, what went, what came.
#[derive(Debug, Clone, Template, PartialEq, Eq)]
#[template(path = "diff.html")]
pub(crate) struct Diff {
    pub(crate) parts: Vec<Part>,
}

/// What became of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Same,
    Gone,
    Come,
}

/// A stretch of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) text: String,
}

/// Most words compared; longer texts are shown as gone and come as a whole.
const MOST_WORDS: usize = 1_500;

impl Diff {
    pub(crate) fn of(before: &str, after: &str) -> Self {
        let (a, b) = (words(before), words(after));
        let mut diff = Self { parts: Vec::new() };
        if a.len() > MOST_WORDS || b.len() > MOST_WORDS {
            diff.push(Kind::Gone, before);
            diff.push(Kind::Come, after);
            return diff;
        }
        let longest = longest_common(&a, &b);
        let (mut i, mut j) = (0, 0);
        let at = |i: usize, j: usize| longest.get(i * (b.len() + 1) + j).copied().unwrap_or(0);
        while let (Some(one), Some(two)) = (a.get(i), b.get(j)) {
            if one == two {
                diff.push(Kind::Same, one);
                (i, j) = (i + 1, j + 1);
            } else if at(i + 1, j) >= at(i, j + 1) {
                diff.push(Kind::Gone, one);
                i += 1;
            } else {
                diff.push(Kind::Come, two);
                j += 1;
            }
        }
        a.iter().skip(i).for_each(|word| diff.push(Kind::Gone, word));
        b.iter().skip(j).for_each(|word| diff.push(Kind::Come, word));
        diff
    }

    fn push(&mut self, kind: Kind, text: &str) {
        match self.parts.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(text),
            None => self.parts.push(Part { kind, text: text.to_owned() }),
        }
    }
}

/// Words with the blanks after them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

/// Lengths of the longest common subsequences of all tails, row by row.
fn longest_common(a: &[&str], b: &[&str]) -> Vec<u16> {
    let width = b.len() + 1;
    let mut table = vec![0_u16; (a.len() + 1) * width];
    for (i, one) in a.iter().enumerate().rev() {
        for (j, two) in b.iter().enumerate().rev() {
            let get = |at: usize| table.get(at).copied().unwrap_or(0);
            let below = (i + 1) * width + j;
            let value = if one == two {
                get(below + 1) + 1
            } else {
                get(below).max(get(i * width + j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expect: &str) {
        let shown: String = Diff::of(before, after)
            .parts
            .iter()
            .map(|part| match part.kind {
                Kind::Same => part.text.clone(),
                Kind::Gone => format!("[-{}-]", part.text),
                Kind::Come => format!("[+{}+]", part.text),
            })
            .collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn changes_are_shown_by_word() {
        check("a b c", "a b c", "a b c");
        check("leave at nine today", "leave at ten today", "leave at [-nine -][+ten +]today");
        check("", "new", "[+new+]");
        check("old", "", "[-old-]");
    }

    #[test]
    fn both_texts_can_be_read_back_from_a_diff() {
        let (a, b) = ("سلام به همه شما", "سلام بر همه");
        let diff = Diff::of(a, b);
        let side = |other: Kind| -> String {
            diff.parts.iter().filter(|p| p.kind != other).map(|p| p.text.as_str()).collect()
        };
        assert_eq!((side(Kind::Come), side(Kind::Gone)), (a.to_owned(), b.to_owned()));
    }
}
