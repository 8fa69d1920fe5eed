//! Pages that say that something is gone although their status says that it is there.

use super::is_html;
use crate::charset;
use crate::plain_text::plain_text;
use model::Capture;
use scraper::{Html, Selector};
use std::sync::LazyLock;

/// Longer pages are content.
const LONGEST: usize = 256 << 10;

/// A page with more words than this holds content besides.
const MOST_WORDS: usize = 250;

/// A heading with more words than this is the title of an article ("Where posts are not found").
const HEADING_WORDS: usize = 9;

/// What such pages call themselves, in lower case.
const GONE: &[&str] = &[
    // English
    "404",
    "410 gone",
    "not found",
    "no longer available",
    "no longer exists",
    "isn't available",
    "is not available",
    "is unavailable",
    "doesn't exist",
    "does not exist",
    "doesn’t exist",
    "isn’t available",
    "has been deleted",
    "has been removed",
    "has been suspended",
    "account suspended",
    "account deleted",
    // German, French, Spanish, Italian, Portuguese
    "nicht gefunden",
    "nicht mehr verfügbar",
    "existiert nicht",
    "introuvable",
    "n'existe plus",
    "n’existe plus",
    "no encontrada",
    "no encontrado",
    "no existe",
    "ya no está disponible",
    "non trovata",
    "non esiste",
    "não encontrada",
    "não existe",
    // Russian, Ukrainian, Polish, Romanian, Albanian
    "не найдена",
    "не найден",
    "не существует",
    "удалена",
    "не знайдено",
    "nie znaleziono",
    "nie istnieje",
    "nu a fost găsită",
    "nu există",
    "nuk u gjet",
    // Turkish, Arabic, Persian, Kurdish (Sorani), Vietnamese, Chinese
    "bulunamadı",
    "mevcut değil",
    "غير موجودة",
    "غير موجود",
    "لم يتم العثور",
    "یافت نشد",
    "پیدا نشد",
    "نەدۆزرایەوە",
    "không tìm thấy",
    "không tồn tại",
    "找不到",
    "不存在",
];

static HEADINGS: LazyLock<Option<Selector>> =
    LazyLock::new(|| Selector::parse("title, h1, h2").ok());

/// Whether a page that came with a good status says in its title or a heading that what was asked
/// for is gone, and holds little else. A hint, not a proof: who acts on it wants a second witness.
#[must_use]
pub fn says_gone(capture: &Capture) -> bool {
    let good = matches!(capture.status, 200..=299);
    if !good || !is_html(capture) || capture.body.len() > LONGEST {
        return false;
    }
    let text = charset::of_page(capture, &mut Vec::new());
    if plain_text(&text).split_whitespace().count() > MOST_WORDS {
        return false;
    }
    let page = Html::parse_document(&text);
    let Some(headings) = HEADINGS.as_ref() else { return false };
    page.select(headings).any(|heading| {
        let words: String = heading.text().collect::<String>().to_lowercase();
        words.split_whitespace().count() <= HEADING_WORDS
            && GONE.iter().any(|gone| words.contains(gone))
    })
}
