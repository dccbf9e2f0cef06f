//! Finds the repair that explains the most reports.

use std::collections::HashSet;

use super::column::Shift;
use super::lines::{Header, Swap};
use super::{Repair, Shifted, count_of_form, is_column};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::constructs::FILE;
use crate::rule::Series;
use crate::rule::yaml::DUPLICATE_KEY;
use crate::sort;
use crate::tree::{Line, step};

/// How many suspicious lines are looked at, near the first error.
const NEAREST: usize = 6;

/// How many errors are looked at.
const FIRST: usize = 3;

/// The smallest number of reports that may be due to one block although no line is suspicious.
const MANY: usize = 2;

/// How many moved blocks are tried.
const MOST: usize = 32;

/// More reports are not due to one line.
const LONGEST: usize = 2000;

/// How many ends of a block are tried.
const ENDS: usize = 4;

/// The repaired text, and the reports that are left.
type Found = (Shifted, Vec<Diagnostic>);

/// The best repair, if that leaves at least `gain` reports less.
pub(super) fn best(
    text: &str,
    present: &[Diagnostic],
    gain: usize,
    reports: &dyn Fn(&str) -> Vec<Diagnostic>,
) -> Option<Found> {
    let most = (present.len() + 1).saturating_sub(gain);
    let form = count_of_form(present);
    if form == 0 {
        return None;
    }
    let mut best: Option<Found> = None;
    let mut repairs = Vec::new();
    if gain > 1 || present.iter().any(is_column) {
        repairs.extend(ranked(text, present).unwrap_or_default().into_iter().map(Repair::Column));
    }
    repairs.extend(of_lines(text, present));
    for repair in repairs {
        let fewest = best.as_ref().map_or(most, |(_, left)| left.len());
        if fewest == 0 {
            break;
        }
        let Some(shifted) = repair.apply(text) else { continue };
        let left = reports(&shifted.text.text);
        // Others may be hidden by one about the form, and most by one about the syntax.
        let hides = syntax_errors(&left) > syntax_errors(present);
        let is_better = left.len() < fewest && count_of_form(&left) < form && !hides;
        if is_better && explains(&shifted, present, &left) {
            best = Some((shifted, left));
        }
    }
    best
}

/// True if a repair of lines makes no new mistake.
fn explains(shifted: &Shifted, present: &[Diagnostic], left: &[Diagnostic]) -> bool {
    let present: HashSet<(u32, &str)> =
        present.iter().map(|report| (report.span.start, report.message.as_str())).collect();
    let is_old = |report: &Diagnostic| {
        let start = shifted.text.old(report.span.start);
        let is_reported = shifted.repair.is_reported(&shifted.text.text, report);
        present.contains(&(start, report.message.as_str())) && !is_reported
    };
    matches!(shifted.repair, Repair::Column(_)) || left.iter().all(is_old)
}

fn syntax_errors(reports: &[Diagnostic]) -> usize {
    reports.iter().filter(|report| report.rule.series == Series::Yaml).count()
}

/// The most likely blocks: first those after whose move the most lines fit to each other.
fn ranked(text: &str, present: &[Diagnostic]) -> Option<Vec<Shift>> {
    // That something is missing in the file is reported at its start.
    let is_inside =
        |report: &&Diagnostic| report.severity == Severity::Error && report.span.start > 0;
    let errors = present.iter().filter(is_inside).map(|report| report.span.start as usize);
    let first = errors.clone().next()?;
    let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
    let step = step(&lines);
    let odd = suspicious(&lines, step);
    if odd.is_empty() && count_of_form(present) < MANY {
        return None;
    }
    let mut near = odd.clone();
    sort::by_key(&mut near, |index| lines[*index].at.abs_diff(first));
    near.truncate(NEAREST);
    near.extend(errors.take(FIRST).filter_map(|at| lines.iter().position(|line| line.end > at)));
    let all = near.into_iter().flat_map(|index| candidates(&lines, index, &odd, step));
    let ranked = all.filter_map(|shift| {
        let shifted = shift.apply(text)?.text;
        let lines: Vec<Line<'_>> = Line::all(&shifted, 0..shifted.len()).collect();
        Some((suspicious(&lines, step).len(), shift.from.abs_diff(shift.to), shift))
    });
    let mut ranked: Vec<_> = ranked.filter(|(left, ..)| *left <= odd.len()).collect();
    sort::by_key(&mut ranked, |(left, distance, shift)| {
        (*left, *distance, shift.lines.start, shift.lines.end, shift.to)
    });
    ranked.dedup();
    ranked.truncate(MOST);
    Some(ranked.into_iter().map(|(.., shift)| shift).collect())
}

/// Keys that are missing, and swapped lines, near the first errors.
fn of_lines(text: &str, present: &[Diagnostic]) -> Vec<Repair> {
    let lines: Vec<Line<'_>> = Line::all(text, 0..text.len()).collect();
    let step = step(&lines);
    let errors = present.iter().filter(|report| report.severity == Severity::Error);
    let errors: Vec<usize> = errors.map(|report| report.span.start as usize).take(FIRST).collect();
    let Some(first) = errors.first() else { return Vec::new() };
    let is_repeated = present.iter().all(|report| report.rule == &DUPLICATE_KEY);
    if present.len() > 1 && is_repeated || present.len() > LONGEST {
        return Vec::new();
    }
    let line_of = |at: usize| lines.partition_point(|line| line.end <= at);
    // What lacks the key around it is too deep, or repeats the keys of the item before.
    let mut near = suspicious(&lines, step);
    sort::by_key(&mut near, |index| lines[*index].at.abs_diff(*first));
    near.truncate(FIRST);
    let repeats = present.iter().filter(|report| report.rule == &DUPLICATE_KEY).take(FIRST);
    near.extend(repeats.map(|report| line_of(report.span.start as usize)));
    // An error may be deep inside the first item of a section.
    let outer = |index: usize| {
        let around = ancestors(&lines, index).into_iter();
        std::iter::once(index).chain(around).find(|index| lines[*index].column == step)
    };
    near.extend(
        errors.iter().map(|at| line_of(*at)).filter(|at| *at < lines.len()).filter_map(outer),
    );
    let names: Vec<&str> = present
        .iter()
        .filter_map(|report| report.about.as_ref().map(|about| about.name.as_str()))
        .take(FIRST)
        .collect();
    let headers = near.iter().flat_map(|index| Header::before(text, &lines, *index, step, &names));
    let (likely, others): (Vec<Header>, Vec<Header>) = headers.partition(Header::is_likely);
    let swaps = errors.iter().flat_map(|at| Swap::near(text, &lines, *at)).map(Repair::Swap);
    // A report about a repeated key is right, unless it is the only one, in a section without a key.
    let swaps = swaps.filter(|_| present.len() > 1);
    let mut all: Vec<Repair> = Vec::new();
    let (likely, others) = (likely.into_iter(), others.into_iter());
    for repair in likely.map(Repair::Header).chain(swaps).chain(others.map(Repair::Header)) {
        if !all.contains(&repair) {
            all.push(repair);
        }
    }
    all
}

/// The blocks that may have to be moved because of a suspicious line.
fn candidates(lines: &[Line<'_>], index: usize, odd: &[usize], step: usize) -> Vec<Shift> {
    let mut blocks: Vec<(usize, usize)> =
        ancestors(lines, index).into_iter().map(|head| (head, index)).collect();
    let column = lines[index].column;
    let is_outside = |line: &Line<'_>| line.column <= column;
    let rest = &lines[index + 1..];
    let end = rest.iter().position(is_outside).map_or(lines.len(), |length| index + 1 + length);
    blocks.push((index, end));
    blocks
        .extend(odd.iter().find(|next| (index + 1..end).contains(next)).map(|next| (index, *next)));
    blocks.push((index, index + 1));
    let mut shifts = Vec::new();
    let mut add = |head: usize, end: usize, to: usize| {
        let shift =
            Shift { lines: lines[head].at..lines[end - 1].end, from: lines[head].column, to };
        if shift.from != to && lines[head].key().is_some() {
            shifts.push(shift);
        }
    };
    for (head, end) in blocks {
        let next = lines.get(end).map(|line| line.column);
        targets(lines, head, step).chain(next).for_each(|to| add(head, end, to));
    }
    // What was beside the block may be read as a part of it.
    for to in targets(lines, index, step) {
        let is_beside = |at: &usize| lines[*at].column == to && lines[*at].opens();
        (index + 1..end).filter(is_beside).take(ENDS).for_each(|end| add(index, end, to));
    }
    shifts
}

/// The columns where a line may start.
fn targets(lines: &[Line<'_>], index: usize, step: usize) -> impl Iterator<Item = usize> {
    let inner = index.checked_sub(1).map(|before| &lines[before]).filter(|before| before.opens());
    let around = ancestors(lines, index).into_iter().map(|head| lines[head].column);
    around.chain(inner.map(|before| before.column + step)).collect::<Vec<_>>().into_iter()
}

/// The line before a line, and those that contain it, from the inside.
fn ancestors(lines: &[Line<'_>], index: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for before in (0..index).rev() {
        let column = lines[before].column;
        if found.last().is_none_or(|last| column < lines[*last].column) {
            found.push(before);
        }
        if column == 0 {
            break;
        }
    }
    found
}

/// Lines that do not fit to those before, or to the key of a section.
fn suspicious(lines: &[Line<'_>], step: usize) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &lines[before]);
        let fits = match before {
            None => line.column == 0,
            Some(before) if line.column > before.column => {
                before.opens() && line.column == before.column + step
            }
            Some(_) => open.contains(&line.column),
        };
        let key = line.key().map(|key| key.written);
        let is_section = key.is_some_and(|key| FILE.key(key).is_some());
        let is_outer = !line.opens() || (line.column == 0) == is_section;
        if !(fits && is_outer) {
            found.push(index);
        }
        open.retain(|column| *column < line.column);
        open.push(line.column);
    }
    found
}
