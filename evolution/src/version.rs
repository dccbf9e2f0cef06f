//! Versions of a catalog, and the next one that a change needs.

use std::fmt;
use std::str::FromStr;

/// A version: three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub [u32; 3]);

/// How large a change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing that readers or users of the bindings notice.
    Patch,
    /// An addition, or a change that keeps all promises.
    Minor,
    /// A change that breaks a promise, or that removes something.
    Major,
}

impl Bump {
    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Version {
    /// The next version after a change. Before 1.0.0, the second number takes the role of the first.
    #[must_use]
    pub fn after(self, bump: Bump) -> Self {
        let Self([major, minor, patch]) = self;
        let bump = match bump {
            Bump::Major if major == 0 => Bump::Minor,
            Bump::Minor if major == 0 => Bump::Patch,
            bump => bump,
        };
        Self(match bump {
            Bump::Major => [major.saturating_add(1), 0, 0],
            Bump::Minor => [major, minor.saturating_add(1), 0],
            Bump::Patch => [major, minor, patch.saturating_add(1)],
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([major, minor, patch]) = self;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = ();

    /// Accepts what is printed, and nothing else, so that no version has two names.
    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<u32> = text.split('.').map_while(|part| part.parse().ok()).collect();
        let version = Self(parts.try_into().map_err(|_| ())?);
        if version.to_string() == text { Ok(version) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bump, Version};

    #[test]
    fn only_the_usual_spelling_is_a_version() {
        assert_eq!("1.20.3".parse(), Ok(Version([1, 20, 3])));
        for text in ["1.2", "1.2.3.4", "01.2.3", "1.2.+3", "1.2.x", "", "1..2", "4294967296.0.0"] {
            assert_eq!(text.parse::<Version>(), Err(()), "{text}");
        }
    }

    #[test]
    fn below_one_the_second_number_is_the_first() {
        let next = |text: &str, bump| text.parse::<Version>().unwrap().after(bump).to_string();
        let all = |text| [Bump::Patch, Bump::Minor, Bump::Major].map(|bump| next(text, bump));
        assert_eq!(all("1.2.3"), ["1.2.4", "1.3.0", "2.0.0"]);
        assert_eq!(all("0.2.3"), ["0.2.4", "0.2.4", "0.3.0"]);
    }
}
