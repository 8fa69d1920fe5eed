use super::*;
use proptest::prelude::*;

fn check(input: &str, expect: &str) {
    assert_eq!(normalise(input), expect, "{input}");
}

#[test]
fn what_hides_letters_is_undone() {
    check("تهـــريب", "تهریب");
    check("تَهرِيب", "تهریب");
    check("𝗠𝗲𝗸𝘀𝗶𝗸𝗮 ＶＩＳＡ ⓥⓘⓢⓐ", "meksika visa visa");
    check("🆅🅸🆂🅰 🅥🅘🅢🅐 ᴠɪsᴀ", "visa visa visa");
    check("ɐsᴉʌ", "visa");
    check("v\u{336}i\u{336}s\u{336}a\u{336}", "visa");
    check("vi\u{200b}s\u{2060}a", "visa");
    check("🇻 🇮 🇸 🇦", "visa");
    check("🇹🇳➡️🇮🇹", "🇹🇳➡🇮🇹");
}

#[test]
fn digits_of_every_script_are_ascii() {
    check("٤٥ ۴۵ ४५ ৪৫ ⁴⁵ ④⑤ ❹❺ 4️⃣5️⃣ 𝟒𝟓 🔟", "45 45 45 45 45 45 45 45 45 10");
}

#[test]
fn look_alikes_leet_and_spacing_are_undone() {
    check("vіsа", "visa");
    check("виза", "виза");
    check("d0ver c@lais sueñ0s", "dover calais suenos");
    check("c a l a i s", "calais");
    check("ا ر و م ی ه", "ارومیه");
    check("з.е.р.о", "зеро");
    check("g.o.m.0.n.e", "gomone");
    check("ڤ*ی*ز*ا", "ڤیزا");
    check("mail me a@b.example @l33t_name", "mail me a@b.example @l33t_name");
}

#[test]
fn letters_of_one_sound_meet() {
    check("Şöför ÇIKIŞ ığdır", "sofor cikis igdir");
    check("vượt biên đường", "vuot bien duong");
    check("كيلو يك", "کیلو یک");
    check("ፀሐይ", "ጸሀይ");
}

#[test]
fn capitals_of_styled_and_turned_letters_are_seen_too() {
    check("ꞮꞮ", "ii");
    for capital in ["Ɪ", "ƆƎ", "Ɐ", "Ⅎ", "Ʞ"] {
        let once = normalise(capital);
        assert_eq!(normalise(&once), once, "{capital}");
    }
}

#[test]
fn words_that_white_space_told_apart_are_joined_in_the_same_reading() {
    let once = normalise("a th  s A  pn. W a  s A  pC\u{fffd}os");
    assert_eq!(normalise(&once), once);
}

#[test]
fn spans_lead_back_to_the_original() {
    let original = "Go 𝗩𝗜𝗦𝗔 now";
    let text = Text::read(original);
    let at = text.folded.text.find("visa").unwrap();
    assert_eq!(text.folded.span(at, at + 4).of(original), Some("𝗩𝗜𝗦𝗔"));
    let spaced = "to c a l a i s!";
    let text = Text::read(spaced);
    let at = text.folded.text.find("calais").unwrap();
    assert_eq!(text.folded.span(at, at + 6).of(spaced), Some("c a l a i s"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn folding_twice_changes_nothing_in_disguised_words(
        text in "([a-eо0-5@$.*_ 🇦🇧ɐʌ\u{200d}\u{301}اٮيك①🅰]{0,24}[ \n]?){0,4}"
    ) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn every_span_fits_the_original(text in "\\PC{0,40}") {
        let read = Text::read(&text);
        for layer in [&read.plain, &read.folded] {
            for (at, c) in layer.text.char_indices() {
                prop_assert!(layer.span(at, at + c.len_utf8()).of(&text).is_some());
            }
        }
    }
}

#[test]
fn words_cut_by_signs_are_joined() {
    check("匈/牙/利 → 奥/地/利", "匈牙利 → 奥地利");
    check("بـ.ـلم", "بلم");
    check("মা×লয়ে×শিয়া", "মালযেশিযা");
    check("3OOO pound, C4lais", "3000 pound, calais");
}
