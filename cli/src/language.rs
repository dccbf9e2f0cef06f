//! The JSON Schema of `catalog.yaml`, for editors.
//!
//! It covers the structure that the parser requires and the form of single values; references
//! between items and the rules are left to the compiler. The dialect is 2020-12, but most editors
//! implement draft-07, so only keywords with the same meaning in both are used: beside a `$ref`
//! there are only annotations.

mod schema;
mod values;

use annals_catalog::language::{CONSTRUCTS, Construct, ONLY_IN_MAIN_FILE};
use serde::Serialize;

use annals_codegen::render;
use annals_codegen::render::json::Ordered;
use schema::{Named, Schema};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The kind of file that a schema is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The main file.
    Main,
    /// A file that the main file includes.
    Included,
}

/// The whole document. Its keys are in the order of the fields.
#[derive(Serialize)]
struct Document {
    #[serde(rename = "$schema")]
    dialect: &'static str,
    #[serde(rename = "$comment")]
    comment: &'static str,
    title: &'static str,
    #[serde(flatten)]
    schema: Schema,
    #[serde(rename = "$defs")]
    definitions: Named,
}

/// The JSON Schema of a file of the catalog.
#[must_use]
pub fn schema(part: Part) -> String {
    let [file, others @ ..] = &CONSTRUCTS;
    let defined = others.iter().map(|construct| (construct.definition, object(construct)));
    let (comment, title, file) = match part {
        Part::Main => {
            ("Printed by `annals schema`. Do not edit.", "An Annals catalog", object(file))
        }
        Part::Included => (
            "Printed by `annals schema --included`. Do not edit.",
            "An included file of an Annals catalog",
            included(object(file)),
        ),
    };
    render::json::render(&Document {
        dialect: DIALECT,
        comment,
        title,
        schema: file,
        definitions: Ordered(values::shared().into_iter().chain(defined).collect()),
    })
}

/// Nothing is required of an included file, and what concerns the whole catalog is not in it.
fn included(mut file: Schema) -> Schema {
    if let Some(properties) = &mut file.properties {
        properties.0.retain(|(name, _)| !ONLY_IN_MAIN_FILE.contains(name));
    }
    Schema { required: Vec::new(), ..file }
}

/// A mapping with the keys of a construct, in canonical order.
fn object(construct: &Construct) -> Schema {
    let properties = construct.keys.iter().map(|key| {
        let schema = Schema {
            description: Some(key.description.to_owned()),
            examples: key.examples.to_vec(),
            ..values::schema(key.content)
        };
        (key.name, schema)
    });
    let required = construct.keys.iter().filter(|key| key.required);
    let either = construct.either.iter().map(|key| Schema::requiring(&[key]));
    Schema {
        kind: Some("object".into()),
        description: Some(construct.description.to_owned()),
        properties: Some(Ordered(properties.collect())),
        pattern_properties: construct.custom.then(|| Ordered(vec![("^x-", values::custom())])),
        required: required.map(|key| key.name).collect(),
        any_of: either.collect(),
        additional_properties: Some(schema::Others::None(false)),
        ..Schema::default()
    }
}
