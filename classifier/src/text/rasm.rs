//! The undotted skeleton of Arabic letters, a second key for texts written without dots.
//!
//! Source: `shared/domain/obfuscation.toml`, `arabic_dotless`; the letter groups are those of the
//! Arabic rasm. Both terms and texts are folded, so the groups only need to be the same for both.

/// Letters that exist to be written without dots, and that no language here uses.
pub(crate) const fn is_dotless(c: char) -> bool {
    matches!(c, 'ٮ' | 'ٯ' | 'ڡ')
}

/// The skeleton of a folded letter.
#[must_use]
pub const fn skeleton(c: char) -> char {
    match c {
        'ب' | 'پ' | 'ت' | 'ث' | 'ٹ' | 'ټ' | 'ن' | 'ی' | 'ٮ' | 'ں' => 'ٮ',
        'ج' | 'چ' | 'ح' | 'خ' | 'ځ' | 'څ' => 'ح',
        'د' | 'ذ' | 'ډ' | 'ڈ' => 'د',
        'ر' | 'ز' | 'ژ' | 'ړ' | 'ڑ' | 'ږ' => 'ر',
        'س' | 'ش' | 'ښ' => 'س',
        'ص' | 'ض' => 'ص',
        'ط' | 'ظ' => 'ط',
        'ع' | 'غ' => 'ع',
        'ف' | 'ق' | 'ڤ' | 'ڡ' | 'ٯ' => 'ڡ',
        'ک' | 'گ' => 'ک',
        other => other,
    }
}

/// The skeleton of a folded text. Every Arabic letter takes two bytes, so byte offsets stay.
#[must_use]
pub fn skeletons(folded: &str) -> String {
    folded.chars().map(skeleton).collect()
}
