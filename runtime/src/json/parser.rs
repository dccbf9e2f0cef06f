//! A parser of JSON text that returns one part at a time, without a tree.

use std::borrow::Cow;

use super::JsonError;
use super::escape::{unescape, unescaped};

/// How deep objects and lists may be nested, as in serde_json.
const MAX_DEPTH: u32 = 127;

/// Reads JSON text from its start to its end.
#[derive(Clone)]
pub struct Parser<'a> {
    text: &'a str,
    /// The offset of the next byte.
    at: usize,
    depth: u32,
    /// A key of the next record that is not one of its fields: it says which case of a variant the record is.
    tag: Option<&'static str>,
}

/// What contains others.
#[derive(Clone, Copy)]
pub(crate) enum Container {
    List,
    Object,
}

impl Container {
    const fn brackets(self) -> (u8, u8) {
        match self {
            Self::List => (b'[', b']'),
            Self::Object => (b'{', b'}'),
        }
    }
}

impl<'a> Parser<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, tag: None }
    }

    /// True if only white space is left.
    pub(crate) fn is_finished(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The next byte that is not white space.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The error for a value of another type than expected.
    #[cold]
    pub(crate) fn expected(&mut self, what: &str) -> JsonError {
        let found = match self.peek() {
            Some(b'n') => "null",
            Some(b't' | b'f') => "a boolean",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b'"') => "text",
            Some(b'[') => "a list",
            Some(b'{') => "an object",
            _ => return JsonError::malformed(),
        };
        JsonError::new(format_args!("expected {what}, found {found}"))
    }

    /// Reads a word if it is next.
    fn word(&mut self, word: &str) -> bool {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// Reads `null` if it is next.
    pub(crate) fn null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.word("null")
    }

    /// The offset of the next byte that is not white space.
    pub(crate) fn offset(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// The text from an offset to the next byte.
    pub(crate) fn since(&self, offset: usize) -> &'a str {
        &self.text[offset..self.at]
    }

    /// Reads a boolean.
    pub(crate) fn boolean(&mut self) -> Result<bool, JsonError> {
        match self.peek() {
            Some(b't') if self.word("true") => Ok(true),
            Some(b'f') if self.word("false") => Ok(false),
            _ => Err(self.expected("a boolean")),
        }
    }

    /// Reads a number that is written as up to 18 digits, if one is next.
    pub(crate) fn digits_only(&mut self) -> Option<i64> {
        self.peek();
        let rest = &self.text.as_bytes()[self.at..];
        let (negative, digits) = match rest {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let (mut number, mut count) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = digits.get(count) {
            if count == 18 {
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
            count += 1;
        }
        // No digit may follow a zero.
        let valid = count == 1 || count > 1 && digits[0] != b'0';
        if !valid || matches!(digits.get(count), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at += usize::from(negative) + count;
        Some(if negative { -number } else { number })
    }

    /// Reads a number, and returns its text. `what` is what the caller expects.
    pub(crate) fn number(&mut self, what: &str) -> Result<&'a str, JsonError> {
        let Some(b'-' | b'0'..=b'9') = self.peek() else {
            return Err(self.expected(what));
        };
        let start = self.at;
        self.next_is(|byte| byte == b'-');
        // No digit may follow a zero.
        let mut valid = self.next_is(|byte| byte == b'0') || self.digits();
        if self.next_is(|byte| byte == b'.') {
            valid &= self.digits();
        }
        if self.next_is(|byte| matches!(byte, b'e' | b'E')) {
            self.next_is(|byte| matches!(byte, b'+' | b'-'));
            valid &= self.digits();
        }
        if valid { Ok(&self.text[start..self.at]) } else { Err(JsonError::malformed()) }
    }

    /// Reads a byte if it is as wanted.
    #[inline]
    fn next_is(&mut self, wanted: impl Fn(u8) -> bool) -> bool {
        let found = self.byte().is_some_and(wanted);
        self.at += usize::from(found);
        found
    }

    /// Reads digits; false if there are none.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.next_is(|byte| byte.is_ascii_digit()) {}
        self.at > start
    }

    /// Reads a string. `what` is what the caller expects.
    ///
    /// # Errors
    ///
    /// If another value is next, or the text is not JSON.
    pub fn text(&mut self, what: &str) -> Result<Cow<'a, str>, JsonError> {
        let Some(b'"') = self.peek() else {
            return Err(self.expected(what));
        };
        let start = self.at + 1;
        let end = start + unescaped(&self.text.as_bytes()[start..]);
        match self.text.as_bytes().get(end) {
            Some(b'"') => {
                self.at = end + 1;
                Ok(Cow::Borrowed(&self.text[start..end]))
            }
            Some(b'\\') => self.escaped(start),
            Some(_) | None => Err(JsonError::malformed()),
        }
    }

    #[inline(never)]
    fn escaped(&mut self, start: usize) -> Result<Cow<'a, str>, JsonError> {
        let Some((text, rest)) = unescape(&self.text[start..]) else {
            return Err(JsonError::malformed());
        };
        self.at = self.text.len() - rest.len();
        Ok(Cow::Owned(text))
    }

    /// Enters a list or an object.
    #[inline]
    pub(crate) fn enter(&mut self, container: Container) -> Result<(), JsonError> {
        let (open, _) = container.brackets();
        if self.peek() != Some(open) {
            return Err(self.expected(match container {
                Container::List => "a list",
                Container::Object => "an object",
            }));
        }
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(JsonError::malformed()) } else { Ok(()) }
    }

    /// Moves to the next item of a list, or the next key of an object. False at its end, which is left.
    #[inline]
    pub(crate) fn next(&mut self, container: Container, first: bool) -> Result<bool, JsonError> {
        let (_, close) = container.brackets();
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if first => Ok(true),
            Some(_) | None => Err(JsonError::malformed()),
        }
    }

    /// Reads a key and the colon if they are next. The key must have no characters that are escaped.
    #[inline]
    pub(crate) fn key_is(&mut self, key: &str) -> bool {
        self.peek();
        let rest = &self.text.as_bytes()[self.at..];
        let after = rest.strip_prefix(b"\"").and_then(|rest| rest.strip_prefix(key.as_bytes()));
        match after {
            Some([b'"', b':', ..]) => {
                self.at += key.len() + 3;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Sets the key of the next record that is not one of its fields.
    pub(crate) fn set_tag(&mut self, key: &'static str) {
        self.tag = Some(key);
    }

    /// The key of this record that is not one of its fields.
    #[inline]
    pub(crate) fn take_tag(&mut self) -> Option<&'static str> {
        self.tag.take()
    }

    /// The text under a key of the next object, which is not read.
    pub(crate) fn find_tag(&self, key: &'static str) -> Result<Cow<'a, str>, JsonError> {
        let mut ahead = self.clone();
        ahead.enter(Container::Object)?;
        let mut first = true;
        while ahead.next(Container::Object, first)? {
            first = false;
            // Most writers begin with the tag.
            if ahead.key_is(key) || ahead.key()? == key {
                return ahead.text("text").map_err(|error| error.in_field(key, false));
            }
            ahead.skip()?;
        }
        Err(JsonError::new("missing").in_field(key, false))
    }

    /// Passes over any value, without looking for duplicate keys.
    pub(crate) fn skip(&mut self) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'"') => self.text("text").map(drop),
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') if self.null() => Ok(()),
            Some(b'[') => self.skip_all(Container::List),
            Some(b'{') => self.skip_all(Container::Object),
            _ => self.number("a JSON value").map(drop),
        }
    }

    fn skip_all(&mut self, container: Container) -> Result<(), JsonError> {
        self.enter(container)?;
        let mut first = true;
        while self.next(container, first)? {
            first = false;
            if let Container::Object = container {
                self.key()?;
            }
            self.skip()?;
        }
        Ok(())
    }

    /// Reads a key and the colon.
    pub(crate) fn key(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let Some(b'"') = self.peek() else {
            return Err(JsonError::malformed());
        };
        let key = self.text("a key")?;
        if self.peek() != Some(b':') {
            return Err(JsonError::malformed());
        }
        self.at += 1;
        Ok(key)
    }
}
