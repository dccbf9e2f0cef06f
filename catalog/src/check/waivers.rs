//! Rules about waivers and levels.

use crate::ast::{self, Text, Waiver};
use crate::check::findings::Findings;
use crate::resolve::date_meant;
use crate::rule::convention::{WAIVER_DATE, WAIVER_UNKNOWN, WAIVER_UNUSED};
use crate::rule::meaning::NOT_WAIVABLE;
use crate::rule::{self, Rule};
use crate::suggest::closest;
use crate::text;

/// Checks the codes in `lint`.
pub(crate) fn check_levels(findings: &mut Findings<'_>, ast: &ast::Catalog) {
    for lint in &ast.lint {
        named_rule(findings, &lint.rule, Use::Level);
    }
}

/// Checks every waiver; `complete` if all rules have been checked.
pub(crate) fn check_waivers(findings: &mut Findings<'_>, ast: &ast::Catalog, complete: bool) {
    ast.domains.iter().for_each(|domain| item(findings, &domain.allow, complete));
    ast.scalars.iter().for_each(|scalar| item(findings, &scalar.allow, complete));
    for of in &ast.enums {
        item(findings, &of.allow, complete);
        of.values.iter().for_each(|value| item(findings, &value.allow, complete));
    }
    ast.variants.iter().for_each(|variant| item(findings, &variant.allow, complete));
    for record in &ast.records {
        item(findings, &record.allow, complete);
        record.fields.iter().for_each(|field| item(findings, &field.allow, complete));
    }
    for event in &ast.events {
        item(findings, &event.allow, complete);
        event.data.iter().for_each(|field| item(findings, &field.allow, complete));
    }
}

fn item(findings: &mut Findings<'_>, waivers: &[Waiver], complete: bool) {
    for waiver in waivers {
        let Some(rule) = &waiver.rule else { continue };
        check_until(findings, waiver);
        if named_rule(findings, rule, Use::Waiver) && complete && !findings.is_used(waiver) {
            let message = format!("nothing here violates {}", rule.value);
            if let Some(report) = findings.report(&WAIVER_UNUSED, &[], waiver.span, message) {
                report.hint("remove the waiver").remove();
            }
        }
    }
}

fn check_until(findings: &mut Findings<'_>, waiver: &Waiver) {
    let Some(until) = &waiver.until else { return };
    let Err(why) = text::date(&until.value) else { return };
    let message = format!("`{}` is not a valid date: {why}", until.value);
    if let Some(report) = findings.report(&WAIVER_DATE, &[], until.span, message) {
        report
            .hint("a waiver ends on a date such as `2027-06-30`")
            .fix(&until.value, date_meant(&until.value));
    }
}

/// Why a catalog names a rule.
#[derive(Clone, Copy)]
enum Use {
    Level,
    Waiver,
}

/// True if the code is that of a rule that can be used in this way.
fn named_rule(findings: &mut Findings<'_>, code: &Text, to: Use) -> bool {
    let (verb, hint, fits): (_, _, fn(&Rule) -> bool) = match to {
        Use::Level => (
            "be given a level",
            "only conventions can be given a level, A0201 and up",
            Rule::is_convention,
        ),
        Use::Waiver => {
            ("be waived", "only conventions can be waived, A0201 to A0289", Rule::is_waivable)
        }
    };
    if let Some(rule) = rule::find(&code.value) {
        if !fits(rule) {
            let message = format!("{} cannot {verb}", rule.code);
            findings.report_always(&NOT_WAIVABLE, code.span, message).hint(hint);
        }
        return fits(rule);
    }
    let message = format!("there is no rule {}", code.value);
    if let Some(report) = findings.report(&WAIVER_UNKNOWN, &[], code.span, message) {
        let known = rule::all().filter(|rule| fits(rule)).map(|rule| rule.code);
        match closest(&code.value, known) {
            Some(near) => {
                report.hint(format!("did you mean `{}`?", near.word)).fix(&code.value, near.fix())
            }
            None => report.hint("the code of a rule is `A` and four digits, such as `A0207`"),
        };
    }
    false
}
