use super::*;
use crate::learn::sparse::mix;

const ADVERTS: [&str; 12] = [
    "Example advert one: seats for the example crossing on Friday, 1200 euro each, families welcome, write on WhatsApp +44 7700 900413",
    "إعلان تجريبي: مقاعد فارغة يوم الجمعة، ألف ومئتا يورو لكل شخص، العائلات مرحب بها، واتساب +44 7700 900414",
    "Örnek ilan: cuma günü için yerler var, kişi başı bin iki yüz avro, aileler gelebilir, WhatsApp +44 7700 900415",
    "آگهی نمونه: جمعه جا داریم، نفری هزار و دویست یورو، خانواده ها هم قبول می شوند، واتساپ +44 7700 900416",
    "Anúncio de exemplo: lugares na sexta, mil e duzentos euros por pessoa, famílias bem-vindas, zap +44 7700 900417",
    "示例广告：星期五还有名额，每人一千二百欧元，家庭也可以参加，有意者请加微信联系客服人员 +44 7700 900418",
    "নমুনা বিজ্ঞাপন: শুক্রবারে আসন আছে, জনপ্রতি বারোশ ইউরো, পরিবার নেওয়া হয়, হোয়াটসঅ্যাপ +44 7700 900419",
    "ናሙና ማስታወቂያ፡ ዓርብ ቦታ አለ፣ ለአንድ ሰው አንድ ሺህ ሁለት መቶ ዩሮ፣ ቤተሰብ ይቻላል፣ ዋትስአፕ +44 7700 900420",
    "Пример объявления: в пятницу есть места, тысяча двести евро с человека, семьи тоже, пишите +44 7700 900421",
    "Mẫu quảng cáo: thứ sáu còn chỗ, một nghìn hai trăm euro mỗi người, gia đình cũng được, gọi +44 7700 900422",
    "Shembull njoftimi: të premten ka vende, njëmijë e dyqind euro personi, pranohen familjet, shkruaj +44 7700 900423",
    "ڕیکلامی نموونە: هەینی شوێن هەیە، هەزار و دوو سەد یۆرۆ بۆ کەسێک، خێزانیش دەکرێت، واتساپ +44 7700 900424",
];

/// One posting of an advert: other numbers, some words changed, emoji added, letters disguised.
fn posting(advert: &str, seed: u64) -> String {
    let mut words: Vec<String> = advert.split(' ').map(str::to_owned).collect();
    let chance = |n: u64| usize::try_from(mix(seed.wrapping_mul(31) + n) % 1000).unwrap();
    for (at, word) in words.iter_mut().enumerate() {
        let digit = char::from(b'0' + u8::try_from(chance(at as u64) % 10).unwrap());
        *word = word.chars().map(|c| if c.is_ascii_digit() { digit } else { c }).collect();
    }
    let at = chance(100) % words.len();
    match chance(101) % 4 {
        0 => words[at].push('🔥'),
        1 => words.insert(at, "✅".to_owned()),
        2 => words[at] = words[at].to_uppercase(),
        _ => words[at] = words[at].chars().flat_map(|c| [c, '\u{200b}']).collect(),
    }
    words.join(" ")
}

#[test]
fn postings_of_one_advert_join_and_different_adverts_do_not() {
    let postings: Vec<(usize, Vec<u64>)> = (0..ADVERTS.len())
        .flat_map(|advert| {
            (0..12).map(move |n| (advert, fingerprint(&posting(ADVERTS[advert], n + 1))))
        })
        .collect();
    let (mut right, mut found, mut there, mut met) = (0, 0, 0, 0);
    for (at, (a, x)) in postings.iter().enumerate() {
        for (b, y) in postings.iter().skip(at + 1) {
            let joined = similarity(x, y) >= JOIN_AT;
            let keys = bands(x);
            let meets = bands(y).iter().any(|key| keys.contains(key));
            there += u32::from(a == b);
            found += u32::from(joined);
            right += u32::from(joined && a == b);
            met += u32::from(a == b && meets);
        }
    }
    let (precision, recall) =
        (f64::from(right) / f64::from(found), f64::from(right) / f64::from(there));
    println!(
        "pairs: precision {precision:.3}, recall {recall:.3}, met in a band {:.3}",
        f64::from(met) / f64::from(there)
    );
    assert!(precision >= 0.99 && recall >= 0.98, "{precision} {recall}");
    assert!(met == there, "{met} of {there} meet in a band");
}

#[test]
fn the_same_text_is_alike_however_disguised() {
    let plain = fingerprint(ADVERTS[0]);
    let disguised = fingerprint(&ADVERTS[0].replace('a', "а").to_uppercase());
    assert!(similarity(&plain, &disguised) > 0.95);
    assert!(similarity(&plain, &plain) > 0.999);
}

#[test]
fn texts_without_letters_group_with_nothing() {
    assert!(
        fingerprint("🔥🔥 123 456").is_empty()
            || similarity(&fingerprint("🔥"), &fingerprint("🔥")) < 0.01
    );
    assert!(similarity(&[], &[]) < 0.01);
    assert!(bands(&[]).is_empty());
}
