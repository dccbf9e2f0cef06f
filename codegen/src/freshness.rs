//! Reports generated files that disagree with the catalog.

use std::borrow::Cow;

use annals_catalog::count::counted;
use annals_catalog::rule::{Rule, generated};

use crate::diff::{Version, unified};
use crate::lower::lock;
use crate::output::{Change, ChangeKind, Plan};

/// How a generated file disagrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not edited, but the catalog has changed.
    Stale,
    /// Edited by hand.
    Edited,
    /// The file does not exist.
    Missing,
    /// Generated from something that is no longer in the catalog.
    Orphan,
    /// A manifest without the feature of a domain.
    Featureless,
    /// Neither generated nor as it was generated, but where readers expect generated files.
    Foreign,
}

impl State {
    /// Every state, by code.
    pub const ALL: [Self; 6] =
        [Self::Stale, Self::Edited, Self::Missing, Self::Orphan, Self::Featureless, Self::Foreign];

    /// The rule that the file breaks.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::Stale => &generated::STALE,
            Self::Edited => &generated::EDITED,
            Self::Missing => &generated::MISSING,
            Self::Orphan => &generated::ORPHAN,
            Self::Featureless => &generated::FEATURELESS,
            Self::Foreign => &generated::FOREIGN,
        }
    }

    /// The code of that rule.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.rule().code
    }

    /// Its name in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Orphan => "orphan",
            Self::Featureless => "featureless",
            Self::Foreign => "foreign",
        }
    }

    /// What is wrong.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.rule().summary
    }
}

/// A generated file that disagrees with the catalog.
#[derive(Debug)]
pub struct Finding {
    /// How it disagrees.
    pub state: State,
    /// Path relative to the output folder.
    pub path: String,
    /// First line that differs, from 1.
    pub line: usize,
    /// Unified diff from the file on disk to the generated one; empty if there is only one of the two.
    pub diff: String,
    /// How many other files are missing, if nothing was generated yet.
    pub others: usize,
}

impl Finding {
    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> Cow<'static, str> {
        let message = self.state.message();
        match self.others {
            0 => Cow::Borrowed(message),
            count => {
                let others = counted(count, "other");
                format!("{message}, and {others}: nothing was generated here yet").into()
            }
        }
    }
}

/// The findings of a plan: its changes, then the foreign files, each in path order. If nothing was
/// generated yet, only `catalog.lock` is among them, with the number of the others.
#[must_use]
pub fn findings(plan: &Plan) -> Vec<Finding> {
    let foreign = plan.foreign.iter().map(|path| Finding {
        state: State::Foreign,
        path: path.clone(),
        line: 1,
        diff: String::new(),
        others: 0,
    });
    let is_new = |change: &Change| change.kind == ChangeKind::Create;
    let never = plan.kept == 0 && plan.changes.iter().all(is_new);
    let changes = match plan.changes.as_slice() {
        [others @ .., last] if never && last.path == lock::FILE => {
            vec![Finding { others: others.len(), ..finding(last) }]
        }
        changes => changes.iter().map(finding).collect(),
    };
    changes.into_iter().chain(foreign).collect()
}

fn finding(change: &Change) -> Finding {
    let state = match change.kind {
        ChangeKind::Create => State::Missing,
        ChangeKind::Remove => State::Orphan,
        ChangeKind::Update if change.edited => State::Edited,
        ChangeKind::Update => State::Stale,
    };
    let (old, new) = (String::from_utf8_lossy(&change.old), String::from_utf8_lossy(&change.new));
    let update = change.kind == ChangeKind::Update;
    let diff = if update { diff(&change.path, &old, &new) } else { String::new() };
    let line = if update { first_difference(&old, &new) } else { 1 };
    Finding { state, path: change.path.clone(), line, diff, others: 0 }
}

fn diff(path: &str, old: &str, new: &str) -> String {
    let made = format!("{path} (from the catalog)");
    unified(Version { name: path, text: old }, Version { name: &made, text: new }, 2)
}

fn first_difference(old: &str, new: &str) -> usize {
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    same + 1
}
