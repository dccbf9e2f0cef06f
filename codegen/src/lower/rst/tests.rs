//! Texts and their markup; `tests/docs` checks with docutils that the markup shows the text.

use super::{Rst, docname};

#[track_caller]
fn check(markup: &Rst, expected: &str) {
    assert_eq!(markup.as_str(), expected);
}

#[test]
fn inline_markup_is_escaped() {
    let cases = [
        ("plain words", "plain words"),
        ("a *b* **c** `d` |e| f\\g", r"a \*b\* \*\*c\*\* \`d\` \|e\| f\\g"),
        (
            "course_key stays, course_ does not, __ neither",
            r"course_key stays, course\_ does not, \_\_ neither",
        ),
        ("see [1]_ and Title_.", r"see [1]\_ and Title\_."),
        ("<b>&amp;</b> {{ x }} {% if %}", "<b>&amp;</b> {{ x }} {% if %}"),
        ("https://example.org/a_b?c=d stays a link", "https://example.org/a_b?c=d stays a link"),
        ("JavaScript:alert(1)", r"JavaScript\:alert(1)"),
        ("naïve – 日本語", "naïve – 日本語"),
        ("a\0b\u{1b}c", "a\u{fffd}b\u{fffd}c"),
    ];
    for (text, expected) in cases {
        check(&Rst::text(text), expected);
    }
}

#[test]
fn no_text_begins_or_ends_a_block() {
    let cases = [
        ("- item", r"\- item"),
        ("* item", r"\* item"),
        ("• item", "\\• item"),
        ("1. item", r"1\. item"),
        ("(1) item", r"\(1) item"),
        ("a) item", r"a\) item"),
        ("iv. item", r"iv\. item"),
        ("Mr. Smith", "Mr. Smith"),
        ("1.5 is a number", "1.5 is a number"),
        ("#. item", r"\#. item"),
        (".. raw:: html", r"\.. raw:: html"),
        (":field: value", r"\:field: value"),
        ("-o, --option", r"\-o, --option"),
        (">>> doctest", r"\>>> doctest"),
        ("| line", r"\| line"),
        ("+---+", r"\+---+"),
        ("=====", r"\====="),
        ("\"\"\"\"", r#"\"""""#),
        ("\"quoted\"", "\"quoted\""),
        ("_x", r"\_x"),
        ("__ anonymous", r"\_\_ anonymous"),
        ("\\", "\\ \\\\"),
        ("\\\\", "\\ \\\\\\\\"),
        ("as follows::", r"as follows:\:"),
        ("::", r"\:\:"),
    ];
    for (text, expected) in cases {
        check(&Rst::text(text), expected);
    }
}

#[test]
fn white_space_is_folded_and_blank_lines_separate_paragraphs() {
    check(
        &Rst::text("  one\n two\tthree  \n\n \n- four\r\n\r\nfive\n"),
        "one two three\n\n\\- four\n\nfive",
    );
    check(&Rst::text("a\u{2028}b\u{85}c\u{b}d"), "a b c d");
    check(&Rst::text(" \n "), "");
    check(&Rst::line("one\n\ntwo"), "one two");
}

#[test]
fn code_shows_edges_and_controls() {
    let cases = [
        ("[a-z]+", "``[a-z]+``"),
        (r"^\d+$", r"``^\d+$``"),
        (r"ends\", r"``ends\``"),
        ("a`b", r":literal:`a\`b`"),
        ("``", r":literal:`\`\``"),
        (r"<`\>", r":literal:`\<\`\\\>`"),
        ("", "``\"\"``"),
        (" edge", "``\" edge\"``"),
        ("two  spaces", "``two  spaces``"),
        ("a\nb\t\u{2028}\u{0}", r#"``"a\nb\t\u2028\u0000"``"#),
    ];
    for (text, expected) in cases {
        check(&Rst::literal(text), expected);
    }
}

#[test]
fn links() {
    check(&Rst::link("a <b> `c`", "https://x.org/a b"), r"`a \<b\> \`c\` <https://x.org/a%20b>`__");
    check(
        &Rst::named_link("NAME", "https://x.org/>é`#L1-L2"),
        "`NAME <https://x.org/%3E%C3%A9%60#L1-L2>`_",
    );
    check(&Rst::link("a", "https://x.org/a_b__"), "`a <https://x.org/a_b%5F%5F>`__");
    check(&Rst::doc("X", "docs/events/learning/x.rst"), ":doc:`X </events/learning/x>`");
    check(&Rst::label("Mode", "enum-mode"), ":ref:`Mode <enum-mode>`");
    check(
        &Rst::download("Avro", "schemas/avro/a.avsc"),
        ":download:`Avro </../schemas/avro/a.avsc>`",
    );
    assert_eq!(docname("docs/dates.rst"), "/dates");
}

#[test]
fn titles_have_a_line_as_wide() {
    check(&Rst::title("A", '='), "A\n====");
    check(&Rst::title("Learning Events", '-'), "Learning Events\n---------------");
    check(&Rst::title("日本語の題", '='), "日本語の題\n==========");
    check(&Rst::title("*a*\nb", '='), "\\*a\\* b\n=======");
}
