//! Writes text of the catalog as reStructuredText that shows exactly this text.
//!
//! | what | made by | looks like |
//! | --- | --- | --- |
//! | plain text, block by block | [`Rst::text`] | `a \*star\*` |
//! | plain text on one line | [`Rst::line`] | the same, paragraphs folded together |
//! | code | [`Rst::literal`] | ` ``[a-z]+`` ` |
//! | a link | [`Rst::link`], [`Rst::named_link`] | `` `text <https://…>`__ `` |
//! | a generated page, label or file | [`Rst::doc`], [`Rst::label`], [`Rst::download`] | `` :doc:`X </events/x>` `` |
//!
//! Templates print only [`Rst`], so no string of the catalog is on a page without being escaped.

mod escape;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write as _;

pub(crate) use escape::visible;
use serde::Serialize;

/// A piece of reStructuredText, ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Rst(Cow<'static, str>);

impl Rst {
    /// Fixed markup.
    pub(crate) const fn fixed(markup: &'static str) -> Self {
        Self(Cow::Borrowed(markup))
    }

    /// Plain text; blank lines separate paragraphs, other white space is folded.
    pub(crate) fn text(text: &str) -> Self {
        let mut blocks = String::with_capacity(text.len() + 8);
        for paragraph in escape::paragraphs(text) {
            if !blocks.is_empty() {
                blocks.push_str("\n\n");
            }
            escape::block(&paragraph, &mut blocks);
        }
        Self(Cow::Owned(blocks))
    }

    /// Plain text on one line.
    pub(crate) fn line(text: &str) -> Self {
        let mut line = String::with_capacity(text.len() + 8);
        escape::block(&escape::fold(text), &mut line);
        Self(Cow::Owned(line))
    }

    /// Text as code.
    pub(crate) fn literal(text: &str) -> Self {
        let shown = visible(text);
        let mut literal = String::with_capacity(shown.len() + 4);
        if shown.contains('`') {
            // There is no escape inside double backticks.
            literal.push_str(":literal:`");
            escape::role(&shown, &mut literal);
            literal.push('`');
        } else {
            let _ = write!(literal, "``{shown}``");
        }
        Self(Cow::Owned(literal))
    }

    /// A link whose text may be used by another link on the page.
    pub(crate) fn link(text: &str, url: &str) -> Self {
        Self(Cow::Owned(phrase(text, url, "`__")))
    }

    /// A link whose text no other link on the page has.
    pub(crate) fn named_link(text: &str, url: &str) -> Self {
        Self(Cow::Owned(phrase(text, url, "`_")))
    }

    /// A link to a generated page; `page` is its path, `docs/….rst`.
    pub(crate) fn doc(text: &str, page: &str) -> Self {
        Self::role("doc", text, &docname(page))
    }

    /// A link to a label.
    pub(crate) fn label(text: &str, label: &str) -> Self {
        Self::role("ref", text, label)
    }

    /// A link to a generated file. Sphinx copies it into the site, and fails if it does not exist.
    pub(crate) fn download(text: &str, file: &str) -> Self {
        Self::role("download", text, &format!("/../{file}"))
    }

    fn role(role: &str, text: &str, target: &str) -> Self {
        let mut markup = format!(":{role}:`");
        escape::role(&escape::fold(text), &mut markup);
        markup.push_str(" <");
        escape::role(target, &mut markup);
        markup.push_str(">`");
        Self(Cow::Owned(markup))
    }

    /// Pieces of one line, with `separator`, which is markup, between them.
    pub(crate) fn join(pieces: &[Self], separator: &str) -> Self {
        let pieces: Vec<&str> =
            pieces.iter().map(Self::as_str).filter(|piece| !piece.is_empty()).collect();
        Self(Cow::Owned(pieces.join(separator)))
    }

    /// Paragraphs; empty ones are left out.
    pub(crate) fn blocks(blocks: &[Self]) -> Self {
        Self::join(blocks, "\n\n")
    }

    /// A title and the line below it.
    pub(crate) fn title(text: &str, underline: char) -> Self {
        let title = Self::line(text);
        let columns = title
            .as_str()
            .chars()
            .map(|letter| if letter.is_ascii() { 1 } else { 2 })
            .sum::<usize>();
        let underline = underline.to_string().repeat(columns.max(4));
        Self(Cow::Owned(format!("{}\n{underline}", title.as_str())))
    }

    /// The markup.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a generated page in Sphinx: `docs/events/a.rst` is `/events/a`.
pub(crate) fn docname(page: &str) -> String {
    let path = page.strip_prefix("docs").unwrap_or(page);
    path.strip_suffix(".rst").unwrap_or(path).to_owned()
}

fn phrase(text: &str, url: &str, end: &str) -> String {
    let mut link = String::with_capacity(text.len() + url.len() + 8);
    link.push('`');
    escape::role(text, &mut link);
    link.push_str(" <");
    escape::url(url, &mut link);
    link.push('>');
    link.push_str(end);
    link
}
