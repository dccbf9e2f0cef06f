//! "Did you mean": the known word nearest to an unknown one.

use strsim::osa_distance;

/// Longer words are not typing errors, and comparing them is slow.
const LONGEST: usize = 80;

/// A known word near an unknown one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Near<'c> {
    pub(crate) word: &'c str,
    certain: bool,
}

impl<'c> Near<'c> {
    /// A suggestion; `certain` if nothing else can have been meant.
    pub(crate) fn new(word: &'c str, certain: bool) -> Self {
        Near { word, certain }
    }

    /// The word, if nothing else can have been meant.
    pub(crate) fn fix(self) -> Option<String> {
        self.certain.then(|| self.word.to_owned())
    }
}

/// The candidate that `word` was probably meant to be, for words outside a catalog.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest(word, candidates).map(|near| near.word)
}

/// The candidate that `word` was probably meant to be: it differs only in case, or in at most about
/// a third of its characters. The first of equally near ones.
pub(crate) fn closest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<Near<'c>> {
    if word.len() > LONGEST {
        return None;
    }
    let length = word.chars().count();
    let limit = (length / 3).max(1);
    let distance = |candidate: &str| {
        if candidate.eq_ignore_ascii_case(word) {
            return Some(0);
        }
        // A cheap lower bound on the distance excludes most candidates.
        if candidate.len() > LONGEST || candidate.chars().count().abs_diff(length) > limit {
            return None;
        }
        Some(osa_distance(word, candidate)).filter(|distance| *distance <= limit)
    };
    let mut best: Option<(usize, &str)> = None;
    let mut alone = false;
    for candidate in candidates {
        let Some(distance) = distance(candidate) else { continue };
        match best {
            Some((least, _)) if least < distance => {}
            Some((least, first)) if least == distance => alone &= first == candidate,
            _ => (best, alone) = (Some((distance, candidate)), true),
        }
    }
    best.map(|(distance, near)| Near::new(near, alone && is_slip(word, near, distance)))
}

/// True if one word is the other with a typing error: so much is the same that a third word cannot
/// have been meant. A different number is not a typing error: `v2` and `v3` are two things.
fn is_slip(word: &str, near: &str, distance: usize) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (length, same_length) = (word.chars().count(), word.len() == near.len());
    let exchanged = word.chars().zip(near.chars()).filter(|(a, b)| a != b).count();
    let enough = match distance {
        0 => 1,
        1 if same_length && exchanged == 1 => 5,
        1 => 3,
        2 if !same_length => 8,
        _ => return false,
    };
    length >= enough && digits(word) == digits(near)
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
            assert_eq!(closest(word, known).map(|near| near.word), expected, "{word}");
        }
    }

    #[test]
    fn only_what_nothing_else_can_mean_is_certain() {
        let cases: [(&str, &[&str], bool); 11] = [
            ("descripton", &["description", "fields"], true),
            ("STRING", &["string"], true),
            ("feilds", &["fields"], true),
            ("tye", &["type"], true),
            ("pi", &["pii"], false),
            ("lang", &["long"], false),
            ("mn", &["min", "max"], false),
            ("UserDat", &["UserData", "UserDate"], false),
            ("CourseDataV3", &["CourseDataV2"], false),
            ("UserPersnalDta", &["UserPersonalData"], true),
            ("OrderLines", &["OrderLists"], false),
        ];
        for (word, known, certain) in cases {
            let near = closest(word, known.iter().copied()).unwrap();
            assert_eq!(near.fix().is_some(), certain, "{word}");
        }
    }
}
