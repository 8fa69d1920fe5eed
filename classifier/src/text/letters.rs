//! Styled letters and digits that NFKC leaves as they are.

/// The small form of a capital whose small form is styled or upside down; any other character as
/// it is. Without this, lowering letters later would make signs that were not looked at.
pub(super) fn small(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one != c && (unstyled(one).is_some() || upright(one).is_some()) => one,
        _ => c,
    }
}

/// The plain character of a styled one that NFKC does not know.
pub(super) fn unstyled(c: char) -> Option<char> {
    let n = u32::from(c);
    let letter = |base: u32| char::from_u32(u32::from('a') + n - base);
    match n {
        // Parenthesised, circled, negative circled, squared and negative squared capitals.
        0x1F110..=0x1F129 => letter(0x1F110),
        0x1F130..=0x1F149 => letter(0x1F130),
        0x1F150..=0x1F169 => letter(0x1F150),
        0x1F170..=0x1F189 => letter(0x1F170),
        // Tag letters.
        0x249C..=0x24B5 => letter(0x249C),
        _ => small_capital(c),
    }
}

const fn small_capital(c: char) -> Option<char> {
    Some(match c {
        'ᴀ' => 'a',
        'ʙ' => 'b',
        'ᴄ' => 'c',
        'ᴅ' => 'd',
        'ᴇ' => 'e',
        'ꜰ' => 'f',
        'ɢ' => 'g',
        'ʜ' => 'h',
        'ɪ' => 'i',
        'ᴊ' => 'j',
        'ᴋ' => 'k',
        'ʟ' => 'l',
        'ᴍ' => 'm',
        'ɴ' => 'n',
        'ᴏ' => 'o',
        'ᴘ' => 'p',
        'ʀ' => 'r',
        'ꜱ' => 's',
        'ᴛ' => 't',
        'ᴜ' => 'u',
        'ᴠ' => 'v',
        'ᴡ' => 'w',
        'ʏ' => 'y',
        'ᴢ' => 'z',
        _ => return None,
    })
}

/// The letter that an upside-down letter shows.
pub(super) const fn upright(c: char) -> Option<char> {
    Some(match c {
        'ɐ' => 'a',
        'ɔ' => 'c',
        'ǝ' => 'e',
        'ɟ' => 'f',
        'ƃ' => 'g',
        'ɥ' => 'h',
        'ᴉ' => 'i',
        'ɾ' => 'j',
        'ʞ' => 'k',
        'ɯ' => 'm',
        'ɹ' => 'r',
        'ʇ' => 't',
        'ʌ' => 'v',
        'ʍ' => 'w',
        'ʎ' => 'y',
        _ => return None,
    })
}

/// In turned text, letters that are another letter upside down.
pub(super) const fn turned(c: char) -> char {
    match c {
        'n' => 'u',
        'u' => 'n',
        'p' => 'd',
        'd' => 'p',
        'b' => 'q',
        'q' => 'b',
        other => other,
    }
}

/// First digit of every decimal digit row in use; see Unicode category Nd.
const ZEROS: [u32; 21] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xA620, 0xFF10, 0x1FBF0,
];

/// The ASCII digit of a digit of any script or style, except those NFKC already maps.
pub(super) fn digit(c: char) -> Option<char> {
    let n = u32::from(c);
    if n < 0x0660 {
        return None;
    }
    let ascii = |value: u32| char::from_digit(value, 10);
    match n {
        // Dingbat negative circled, circled sans-serif, negative circled sans-serif: 1 to 9.
        0x2776..=0x277E => ascii(n - 0x2775),
        0x2780..=0x2788 => ascii(n - 0x277F),
        0x278A..=0x2792 => ascii(n - 0x2789),
        // Double circled 1 to 9, negative circled zero, circled zero variants.
        0x24F5..=0x24FD => ascii(n - 0x24F4),
        0x24EA | 0x24FF | 0x1F10B | 0x1F10C => Some('0'),
        // Ethiopic 1 to 9.
        0x1369..=0x1371 => ascii(n - 0x1368),
        0x2460..=0x2468 => ascii(n - 0x245F),
        _ => ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&n)).and_then(|z| ascii(n - z)),
    }
}
