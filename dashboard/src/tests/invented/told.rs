//! What the invented accounts write.

use model::{Label, Service};

/// One invented post.
pub(crate) struct Told {
    /// Platform, handle, shown name.
    pub(crate) account: Account,
    /// Hours before the invented present.
    pub(crate) hours: i64,
    pub(crate) language: &'static str,
    pub(crate) text: String,
    pub(crate) label: Label,
    pub(crate) score: f32,
    pub(crate) service: Option<Service>,
    pub(crate) route: Option<Route>,
    /// Words, meaning, weight.
    pub(crate) reasons: Vec<Why>,
}

type Account = (&'static str, &'static str, &'static str);
type Route = (&'static str, &'static str);
type Why = (&'static str, &'static str, f32);
/// Account, hours, language, text, score, service, route, reasons.
type Offer = (Account, i64, &'static str, &'static str, f32, Service, Route, &'static [Why]);
/// Account, hours, language, text, label, score.
type Plain = (Account, i64, &'static str, &'static str, Label, f32);

pub(super) const NUMBER: &str = "+44 7700 900123";

const RIHLA: Account = ("telegram", "rihla_example", "رحلة المثال");
const SAFAR: Account = ("telegram", "safar_example", "سفر نمونه");
const YOL: Account = ("mastodon", "yol_example", "Yol Örnek");
const PRESS: Account = ("bluesky", "press.example", "Example Press");
const AGENCY: Account = ("feeds", "agency.example", "Example Travel Agency");

#[rustfmt::skip]
const OFFERS: [Offer; 9] = [
    (RIHLA, 2, "ar", "رحلات من تركيا إلى اليونان\nالسعر 3000 EUR للشخص\nللتواصل", 0.96, Service::Sea, ("TR", "GR"),
        &[("رحلات", "trips", 1.4), ("إلى اليونان", "to Greece", 2.1), ("للشخص", "per person", 0.8)]),
    (SAFAR, 5, "fa", "سفر از ترکیه به ایتالیا، هر نفر 4500 EUR، تماس", 0.91, Service::Lorry, ("TR", "IT"),
        &[("به ایتالیا", "to Italy", 1.9), ("هر نفر", "per person", 0.9)]),
    (SAFAR, 26, "ps", "له ترکیې ایټالیا ته سفر، اړیکه", 0.62, Service::Land, ("TR", "IT"), &[("ایټالیا ته", "to Italy", 1.1)]),
    (RIHLA, 30, "ckb", "گەشت لە تورکیاوە بۆ یۆنان، پەیوەندی", 0.83, Service::Sea, ("TR", "GR"), &[("بۆ یۆنان", "to Greece", 1.6)]),
    (YOL, 50, "tr", "Yunanistan'a yolculuk, kişi başı 3000 EUR, iletişim", 0.88, Service::Sea, ("TR", "GR"), &[("kişi başı", "per person", 1.2)]),
    (YOL, 75, "ti", "ካብ ሊብያ ናብ ጣልያን ጉዕዞ፣ ርክብ", 0.79, Service::Sea, ("LY", "IT"), &[("ናብ ጣልያን", "to Italy", 1.7)]),
    (YOL, 99, "so", "Safar Liibiya ilaa Talyaaniga, nala soo xiriir", 0.74, Service::Sea, ("LY", "IT"), &[("ilaa Talyaaniga", "to Italy", 1.5)]),
    (RIHLA, 120, "pa", "ਇਟਲੀ ਲਈ ਵੀਜ਼ਾ, ਸੰਪਰਕ", 0.68, Service::Visa, ("IN", "IT"), &[("ਵੀਜ਼ਾ", "visa", 1.0)]),
    (SAFAR, 150, "vi", "Đi Anh bằng xe tải, liên hệ", 0.81, Service::Lorry, ("FR", "GB"), &[("bằng xe tải", "by lorry", 2.0)]),
];

#[rustfmt::skip]
const OTHERS: [Plain; 4] = [
    (YOL, 8, "en", "Does anybody know a way to reach my brother in Lesvos? He stopped answering on Friday.", Label::Seeker, 0.08),
    (PRESS, 12, "en", "Coast guard rescues 31 people off Samos, the ministry says; two suspects held.", Label::About, 0.05),
    (PRESS, 40, "fr", "Le procès des passeurs présumés s'ouvre lundi.", Label::About, 0.07),
    (AGENCY, 20, "en", "Licensed coach tickets Istanbul to Sofia, book with your passport at our office.", Label::LicitService, 0.21),
];

/// Every invented post; the offers come first and all name one number.
pub(crate) fn told() -> Vec<Told> {
    let offer = |(account, hours, language, text, score, service, route, reasons): Offer| Told {
        account,
        hours,
        language,
        text: format!("{text} {NUMBER}"),
        label: Label::Offer,
        score,
        service: Some(service),
        route: Some(route),
        reasons: reasons.to_vec(),
    };
    let other = |(account, hours, language, text, label, score): Plain| Told {
        account,
        hours,
        language,
        text: text.to_owned(),
        label,
        score,
        service: None,
        route: None,
        reasons: Vec::new(),
    };
    OFFERS.into_iter().map(offer).chain(OTHERS.into_iter().map(other)).collect()
}
