//! Rows that are messages of chats in a JSON document of any length.
//!
//! The document is never held as a whole: only the way down to the present place is known, and for
//! each object on it what stands before the part that is read now.

use super::{Heading, Seen};
use serde_json::Value;
use std::sync::Arc;

/// Most bytes of an object that are remembered as a heading.
const LONGEST_HEADING: usize = 64 * 1024;
/// Deepest nesting that is followed.
const DEEPEST: usize = 128;

/// Finds messages.
#[derive(Debug, Default)]
pub(super) struct Chats {
    way: Vec<Level>,
    /// Depth at which the open message began.
    message: Option<usize>,
    quoted: bool,
    escaped: bool,
    /// The string that is read, outside of messages.
    word: Vec<u8>,
    heading: Arc<Heading>,
}

/// One object or array on the way.
#[derive(Debug)]
struct Level {
    object: bool,
    /// In an object: the string read last, which is the key once its colon has come.
    key: Vec<u8>,
    /// The object as far as it is read; without what would make it too long.
    text: Vec<u8>,
    whole: bool,
    /// Length of `text` after the last member that ended.
    member_end: usize,
    /// For an array: whether it is called `messages`.
    messages: bool,
}

impl Chats {
    pub(super) fn step(&mut self, byte: u8) -> Seen {
        if let Some(depth) = self.message {
            return self.in_message(byte, depth);
        }
        if self.quoted {
            self.remember(byte);
            if self.closes_string(byte) {
                let word = std::mem::take(&mut self.word);
                if let Some(level) = self.way.last_mut() {
                    level.key = word;
                }
            } else if self.word.len() < 64 {
                self.word.push(byte);
            }
            return Seen::Between;
        }
        match byte {
            b'"' => {
                self.remember(byte);
                self.quoted = true;
                self.word.clear();
            }
            b'{' if self.way.last().is_some_and(|level| level.messages) => {
                self.message = Some(self.way.len());
                self.open(true);
                return Seen::Begins;
            }
            b'{' | b'[' => {
                self.remember(byte);
                self.open(byte == b'{');
            }
            b'}' | b']' => {
                self.way.pop();
                self.remember(byte);
            }
            _ => self.remember(byte),
        }
        Seen::Between
    }

    pub(super) fn heading(&self) -> Arc<Heading> {
        Arc::clone(&self.heading)
    }

    fn in_message(&mut self, byte: u8, depth: usize) -> Seen {
        if self.quoted {
            self.closes_string(byte);
            return Seen::Inside;
        }
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.open(byte == b'{'),
            b'}' | b']' => {
                self.way.pop();
                if self.way.len() <= depth {
                    self.message = None;
                    return Seen::Ends;
                }
            }
            _ => {}
        }
        Seen::Inside
    }

    fn closes_string(&mut self, byte: u8) -> bool {
        let escaped = std::mem::take(&mut self.escaped);
        match byte {
            b'\\' if !escaped => self.escaped = true,
            b'"' if !escaped => self.quoted = false,
            _ => {}
        }
        !self.quoted
    }

    fn open(&mut self, object: bool) {
        if self.way.len() >= DEEPEST {
            // Deeper than any export; whatever comes is no chat.
            self.way.clear();
            self.message = None;
        }
        let last = self.way.last();
        let messages = !object && last.is_some_and(|one| one.object && one.key == b"messages");
        if messages {
            self.heading = self.chat();
        }
        self.way.push(Level {
            object,
            key: Vec::new(),
            text: if object { b"{".to_vec() } else { Vec::new() },
            whole: true,
            member_end: 1,
            messages,
        });
    }

    /// Adds a byte to every object that is open. Between messages there is nothing to remember.
    fn remember(&mut self, byte: u8) {
        if self.way.last().is_some_and(|level| level.messages) {
            return;
        }
        let depth = self.way.len();
        for (at, level) in self.way.iter_mut().enumerate().filter(|(_, level)| level.object) {
            if level.text.len() >= LONGEST_HEADING {
                level.whole = false;
                continue;
            }
            if byte == b',' && at + 1 == depth && !self.quoted {
                level.member_end = level.text.len();
            }
            level.text.push(byte);
        }
    }

    /// What the chat says before its messages.
    fn chat(&self) -> Arc<Heading> {
        let chat = self.way.iter().rev().find(|level| level.object).filter(|level| level.whole);
        let parsed = chat.and_then(|level| {
            let mut text = level.text.get(..level.member_end)?.to_vec();
            text.push(b'}');
            serde_json::from_slice::<Value>(&text).ok()
        });
        Arc::new(parsed.map_or(Heading::Nothing, Heading::Chat))
    }
}
