//! Recognizes past participles.

/// Participles that do not end in `ed`.
const IRREGULAR: [&str; 72] = [
    "begun",
    "bent",
    "bid",
    "bought",
    "bound",
    "broken",
    "brought",
    "built",
    "caught",
    "chosen",
    "come",
    "cut",
    "dealt",
    "done",
    "drawn",
    "driven",
    "fallen",
    "felt",
    "forbidden",
    "forgotten",
    "found",
    "frozen",
    "given",
    "gone",
    "got",
    "grown",
    "heard",
    "held",
    "hidden",
    "hit",
    "kept",
    "known",
    "laid",
    "led",
    "left",
    "lent",
    "let",
    "lost",
    "made",
    "meant",
    "met",
    "overridden",
    "paid",
    "put",
    "quit",
    "read",
    "rebuilt",
    "redone",
    "reset",
    "resent",
    "run",
    "seen",
    "sent",
    "set",
    "shown",
    "shut",
    "sold",
    "spent",
    "split",
    "spoken",
    "stolen",
    "sought",
    "taken",
    "taught",
    "thought",
    "thrown",
    "told",
    "undone",
    "withdrawn",
    "won",
    "written",
    "rewritten",
];

/// Words that end in `ed` and are not participles.
const NO_PARTICIPLE: [&str; 6] = ["bleed", "exceed", "feed", "need", "proceed", "speed"];

/// True if the last word of an action looks like a past participle.
///
/// Underscores separate words (`opted_out_sent`). A hyphen does not: it joins a subject and an
/// action, which together are not a participle.
pub(super) fn is_participle(action: &str) -> bool {
    let last = action.rsplit('_').next().unwrap_or(action).to_ascii_lowercase();
    let regular = last.len() > 3 && last.ends_with("ed") && !NO_PARTICIPLE.contains(&&*last);
    !action.contains('-') && (regular || IRREGULAR.contains(&&*last))
}

#[cfg(test)]
mod tests {
    use super::is_participle;

    #[test]
    fn table() {
        for good in ["created", "reset", "sent", "paid", "opted_out_sent", "Made"] {
            assert!(is_participle(good), "{good}");
        }
        for bad in [
            "redemption-reversed",
            "pending",
            "success",
            "create",
            "feed",
            "need",
            "ed",
            "red",
            "",
            "created_now",
        ] {
            assert!(!is_participle(bad), "{bad}");
        }
    }
}
