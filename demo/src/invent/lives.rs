//! What becomes of them: renames, endings, silences, successors.

use super::Member;
use super::cast::{Cast, successor};
use crate::chance::Chance;
use crate::plan::Plan;
use crate::truth::{Birth, Ending, Form, NameTruth, Role};
use model::Timestamp;

const HOUR_MS: i64 = 3_600_000;

/// What may become of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Nothing,
    RenamedBefore,
    RenamedLater,
    /// The platform takes it down, and it comes back under another name.
    FallsBefore,
    FallsLater,
    Dormant,
    Revived,
    Ends(Ending),
}

/// Fates of advertisers on each platform, in turn.
const ADVERTISERS: &[Fate] = &[
    Fate::Nothing,
    Fate::RenamedBefore,
    Fate::FallsBefore,
    Fate::Nothing,
    Fate::RenamedLater,
    Fate::Nothing,
    Fate::FallsLater,
    Fate::Revived,
    Fate::Nothing,
    Fate::Ends(Ending::Deleted),
    Fate::Dormant,
    Fate::Nothing,
    Fate::Ends(Ending::Private),
];
/// Fates of everybody else, in turn.
const OTHERS: &[Fate] = &[
    Fate::Nothing,
    Fate::Nothing,
    Fate::RenamedLater,
    Fate::Nothing,
    Fate::Dormant,
    Fate::Ends(Ending::Private),
    Fate::Nothing,
    Fate::Revived,
    Fate::Ends(Ending::Suspended),
    Fate::Nothing,
    Fate::Nothing,
    Fate::Ends(Ending::Deleted),
];

/// Decides what becomes of everybody, and adds the successors.
pub(crate) fn decide(plan: &Plan, cast: &mut Cast) {
    let mut chance = Chance::of(plan.seed, "lives");
    let mut successors = Vec::new();
    let mut turns = std::collections::BTreeMap::new();
    for member in cast.members.iter_mut().filter(|member| member.account.oddity.is_none()) {
        let advertises = member.account.role == Role::Advertiser;
        let turn: &mut usize =
            turns.entry((member.account.platform.clone(), advertises)).or_default();
        let fates = if advertises { ADVERTISERS } else { OTHERS };
        let fate = fates.get(*turn % fates.len()).copied().unwrap_or(Fate::Nothing);
        let comes_back = advertises && turn.is_multiple_of(2);
        *turn += 1;
        let moment = moment(plan, fate, &mut chance);
        befall(plan, member, fate, moment, &mut chance);
        match fate {
            Fate::FallsBefore | Fate::FallsLater => {
                let born = moment.plus_ms(chance.between(10, 60) * HOUR_MS);
                successors.push(successor(plan, member, Birth::At(born)));
            }
            // Whoever the desk takes down may come back; the desk decides whether and when.
            Fate::Nothing if comes_back => {
                let delay_ms = chance.between(3, 30) * HOUR_MS;
                let born = Birth::AfterTakedown { of: member.account.key.clone(), delay_ms };
                successors.push(successor(plan, member, born));
            }
            _ => {}
        }
        if member.account.form == Form::Video && fate == Fate::Nothing {
            let from = plan.start.plus_days(2);
            member.account.outages.push((from, from.plus_ms(6 * HOUR_MS)));
        }
    }
    cast.members.append(&mut successors);
}

/// When it befalls.
fn moment(plan: &Plan, fate: Fate, chance: &mut Chance) -> Timestamp {
    let hours = |days: u32| i64::from(days) * 24;
    let past = hours(plan.history_days);
    let later = match fate {
        Fate::FallsLater | Fate::RenamedLater => chance.between(2, 60),
        Fate::FallsBefore | Fate::RenamedBefore => chance.between(-past / 2, -12),
        Fate::Dormant => chance.between(-past / 2, 72),
        Fate::Revived => chance.between(-past / 3, -24),
        Fate::Ends(_) => chance.between(6, 24 * 8),
        Fate::Nothing => 0,
    };
    plan.start.plus_ms(later * HOUR_MS + chance.between(0, HOUR_MS))
}

fn befall(plan: &Plan, member: &mut Member, fate: Fate, moment: Timestamp, chance: &mut Chance) {
    let account = &mut member.account;
    match fate {
        Fate::Nothing => {}
        Fate::RenamedBefore | Fate::RenamedLater => rename(member, moment, chance),
        Fate::FallsBefore | Fate::FallsLater => account.ends = Some((moment, Ending::TakenDown)),
        Fate::Dormant => account.silences.push((moment, plan.end().plus_days(1))),
        Fate::Revived => {
            let back = moment.plus_ms(chance.between(40, 240) * HOUR_MS);
            account.silences.push((moment.plus_days(-8), back));
        }
        Fate::Ends(ending) => account.ends = Some((moment, ending)),
    }
}

/// A new name; feeds keep their address and change their title, Mastodon its shown name only.
fn rename(member: &mut Member, moment: Timestamp, chance: &mut Chance) {
    let account = &mut member.account;
    let Some(old) = account.names.last().cloned() else { return };
    let letters = chance.word(b"bcdfghjkmnpqrtvwxz23456789", 3);
    let handle = match account.platform.as_str() {
        "telegram" => format!("{}_{letters}", member.slug),
        "bluesky" => format!("{}-{letters}.test", member.slug.replace('_', "-")),
        _ => old.handle.clone(),
    };
    let display_name = format!("{} ✅", old.display_name);
    account.names.push(NameTruth { from: moment, handle, display_name });
}
