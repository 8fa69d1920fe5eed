use super::mend;

fn check(text: &str, expect: &str, items: usize, broken: bool) {
    let mended = mend(text);
    assert_eq!(mended.xml, expect, "{text}");
    assert_eq!(mended.items.len(), items, "{text}");
    assert_eq!(mended.broken.is_some(), broken, "{text}: {:?}", mended.broken);
}

#[test]
fn declarations_comments_and_document_types_are_gone() {
    check(
        "<?xml version='1.0' encoding='koi8-r'?><!DOCTYPE rss [<!ENTITY a 'b'>]><!-- c -->\
         <feed><title>x&a;y</title></feed>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>x&amp;a;y</title></feed>",
        0,
        false,
    );
}

#[test]
fn entities_and_ampersands_become_letters() {
    check(
        "<feed><title>&eacute; &amp;amp; A & B &#65;</title></feed>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>é &amp;amp; A &amp; B A</title></feed>",
        0,
        false,
    );
}

#[test]
fn markup_in_an_rss_text_is_text() {
    check(
        "<rss><channel><item><title>a <b>b</b> &lt;3</title></item></channel></rss>",
        "<rss version=\"2.0\"><channel><item><title>a &lt;b&gt;b&lt;/b&gt; &lt;3</title></item></channel></rss>",
        1,
        false,
    );
}

#[test]
fn an_item_that_the_end_cut_off_is_left_out() {
    check(
        "<rss version='0.9x'><channel><item><title>a</title></item><item><title>b</ti",
        "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>",
        1,
        true,
    );
}

#[test]
fn an_element_never_closed_is_closed_with_what_holds_it() {
    check(
        "<feed><entry><x><y>a</x></entry></feed>",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><x><y>a</y></x></entry></feed>",
        1,
        true,
    );
    check("<feed></entry></feed>", "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", 0, true);
}

#[test]
fn people_and_what_makes_parsers_fall_are_left_out() {
    check(
        "<rss><channel><item><author>a@b.example（c）</author><itunes:duration>9</itunes:duration>\
         <media:content duration='1' url='u'/></item></channel></rss>",
        "<rss version=\"2.0\"><channel><item><media:content url=\"u\"></media:content></item></channel></rss>",
        1,
        false,
    );
}

#[test]
fn items_without_a_channel_get_one() {
    let mended = mend("<rss><item><title>a</title></item></rss>");
    assert_eq!(
        mended.xml,
        "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>"
    );
    assert_eq!(mended.xml.get(mended.items[0].clone()), Some("<item><title>a</title></item>"));
}

#[test]
fn deep_nesting_is_cut() {
    let deep = format!("<feed>{}", "<a>".repeat(10_000));
    assert!(mend(&deep).xml.len() < 1_000);
}
