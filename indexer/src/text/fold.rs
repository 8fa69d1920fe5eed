//! The three forms of a word.
//!
//! *Written* differs from the text in letter case only. *Folded* forgets what writers of one
//! language write now so, now so: diacritics, harakat, tatweel, zero-width joiners, Arabic, Persian
//! and Kurdish variants of one letter, homophone Ethiopic series, shapes of digits. *Latin* is a
//! transliteration to ASCII, so that a word is found by somebody without the keyboard for it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One way of writing a word down for comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// As written, in lower case.
    Written,
    /// Without diacritics and letter variants.
    Folded,
    /// In ASCII.
    Latin,
}

impl Form {
    /// The word in this form; empty where the form has nothing to show for it.
    pub(crate) fn of(self, word: &str) -> String {
        match self {
            Self::Written => word.to_lowercase(),
            Self::Folded => folded(word),
            Self::Latin => latin(word),
        }
    }
}

/// The folded form.
pub(crate) fn folded(word: &str) -> String {
    if word.is_ascii() {
        let kept = word.chars().filter(|c| !is_apostrophe(*c) && !is_grouping(*c));
        return kept.map(|c| c.to_ascii_lowercase()).collect();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase).nfkd() {
        if is_dropped(c) {
            continue;
        }
        if is_latin(c) && !c.is_ascii() {
            out.extend(any_ascii::any_ascii_char(c).chars().flat_map(char::to_lowercase));
        } else {
            out.push(variant(c));
        }
    }
    let kept = |c: &char| c.is_alphanumeric() || is_combining_mark(*c) || is_sign(*c);
    out.nfc().filter(kept).collect()
}

/// The ASCII form: letters and digits only.
pub(crate) fn latin(word: &str) -> String {
    if word.is_ascii() {
        return folded(word);
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfkc().flat_map(char::to_lowercase).nfc() {
        if is_dropped(c) {
            continue;
        }
        out.extend(
            letters(c).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()),
        );
    }
    out
}

/// A letter in ASCII. any_ascii drops alef, without which nobody would guess the spelling.
fn letters(c: char) -> &'static str {
    match c {
        '\u{622}' | '\u{623}' | '\u{625}' | '\u{627}' | '\u{671}' | '\u{629}' => "a",
        _ => any_ascii::any_ascii_char(c),
    }
}

/// What may stand between groups of three digits.
pub(crate) const fn is_grouping(c: char) -> bool {
    matches!(c, '.' | ',' | '\u{66C}' | '\u{66B}')
}

/// Pictographs, which are words of their own.
pub(crate) const fn is_sign(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F300}'..='\u{1FAFF}')
}

/// Marks and joiners that carry no letter.
pub(crate) const fn is_joiner(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Apostrophes, however typed. Some of them are letters to Unicode (Uzbek, Ukrainian).
pub(crate) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2BB}' | '\u{2BC}' | '\u{2B9}' | '`' | '\u{B4}')
}

fn is_dropped(c: char) -> bool {
    is_joiner(c) || is_apostrophe(c) || (is_combining_mark(c) && is_diacritic(c))
}

/// Marks that only refine a letter. Vowel signs of Indic and Thai letters are not among them.
const fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}'
        | '\u{730}'..='\u{74A}' | '\u{8D3}'..='\u{8FF}' | '\u{135D}'..='\u{135F}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | '\u{C0}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}'
        | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}')
}

/// One letter for all variants of it; one shape for every digit.
fn variant(c: char) -> char {
    if let Some(digit) = digit(c) {
        return digit;
    }
    match c {
        // yeh: Arabic, maksura, Persian, Pashto, Urdu, Kurdish
        '\u{649}' | '\u{6CC}' | '\u{6CD}' | '\u{6CE}' | '\u{6D0}' | '\u{6D2}' => '\u{64A}',
        // kaf
        '\u{6A9}' | '\u{6AA}' => '\u{643}',
        // gaf
        '\u{6AB}' => '\u{6AF}',
        // heh: goal, doachashmee, teh marbuta, Kurdish ae
        '\u{629}' | '\u{6BE}' | '\u{6C1}' | '\u{6C3}' | '\u{6D5}' => '\u{647}',
        // waw: Kurdish o, Uyghur u and ve
        '\u{6C6}' | '\u{6C7}' | '\u{6C8}' | '\u{6CB}' => '\u{648}',
        // Kurdish reh and lam, alef wasla, noon ghunna, Pashto yeh with hamza
        '\u{695}' => '\u{631}',
        '\u{6B5}' => '\u{644}',
        '\u{671}' => '\u{627}',
        '\u{6BA}' => '\u{646}',
        // Greek final sigma
        '\u{3C2}' => '\u{3C3}',
        // Ethiopic series that are read alike in Amharic
        '\u{1210}'..='\u{1217}' => ethiopic(c, 0x10),
        '\u{1280}'..='\u{1287}' => ethiopic(c, 0x80),
        '\u{1220}'..='\u{1227}' => moved_up(c),
        '\u{12D0}'..='\u{12D7}' => ethiopic(c, 0x30),
        '\u{1340}'..='\u{1347}' => ethiopic(c, 0x08),
        '\u{1203}' => '\u{1200}',
        '\u{12A3}' => '\u{12A0}',
        other => other,
    }
}

/// The letter of the base series that lies `down` code points lower; the fourth order of *ha* and
/// *a* is read like the first.
fn ethiopic(c: char, down: u32) -> char {
    match char::from_u32(u32::from(c).saturating_sub(down)).unwrap_or(c) {
        '\u{1203}' => '\u{1200}',
        '\u{12A3}' => '\u{12A0}',
        base => base,
    }
}

/// *Sha'ut sa* to *sa*.
fn moved_up(c: char) -> char {
    char::from_u32(u32::from(c) + 0x10).unwrap_or(c)
}

/// Zeros of the decimal digits that people write with, besides ASCII.
const ZEROS: [u32; 18] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50,
    0xED0, 0xF20, 0x1040, 0x17E0, 0x1810,
];

fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = ZEROS.into_iter().find(|zero| (*zero..zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, fold: &str, ascii: &str) {
        assert_eq!(folded(word), fold, "folded {word}");
        assert_eq!(latin(word), ascii, "latin {word}");
    }

    #[test]
    fn letter_variants_and_diacritics_fold_together() {
        check("Grénze", "grenze", "grenze");
        check("İSTANBUL", "istanbul", "istanbul");
        check("ısı", "isi", "isi");
        check("Łódź", "lodz", "lodz");
        check("o‘zbek", "ozbek", "ozbek");
        check("oʻzbek", "ozbek", "ozbek");
        check("5.000", "5000", "5000");
        check("٠٧٧٠٠", "07700", "07700");
        check("۰۷۷۰۰", "07700", "07700");
        check("Ёлка", "елка", "elka");
        check("قاچاقچی", "قاچاقچي", "qachaqchy");
    }

    #[test]
    fn arabic_persian_and_kurdish_spellings_meet() {
        let same: &[&[&str]] = &[
            &["أوروبا", "اوروبا", "أُورُوبَا", "اوروبـــا"],
            &["علي", "على", "علی"],
            &["كتاب", "کتاب"],
            &["قاچاقچی", "قاچاقچي"],
            &["می\u{200c}روم", "میروم", "ميروم"],
            &["ئێران", "ئیران"],
            &["كوردستان", "کوردستان"],
            &["رحلة", "رحله"],
        ];
        for group in same {
            for word in *group {
                assert_eq!(folded(word), folded(group[0]), "{word}");
            }
        }
        assert_ne!(folded("سفر"), folded("صفر"));
    }

    #[test]
    fn amharic_homophones_meet() {
        assert_eq!(folded("ሀገር"), folded("ሐገር"));
        assert_eq!(folded("ዓለም"), folded("አለም"));
        assert_eq!(folded("ሠላም"), folded("ሰላም"));
        assert_eq!(folded("ፀሐይ"), folded("ጸሃይ"));
    }

    #[test]
    fn vowel_signs_of_indic_letters_stay() {
        assert_ne!(folded("কি"), folded("কা"));
        assert_ne!(folded("กิน"), folded("กน"));
    }
}
