//! Finding one's way in a parsed page by class names, which is all that Telegram's pages need.

use crate::plain_text::text_of;
use scraper::ElementRef;

/// Whether an element has a class.
pub(super) fn has(element: ElementRef<'_>, class: &str) -> bool {
    // The library's own way interns every class of every element first.
    element.attr("class").is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
}

/// Elements of a class under an element, in the order of the page.
pub(super) fn all<'a>(
    root: ElementRef<'a>,
    class: &'static str,
) -> impl Iterator<Item = ElementRef<'a>> {
    root.descendent_elements().filter(move |one| has(*one, class))
}

/// The first element of a class.
pub(super) fn first<'a>(root: ElementRef<'a>, class: &'static str) -> Option<ElementRef<'a>> {
    all(root, class).next()
}

/// Text of the first element of a class, if there is any.
pub(super) fn text_at(root: ElementRef<'_>, class: &'static str) -> Option<String> {
    first(root, class).map(text_of).filter(|text| !text.is_empty())
}

/// The first element of a tag name.
pub(super) fn tag<'a>(root: ElementRef<'a>, name: &'static str) -> Option<ElementRef<'a>> {
    tags(root, name).next()
}

/// Elements of a tag name.
pub(super) fn tags<'a>(
    root: ElementRef<'a>,
    name: &'static str,
) -> impl Iterator<Item = ElementRef<'a>> {
    root.descendent_elements().filter(move |one| one.value().name() == name)
}

/// Whether an element lies in one that has any of these classes, looking no higher than `root`.
pub(super) fn inside(element: ElementRef<'_>, root: ElementRef<'_>, classes: &[&str]) -> bool {
    element
        .ancestors()
        .take_while(|node| node.id() != root.id())
        .filter_map(ElementRef::wrap)
        .any(|one| classes.iter().any(|class| has(one, class)))
}

/// Text that stands directly in an element, not in its children.
pub(super) fn own_text(element: ElementRef<'_>) -> String {
    let texts = element.children().filter_map(|node| node.value().as_text().map(|t| t.to_string()));
    texts.collect::<String>().trim().to_owned()
}

/// The address in a `background-image:url('…')`.
pub(super) fn background(element: ElementRef<'_>) -> Option<String> {
    let style = element.attr("style")?;
    let (_, after) = style.split_once("background-image:url(")?;
    let (address, _) = after.split_once(')')?;
    let address = address.trim_matches(['\'', '"', ' ']);
    (!address.is_empty() && !address.starts_with("data:")).then(|| address.to_owned())
}

/// Content of a `<meta property="…">`.
pub(super) fn meta(root: ElementRef<'_>, property: &str) -> Option<String> {
    tags(root, "meta")
        .find(|one| one.attr("property") == Some(property))
        .and_then(|one| one.attr("content"))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}
