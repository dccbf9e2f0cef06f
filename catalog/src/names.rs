//! Every name that targets derive from the names of a catalog.
//!
//! | kind | pattern | example |
//! | --- | --- | --- |
//! | [`module`] | the domain | `learning` |
//! | [`feature`] | the domain | `learning` |
//! | [`record_struct`] | the record | `UserData` |
//! | [`event_struct`] | the event in UpperCamelCase | `StudentRegistrationCompleted` |
//! | [`event_static`] | the event | `STUDENT_REGISTRATION_COMPLETED` |
//! | [`scalar_type`] | the scalar in UpperCamelCase | `CourseKey` |
//! | [`enum_type`] | the enum | `Mode` |
//! | [`variant_type`] | the variant | `Change` |
//! | [`enum_variant`] | the value or case in UpperCamelCase, `_` before a digit | `NoIdProfessional` |
//! | [`field`] | the field; keywords get `r#`, or a `_` at the end if Rust allows no `r#` | `r#type` |
//! | [`qualified`] | `<domain>.<record>` | `learning.UserData` |
//! | [`avro_file`] | `schemas/avro/<event type>.avsc` | `schemas/avro/org.x.v1.avsc` |
//! | [`json_schema_file`] | `schemas/json/<event type>.schema.json` | `schemas/json/org.x.v1.schema.json` |
//! | [`primitive_definition`] | `<primitive>`, with its precision after hyphens | `decimal-10-2` |
//! | [`format_definition`] | `format-<format>` | `format-email` |
//! | [`domain_page`] | `docs/domains/<domain>.rst` | `docs/domains/learning.rst` |
//! | [`event_page`] | `docs/events/<domain>/<event in lower case>.rst` | `docs/events/learning/session_login_completed.rst` |
//! | [`record_page`] | `docs/records/<domain>/<record>.rst` | `docs/records/learning/UserData.rst` |
//! | [`title`] | the words of a snake_case name, the first letter upper case | `Content authoring` |
//!
//! Files are relative to the output folder and use `/`.
//! Resolving uses these functions to check that no two names of a catalog collide.

use std::borrow::Cow;

pub use annals_contract::is_keyword;
use annals_contract::{Primitive, identifier};
use heck::ToUpperCamelCase;

/// The field of an open record for the fields that it does not list, in Rust and in Avro.
pub const EXTRA_FIELDS: &str = "extra_fields";

/// Names that a domain cannot have: files, modules and features of the generated crate itself.
const TAKEN_BY_CRATE: [&str; 7] =
    ["bin", "catalog", "default", "lib", "regenerate", "serde", "types"];

/// Enum variants that the generated code adds itself.
const TAKEN_BY_ENUM: [&str; 2] = ["Self", "Unknown"];

/// The Rust module of a domain.
#[must_use]
pub fn module(domain: &str) -> String {
    domain.to_owned()
}

/// The Cargo feature of a domain.
#[must_use]
pub fn feature(domain: &str) -> String {
    domain.to_owned()
}

/// The Rust struct of a record.
#[must_use]
pub fn record_struct(name: &str) -> String {
    identifier(name)
}

/// The Rust struct of an event's data.
#[must_use]
pub fn event_struct(name: &str) -> String {
    identifier(&name.to_upper_camel_case())
}

/// The Rust static that holds an event's signal.
#[must_use]
pub fn event_static(name: &str) -> String {
    name.to_owned()
}

/// The Rust newtype of a scalar.
#[must_use]
pub fn scalar_type(name: &str) -> String {
    identifier(&name.to_upper_camel_case())
}

/// The Rust enum of an enum.
#[must_use]
pub fn enum_type(name: &str) -> String {
    identifier(name)
}

/// The Rust enum of a variant.
#[must_use]
pub fn variant_type(name: &str) -> String {
    identifier(name)
}

/// The Rust variant of an enum's value, or of a variant's case; empty if the value has no ASCII letter or digit.
#[must_use]
pub fn enum_variant(value: &str) -> String {
    let words = value.replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
    let variant = words.to_upper_camel_case();
    if variant.starts_with(|letter: char| letter.is_ascii_digit()) {
        format!("_{variant}")
    } else if TAKEN_BY_ENUM.contains(&variant.as_str()) {
        format!("{variant}_")
    } else {
        variant
    }
}

/// The Rust identifier of a field or data key.
#[must_use]
pub fn field(name: &str) -> String {
    identifier(name)
}

/// A record's name with its domain.
#[must_use]
pub fn qualified(domain: &str, record: &str) -> String {
    format!("{domain}.{record}")
}

/// The file of an event's Avro schema.
#[must_use]
pub fn avro_file(event_type: &str) -> String {
    format!("schemas/avro/{event_type}.avsc")
}

/// The file of an event's JSON Schema.
#[must_use]
pub fn json_schema_file(event_type: &str) -> String {
    format!("schemas/json/{event_type}.schema.json")
}

/// The definition of a format in JSON Schemas; no scalar, enum or record has a name with a hyphen.
#[must_use]
pub fn format_definition(format: &str) -> String {
    format!("format-{format}")
}

/// The definition of a primitive in JSON Schemas: `datetime`, or `datetime-millis` if it has a precision.
#[must_use]
pub fn primitive_definition(primitive: Primitive) -> Cow<'static, str> {
    if !primitive.has_precision() {
        return primitive.name().into();
    }
    primitive.spelling().replace(['(', ','], "-").replace(')', "").into()
}

/// The primitive whose definition has this name.
#[must_use]
pub fn primitive_of_definition(name: &str) -> Option<Primitive> {
    let name = match name.split_once('-') {
        Some((name, precision)) => format!("{name}({})", precision.replace('-', ",")),
        None => name.to_owned(),
    };
    name.parse().ok()
}

/// The page of a domain; in a folder of its own, since an event can be called `INDEX`.
#[must_use]
pub fn domain_page(domain: &str) -> String {
    format!("docs/domains/{domain}.rst")
}

/// The page of an event.
#[must_use]
pub fn event_page(domain: &str, name: &str) -> String {
    format!("docs/events/{domain}/{}.rst", name.to_ascii_lowercase())
}

/// The page of a record.
#[must_use]
pub fn record_page(domain: &str, name: &str) -> String {
    format!("docs/records/{domain}/{name}.rst")
}

/// The title of something that has only a snake_case name.
#[must_use]
pub fn title(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

/// True if no domain can have the name: it is a keyword, or the generated crate needs it itself.
#[must_use]
pub fn is_reserved_domain(name: &str) -> bool {
    is_keyword(name) || TAKEN_BY_CRATE.contains(&name)
}

/// True if the language has a type with this name.
#[must_use]
pub fn is_type(name: &str) -> bool {
    matches!(name, "list" | "map") || Primitive::from_name(name).is_some()
}

/// True if Windows reserves the name for a device, whatever follows its first dot.
#[must_use]
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let is_one = |text: &str, of: &[&str]| of.iter().any(|word| word.eq_ignore_ascii_case(text));
    match stem.len() {
        3 => is_one(stem, &["aux", "con", "nul", "prn"]),
        4 if stem.ends_with(|last: char| last.is_ascii_digit()) => {
            is_one(&stem[..3], &["com", "lpt"])
        }
        _ => false,
    }
}

/// The name of a field whose key has dots, which is its name on the wire: `session_id` for `session.id`.
#[must_use]
pub fn without_dots(key: &str) -> Option<String> {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(is_letter);
    let is_dotted = key.contains('.')
        && !key.starts_with(|first: char| first.is_ascii_digit())
        && key.split('.').all(is_part);
    is_dotted.then(|| key.replace('.', "_"))
}

/// The name of a field in Avro: the one on the wire, if it has one and Avro allows it.
#[must_use]
pub fn in_avro<'n>(name: &'n str, wire: Option<&'n str>) -> &'n str {
    wire.filter(|wire| is_avro_name(wire)).unwrap_or(name)
}

/// The name of a type in Avro, without the namespace: the end of its full name, if it has one of its own.
#[must_use]
pub fn type_in_avro<'n>(name: &'n str, full: Option<&'n str>) -> &'n str {
    full.map_or(name, |full| full.rsplit_once('.').map_or(full, |(_, name)| name))
}

/// True if the name is that of a custom property: `x-` and kebab-case.
#[must_use]
pub fn is_property(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let word = |word: &str| !word.is_empty() && word.bytes().all(letter);
    name.strip_prefix("x-").is_some_and(|rest| rest.split('-').all(word))
}

/// True if generated JSON Schema has this key for something else.
#[must_use]
pub fn is_reserved_property(name: &str) -> bool {
    matches!(name, "x-annals" | "x-pii")
}

/// Keys by which JSON Schema says something of a value, and those of Avro.
const SCHEMA_KEYWORDS: &str = "\
    $schema $id $ref $defs $anchor $dynamicRef $dynamicAnchor $vocabulary $comment $recursiveRef $recursiveAnchor \
    id definitions type enum const properties required additionalProperties unevaluatedProperties \
    patternProperties propertyNames minProperties maxProperties dependencies dependentRequired dependentSchemas \
    items prefixItems additionalItems unevaluatedItems contains minContains maxContains minItems maxItems uniqueItems \
    allOf anyOf oneOf not if then else minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength \
    pattern format contentEncoding contentMediaType contentSchema title description default examples deprecated nullable \
    name namespace doc fields symbols size values logicalType precision scale";

/// True for a key that schemas cannot have as a custom property, because it says something else.
#[must_use]
pub fn is_schema_keyword(key: &str) -> bool {
    is_reserved_property(key) || SCHEMA_KEYWORDS.split(' ').any(|keyword| keyword == key)
}

/// True if Avro allows the name, for a field, a type or a value of an enum.
#[must_use]
pub fn is_avro_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use annals_contract::Primitive;

    use super::{
        avro_file, domain_page, enum_type, enum_variant, event_page, event_static, event_struct,
        feature, field, format_definition, is_device, is_keyword, is_reserved_domain,
        json_schema_file, module, primitive_definition, primitive_of_definition, qualified,
        record_page, record_struct, scalar_type, title,
    };

    type Derive = fn(&str) -> String;

    #[test]
    fn table() {
        let table: &[(Derive, &str, &str)] = &[
            (module, "content_authoring", "content_authoring"),
            (feature, "content_authoring", "content_authoring"),
            (record_struct, "UserData", "UserData"),
            (record_struct, "Self", "Self_"),
            (event_struct, "STUDENT_REGISTRATION_COMPLETED", "StudentRegistrationCompleted"),
            (event_struct, "GRADE_CHANGED_V2", "GradeChangedV2"),
            (event_struct, "ORA__SENT_", "OraSent"),
            (event_struct, "SELF", "Self_"),
            (event_static, "STUDENT_REGISTRATION_COMPLETED", "STUDENT_REGISTRATION_COMPLETED"),
            (scalar_type, "course_key", "CourseKey"),
            (scalar_type, "library_locator_v2", "LibraryLocatorV2"),
            (scalar_type, "self", "Self_"),
            (enum_type, "Mode", "Mode"),
            (enum_variant, "honor", "Honor"),
            (enum_variant, "no-id-professional", "NoIdProfessional"),
            (enum_variant, "NOT_STARTED", "NotStarted"),
            (enum_variant, "a.b c", "ABC"),
            (enum_variant, "2nd", "_2nd"),
            (enum_variant, "-1", "_1"),
            (enum_variant, "unknown", "Unknown_"),
            (enum_variant, "self", "Self_"),
            (enum_variant, "déjà vu", "DJVu"),
            (enum_variant, "+", ""),
            (enum_variant, "", ""),
            (field, "username", "username"),
            (field, "type", "r#type"),
            (field, "gen", "r#gen"),
            (field, "self", "self_"),
            (field, "Self", "Self_"),
            (field, "super", "super_"),
            (field, "crate", "crate_"),
            (field, "_", "__"),
            (avro_file, "org.x.created.v1", "schemas/avro/org.x.created.v1.avsc"),
            (json_schema_file, "org.x.created.v1", "schemas/json/org.x.created.v1.schema.json"),
            (format_definition, "email", "format-email"),
            (title, "content_authoring", "Content authoring"),
            (title, "_", ""),
        ];
        for (derive, name, expected) in table {
            assert_eq!(derive(name), *expected, "from {name:?}");
        }
    }

    #[test]
    fn definitions_of_primitives() {
        for word in ["datetime", "datetime(millis)", "local_time(micros)", "decimal(10,2)"] {
            let primitive: Primitive = word.parse().expect("it is a primitive");
            let name = primitive_definition(primitive);
            assert_eq!(primitive_of_definition(&name), Some(primitive), "{name}");
        }
        assert_eq!(primitive_of_definition("decimal-10"), None);
    }

    #[test]
    fn pages_and_qualified_names() {
        assert_eq!(domain_page("learning"), "docs/domains/learning.rst");
        assert_eq!(event_page("learning", "COURSE_X"), "docs/events/learning/course_x.rst");
        assert_eq!(record_page("learning", "UserData"), "docs/records/learning/UserData.rst");
        assert_eq!(qualified("learning", "UserData"), "learning.UserData");
    }

    #[test]
    fn reserved_words() {
        assert!(is_reserved_domain("types") && is_reserved_domain("match"));
        assert!(!is_reserved_domain("learning"));
        assert!(is_keyword("async") && !is_keyword("union"));
        for name in ["con", "AUX.v1", "nul.", "com1.org", "LPT9"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["com", "com.example.v1", "com10", "console", "communities", "lpt_1", "comé"] {
            assert!(!is_device(name), "{name}");
        }
    }
}
