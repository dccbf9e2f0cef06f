//! HTML that is safe by construction: what comes from a catalog is escaped.

use std::fmt::Write as _;

use minijinja::Value;

/// A piece of HTML.
#[derive(Debug, Clone, Default)]
pub(crate) struct Html(String);

impl Html {
    /// Markup of our own.
    pub(crate) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text, or the value of an attribute in double quotes.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.0, text);
        self
    }

    pub(crate) fn number(&mut self, number: usize) -> &mut Self {
        // A String takes every write.
        let _ = write!(self.0, "{number}");
        self
    }

    pub(crate) fn html(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// A link; `href` is already valid in a URL.
    pub(crate) fn link(&mut self, href: &str, text: &str) -> &mut Self {
        self.raw("<a href=\"").text(href).raw("\">").text(text).raw("</a>")
    }

    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        self.raw("<code>").text(text).raw("</code>")
    }

    /// Text of several paragraphs, in which addresses are links.
    pub(crate) fn prose(&mut self, text: &str) -> &mut Self {
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
            self.raw("<p>").line(paragraph).raw("</p>");
        }
        self
    }

    /// Text in which addresses are links.
    pub(crate) fn line(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(start) = rest.find("https://").or_else(|| rest.find("http://")) {
            let tail = &rest[start..];
            let stops = |letter: char| letter.is_whitespace() || "<>\"'`)]}".contains(letter);
            let url = tail[..tail.find(stops).unwrap_or(tail.len())]
                .trim_end_matches(['.', ',', ':', ';']);
            self.text(&rest[..start]).external(url, url);
            rest = &tail[url.len()..];
        }
        self.text(rest)
    }

    /// A link to another site; text alone if it is not an address of the web.
    pub(crate) fn external(&mut self, url: &str, text: &str) -> &mut Self {
        if is_web(url) {
            self.raw("<a rel=\"noopener noreferrer\" href=\"")
                .text(&encoded(url))
                .raw("\">")
                .text(text)
                .raw("</a>")
        } else {
            self.text(text)
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl From<Html> for Value {
    fn from(html: Html) -> Self {
        Self::from_safe_string(html.0)
    }
}

/// True for a link that a reader may follow: nothing that runs.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// A URL without what must not be in one.
fn encoded(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for letter in url.chars() {
        if letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter) {
            encoded.push(letter);
        } else {
            percent(&mut encoded, letter);
        }
    }
    encoded
}

/// A letter as the percent-encoded bytes of UTF-8.
pub(crate) fn percent(text: &mut String, letter: char) {
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        let _ = write!(text, "%{byte:02X}");
    }
}

/// Appends text so that it has no meaning in HTML or XML. Characters that change the direction of
/// text, and others that control a terminal, are shown as their number.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, letter) in text.char_indices() {
        let instead = match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' | '\t' => continue,
            _ if is_control(letter) => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(instead);
        plain = at + letter.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// Characters that HTML forbids, and those that reorder what is beside them.
fn is_control(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::Html;

    fn html(make: impl FnOnce(&mut Html)) -> String {
        let mut html = Html::default();
        make(&mut html);
        html.into_string()
    }

    #[test]
    fn text_has_no_meaning() {
        let shown = html(|html| {
            html.text("</p><script>\"&\u{0}\u{202e}");
        });
        assert_eq!(shown, "&lt;/p&gt;&lt;script&gt;&quot;&amp;\u{fffd}\u{fffd}");
    }

    #[test]
    fn addresses_in_prose_are_links() {
        let shown = html(|html| {
            html.line("See https://example.org/a?b=<c>.");
        });
        let link = "<a rel=\"noopener noreferrer\" href=\"https://example.org/a?b=\">";
        assert_eq!(shown, format!("See {link}https://example.org/a?b=</a>&lt;c&gt;."));
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let shown = html(|html| {
            html.external("javascript:alert(1)", "x");
        });
        assert_eq!(shown, "x");
    }
}
