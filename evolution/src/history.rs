//! The releases of a catalog: one file for each, which are chained by their digests.

use std::fmt;

use annals_contract::{Lock, Release};

use crate::version::Version;

/// The releases of a catalog, the oldest first.
#[derive(Debug, Default)]
pub struct History {
    releases: Vec<Released>,
}

/// A release, whose contract is not parsed yet.
#[derive(Debug)]
pub struct Released {
    /// Its version.
    pub version: Version,
    /// The path of its file.
    pub path: String,
    /// What the file says of the release.
    pub release: Release,
    /// The text of the file.
    pub text: String,
}

/// A file of the history that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path of the file.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.path, self.message)
    }
}

impl std::error::Error for Fault {}

/// How the name of a file ends after its version.
pub const SUFFIX: &str = ".lock";

impl History {
    /// Reads the files of a history, by path, in any order. Contracts are parsed when they are needed.
    ///
    /// # Errors
    ///
    /// If a file is not what was released, or the files are not a chain.
    pub fn read(files: Vec<(String, String)>) -> Result<Self, Vec<Fault>> {
        let (mut releases, mut faults) = (Vec::new(), Vec::new());
        for (path, text) in files {
            match released(&path, text) {
                Ok(release) => releases.push(release),
                Err(message) => faults.push(Fault { path, message }),
            }
        }
        releases.sort_by_key(|release| release.version);
        if faults.is_empty() {
            faults = chain(&releases);
        }
        if faults.is_empty() { Ok(Self { releases }) } else { Err(faults) }
    }

    /// The releases, the oldest first.
    #[must_use]
    pub fn releases(&self) -> &[Released] {
        &self.releases
    }

    /// The last release.
    #[must_use]
    pub fn last(&self) -> Option<&Released> {
        self.releases.last()
    }
}

impl Released {
    /// Its contract.
    ///
    /// # Errors
    ///
    /// If the text is not a lock that this version of annals reads.
    pub fn lock(&self) -> Result<Lock, Fault> {
        Lock::parse(&self.text).map_err(|error| self.fault(error.to_string()))
    }

    pub(crate) fn fault(&self, message: String) -> Fault {
        Fault { path: self.path.clone(), message }
    }
}

fn released(path: &str, text: String) -> Result<Released, String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let version = name.strip_suffix(SUFFIX).and_then(|version| version.parse::<Version>().ok());
    let version =
        version.ok_or("its name is not a version: expected a name such as `1.0.0.lock`")?;
    let release = Release::read(&text).map_err(|error| error.to_string())?;
    let head = text.lines().find(|line| line.starts_with("catalog ")).unwrap_or_default();
    let own = head.split(' ').nth(2).unwrap_or_default();
    if own != version.to_string() {
        return Err(format!("it is the release of `{own}`, and not of `{version}`"));
    }
    Ok(Released { version, path: path.to_owned(), release, text })
}

/// The releases that do not follow the one before.
fn chain(releases: &[Released]) -> Vec<Fault> {
    let before = std::iter::once(None).chain(releases.iter().map(Some));
    let broken = |(before, release): (Option<&Released>, &Released)| {
        let expected = before.map(|before| (before.version.to_string(), before.release.digest));
        if release.release.after == expected {
            return None;
        }
        let message = match (before, &release.release.after) {
            (None, None) => return None,
            (None, Some((version, _))) => format!("the release before it, `{version}`, is missing"),
            (Some(before), None) => {
                format!("it is a first release, but `{}` is before it", before.version)
            }
            (Some(before), Some((version, _))) if before.version.to_string() == *version => {
                format!("`{version}` was another one when it was released")
            }
            (Some(before), Some((version, _))) => {
                format!("it follows `{version}`, but the release before it is `{}`", before.version)
            }
        };
        Some(release.fault(message))
    };
    before.zip(releases).filter_map(broken).collect()
}

#[cfg(test)]
mod tests {
    use annals_contract::{Catalog, Digest, Lock, Release};

    use super::{Fault, History};

    fn file(version: &str, after: Option<&(String, String)>) -> (String, String) {
        let catalog =
            Catalog { name: "c".to_owned(), version: version.to_owned(), ..Catalog::default() };
        let lock = Lock { catalog, ..Lock::default() };
        let after = after.map(|(path, text)| {
            let version = path.trim_start_matches("history/").trim_end_matches(".lock");
            (version.to_owned(), Release::read(text).unwrap().digest)
        });
        (format!("history/{version}.lock"), lock.released("2026-01-02".to_owned(), after))
    }

    fn messages(files: &[&(String, String)]) -> Vec<String> {
        let faults = History::read(files.iter().map(|file| (*file).clone()).collect());
        faults.err().unwrap_or_default().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn releases_are_a_chain() {
        let one = file("1.9.0", None);
        let two = file("1.10.0", Some(&one));
        let three = file("2.0.0", Some(&two));
        let history = History::read(vec![three.clone(), one.clone(), two.clone()]).unwrap();
        let versions = history.releases().iter().map(|release| release.version.to_string());
        assert_eq!(versions.collect::<Vec<_>>(), ["1.9.0", "1.10.0", "2.0.0"]);
        let found = messages(&[&one, &three]);
        assert!(
            found[0].contains("it follows `1.10.0`, but the release before it is `1.9.0`"),
            "{found:?}"
        );
        assert!(messages(&[&two, &three])[0].contains("`1.9.0`, is missing"));
        assert!(messages(&[&one, &file("1.10.0", None)])[0].contains("is a first release"));
    }

    #[test]
    fn an_edited_release_breaks_the_chain() {
        let one = file("1.0.0", None);
        let two = file("1.1.0", Some(&one));
        let edited = (one.0.clone(), one.1.replace("catalog c", "catalog d"));
        assert!(messages(&[&edited, &two])[0].contains("was edited after it was released"));
        // With a digest that fits, the next one does not.
        let lock = Lock::parse(&edited.1).unwrap();
        let forged = (one.0.clone(), lock.released("2026-01-02".to_owned(), None));
        assert!(messages(&[&forged, &two])[0].contains("`1.0.0` was another one"));
        let digest = Some(("0.9.0".to_owned(), Digest(1)));
        let first = (one.0.clone(), lock.released("2026-01-02".to_owned(), digest));
        assert!(messages(&[&first])[0].contains("`0.9.0`, is missing"));
    }

    #[test]
    fn the_name_is_the_version() {
        let (_, text) = file("1.0.0", None);
        for name in ["history/01.0.0.lock", "history/x.lock", "history/1.0.lock"] {
            let found = messages(&[&(name.to_owned(), text.clone())]);
            assert!(found[0].contains("its name is not a version"), "{found:?}");
        }
        let found = messages(&[&("history/1.0.1.lock".to_owned(), text)]);
        assert!(found[0].contains("it is the release of `1.0.0`, and not of `1.0.1`"), "{found:?}");
    }
}
