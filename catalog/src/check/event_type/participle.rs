//! Recognizes past participles.

/// Participles that do not end in `ed`.
const IRREGULAR: [&str; 119] = [
    "awoken",
    "beaten",
    "become",
    "begun",
    "bent",
    "bid",
    "bought",
    "bound",
    "bred",
    "broken",
    "brought",
    "built",
    "cast",
    "caught",
    "chosen",
    "clung",
    "come",
    "cost",
    "cut",
    "dealt",
    "done",
    "drawn",
    "driven",
    "drunk",
    "dug",
    "eaten",
    "fallen",
    "fed",
    "felt",
    "flown",
    "forbidden",
    "forgiven",
    "forgotten",
    "fought",
    "found",
    "frozen",
    "given",
    "gone",
    "got",
    "ground",
    "grown",
    "heard",
    "held",
    "hidden",
    "hit",
    "hung",
    "hurt",
    "kept",
    "known",
    "laid",
    "lain",
    "led",
    "left",
    "lent",
    "let",
    "lit",
    "lost",
    "made",
    "meant",
    "met",
    "mistaken",
    "overridden",
    "overtaken",
    "overwritten",
    "paid",
    "proven",
    "put",
    "quit",
    "read",
    "rebuilt",
    "redone",
    "resent",
    "reset",
    "rewritten",
    "ridden",
    "risen",
    "run",
    "rung",
    "seen",
    "sent",
    "set",
    "shaken",
    "shot",
    "shown",
    "shut",
    "slept",
    "slid",
    "sold",
    "sought",
    "spent",
    "split",
    "spoken",
    "sprung",
    "stolen",
    "stood",
    "struck",
    "stuck",
    "sung",
    "sunk",
    "swept",
    "sworn",
    "swum",
    "swung",
    "taken",
    "taught",
    "thought",
    "thrown",
    "told",
    "torn",
    "unbound",
    "understood",
    "undone",
    "upset",
    "withdrawn",
    "woken",
    "won",
    "worn",
    "wound",
    "written",
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
