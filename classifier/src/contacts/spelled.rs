//! Telephone numbers spelled in words: "zero seven double-seven …", "صفر سبعة سبعة …".

use crate::text::{Token, TokenKind};
use crate::words;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Digit(char),
    Repeat(usize),
    Plus,
}

static WORDS: LazyLock<HashMap<String, Word>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for (key, list) in words::rows(words::DIGITS) {
        let word = match key {
            "x2" => Word::Repeat(2),
            "x3" => Word::Repeat(3),
            "+" => Word::Plus,
            digit => Word::Digit(digit.chars().next().unwrap_or('0')),
        };
        for one in list {
            map.entry(one).or_insert(word);
        }
    }
    map
});

/// Numbers of at least seven digits, four of them in words, bytes of the folded layer.
pub(super) fn phones(tokens: &[Token<'_>], chinese: bool) -> Vec<(String, Range<usize>)> {
    let mut out = Vec::new();
    let mut run = Run::default();
    for token in tokens {
        match token.kind {
            TokenKind::Word => match WORDS.get(token.text) {
                Some(word) => run.word(*word, token),
                None => match han(token.text) {
                    Some(digits) => digits.chars().for_each(|d| run.word(Word::Digit(d), token)),
                    None => run.close(&mut out, chinese),
                },
            },
            TokenKind::Number if token.text.len() <= 8 => run.number(token),
            TokenKind::Sign
                if matches!(
                    token.text,
                    "," | "-" | "." | "+" | "(" | ")" | ":" | "/" | "'" | "_" | "*"
                ) =>
            {
                run.plus |= token.text == "+" && run.digits.is_empty();
            }
            TokenKind::Number | TokenKind::Sign | TokenKind::Emoji | TokenKind::Address => {
                run.close(&mut out, chinese);
            }
        }
    }
    run.close(&mut out, chinese);
    out
}

/// Chinese digits stand without spaces.
fn han(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in text.chars() {
        match WORDS.get(c.encode_utf8(&mut [0; 4])) {
            Some(Word::Digit(d)) => digits.push(*d),
            _ => return None,
        }
    }
    (digits.len() >= 3).then_some(digits)
}

#[derive(Debug, Default)]
struct Run {
    digits: String,
    spelled: usize,
    repeat: usize,
    plus: bool,
    start: Option<usize>,
    end: usize,
}

impl Run {
    fn word(&mut self, word: Word, token: &Token<'_>) {
        match word {
            Word::Digit(digit) => {
                for _ in 0..self.repeat.max(1) {
                    self.digits.push(digit);
                }
                self.spelled += 1;
                self.repeat = 0;
                self.start.get_or_insert(token.start);
                self.end = token.end();
            }
            Word::Repeat(times) => {
                self.repeat = times;
                self.start.get_or_insert(token.start);
            }
            Word::Plus => {
                self.plus |= self.digits.is_empty();
                self.start.get_or_insert(token.start);
            }
        }
    }

    fn number(&mut self, token: &Token<'_>) {
        self.digits.push_str(token.text);
        self.start.get_or_insert(token.start);
        self.end = token.end();
    }

    fn close(&mut self, out: &mut Vec<(String, Range<usize>)>, chinese: bool) {
        let run = std::mem::take(self);
        if let Some(start) = run.start
            && (7..=15).contains(&run.digits.len())
            && run.spelled >= 4
        {
            let digits = run.digits.trim_start_matches("00");
            let given = run.plus || digits.len() < run.digits.len();
            let value = if given || super::phone::has_code(digits, chinese) {
                super::phone::international(digits)
            } else {
                run.digits
            };
            out.push((value, start..run.end));
        }
    }
}
