//! A text with its reasons and search hits marked, built from byte spans without ever cutting a
//! letter, and escaped by its template.

use askama::Template;
use model::{Reason, Span};

/// A text in pieces.
#[derive(Debug, Clone, Template, PartialEq)]
#[template(path = "marked.html")]
pub(crate) struct Marked {
    pub(crate) pieces: Vec<Piece>,
}

/// A stretch of text under the same marks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) reason: Option<Why>,
    pub(crate) hit: bool,
    /// A number, handle or link: set left to right whatever stands around it, because a number in a
    /// right-to-left line is otherwise shown with its groups the wrong way round.
    pub(crate) contact: bool,
}

/// Why a stretch is marked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Why {
    pub(crate) gloss: String,
    pub(crate) weight: String,
    /// Speaks for an offer (else against).
    pub(crate) speaks_for: bool,
}

impl Piece {
    fn marked_as(&self, other: &Self) -> bool {
        (&self.reason, self.hit, self.contact) == (&other.reason, other.hit, other.contact)
    }
}

impl Why {
    pub(crate) fn of(reason: &Reason) -> Self {
        Self {
            gloss: reason.gloss.clone(),
            weight: format!("{:+.1}", reason.weight).replace('-', "\u{2212}"),
            speaks_for: reason.weight >= 0.0,
        }
    }
}

impl Marked {
    /// Marks a text. Spans count bytes of a longer text in which this one begins at `offset`;
    /// spans that do not fit this text are left out.
    pub(crate) fn new(
        text: &str,
        reasons: &[Reason],
        hits: &[Span],
        contacts: &[Span],
        offset: usize,
    ) -> Self {
        let here = |span: Span| {
            let (start, end) = (span.start as usize, span.end as usize);
            let local = Span::new(start.checked_sub(offset)?, end.checked_sub(offset)?);
            local.of(text).filter(|part| !part.is_empty()).map(|_| local)
        };
        let reasons: Vec<(Span, &Reason)> =
            reasons.iter().filter_map(|reason| Some((here(reason.span)?, reason))).collect();
        let hits: Vec<Span> = hits.iter().filter_map(|span| here(*span)).collect();
        let contacts: Vec<Span> = contacts.iter().filter_map(|span| here(*span)).collect();
        let mut edges = vec![0, u32::try_from(text.len()).unwrap_or(u32::MAX)];
        edges.extend(reasons.iter().flat_map(|(span, _)| [span.start, span.end]));
        edges.extend(hits.iter().chain(&contacts).flat_map(|span| [span.start, span.end]));
        edges.sort_unstable();
        edges.dedup();
        let mut pieces: Vec<Piece> = Vec::new();
        for pair in edges.windows(2) {
            let &[start, end] = pair else { continue };
            let span = Span { start, end };
            let Some(part) = span.of(text) else { continue };
            let reason = strongest(&reasons, span).map(Why::of);
            let over = |spans: &[Span]| spans.iter().any(|one| one.overlaps(span));
            let piece =
                Piece { text: part.to_owned(), reason, hit: over(&hits), contact: over(&contacts) };
            match pieces.last_mut().filter(|last| last.marked_as(&piece)) {
                Some(last) => last.text.push_str(part),
                None => pieces.push(piece),
            }
        }
        Self { pieces }
    }

    /// Whether there is anything to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.trim().is_empty())
    }
}

/// The reason of greatest weight over that stretch.
fn strongest<'a>(reasons: &[(Span, &'a Reason)], span: Span) -> Option<&'a Reason> {
    let over = reasons.iter().filter(|(of, _)| of.overlaps(span)).map(|(_, reason)| *reason);
    over.max_by(|a, b| a.weight.abs().total_cmp(&b.weight.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str, part: &str, weight: f32) -> Reason {
        let start = text.find(part).unwrap_or(usize::MAX - part.len());
        let span = Span::new(start, start + part.len());
        let gloss = format!("means {part}");
        Reason { code: "x".into(), text: part.into(), span, weight, gloss }
    }

    fn shape(marked: &Marked) -> Vec<(String, bool, bool)> {
        let pieces = marked.pieces.iter();
        pieces.map(|p| (p.text.clone(), p.reason.is_some(), p.hit)).collect()
    }

    #[test]
    fn reasons_and_hits_may_overlap() {
        let text = "boat to Italy tonight";
        let reasons = [reason(text, "boat to Italy", 1.0), reason(text, "Italy", 3.0)];
        let hit = Span::new(8, 21);
        let marked = Marked::new(text, &reasons, &[hit], &[], 0);
        assert_eq!(
            shape(&marked),
            [
                ("boat to ".to_owned(), true, false),
                ("Italy".to_owned(), true, true),
                (" tonight".to_owned(), false, true),
            ]
        );
        assert_eq!(marked.pieces[1].reason.as_ref().unwrap().weight, "+3.0");
    }

    #[test]
    fn spans_that_do_not_fit_are_left_out_and_no_letter_is_cut() {
        let text = "é € 𐍈";
        for start in 0..12 {
            for end in start..14 {
                let hit = Span::new(start, end);
                let marked = Marked::new(text, &[], &[hit], &[], 0);
                let whole: String = marked.pieces.iter().map(|p| p.text.as_str()).collect();
                assert_eq!(whole, text, "{hit:?}");
            }
        }
    }

    #[test]
    fn spans_of_a_longer_text_are_moved() {
        let all = "first\nsecond";
        let marked = Marked::new("second", &[reason(all, "cond", 1.0)], &[], &[], 6);
        assert_eq!(
            shape(&marked),
            [("se".to_owned(), false, false), ("cond".to_owned(), true, false)]
        );
        assert_eq!(Marked::new("first", &[reason(all, "cond", 1.0)], &[], &[], 0).pieces.len(), 1);
    }

    #[test]
    fn a_number_is_set_left_to_right_inside_any_text() {
        let text = "تماس +44 7700 900123";
        let start = text.find('+').unwrap();
        let marked = Marked::new(text, &[], &[], &[Span::new(start, text.len())], 0);
        assert!(marked.to_string().ends_with("<bdi dir=\"ltr\">+44 7700 900123</bdi>"), "{marked}");
    }

    #[test]
    fn markup_in_texts_and_glosses_stays_text() {
        let text = "<b>x</b>";
        let mut why = reason(text, "<b>", 1.0);
        why.gloss = "\"><script>".into();
        let html = Marked::new(text, &[why], &[], &[], 0).to_string();
        assert!(!html.contains("<b>") && !html.contains("<script>"), "{html}");
    }
}
