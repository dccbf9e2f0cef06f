//! The words of a line: quoting and splitting.

use std::borrow::Cow;
use std::fmt::Write;

use crate::error::LockCause;

/// Appends one word, quoted if it needs to be.
pub(crate) fn push_word(text: &mut String, word: &str) {
    let special = |letter: char| {
        letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\\' | '=')
    };
    if !word.is_empty() && !word.contains(special) {
        text.push_str(word);
        return;
    }
    text.push('"');
    // Line separators too, since an editor may break the line there.
    let escaped = |letter: char| {
        letter.is_control() || matches!(letter, '"' | '\\' | '\u{2028}' | '\u{2029}')
    };
    let mut rest = word;
    while let Some(index) = rest.find(escaped) {
        text.push_str(&rest[..index]);
        let mut letters = rest[index..].chars();
        match letters.next() {
            Some(letter @ ('"' | '\\')) => text.extend(['\\', letter]),
            Some('\n') => text.push_str("\\n"),
            Some('\r') => text.push_str("\\r"),
            Some('\t') => text.push_str("\\t"),
            letter => {
                let code = letter.map_or(0, u32::from);
                write!(text, "\\u{code:04x}").expect("a String takes every write");
            }
        }
        rest = letters.as_str();
    }
    text.push_str(rest);
    text.push('"');
}

/// The words of a line that have not been read, each with the space before it.
pub(crate) struct Words<'a> {
    rest: &'a str,
}

/// `key` or `key=value`.
pub(crate) struct WordOption<'a> {
    /// Its name.
    pub(crate) key: &'a str,
    value: Option<Cow<'a, str>>,
}

impl<'a> Words<'a> {
    /// Splits the first word off a line.
    pub(crate) fn split_first(line: &'a str) -> (&'a str, Self) {
        let end = line.find(' ').unwrap_or(line.len());
        (&line[..end], Self { rest: &line[end..] })
    }

    /// The part that has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next required word.
    pub(crate) fn word(&mut self, expected: &'static str) -> Result<Cow<'a, str>, LockCause> {
        let Some(rest) = self.rest.strip_prefix(' ') else {
            return Err(LockCause::MissingWord(expected));
        };
        let word = self.value(rest)?;
        match word {
            Cow::Borrowed(found) if found.contains('=') && !rest.starts_with('"') => {
                Err(LockCause::BadWord { expected, found: found.to_owned() })
            }
            word => Ok(word),
        }
    }

    /// The next required word, parsed.
    pub(crate) fn parse<T: std::str::FromStr>(
        &mut self,
        expected: &'static str,
    ) -> Result<T, LockCause> {
        parse(&self.word(expected)?, expected)
    }

    /// The next option; `None` at the end of the line.
    pub(crate) fn option(&mut self) -> Result<Option<WordOption<'a>>, LockCause> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let rest = self.rest.strip_prefix(' ').ok_or(LockCause::BadQuotes)?;
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let (key, rest) = rest.split_at(end);
        if key.is_empty() {
            return Err(LockCause::EmptyWord);
        }
        let value = match rest.strip_prefix('=') {
            Some(rest) => Some(self.value(rest)?),
            None => {
                self.rest = rest;
                None
            }
        };
        Ok(Some(WordOption { key, value }))
    }

    /// Fails unless this is the end of the line.
    pub(crate) fn end(&mut self) -> Result<(), LockCause> {
        match self.option()? {
            Some(option) => Err(option.unknown()),
            None => Ok(()),
        }
    }

    /// The value at the start of `rest`, quoted or not.
    fn value(&mut self, rest: &'a str) -> Result<Cow<'a, str>, LockCause> {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (value, rest) = unquote(quoted).ok_or(LockCause::BadQuotes)?;
            self.rest = rest;
            return Ok(value);
        }
        let end = rest.find(' ').unwrap_or(rest.len());
        let (value, rest) = rest.split_at(end);
        self.rest = rest;
        match value {
            "" => Err(LockCause::EmptyWord),
            _ if value.contains(['"', '\\']) => Err(LockCause::BadQuotes),
            _ => Ok(Cow::Borrowed(value)),
        }
    }
}

impl WordOption<'_> {
    /// True if it has a value.
    pub(crate) fn has_value(&self) -> bool {
        self.value.is_some()
    }

    /// Sets a flag.
    pub(crate) fn flag(self, slot: &mut bool) -> Result<(), LockCause> {
        match self.value {
            Some(value) => Err(LockCause::BadWord {
                expected: "an option without a value",
                found: value.into_owned(),
            }),
            None if *slot => Err(LockCause::RepeatedOption(self.key.to_owned())),
            None => {
                *slot = true;
                Ok(())
            }
        }
    }

    /// Sets an option with a value.
    pub(crate) fn set<T: std::str::FromStr>(
        self,
        slot: &mut Option<T>,
        expected: &'static str,
    ) -> Result<(), LockCause> {
        let value = self.value.ok_or(LockCause::MissingWord(expected))?;
        if slot.replace(parse(&value, expected)?).is_some() {
            return Err(LockCause::RepeatedOption(self.key.to_owned()));
        }
        Ok(())
    }

    /// The error for an option that the entry cannot have.
    pub(crate) fn unknown(&self) -> LockCause {
        LockCause::UnknownOption(self.key.to_owned())
    }
}

fn parse<T: std::str::FromStr>(word: &str, expected: &'static str) -> Result<T, LockCause> {
    word.parse().map_err(|_| LockCause::BadWord { expected, found: word.to_owned() })
}

/// The value up to the closing quote, and the text after it.
fn unquote(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = text.find(['"', '\\'])?;
    if text[end..].starts_with('"') {
        return Some((Cow::Borrowed(&text[..end]), &text[end + 1..]));
    }
    let mut value = text[..end].to_owned();
    let mut letters = text[end..].chars();
    loop {
        match letters.next()? {
            '"' => return Some((Cow::Owned(value), letters.as_str())),
            '\\' => match letters.next()? {
                letter @ ('"' | '\\' | '/') => value.push(letter),
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                't' => value.push('\t'),
                'u' => {
                    let rest = letters.as_str();
                    let digits = rest.get(..4)?;
                    value.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                    letters = rest[4..].chars();
                }
                _ => return None,
            },
            letter => value.push(letter),
        }
    }
}
