//! Derives event types, next versions and data keys from names.

/// A name without its version, and that version's digits: `BOOK_LENT_V2` is `BOOK_LENT` and `2`.
fn split_version(name: &str) -> (&str, Option<u32>) {
    match name.rsplit_once("_V") {
        Some((stem, digits)) => match digits.parse() {
            Ok(version) => (stem, Some(version)),
            Err(_) => (name, None),
        },
        None => (name, None),
    }
}

/// The type of an event. The last word of its name is the action, the others are the subject.
pub(crate) fn event_type(namespace: &str, domain: &str, name: &str) -> String {
    let (stem, version) = split_version(name);
    let words = stem.to_ascii_lowercase().replace('_', ".");
    format!("{namespace}.{domain}.{words}.v{}", version.unwrap_or(1))
}

/// The name of the next major version of an event.
pub(crate) fn next_version(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (stem, version) = split_version(name);
    let versions = version.unwrap_or(1).saturating_add(1)..;
    let mut names = versions.map(|version| format!("{stem}_V{version}"));
    names.find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}

/// The data key of a record: `CourseEnrollmentData` becomes `course_enrollment`.
pub(crate) fn data_key(record: &str) -> String {
    let name = record.rsplit('.').next().unwrap_or(record);
    let stem = name.strip_suffix("Data").filter(|stem| !stem.is_empty()).unwrap_or(name);
    let letters: Vec<char> = stem.chars().collect();
    let mut key = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let after_small = index > 0 && !letters[index - 1].is_uppercase();
        let before_small = letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && index > 0 && (after_small || before_small) {
            key.push('_');
        }
        key.extend(letter.to_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{data_key, event_type, next_version};

    #[test]
    fn types_follow_from_names() {
        let cases = [
            ("ORDER_PLACED", "org.example.shop.order.placed.v1"),
            ("ORDER_ITEM_SENT_V3", "org.example.shop.order.item.sent.v3"),
            ("TELEVISION_SOLD", "org.example.shop.television.sold.v1"),
        ];
        for (name, expected) in cases {
            assert_eq!(event_type("org.example", "shop", name), expected);
        }
    }

    #[test]
    fn versions_count_on() {
        let taken = |name: &str| ["A_MADE", "A_MADE_V2"].contains(&name);
        assert_eq!(next_version("A_MADE", taken), "A_MADE_V3");
        assert_eq!(next_version("B_MADE_V7", taken), "B_MADE_V8");
    }

    #[test]
    fn keys_follow_from_records() {
        let cases = [
            ("OrderData", "order"),
            ("shop.OrderItem", "order_item"),
            ("Data", "data"),
            ("XBlockData", "x_block"),
            ("LTIProvider", "lti_provider"),
        ];
        for (record, expected) in cases {
            assert_eq!(data_key(record), expected);
        }
    }
}
