//! The catalog as templates of users see it: objects with documented attributes.
//!
//! Each attribute is declared with its type and a sentence for `docs/templates.md`; a test compares
//! the two. The error about an unknown attribute lists the known ones.

mod attributes;
mod build;
mod need;
mod value;

pub(crate) use attributes::{Attribute, Missed, missed};
pub(crate) use build::{event, lower, lower_types};

use std::sync::Arc;

use attributes::view;
use minijinja::Value as Any;

view! {
    /// The whole catalog. Every template has it as `catalog`.
    Catalog, "catalog" {
        name: String, "text" = "Name of the catalog and its crate, in kebab-case.";
        title: String, "text" = "Title of the documentation.";
        namespace: String, "text" = "Prefix of event types.";
        source: String, "text" = "First part of `source` in the metadata of events.";
        version: String, "text" = "Version, three numbers with dots.";
        description: String, "text" = "What it is about; may be empty.";
        avro_record: Option<String>, "text or none" = "Name of the top record of all Avro schemas; none if each has that of its event.";
        avro_doc: Option<String>, "text or none" = "Its `doc`.";
        properties: Vec<Arc<Property>>, "list of property" = "All custom properties, in the order of the file.";
        domains: Vec<Arc<Domain>>, "list of domain" = "All domains, in the order of the file.";
        scalars: Vec<Arc<Scalar>>, "list of scalar" = "All scalars, in the order of the file.";
        enums: Vec<Arc<Enum>>, "list of enum" = "All enums, in the order of the file.";
        variants: Vec<Arc<Variant>>, "list of variant" = "All variants, in the order of the file.";
        records: Vec<Arc<Record>>, "list of record" = "All records, in the order of the file.";
        sorted_records: Vec<Arc<Record>>, "list of record" = "The same, each after those that it holds or extends, if possible.";
        events: Vec<Arc<Event>>, "list of event" = "All events, in the order of the file.";
    }

    /// A custom property that items may have.
    Property, "property" {
        name: String, "text" = "Its name, which begins with `x-`.";
        ty as "type": Arc<Type>, "type" = "The type of its values.";
        on: Vec<String>, "list of text" = "The kinds of items that may have it: `domain`, `scalar`, `enum`, `value`, `record`, `field`, `event`.";
        limits: Arc<Limits>, "limits" = "The limits of its values.";
        default: Any, "JSON or none" = "The value of an item that does not say another.";
        description: String, "text" = "What it says of an item; may be empty.";
    }

    /// A domain.
    Domain, "domain" {
        name: String, "text" = "Its key, in snake_case.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        title: String, "text" = "Its title.";
        description: String, "text" = "What it covers; may be empty.";
        rust_module: String, "text" = "Its module in the bindings.";
        records: Vec<Arc<Record>>, "list of record" = "Its records, in the order of the file.";
        sorted_records: Vec<Arc<Record>>, "list of record" = "The same, each after those that it holds or extends, if possible.";
        events: Vec<Arc<Event>>, "list of event" = "Its events, in the order of the file.";
    }

    /// A scalar.
    Scalar, "scalar" {
        name: String, "text" = "Its key, in snake_case.";
        base: Arc<Type>, "type" = "Its primitive.";
        limits: Arc<Limits>, "limits" = "Its limits.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        example: Any, "JSON or none" = "An example.";
        description: String, "text" = "What it identifies; may be empty.";
        rust_type: String, "text" = "Its type in the bindings.";
    }

    /// An enum.
    Enum, "enum" {
        name: String, "text" = "Its key, in UpperCamelCase.";
        values: Vec<Arc<Value>>, "list of value" = "The known values.";
        open: bool, "boolean" = "True if other values are allowed and kept.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        default: Option<String>, "text or none" = "Name of the value that readers take for one that is not listed.";
        description: String, "text" = "What it chooses; may be empty.";
        rust_type: String, "text" = "Its type in the bindings.";
    }

    /// A known value of an enum.
    Value, "value" {
        name: String, "text" = "Its name in the catalog.";
        wire: Any, "text or number" = "What is on the wire.";
        aliases: Vec<Any>, "list of JSON" = "What readers accept for it too.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        text: String, "text" = "What is on the wire, as text.";
        description: String, "text" = "What it means; may be empty.";
        deprecated: Option<Arc<Deprecation>>, "deprecation or none" = "Set when it should no longer be used.";
        rust_variant: String, "text" = "Its variant in the bindings.";
    }

    /// A variant: a value that is one of several cases.
    Variant, "variant" {
        name: String, "text" = "Its name, unique in its domain.";
        qualified: String, "text" = "`domain.Name`, unique in the catalog.";
        domain: String, "text" = "Name of its domain.";
        description: String, "text" = "What it selects; may be empty.";
        tag: Option<String>, "text or none" = "The key in JSON that says which case a value has; none if the kind of the value does.";
        content: Option<String>, "text or none" = "The key of the value, if the tag is not one of its own keys.";
        open: bool, "boolean" = "True if other cases are allowed and kept.";
        cases: Vec<Arc<Case>>, "list of case" = "The cases, in the order of the branches in Avro.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        rust_module: String, "text" = "Its module in the bindings.";
        rust_type: String, "text" = "Its enum in the bindings.";
    }

    /// A case of a variant.
    Case, "case" {
        name: String, "text" = "Its name in the catalog.";
        wire: String, "text" = "The value of the tag.";
        ty as "type": Arc<Type>, "type" = "Its type.";
        description: String, "text" = "What it means; may be empty.";
        rust_variant: String, "text" = "Its variant in the bindings.";
        rust_type: String, "text" = "Its type in the bindings, boxed if needed.";
    }

    /// A record.
    Record, "record" {
        name: String, "text" = "Its name, unique in its domain.";
        qualified: String, "text" = "`domain.Name`, unique in the catalog.";
        domain: String, "text" = "Name of its domain.";
        description: String, "text" = "What it holds; may be empty.";
        extends: Option<String>, "text or none" = "The record that it extends, as `domain.Name`; `fields` has the fields of both.";
        fields: Vec<Arc<Field>>, "list of field" = "All fields in wire order, inherited ones included.";
        holds: Vec<String>, "list of text" = "The records that its fields hold, as `domain.Name`, each once.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        pii: bool, "boolean" = "True if the whole record is personal data.";
        added: Option<String>, "text or none" = "When it was added, `YYYY-MM-DD`.";
        deprecated: Option<Arc<Deprecation>>, "deprecation or none" = "Set when it should no longer be used.";
        page: String, "text" = "Path of its page in the output folder.";
        rust_module: String, "text" = "Its module in the bindings.";
        rust_struct: String, "text" = "Its struct in the bindings.";
    }

    /// A field of a record, or a data key of an event.
    Field, "field" {
        name: String, "text" = "Its name in the catalog.";
        wire: String, "text" = "Its name in JSON.";
        ty as "type": Arc<Type>, "type" = "Its type.";
        description: String, "text" = "What it says; may be empty.";
        required: bool, "boolean" = "True if every payload must have it.";
        optional: bool, "boolean" = "True if it may be absent, and then stays absent.";
        constant: Any, "JSON or none" = "The only value that it has; the struct in Rust has no such field.";
        extra: bool, "boolean" = "True for the last field of an open record: a map of the fields that the record does not list.";
        default: Any, "JSON or none" = "The value if a payload has none; there is no default if `required`, `optional` or `extra` is true.";
        example: Any, "JSON or none" = "An example.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        limits: Arc<Limits>, "limits" = "Its limits.";
        pii: bool, "boolean" = "True if it, its record or its type is personal data.";
        added: Option<String>, "text or none" = "When it was added, `YYYY-MM-DD`.";
        deprecated: Option<Arc<Deprecation>>, "deprecation or none" = "Set when it should no longer be used.";
        inherited_from: Option<String>, "text or none" = "The record that it is inherited from, as `domain.Name`.";
        rust_name: String, "text" = "Its field in the bindings.";
        rust_type: String, "text" = "Its type in the bindings, boxed if needed.";
    }

    /// A type.
    Type, "type" {
        text: String, "text" = "As in the catalog, records with their domain and precisions in parentheses: `list<shop.Item?>`, `decimal(10,2)`.";
        kind: String, "text" = "`boolean`, `int`, `long`, `float`, `double`, `string`, `bytes`, `date`, `datetime`, `uuid`, `json`, `local_datetime`, `local_time`, `decimal`, `list`, `map`, `nullable`, `scalar`, `enum`, `variant` or `record`.";
        inner: Option<Arc<Type>>, "type or none" = "What a list, map or nullable type holds; the base of a scalar.";
        name: Option<String>, "text or none" = "Name of the scalar or enum, or `domain.Name` of the record or variant.";
        primitive: Option<String>, "text or none" = "The primitive on the wire; none for lists, maps, records and variants.";
        precision: Any, "number, text or none" = "How many digits a decimal has, or what a time counts: `millis` or `micros`.";
        scale: Any, "number or none" = "How many of the digits of a decimal are after the point.";
        rust: String, "text" = "In the bindings.";
        avro: Any, "JSON" = "In Avro, records by their names.";
    }

    /// Limits; each can be none.
    Limits, "limits" {
        min: Any, "number or none" = "Smallest number.";
        max: Any, "number or none" = "Largest number.";
        multiple_of: Any, "number or none" = "Number of which it is a multiple.";
        min_length: Any, "number or none" = "Fewest characters, bytes or elements.";
        max_length: Any, "number or none" = "Most characters, bytes or elements.";
        format: Option<String>, "text or none" = "Form of the whole text, such as `email`.";
        pattern: Option<String>, "text or none" = "Regular expression that must match somewhere in the text.";
    }

    /// An event. A template for each event has it as `event`.
    Event, "event" {
        name: String, "text" = "Its name, in UPPER_SNAKE_CASE.";
        event_type as "type": String, "text" = "Its event type.";
        domain: String, "text" = "Name of its domain.";
        added: String, "text" = "When it was added, `YYYY-MM-DD`.";
        description: String, "text" = "When it is sent; may be empty.";
        key: Option<String>, "text or none" = "Path to the value that orders events on a bus.";
        extends: Option<String>, "text or none" = "The record that it extends, as `domain.Name`; `data` has the fields of both.";
        data: Vec<Arc<Field>>, "list of field" = "Its data, in wire order.";
        flat: Vec<Arc<Path>>, "list of path" = "All values, including those of records in records; lists and maps are not entered.";
        holds: Vec<String>, "list of text" = "The records that it holds, as `domain.Name`, each after those that it needs, if possible.";
        definition: Option<String>, "text or none" = "Link to its definition.";
        triggers: Vec<String>, "list of text" = "Links to the places that send it.";
        repositories: Vec<String>, "list of text" = "The repositories that send it, `owner/name`.";
        minor_version: u32, "number" = "Its minor version.";
        local_only: Option<String>, "text or none" = "Why it is never sent to a bus; such an event has no Avro schema.";
        properties: Any, "JSON" = "Its custom properties, by name.";
        warning: Option<String>, "text or none" = "A warning for users.";
        deprecated: Option<Arc<Deprecation>>, "deprecation or none" = "Set when it should no longer be used.";
        pii: bool, "boolean" = "True if it contains personal data, at any depth.";
        example: Any, "JSON or none" = "A payload with every field set.";
        avro: Any, "JSON or none" = "Its Avro schema.";
        avro_file: Option<String>, "text or none" = "Path of its Avro schema in the output folder.";
        json_schema: Any, "JSON" = "Its JSON Schema.";
        json_schema_file: String, "text" = "Path of its JSON Schema in the output folder.";
        page: String, "text" = "Path of its page in the output folder.";
        rust_module: String, "text" = "Its module in the bindings.";
        rust_struct: String, "text" = "Its struct in the bindings.";
        rust_static: String, "text" = "Its signal in the bindings.";
    }

    /// A value in the data of an event.
    Path, "path" {
        path: String, "text" = "The path, with dots: `user.pii.email`.";
        field: Arc<Field>, "field" = "The field at the end of the path.";
        nullable: bool, "boolean" = "True if a record around it can be null or absent.";
    }

    /// A deprecation.
    Deprecation, "deprecation" {
        since: String, "text" = "Since when, `YYYY-MM-DD`.";
        removal: Option<String>, "text or none" = "When it is to be removed, `YYYY-MM-DD`.";
        replacement: Option<String>, "text or none" = "What to use instead: the name of an event, `domain.Name` of a record, the name of a field or the text of a value.";
        note: String, "text" = "More about it; may be empty.";
    }
}

#[cfg(test)]
mod tests {
    use annals_catalog::model::Primitive;

    use super::KINDS;

    #[test]
    fn every_primitive_is_documented_as_a_kind_of_type() {
        let mut attributes = KINDS.iter().flat_map(|(_, _, attributes)| attributes.iter());
        let kind = attributes.find(|attribute| attribute.name == "kind").unwrap();
        for primitive in Primitive::ALL {
            assert!(kind.description.contains(&format!("`{}`", primitive.name())), "{primitive}");
        }
    }
}
