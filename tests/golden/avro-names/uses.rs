//! Reads records and enums that have other names in Avro.

use annals::WriterSchema;
use avro_names::shop::{Buyer, Club};
use avro_names::types::Size;

#[test]
fn a_case_is_found_by_its_name_in_avro() {
    let club = Buyer::Club(Club { size: Size::Large, before: None });
    let schema = r#"["null", {"type": "record", "name": "com.new.club_data", "fields": [
        {"name": "size", "type": {"type": "enum", "name": "size_of_club", "symbols": ["large", "small"]}}
    ]}]"#;
    let schema = WriterSchema::parse(schema).expect("a schema");
    assert!(schema.read::<Option<Buyer>>(&[2, 0]).expect("the name is known") == Some(club));
    let other = r#"["null", {"type": "record", "name": "com.old.people.Club", "fields": []}]"#;
    let other = WriterSchema::parse(other).expect("a schema");
    assert!(other.read::<Option<Buyer>>(&[2]).is_err(), "it is not called so in Avro");
}
