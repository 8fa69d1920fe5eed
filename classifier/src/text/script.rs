//! Writing systems, as coarse as matching needs them.

use std::sync::LazyLock;

/// A writing system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, with the Persian, Kurdish, Pashto and Urdu letters.
    Arabic,
    /// Ethiopic.
    Ethiopic,
    /// Devanagari.
    Devanagari,
    /// Bengali.
    Bengali,
    /// Gurmukhi.
    Gurmukhi,
    /// Chinese characters.
    Han,
    /// Japanese kana.
    Kana,
    /// Korean.
    Hangul,
    /// Any other letters.
    Other,
}

/// Scripts of the code points that most posts are made of.
static SCRIPTS: LazyLock<Vec<Option<Script>>> =
    LazyLock::new(|| (0..0x3000).map(|n| char::from_u32(n).and_then(Script::looked_up)).collect());

impl Script {
    /// Number of scripts, for tables.
    pub const COUNT: usize = 12;

    /// The script of a letter; nothing for what is not a letter.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        match SCRIPTS.get(u32::from(c) as usize) {
            Some(script) => *script,
            None => Self::looked_up(c),
        }
    }

    fn looked_up(c: char) -> Option<Self> {
        Some(match c {
            'a'..='z' | 'A'..='Z' => Self::Latin,
            '\0'..='\u{7f}' => return None,
            '\u{aa}'
            | '\u{ba}'
            | '\u{c0}'..='\u{24f}'
            | '\u{250}'..='\u{2af}'
            | '\u{1e00}'..='\u{1eff}' => match c {
                '×' | '÷' => return None,
                _ => Self::Latin,
            },
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{620}'..='\u{64a}'
            | '\u{66e}'..='\u{66f}'
            | '\u{671}'..='\u{6d3}'
            | '\u{6d5}'
            | '\u{6ee}'..='\u{6ef}'
            | '\u{6fa}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8c9}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            '\u{900}'..='\u{963}' | '\u{970}'..='\u{97f}' => Self::Devanagari,
            '\u{980}'..='\u{9e3}' | '\u{9f0}'..='\u{9f1}' => Self::Bengali,
            '\u{a00}'..='\u{a65}' | '\u{a70}'..='\u{a75}' => Self::Gurmukhi,
            '\u{1200}'..='\u{135f}' | '\u{1380}'..='\u{138f}' | '\u{2d80}'..='\u{2ddf}' => {
                Self::Ethiopic
            }
            '\u{3005}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}' => Self::Han,
            '\u{3040}'..='\u{30ff}' => Self::Kana,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => Self::Hangul,
            _ if c.is_alphabetic() => Self::Other,
            _ => return None,
        })
    }

    /// Whether words of it are written without spaces between them.
    #[must_use]
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Kana)
    }
}

/// Whether a character belongs inside a word: a letter, or a sign that hangs on one.
#[must_use]
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    Script::of(c).is_some() || is_sign(c)
}

/// Vowel and other signs of Indic scripts that hang on the letter before them.
#[must_use]
pub const fn is_sign(c: char) -> bool {
    matches!(c,
        '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{951}'..='\u{957}' | '\u{962}'..='\u{963}'
        | '\u{981}'..='\u{983}' | '\u{9bc}' | '\u{9be}'..='\u{9cd}' | '\u{9d7}' | '\u{9e2}'..='\u{9e3}'
        | '\u{a01}'..='\u{a03}' | '\u{a3c}'..='\u{a51}' | '\u{a70}'..='\u{a71}' | '\u{a75}')
}
