//! Records with the names that the macro of the derives uses, and fields as they have.

#![forbid(unsafe_code)]
#![allow(non_camel_case_types)]

use annals::Record;

pub struct __Field {
    pub pii: bool,
    pub name: i64,
}

annals::__record!(__Field, "shop.Field", [], 2, [
    pii: [bool] ("pii", "boolean") {},
    name: [i64] ("name", "long") {},
]);

pub struct __Codec {
    pub record: i64,
}

annals::__record!(__Codec, "shop.Codec", [], 1, [record: [i64] ("record", "long") {},]);

fn main() {
    let field = __Field::from_avro(&[1, 14]).unwrap();
    assert!(field.pii);
    assert_eq!(field.name, 7);
    assert_eq!(field.to_json().unwrap(), r#"{"pii":true,"name":7}"#);
    assert_eq!(__Codec::from_json_str(r#"{"record":7}"#).unwrap().to_avro(), [14]);
}
