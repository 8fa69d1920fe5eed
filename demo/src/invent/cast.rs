//! Who there is: networks of advertisers, and everybody else.

use super::Member;
use crate::chance::Chance;
use crate::plan::Plan;
use crate::texts::{Library, Voice, phone};
use crate::truth::{
    AccountTruth, Birth, Form, NameTruth, NetworkTruth, Oddity, Role, TieTruth, UNSERVED_FEEDS,
};
use model::{Language, Platform};
use std::collections::BTreeMap;

/// Everybody.
#[derive(Debug)]
pub(crate) struct Cast {
    pub(crate) members: Vec<Member>,
    pub(crate) networks: Vec<NetworkTruth>,
}

/// Forms in the order in which accounts of a network take them, by weight.
const FORMS: &[(&str, Form, u32)] = &[
    ("telegram", Form::Channel, 40),
    ("mastodon", Form::Profile, 22),
    ("bluesky", Form::Profile, 22),
    ("feeds", Form::Rss, 4),
    ("feeds", Form::Atom, 4),
    ("feeds", Form::JsonFeed, 4),
    ("feeds", Form::Video, 4),
];
/// Letters for parts of handles that nobody should happen to have.
const LETTERS: &[u8] = b"bcdfghjkmnpqrtvwxz23456789";

/// What is being handed out while the cast is invented.
struct Casting<'p> {
    plan: &'p Plan,
    library: &'p Library,
    chance: Chance,
    members: Vec<Member>,
    networks: Vec<NetworkTruth>,
    numbers: u32,
    per_platform: BTreeMap<String, u32>,
    offers_given: BTreeMap<usize, usize>,
}

/// Invents everybody.
pub(crate) fn invent(plan: &Plan, library: &Library) -> Cast {
    let mut casting = Casting {
        plan,
        library,
        chance: Chance::of(plan.seed, "cast"),
        members: Vec::new(),
        networks: Vec::new(),
        numbers: 0,
        per_platform: BTreeMap::new(),
        offers_given: BTreeMap::new(),
    };
    if !library.languages.is_empty() {
        casting.advertisers();
        casting.everybody_else();
        casting.oddities();
    }
    Cast { members: casting.members, networks: casting.networks }
}

/// What a new member is made from.
struct Part {
    platform: &'static str,
    form: Form,
    role: Role,
    language: usize,
    network: Option<String>,
    phone: String,
    handle: Option<String>,
}

impl Casting<'_> {
    fn advertisers(&mut self) {
        let wanted = (self.plan.accounts * self.plan.advertisers_percent / 100).max(1) as usize;
        while self.members.len() < wanted {
            let at = self.networks.len();
            let language = at % self.library.languages.len();
            let id = format!("network/{at:02}");
            let tie = [TieTruth::Both, TieTruth::Contact, TieTruth::Both, TieTruth::Text];
            let tie = tie.get(at % tie.len()).copied().unwrap_or(TieTruth::Both);
            let size =
                (self.chance.weighted(&[30, 35, 20, 15]) + 1).min(wanted - self.members.len());
            let offers = self.offers(language, if tie == TieTruth::Contact { size } else { 3 });
            let (phone, handle) = (self.phone(), None);
            let mut handle: Option<String> = handle;
            let first = self.chance.below(4);
            for place in 0..size {
                let (platform, form) = self.form(first, place);
                let own = tie == TieTruth::Text && place > 0;
                let phone = if own { self.phone() } else { phone.clone() };
                let part = Part {
                    platform,
                    form,
                    role: Role::Advertiser,
                    language,
                    network: Some(id.clone()),
                    phone,
                    handle: if own { None } else { handle.clone() },
                };
                let mut member = self.member(part);
                handle = handle.or_else(|| Some(member.account.handle.clone()));
                member.offers = match tie {
                    TieTruth::Contact => offers.iter().skip(place).step_by(size).cloned().collect(),
                    TieTruth::Text | TieTruth::Both => offers.clone(),
                };
                self.members.push(member);
            }
            self.networks.push(NetworkTruth { id, tie, accounts: Vec::new() });
        }
    }

    /// Offers not given to a network of that language yet; from the beginning again when all are.
    fn offers(&mut self, language: usize, count: usize) -> Vec<String> {
        let texts = self.library.languages.get(language);
        let all = texts.map(|texts| texts.offers.as_slice()).unwrap_or_default();
        let from = self.offers_given.entry(language).or_default();
        let own = all.iter().cycle().skip(*from).take(count.min(all.len()));
        let own: Vec<String> = own.map(|entry| entry.name.clone()).collect();
        *from += own.len();
        own
    }

    fn form(&mut self, first: u64, place: usize) -> (&'static str, Form) {
        let weights: Vec<u32> = FORMS.iter().map(|(_, _, weight)| *weight).collect();
        let turned = (usize::try_from(first).unwrap_or(0) + place) % 4;
        let feed = 3 + usize::try_from(self.chance.below(4)).unwrap_or(0);
        let at = match turned {
            _ if place == 0 => self.chance.weighted(&weights),
            3 => feed,
            other => other,
        };
        FORMS.get(at).map_or(("telegram", Form::Channel), |(platform, form, _)| (platform, *form))
    }

    fn everybody_else(&mut self) {
        let roles = [Role::Newsroom, Role::Seeker, Role::Business, Role::Neighbour];
        let weights: Vec<u32> = FORMS.iter().map(|(_, _, weight)| *weight).collect();
        let rest = (self.plan.accounts as usize).saturating_sub(self.members.len());
        let languages = self.library.languages.len();
        for at in 0..rest {
            let role = roles.get((at + at / languages) % roles.len()).copied();
            let role = role.unwrap_or(Role::Neighbour);
            let mut drawn = FORMS.get(self.chance.weighted(&weights));
            if role == Role::Seeker {
                drawn = drawn.filter(|(platform, ..)| *platform != "feeds");
            }
            let (platform, form) =
                drawn.map_or(("mastodon", Form::Profile), |(platform, form, _)| (platform, *form));
            let language = at % languages;
            let phone = self.phone();
            let part = Part { platform, form, role, language, network: None, phone, handle: None };
            let member = self.member(part);
            self.members.push(member);
        }
    }

    /// Shapes that a collector must survive, whatever else there is.
    fn oddities(&mut self) {
        let odd = [
            ("telegram", Form::Channel, Role::Neighbour, Oddity::Empty),
            ("telegram", Form::Channel, Role::Business, Oddity::OddMarkup),
            ("telegram", Form::Group, Role::Advertiser, Oddity::Group),
            ("bluesky", Form::Profile, Role::Seeker, Oddity::NoUnauthenticated),
        ];
        for (at, (platform, form, role, oddity)) in odd.into_iter().enumerate() {
            let language = (at * 5) % self.library.languages.len();
            let phone = self.phone();
            let part = Part { platform, form, role, language, network: None, phone, handle: None };
            let mut member = self.member(part);
            member.offers = self.offers(language, usize::from(role == Role::Advertiser));
            if matches!(oddity, Oddity::Group | Oddity::Empty) {
                // No message ever shows its chat id, so only the name is known.
                let name = member.account.names.first().map(|name| name.handle.to_lowercase());
                member.account.native_id = format!("@{}", name.unwrap_or_default());
            }
            member.account.collectable = oddity == Oddity::Empty;
            member.account.oddity = Some(oddity);
            if oddity == Oddity::Empty {
                member.rate = 0;
            }
            self.members.push(member);
        }
    }

    fn phone(&mut self) -> String {
        self.numbers += 1;
        phone(self.numbers)
    }

    fn member(&mut self, part: Part) -> Member {
        let count = self.per_platform.entry(part.platform.to_owned()).or_default();
        *count += 1;
        let key = format!("{}/{count:04}", part.platform);
        let at = *count as usize;
        let texts = self.library.languages.get(part.language);
        let role = |voice: &&Voice| voice.role == part.role;
        let voices: Vec<&Voice> =
            texts.map(|t| t.voices.iter().filter(role).collect()).unwrap_or_default();
        let voice = voices.get(at % voices.len().max(1)).copied();
        let slug = voice.map_or_else(|| "nobody".to_owned(), |voice| voice.slug.clone());
        let suffix = self.chance.word(LETTERS, 4);
        let handle = handle_on(part.platform, &slug, &suffix);
        let zones = texts.map(|texts| texts.zones.as_slice()).unwrap_or_default();
        let names = vec![NameTruth {
            from: self.plan.beginning().plus_days(-40),
            handle,
            display_name: voice.map(|voice| voice.name.clone()).unwrap_or_default(),
        }];
        let (number, native_id) = self.identity(part.platform, part.form, &slug, &suffix);
        let account = AccountTruth {
            key,
            platform: Platform::new(part.platform),
            form: part.form,
            native_id,
            number,
            role: part.role,
            language: texts.map_or_else(Language::unknown, |texts| texts.language.clone()),
            names,
            biography: voice.map(|voice| voice.bio.clone()).unwrap_or_default(),
            phone: part.phone,
            handle: part.handle.unwrap_or_else(|| format!("{slug}_{suffix}")),
            zone: self.chance.pick(zones).copied().unwrap_or(0),
            network: part.network,
            successor_of: None,
            born: Birth::At(self.plan.beginning().plus_days(-40)),
            ends: None,
            silences: Vec::new(),
            outages: Vec::new(),
            collectable: true,
            listed: true,
            oddity: None,
            service_posts: Vec::new(),
        };
        let most = match part.form {
            Form::Video => 14,
            Form::Rss | Form::Atom | Form::JsonFeed => 45,
            _ => 170,
        };
        Member {
            account,
            language: part.language,
            slug,
            offers: Vec::new(),
            rate: rate(part.role),
            most,
        }
    }

    /// Number and native id, as the platform would give them.
    fn identity(
        &mut self,
        platform: &str,
        form: Form,
        slug: &str,
        suffix: &str,
    ) -> (String, String) {
        match (platform, form) {
            ("telegram", _) => {
                let number = format!("-{}", 1_900_000_000 + self.chance.below(99_000_000));
                (number.clone(), number)
            }
            ("mastodon", _) => {
                let joined = self.plan.beginning().plus_days(-30 - self.chance.between(1, 900));
                let number = super::numbering::snowflake(joined, &mut self.chance);
                let uri = format!("{}ap/users/{number}", crate::mastodon::INSTANCE);
                (number, uri)
            }
            ("bluesky", _) => {
                let did = self.chance.word(b"abcdefghijklmnopqrstuvwxyz234567", 24);
                let did = format!("did:plc:{did}");
                (did.clone(), did)
            }
            (_, Form::Video) => {
                let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
                let number = format!("UC{}", self.chance.word(letters, 22));
                let native = format!("yt:{number}");
                (number, native)
            }
            _ => {
                let number = format!("{}-{suffix}", slug.replace('_', "-"));
                let path = crate::feeds::path(form, &number);
                let native = format!("{UNSERVED_FEEDS}{path}");
                (number, native)
            }
        }
    }
}

fn handle_on(platform: &str, slug: &str, suffix: &str) -> String {
    match platform {
        "bluesky" => format!("{}-{suffix}.test", slug.replace('_', "-")),
        _ => format!("{slug}_{suffix}"),
    }
}

/// Posts a day, in hundredths.
const fn rate(role: Role) -> u64 {
    match role {
        Role::Advertiser => 110,
        Role::Newsroom => 125,
        Role::Business => 90,
        Role::Seeker => 45,
        Role::Neighbour => 80,
    }
}

/// A successor: same people, new account. It joins its predecessor's network.
pub(crate) fn successor(plan: &Plan, of: &Member, born: Birth) -> Member {
    let mut chance = Chance::of(plan.seed, &format!("successor/{}", of.account.key));
    let mut next = of.clone();
    let account = &mut next.account;
    let suffix = chance.word(LETTERS, 4);
    let slug = format!(
        "{}_{}",
        of.slug,
        ["new", "2", "back"].get(of.account.key.len() % 3).copied().unwrap_or("2")
    );
    account.key = format!("{}-2", of.account.key);
    account.successor_of = Some(of.account.key.clone());
    let from = match &born {
        Birth::At(at) => *at,
        Birth::AfterTakedown { .. } => plan.start,
    };
    account.born = born;
    account.ends = None;
    account.silences.clear();
    account.outages.clear();
    let shown = account.names.first().map(|name| name.display_name.clone()).unwrap_or_default();
    account.names = vec![NameTruth {
        from,
        handle: handle_on(account.platform.as_str(), &slug, &suffix),
        display_name: format!("{shown} 2️⃣"),
    }];
    // Some keep the number, some only the texts.
    if chance.percent(35) {
        account.phone = phone(10_000 + u32::try_from(chance.below(2000)).unwrap_or(0));
        account.handle = format!("{slug}_{suffix}");
    }
    let (number, native_id) = fresh_identity(account, &slug, &suffix, from, &mut chance);
    account.number = number;
    account.native_id = native_id;
    account.listed = false;
    next
}

fn fresh_identity(
    account: &AccountTruth,
    slug: &str,
    suffix: &str,
    from: model::Timestamp,
    chance: &mut Chance,
) -> (String, String) {
    match account.platform.as_str() {
        "telegram" => {
            let number = format!("-{}", 2_000_000_000 + chance.below(99_000_000));
            (number.clone(), number)
        }
        "mastodon" => {
            let number = super::numbering::snowflake(from, chance);
            let uri = format!("{}ap/users/{number}", crate::mastodon::INSTANCE);
            (number, uri)
        }
        "bluesky" => {
            let did = chance.word(b"abcdefghijklmnopqrstuvwxyz234567", 24);
            (format!("did:plc:{did}"), format!("did:plc:{did}"))
        }
        _ if account.form == Form::Video => {
            let number =
                format!("UC{}", chance.word(b"abcdefghijkmnpqrstuvwxyzABCDEF23456789", 22));
            (number.clone(), format!("yt:{number}"))
        }
        _ => {
            let number = format!("{}-{suffix}", slug.replace('_', "-"));
            let path = crate::feeds::path(account.form, &number);
            (number, format!("{UNSERVED_FEEDS}{path}"))
        }
    }
}
