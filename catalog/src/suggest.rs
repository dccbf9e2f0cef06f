//! "Did you mean": a word that is unknown and the known ones in, the nearest out.

use strsim::osa_distance;

/// Longer words are no slips of the finger, and comparing them takes long.
const LONGEST: usize = 80;

/// The candidate that `word` was probably meant to be: one that differs in case only, or in about
/// a third of its letters at most. Of equals the first.
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > LONGEST {
        return None;
    }
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    let distance = |candidate: &str| {
        if candidate.eq_ignore_ascii_case(word) {
            return Some(0);
        }
        // No fewer changes than this; most candidates end here, and cheaply.
        if candidate.len() > LONGEST || candidate.chars().count().abs_diff(length) > limit {
            return None;
        }
        Some(osa_distance(word, candidate)).filter(|distance| *distance <= limit)
    };
    let near =
        candidates.into_iter().filter_map(|candidate| Some((distance(candidate)?, candidate)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["description", "fields", "pii", "extends"];
        let cases = [
            ("descripton", Some("description")),
            ("Fields", Some("fields")),
            ("feilds", Some("fields")),
            ("pi", Some("pii")),
            ("colour", None),
            ("x", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(closest(word, known), expected, "{word}");
        }
    }
}
