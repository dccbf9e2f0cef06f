//! Finds custom properties in descriptors.

use annals::{Enum as _, Event as _, Property, Record as _, Scalar as _, Variant as _};
use custom_properties::rooms::{Place, Room, RoomBooked};
use custom_properties::types::{Kind, Phone};

fn all(properties: &[Property]) -> Vec<(&str, &str)> {
    properties.iter().map(|property| (property.name, property.json)).collect()
}

#[test]
fn descriptors_have_them_in_the_order_of_the_catalog() {
    assert_eq!(
        all(RoomBooked::DESCRIPTOR.properties),
        [
            ("x-owner", r#""house & \"home\"""#),
            ("x-links", r#"{"board":"https://example.org","none":null}"#),
            ("x-anything", "[true,1.5]"),
            ("x-java-type", r#""org.example.RoomBooked""#),
            ("x-reviewed", r#""2025-01-31""#),
        ]
    );
    assert_eq!(
        all(Room::DESCRIPTION.properties),
        [
            ("x-owner", r#""desk""#),
            ("x-tags", r#"["a","b\nc"]"#),
            ("x-java-type", r#""org.example.Room""#),
            ("x-former-names", r#"["Chamber","org.example.house.Room"]"#),
        ]
    );
    assert_eq!(all(Phone::DESCRIPTION.properties), [("x-sensitivity", r#""top""#), ("x-tags", "[]")]);
    assert_eq!(
        all(Place::DESCRIPTION.properties),
        [("x-tags", r#"["where","else\"where"]"#), ("x-owner", r#""desk""#)]
    );
    assert_eq!(
        all(Kind::DESCRIPTION.properties),
        [
            ("x-sensitivity", r#""open""#),
            ("x-anything", r#"{"a":[1,null],"b":"\"c\""}"#),
            ("x-reviewed", r#""2025-02-28""#),
        ]
    );
}

#[test]
fn a_default_is_on_each_field_that_says_no_other() {
    let days = |name: &str| {
        let (_, field) = Room::DESCRIPTION.field(name).expect("it has this field");
        Property::find(field.properties, "x-retention-days")
    };
    assert_eq!(["number", "phone", "kind"].map(days), [Some("365"), Some("30"), Some("30")]);
    // The fields that a record does not list are no field of the catalog.
    assert_eq!(days("extra_fields"), None);
    let record = RoomBooked::DESCRIPTOR.record;
    assert!(record.properties.is_empty());
    assert_eq!(
        all(record.fields[0].properties),
        [("x-tags", r#"["key"]"#), ("x-retention-days", "30")]
    );
    assert_eq!(Property::find(record.fields[1].properties, "x-tags"), None);
}
