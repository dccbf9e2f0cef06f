//! Does the page for the developers of services show the code of this crate?

#[test]
fn the_page_shows_how_bytes_come_in() {
    let source = include_str!("../src/lib.rs");
    let start = source.find("/// Reads an event that came from outside").expect("it is documented");
    let end = source[start..].find("\n}\n").expect("it has an end");
    let shown = &source[start..start + end + 3];
    assert!(include_str!("../../../docs/for/service-developer.md").contains(shown), "{shown}");
}
