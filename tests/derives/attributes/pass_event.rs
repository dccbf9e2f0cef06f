//! Events and their descriptors. Deprecated items cause no warnings.

#![deny(warnings, deprecated)]

use annals::Event;

pub mod shop {
    #[derive(annals::Record)]
    #[annals(record = "shop.Person")]
    pub struct Person {
        pub id: i64,
    }

    #[deprecated]
    #[derive(annals::Record)]
    #[annals(record = "shop.Retired")]
    pub struct Retired {
        #[deprecated]
        pub id: i64,
    }

    #[derive(annals::Event)]
    #[annals(event = "org.shop.person.joined.v1")]
    pub struct PersonJoined {
        pub person: crate::shop::Person,
    }

    #[derive(annals::Event)]
    #[annals(event = "org.shop.person.moved.v1")]
    pub struct PersonMoved {
        pub person: crate::shop::Person,
    }
}

fn main() {
    let joined = shop::PersonJoined::DESCRIPTOR;
    assert_eq!(joined.event_type, "org.shop.person.joined.v1");
    assert_eq!((joined.name, joined.domain, joined.added), ("PERSON_JOINED", "shop", "2024-02-29"));
    assert_eq!((joined.minor_version, joined.pii, joined.local_only), (2, true, false));
    assert_eq!(joined.key, Some("person.id"));
    assert!(joined.avro_schema.is_some_and(|text| text.contains("CloudEvent")));
    assert_eq!(joined.json_schema, "{\"title\": \"joined\"}\n");
    assert_eq!(joined.record.name, "org.shop.person.joined.v1");
    let deprecated = joined.deprecated.as_ref().expect("the lock says so");
    assert_eq!((deprecated.since, deprecated.removal), (Some("2025-01-01"), None));
    assert_eq!(deprecated.replacement, Some("PERSON_CAME"));

    let moved = shop::PersonMoved::DESCRIPTOR;
    assert!(moved.local_only && !moved.pii && moved.avro_schema.is_none() && moved.key.is_none());
    let event = shop::PersonMoved { person: shop::Person { id: 4 } };
    assert_eq!(format!("{event:?}"), "PersonMoved { person: Person { id: 4 } }");
}
