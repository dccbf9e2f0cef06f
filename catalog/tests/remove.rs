//! Does removing an unused waiver keep everything else, including comments, in any file?

use annals_catalog::Compiled;
use annals_catalog::diagnostic::Diagnostic;

#[path = "format/every.rs"]
mod every;
#[path = "format/layout.rs"]
mod layout;
#[path = "support/random.rs"]
mod random;

use every::{catalog, compiled, meaning};
use layout::lay;

/// The model of a catalog without its waivers, and its diagnostics.
fn unwaived(mut compiled: Compiled) -> (Option<String>, Vec<String>) {
    if let Some(model) = &mut compiled.model {
        model.domains.iter_mut().for_each(|domain| domain.waivers.clear());
        model.scalars.iter_mut().for_each(|scalar| scalar.waivers.clear());
        for of in &mut model.enums {
            of.waivers.clear();
            of.values.iter_mut().for_each(|value| value.waivers.clear());
        }
        let records = model.records.iter_mut().map(|of| (&mut of.waivers, &mut of.fields));
        let events = model.events.iter_mut().map(|of| (&mut of.waivers, &mut of.data));
        for (waivers, fields) in records.chain(events) {
            waivers.clear();
            fields.iter_mut().for_each(|field| field.waivers.clear());
        }
    }
    meaning(compiled)
}

fn comments(text: &str) -> Vec<&str> {
    let mut comments: Vec<&str> =
        text.lines().filter_map(|line| line.find('#').map(|start| &line[start..])).collect();
    comments.sort_unstable();
    comments
}

fn removals(compiled: &Compiled) -> Vec<Diagnostic> {
    let reports = compiled.diagnostics.iter();
    reports.filter(|report| report.rule.code == "A0290").cloned().collect()
}

#[test]
fn an_unused_waiver_goes_alone() {
    let tree = catalog();
    let (mut removed, mut left) = (0, 0);
    for seed in 0..120 {
        let (text, _) = lay(&tree, seed);
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let before = compiled(&text);
        let reports = removals(&before);
        assert!(reports.len() > 3, "the catalog has waivers without a use");
        let (model, said) = unwaived(before);
        for report in reports {
            let Some(fix) = &report.fix else {
                left += 1;
                continue;
            };
            removed += 1;
            assert_eq!(fix.text, "");
            let mut after = text.clone();
            after.replace_range(mark + fix.span.start as usize..mark + fix.span.end as usize, "");
            let mut expected = said.clone();
            let gone = format!("A0290: {}", report.message);
            let index = expected.iter().position(|line| *line == gone).expect("it was said");
            expected.remove(index);
            let found = unwaived(compiled(&after));
            assert_eq!(found, (model.clone(), expected), "seed {seed}\n{text}\n---\n{after}");
            assert_eq!(comments(&text), comments(&after), "seed {seed}\n{text}\n---\n{after}");
        }
    }
    assert!(removed > 120 && left > 40, "too tame: {removed} were removed, {left} stayed");
}
