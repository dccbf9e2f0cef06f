//! Checks `evolution`.

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{Acceptance, Evolution, Promise};
use crate::resolve::date::date;
use crate::resolve::header::version;

/// The promises, and the accepted changes that are valid.
pub(crate) fn evolution(
    diagnostics: &mut Diagnostics,
    written: Option<&ast::Evolution>,
) -> Evolution {
    let Some(written) = written else { return Evolution::default() };
    let promises = written.promises.iter();
    let promises = promises.map(|promise| Promise::new(promise.reader, &promise.level.value));
    let promises = promises.collect();
    let accepted = written.accepted.iter();
    let accepted = accepted.filter_map(|item| acceptance(diagnostics, item)).collect();
    Evolution { promises, accepted }
}

fn acceptance(diagnostics: &mut Diagnostics, written: &ast::Acceptance) -> Option<Acceptance> {
    let release = written.release.as_ref().and_then(|text| version(diagnostics, text));
    let until = written.until.as_ref().map(|text| date(diagnostics, text));
    Some(Acceptance {
        change: written.change.as_ref()?.value.clone(),
        release: release?,
        reason: written.reason.as_ref()?.value.clone(),
        until: match until {
            Some(until) => Some(until?),
            None => None,
        },
        span: written.span,
    })
}
