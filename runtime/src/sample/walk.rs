//! Generates texts that match a pattern, by a random walk through its table.

use std::collections::VecDeque;

use super::Source;
use crate::limits::pattern::automaton::Automaton;

/// Characters to use, in order of preference.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ é_-+:/@.,;!?#$%&*()=[]{}<>|~^\\\"'`\t\n";

/// A text of at least `wanted` characters, or shorter if the pattern allows no longer one on the way that was taken.
pub(super) fn text(table: &Automaton, source: &mut Source<'_>, wanted: usize) -> Option<String> {
    let distances = table.distances.get_or_init(|| distances(table));
    let mut text = String::new();
    let mut state = 0;
    let longest = wanted + 4 * distances.len() + 64;
    for length in 0.. {
        let here = (*distances.get(state)?)?;
        if here == 0 && length >= wanted && (source.below(4) == 0 || length > longest) {
            break;
        }
        // After the wanted length, mostly take steps that lead towards the end of a match.
        let closer = length >= wanted && (length > longest || source.below(4) != 3);
        let mut ways: Vec<(char, usize)> = Vec::new();
        for letter in LETTERS.chars() {
            let next = table.step(state, letter);
            let Some(distance) = distances[next] else { continue };
            if !closer || here == 0 || distance < here {
                ways.push((letter, next));
            }
        }
        if ways.is_empty() {
            break;
        }
        let (letter, next) = source.one_of(&ways);
        text.push(letter);
        state = next;
    }
    table.matches(&text).then_some(text)
}

/// For each state, the number of characters to the nearest state in which a text may end.
fn distances(table: &Automaton) -> Vec<Option<usize>> {
    let mut distances: Vec<Option<usize>> =
        table.accepting().map(|accepts| accepts.then_some(0)).collect();
    let mut open: VecDeque<usize> =
        (0..distances.len()).filter(|&state| distances[state] == Some(0)).collect();
    let leads = edges(table);
    while let Some(row) = open.pop_front() {
        for &(from, to) in &leads {
            if to == row && distances[from].is_none() {
                distances[from] = distances[row].map(|distance| distance + 1);
                open.push_back(from);
            }
        }
    }
    distances
}

/// The pairs of states that a character connects.
fn edges(table: &Automaton) -> Vec<(usize, usize)> {
    let rows = 0..table.accepting().count();
    let edges =
        rows.flat_map(|row| LETTERS.chars().map(move |letter| (row, table.step(row, letter))));
    let mut edges: Vec<_> = edges.collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}
