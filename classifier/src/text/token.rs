//! The folded text in pieces.

use super::script::is_word;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// A handle, link or mail address.
    Address,
    /// An emoji or a flag.
    Emoji,
    /// Punctuation, currency and other signs.
    Sign,
}

/// A piece of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text.
    pub text: &'a str,
    /// First byte in the folded text.
    pub start: usize,
}

impl Token<'_> {
    /// One past its last byte.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Cuts a folded text into pieces, left to right.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, len) = piece(rest, first);
        if let Some(piece) = rest.get(..len) {
            out.push(Token { kind, text: piece, start: at });
        }
        at += len.max(first.len_utf8());
    }
    out
}

fn piece(rest: &str, first: char) -> (TokenKind, usize) {
    if let Some(len) = address(rest) {
        return (TokenKind::Address, len);
    }
    let length = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
    if is_word(first) {
        return (TokenKind::Word, length(|c| is_word(c) || c == '\''));
    }
    if first.is_ascii_digit() {
        return (TokenKind::Number, length(|c| c.is_ascii_digit()));
    }
    let width = first.len_utf8();
    if matches!(first, '\u{1f1e6}'..='\u{1f1ff}') {
        let second = rest.get(width..).and_then(|r| r.chars().next());
        let pair = second.is_some_and(|c| matches!(c, '\u{1f1e6}'..='\u{1f1ff}'));
        return (TokenKind::Emoji, if pair { 8 } else { 4 });
    }
    (if is_emoji(first) { TokenKind::Emoji } else { TokenKind::Sign }, width)
}

/// How far a handle, link or mail address reaches that begins here.
fn address(rest: &str) -> Option<usize> {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '@') {
        return None;
    }
    let mut marked = rest.starts_with("http") || rest.starts_with("www.");
    let inside = |byte: &&u8| {
        marked |= matches!(byte, b'@' | b'/');
        byte.is_ascii_alphanumeric() || b"_.@-/:?=%&+".contains(*byte)
    };
    let len = rest.as_bytes().iter().take_while(inside).count();
    if !marked {
        return None;
    }
    let text = rest.get(..len)?.trim_end_matches(['.', ':', '-', '?', '/', '@', '+', '&']);
    let known = text.starts_with("http")
        || text.starts_with("www.")
        || text.contains("://")
        || ["t.me/", "wa.me/", "instagram.com/", "tiktok.com/", "facebook.com/"]
            .iter()
            .any(|p| text.contains(p));
    let at = text.find('@');
    let handle = at == Some(0) && text.len() > 3;
    let mail = at.is_some_and(|p| p > 0 && text.get(p..).is_some_and(|t| t.contains('.')));
    (known || handle || mail).then_some(text.len())
}

/// Pictures and dingbats.
#[must_use]
pub(super) const fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}'
        | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
