//! Makes one report of those about a name that is used several times.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Remedy};
use crate::sort;
use crate::source::Span;
use crate::suggest::Near;

/// How many other places are listed.
const MOST: usize = 3;

/// A name that is not defined, or cannot be used like this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) name: String,
    /// A definition with a name like it, which nothing uses.
    pub(crate) near: Option<Unused>,
}

impl About {
    /// A name that may be like no other. One that is must be meant as that, wherever it is used.
    pub(crate) fn without_near(name: &str, near: Option<Near<'_>>) -> Option<Box<Self>> {
        near.is_none().then(|| Box::new(Self { name: name.to_owned(), near: None }))
    }
}

/// A definition that nothing uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unused {
    pub(crate) name: String,
    pub(crate) span: Span,
    /// True if it must have been meant.
    pub(crate) certain: bool,
}

/// Reports a name that is used several times where it should be defined, or else where it is used
/// first. The reports are sorted.
pub(crate) fn fold(reports: &mut Vec<Diagnostic>) {
    // What has the same name elsewhere is another mistake.
    let mut all: BTreeMap<(&str, &str, Option<Span>), Vec<usize>> = BTreeMap::new();
    for (index, report) in reports.iter().enumerate() {
        let Some(about) = &report.about else { continue };
        let near = about.near.as_ref().map(|near| near.span);
        let definition = near.or(report.related.first().map(|(span, _)| *span));
        all.entry((report.rule.code, &report.message, definition)).or_default().push(index);
    }
    let repeated: Vec<Vec<usize>> = all.into_values().filter(|uses| uses.len() > 1).collect();
    if repeated.is_empty() {
        return;
    }
    for uses in &repeated {
        let others: Vec<Span> = uses[1..].iter().map(|index| reports[*index].span).collect();
        reports[uses[0]].stand_for(&others);
    }
    let dropped: BTreeSet<usize> = repeated.iter().flat_map(|uses| &uses[1..]).copied().collect();
    let mut index = 0..;
    reports.retain(|_| index.next().is_none_or(|index| !dropped.contains(&index)));
    sort::by_key(reports, |report| report.span);
}

impl Diagnostic {
    /// Makes this the only report about a name that is used at other places too.
    fn stand_for(&mut self, others: &[Span]) {
        let Some(About { name, near }) = self.about.take().map(|it| *it) else { return };
        self.message += &format!(" (used {} times)", others.len() + 1);
        if let Some(Unused { name: defined, span, certain }) = near {
            self.related(self.span, "first used here");
            self.span = span;
            self.hint(format!("rename `{defined}`, which nothing uses, to `{name}`"));
            self.remedy = certain.then_some(Remedy::Word { written: defined, word: name });
            return;
        }
        for span in others.iter().take(MOST) {
            self.related(*span, "also used here");
        }
    }
}
