//! The rule about fields that are named like personal data and are not marked.
//!
//! In English, the last word of a name says what something is: `coach_email` is an email, and
//! `email_template` is a template. So the last word decides, and for some also the word before it.

use crate::ast::{self, Waiver};
use crate::check::findings::Findings;
use crate::model::{Core, Field, Model, Primitive};
use crate::rule::convention::PERSONAL_UNMARKED;

/// Last words that mean something about one person.
const PERSONAL: [&str; 32] = [
    "birthdate",
    "birthday",
    "birthplace",
    "dob",
    "email",
    "ethnicity",
    "fax",
    "firstname",
    "forename",
    "fullname",
    "gender",
    "iban",
    "ip",
    "ipaddress",
    "ipv4",
    "ipv6",
    "lastname",
    "mail",
    "mobile",
    "nationality",
    "nickname",
    "passport",
    "phone",
    "phonenumber",
    "postcode",
    "religion",
    "ssn",
    "street",
    "surname",
    "telephone",
    "username",
    "zipcode",
];

/// Last words that mean something about one person after certain others.
const PAIRS: [(&str, &[&str]); 9] = [
    (
        "name",
        &[
            "account",
            "author",
            "birth",
            "coach",
            "contact",
            "customer",
            "employee",
            "family",
            "first",
            "full",
            "given",
            "guest",
            "last",
            "learner",
            "legal",
            "maiden",
            "member",
            "middle",
            "nick",
            "owner",
            "patient",
            "person",
            "real",
            "recipient",
            "sender",
            "student",
            "teacher",
            "user",
        ],
    ),
    (
        "number",
        &["account", "card", "fax", "insurance", "mobile", "passport", "phone", "telephone"],
    ),
    ("code", &["post", "postal", "zip"]),
    ("security", &["social"]),
    ("date", &["birth"]),
    ("day", &["birth"]),
    ("year", &["birth"]),
    ("place", &["birth"]),
    ("birth", &["at", "of"]),
];

/// Words before `address` that make it the address of a thing.
const PLACES_OF_THINGS: [&str; 9] =
    ["bucket", "contract", "memory", "page", "server", "service", "site", "url", "web"];

/// Records that describe a person, so that their `name` is the name of a person.
const PERSONS: [&str; 17] = [
    "author",
    "coach",
    "contact",
    "customer",
    "employee",
    "guest",
    "learner",
    "member",
    "owner",
    "patient",
    "person",
    "reader",
    "recipient",
    "staff",
    "student",
    "teacher",
    "user",
];

/// Words at the end of a record's name that do not change what it describes.
const WRAPPERS: [&str; 6] = ["account", "data", "details", "info", "profile", "record"];

/// Accepts fields that are marked, and those with `pii: false`.
pub(crate) fn check_marked(findings: &mut Findings<'_>, model: &Model, ast: &ast::Catalog) {
    for (record, written) in model.records.iter().zip(&ast.records) {
        for pair in record.own().zip(&written.fields) {
            of_field(findings, model, pair, &record.name, &written.allow);
        }
    }
    for (event, written) in model.events.iter().zip(&ast.events) {
        for pair in event.own().zip(&written.data) {
            of_field(findings, model, pair, "", &written.allow);
        }
    }
}

fn of_field(
    findings: &mut Findings<'_>,
    model: &Model,
    (field, written): (&Field, &ast::Field),
    record: &str,
    outer: &[Waiver],
) {
    if field.pii || written.pii.is_some() || !can_tell(model, field) {
        return;
    }
    if !is_personal(&field.name, record) {
        return;
    }
    let message = format!("`{}` is named like personal data but not marked", field.name);
    let waivers = [written.allow.as_slice(), outer];
    if let Some(report) = findings.report(&PERSONAL_UNMARKED, &waivers, field.span, message) {
        report.hint("add `pii: true`, or `pii: false` if it says nothing about a person");
    }
}

/// Whether and when an email was sent is not personal data, so booleans and dates (except of birth)
/// do not count. The fields of a record are checked themselves.
fn can_tell(model: &Model, field: &Field) -> bool {
    let primitive = match field.ty.core() {
        Core::Primitive(primitive) => primitive,
        Core::Scalar(id) => model[id].base,
        Core::Enum(_) | Core::Record(_) | Core::Variant(_) => return false,
    };
    match primitive {
        Primitive::Boolean | Primitive::Float | Primitive::Double => false,
        Primitive::Decimal(_) => false,
        Primitive::Date | Primitive::Datetime | Primitive::Moment(_) => {
            field.name.to_ascii_lowercase().contains("birth")
        }
        Primitive::Int | Primitive::Long | Primitive::String => true,
        Primitive::Bytes | Primitive::Uuid | Primitive::Json => true,
    }
}

fn is_personal(name: &str, record: &str) -> bool {
    let mut words = words_from_last(name);
    let Some(last) = words.next() else { return false };
    let (last, before) = (singular(last), words.next());
    if PERSONAL.iter().any(|word| word.eq_ignore_ascii_case(last)) {
        return true;
    }
    let among = |list: &[&str], word: &str| list.iter().any(|of| of.eq_ignore_ascii_case(word));
    if last.eq_ignore_ascii_case("address") {
        return before.is_none_or(|before| !among(&PLACES_OF_THINGS, before));
    }
    let Some(before) = before else {
        return last.eq_ignore_ascii_case("name") && is_person(record);
    };
    let pair = PAIRS.iter().find(|(word, _)| word.eq_ignore_ascii_case(last));
    pair.is_some_and(|(_, befores)| among(befores, before))
}

fn is_person(record: &str) -> bool {
    let among = |list: &[&str], word: &str| list.iter().any(|of| of.eq_ignore_ascii_case(word));
    let core = words_from_last(record).find(|word| !among(&WRAPPERS, word));
    core.is_some_and(|word| among(&PERSONS, word))
}

/// The singular of `emails` and `addresses`.
fn singular(word: &str) -> &str {
    let plural = word.strip_suffix("es").filter(|stem| stem.ends_with("ss"));
    let plural = plural.or_else(|| word.strip_suffix('s').filter(|stem| !stem.ends_with('s')));
    plural.unwrap_or(word)
}

/// The words of a name in snake_case or camelCase, the last one first.
fn words_from_last(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_end_matches('_');
        let bytes = rest.as_bytes();
        let is_start = |at: usize| {
            let before = bytes[at - 1];
            let hump = bytes[at].is_ascii_uppercase() && !before.is_ascii_uppercase();
            before == b'_' || hump
        };
        let start = (1..bytes.len()).rev().find(|at| is_start(*at)).unwrap_or(0);
        let word = &rest[start..];
        rest = &rest[..start];
        Some(word).filter(|word| !word.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::{is_personal, words_from_last};

    #[test]
    fn names_have_words() {
        let words = |name| words_from_last(name).collect::<Vec<_>>();
        assert_eq!(words("coach_email"), ["email", "coach"]);
        assert_eq!(words("homeAddress"), ["Address", "home"]);
        assert_eq!(words("userID"), ["ID", "user"]);
        assert_eq!(words("_x__y_"), ["y", "x"]);
        assert_eq!(words("__"), [""; 0]);
    }

    #[test]
    fn the_last_word_decides() {
        for name in [
            "email",
            "coach_email",
            "emails",
            "emailAddress",
            "ip",
            "client_ip",
            "first_name",
            "address",
            "addresses",
            "home_address",
            "date_of_birth",
            "birth_date",
            "userName",
            "phone_number",
            "postal_code",
            "USERNAME",
            "author_name",
        ] {
            assert!(is_personal(name, "Order"), "{name}");
        }
        for name in [
            "email_template",
            "display_name",
            "name",
            "file_name",
            "web_address",
            "ship",
            "status",
            "number",
            "phone_model",
            "address_count",
            "recipe",
            "ip_count",
            "user_id",
            "code",
            "year",
            "mailing",
            "group_name",
            "is_email",
            "date",
        ] {
            assert_eq!(is_personal(name, "Order"), name == "is_email", "{name}");
        }
    }

    #[test]
    fn a_name_in_a_person_names_a_person() {
        for record in ["User", "UserData", "LearnerProfile", "Coach"] {
            assert!(is_personal("name", record), "{record}");
        }
        for record in ["UserGroup", "Course", "", "Data"] {
            assert!(!is_personal("name", record), "{record}");
        }
    }
}
