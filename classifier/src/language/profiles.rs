//! N-gram profiles of languages that share a script: softmax over hashed character 1- to 4-grams.
//!
//! Trained by `examples/train_language.rs` on half of `shared/langid` (UDHR, public domain; lingua
//! test sentences, Apache-2.0; AfriSenti tweets, CC BY 4.0, Muhammad et al. 2023) and on
//! `classifier/corpus`. The file holds n-gram statistics only.

use crate::learn::linear::Example;
use crate::learn::packed::{Packer, Small, UnpackError, Unpacker};
use crate::learn::sparse::mix;
use crate::learn::{Linear, Pace, Recipe, Sparse};
use crate::text::Script;

/// Kind and version of the file.
const TAG: &str = "routewatch language profiles 1";
/// Buckets that n-grams are hashed into, per script.
const BUCKETS: usize = 1 << 15;
/// Languages that may share a script.
const MOST: usize = 32;
/// Characters that are looked at: more do not tell more.
const ENOUGH: usize = 240;

/// Profiles of the languages of one script.
#[derive(Debug, Clone)]
struct Group {
    script: Script,
    languages: Vec<String>,
    model: Small,
    /// The weights again, in rows of equal width, which add up fast.
    rows: Vec<[i8; MOST]>,
}

impl Group {
    fn of(script: Script, languages: Vec<String>, model: Small) -> Result<Self, UnpackError> {
        if model.width > MOST {
            return Err(UnpackError::Format);
        }
        let padded = |row: &[i8]| std::array::from_fn(|at| row.get(at).copied().unwrap_or(0));
        let rows = model.weights.chunks(model.width.max(1)).map(padded).collect();
        Ok(Self { script, languages, model, rows })
    }
}

/// Profiles of all scripts that several languages share.
#[derive(Debug, Clone)]
pub struct Profiles {
    groups: Vec<Group>,
}

/// The best language of a script.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best<'a> {
    /// Its code.
    pub language: &'a str,
    /// Its share of belief, 0..=1.
    pub share: f32,
}

/// The scripts that need profiles.
pub const SCRIPTS: [Script; 4] =
    [Script::Latin, Script::Arabic, Script::Cyrillic, Script::Ethiopic];

impl Profiles {
    /// Learns profiles from `(language, text)`; a text counts in the script that carries it.
    ///
    /// Fails where more languages share a script than there is room for.
    pub fn train(samples: &[(String, String)]) -> Result<Self, UnpackError> {
        let groups = SCRIPTS.into_iter().map(|script| train_group(script, samples));
        Ok(Self { groups: groups.collect::<Result<_, _>>()? })
    }

    /// The file.
    pub fn pack(&self) -> Result<Vec<u8>, std::io::Error> {
        let mut packer = Packer::new(TAG);
        for group in &self.groups {
            packer.text(&group.languages.join(" "));
            packer.small(&group.model);
        }
        packer.finish()
    }

    /// Reads a file.
    pub fn unpack(file: &[u8]) -> Result<Self, UnpackError> {
        let mut unpacker = Unpacker::open(file, TAG)?;
        let mut groups = Vec::new();
        for script in SCRIPTS {
            let languages = unpacker.text()?.split(' ').map(str::to_owned).collect();
            groups.push(Group::of(script, languages, unpacker.small()?)?);
        }
        Ok(Self { groups })
    }

    /// The best language of a text in a script.
    #[must_use]
    pub fn best(&self, script: Script, plain: &str) -> Option<Best<'_>> {
        let group = self.groups.iter().find(|g| g.script == script)?;
        let mut sums = [0_i32; MOST];
        let mut grams = 0_u32;
        each_gram(script, plain, |bucket| {
            grams += 1;
            let Some(row) = group.rows.get(bucket) else { return };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        });
        if grams == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "sums of small numbers")]
        let outputs: Vec<f32> = sums
            .iter()
            .zip(&group.model.scale)
            .zip(&group.model.bias)
            .map(|((sum, scale), bias)| *sum as f32 * scale / (grams as f32).sqrt() + bias)
            .collect();
        let shares = crate::learn::linear::shares(&outputs);
        let (at, share) = shares.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(Best { language: group.languages.get(at)?, share })
    }

    /// All languages that have a profile.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|g| g.languages.iter().map(String::as_str))
    }
}

fn train_group(script: Script, samples: &[(String, String)]) -> Result<Group, UnpackError> {
    let inside: Vec<&(String, String)> =
        samples.iter().filter(|(_, text)| super::main_script(text) == Some(script)).collect();
    let mut languages: Vec<String> = inside.iter().map(|(language, _)| language.clone()).collect();
    languages.sort();
    languages.dedup();
    let count = |language: &str| inside.iter().filter(|(l, _)| l == language).count();
    languages.retain(|language| count(language) >= 15);
    let mut examples = Vec::new();
    for (language, text) in &inside {
        let Some(class) = languages.iter().position(|l| l == language) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "counts of samples")]
        let weight = (500.0 / count(language) as f32).clamp(0.5, 4.0).sqrt();
        for part in crops(text) {
            let mut features = Sparse::default();
            each_gram(script, &part, |b| {
                features.items.push((u32::try_from(b).unwrap_or(0), 1.0));
            });
            #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
            let norm = (features.items.len() as f32).sqrt().max(1.0);
            features.items.iter_mut().for_each(|item| item.1 /= norm);
            features.tidy();
            examples.push(Example { features, class, answers: None, weight });
        }
    }
    let width = languages.len().max(1);
    let recipe =
        Recipe { pace: Pace::Adaptive, epochs: 12, rate: 0.25, decay: 1e-5, softmax: width };
    let model = Small::of(&Linear::train(BUCKETS, width, &examples, &recipe));
    Group::of(script, languages, model)
}

/// The text itself, its beginning and its middle: short posts are to be told as well.
fn crops(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = vec![text.to_owned()];
    if chars.len() > 50 {
        out.push(chars.iter().take(40).collect());
        out.push(chars.iter().skip(chars.len() / 2).take(40).collect());
    }
    out
}

/// Hashes the 1- to 4-grams of words written in the script, boundaries included, any other
/// character being a boundary.
fn each_gram(script: Script, plain: &str, mut tell: impl FnMut(usize)) {
    let mut window = [' '; 4];
    let mut word = 0_usize;
    let mut seen = 0_usize;
    let mut push = |c: char, word: usize| {
        window.rotate_left(1);
        if let Some(last) = window.last_mut() {
            *last = c;
        }
        let mut n = 0_u64;
        for (length, &one) in window.iter().rev().enumerate().take(word + 1) {
            n = (n << 21) | u64::from(u32::from(one));
            let salted = n ^ ((length as u64 + 1) << 58);
            tell(usize::try_from(mix(salted) >> 20).unwrap_or(0) % BUCKETS);
        }
    };
    let skip = |chunk: &str| {
        chunk.starts_with('@')
            || chunk.starts_with('#')
            || chunk.contains("://")
            || chunk.contains("t.me/")
    };
    for chunk in plain.split_whitespace().filter(|chunk| !skip(chunk)) {
        seen += chunk.chars().count();
        if seen > ENOUGH {
            break;
        }
        for c in chunk.chars().chain(std::iter::once(' ')) {
            let inside = Script::of(c) == Some(script)
                || (c == '\'' && word > 0)
                || (script == Script::Latin
                    && c.is_ascii_digit()
                    && matches!(c, '2' | '3' | '5' | '7' | '9')
                    && word > 0);
            if inside {
                let lower = c.to_lowercase().next().unwrap_or(c);
                if word == 0 {
                    push('_', 0);
                    word = 1;
                }
                push(lower, word.min(3));
                word += 1;
            } else if word > 0 {
                push('_', word.min(3));
                word = 0;
            }
        }
    }
}
