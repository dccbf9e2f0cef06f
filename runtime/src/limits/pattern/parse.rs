//! Parses the patterns that the table supports.

/// Maximum depth of nested groups.
const MAX_DEPTH: u32 = 50;

/// A set of letters. Non-ASCII characters are in it all together or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Set {
    pub(super) ascii: u128,
    pub(super) others: bool,
}

/// A node of the syntax tree.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Set(Set),
    Start,
    End,
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    /// With the minimum and maximum number of repetitions.
    Repeat(Box<Node>, u32, Option<u32>),
}

impl Set {
    const DIGIT: Self = Self::range(b'0', b'9');
    const WORD: Self = Self {
        ascii: Self::DIGIT.ascii
            | Self::range(b'a', b'z').ascii
            | Self::range(b'A', b'Z').ascii
            | Self::range(b'_', b'_').ascii,
        others: false,
    };
    /// Tab, line feed, vertical tab, form feed, carriage return, and the space.
    const SPACE: Self = Self { ascii: Self::range(9, 13).ascii | 1 << b' ', others: false };
    const NOT_NEWLINE: Self = Self { ascii: !(1 << b'\n'), others: true };

    const fn range(first: u8, last: u8) -> Self {
        // Both are below 128, so the shifts do not overflow.
        Self { ascii: (!0 >> (127 - last)) & (!0 << first), others: false }
    }

    const fn negated(self) -> Self {
        Self { ascii: !self.ascii, others: !self.others }
    }

    const fn union(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, others: self.others || other.others }
    }
}

/// Parses a pattern. Returns `None` if it is not valid, or if only the general engine supports it.
pub(super) fn parse(text: &str) -> Option<Node> {
    // Other characters would need sets of their own.
    if !text.is_ascii() {
        return None;
    }
    let mut parser = Parser { rest: text.as_bytes(), depth: 0 };
    let node = parser.either()?;
    parser.rest.is_empty().then_some(node)
}

struct Parser<'a> {
    rest: &'a [u8],
    depth: u32,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn take(&mut self, prefix: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn either(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut branches = vec![self.sequence()?];
        while self.take(b"|") {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(Node::Either(branches))
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while !matches!(self.rest.first(), None | Some(b'|' | b')')) {
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Some(Node::Sequence(nodes))
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.next()? {
            b'^' => Node::Start,
            b'$' => Node::End,
            b'.' => Node::Set(Set::NOT_NEWLINE),
            b'[' => Node::Set(self.class()?),
            b'\\' => Node::Set(self.escape()?),
            b'(' => return self.group(),
            b'*' | b'+' | b'?' | b'{' | b'}' | b']' => return None,
            letter => Node::Set(Set::range(letter, letter)),
        })
    }

    fn group(&mut self) -> Option<Node> {
        if self.take(b"?") && !self.take(b":") {
            // `(?<name>…)`. Flags are not supported.
            self.take(b"<").then_some(())?;
            let end = self.rest.iter().position(|&byte| byte == b'>')?;
            self.rest = &self.rest[end + 1..];
        }
        let node = self.either()?;
        self.take(b")").then_some(node)
    }

    /// Greedy and lazy repetitions are the same, because only the existence of a match matters.
    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.rest.first() {
            Some(b'*') => (0, None),
            Some(b'+') => (1, None),
            Some(b'?') => (0, Some(1)),
            Some(b'{') => return self.counted(node),
            _ => return Some(node),
        };
        self.next();
        self.finish(node, least, most)
    }

    fn counted(&mut self, node: Node) -> Option<Node> {
        let end = self.rest.iter().position(|&byte| byte == b'}')?;
        let inside = str::from_utf8(&self.rest[1..end]).ok()?;
        self.rest = &self.rest[end + 1..];
        let number = |text: &str| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse::<u32>().ok()).flatten()
        };
        let (least, most) = match inside.split_once(',') {
            None => (number(inside)?, Some(number(inside)?)),
            Some((least, "")) => (number(least)?, None),
            Some((least, most)) => (number(least)?, Some(number(most)?)),
        };
        most.is_none_or(|most| most >= least).then_some(())?;
        self.finish(node, least, most)
    }

    fn finish(&mut self, node: Node, least: u32, most: Option<u32>) -> Option<Node> {
        self.take(b"?");
        let again = matches!(self.rest.first(), Some(b'*' | b'+' | b'?' | b'{'));
        (!again).then(|| Node::Repeat(Box::new(node), least, most))
    }

    fn escape(&mut self) -> Option<Set> {
        Some(match self.next()? {
            b'd' => Set::DIGIT,
            b'D' => Set::DIGIT.negated(),
            b'w' => Set::WORD,
            b'W' => Set::WORD.negated(),
            b's' => Set::SPACE,
            b'S' => Set::SPACE.negated(),
            b'n' => Set::range(b'\n', b'\n'),
            b'r' => Set::range(b'\r', b'\r'),
            b't' => Set::range(b'\t', b'\t'),
            b'f' => Set::range(12, 12),
            b'v' => Set::range(11, 11),
            letter if letter.is_ascii_punctuation() && !matches!(letter, b'<' | b'>') => {
                Set::range(letter, letter)
            }
            _ => return None,
        })
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.take(b"^");
        let mut set = Set { ascii: 0, others: false };
        // The general engine handles a class that starts with `]` or `-`, or contains a class or an operation.
        if matches!(self.rest.first(), Some(b']' | b'-')) {
            return None;
        }
        loop {
            let part = match self.next()? {
                b']' => break,
                b'[' => return None,
                // Operations on classes.
                letter @ (b'&' | b'~') if self.rest.first() == Some(&letter) => return None,
                b'\\' => self.escape()?,
                b'-' if self.rest.first() == Some(&b']') => Set::range(b'-', b'-'),
                b'-' => return None,
                letter => Set::range(letter, letter),
            };
            set = set.union(self.range(part)?);
        }
        Some(if negated { set.negated() } else { set })
    }

    /// Parses the rest of a range such as `a-z`, if there is one.
    fn range(&mut self, first: Set) -> Option<Set> {
        match *self.rest {
            [b'-', b']', ..] | [] => Some(first),
            [b'-', b'\\' | b'[', ..] => None,
            [b'-', last, ref rest @ ..] => {
                self.rest = rest;
                let letter = u8::try_from(first.ascii.trailing_zeros()).ok()?;
                let single = first.ascii.is_power_of_two() && !first.others && letter <= last;
                single.then(|| Set::range(letter, last))
            }
            _ => Some(first),
        }
    }
}
