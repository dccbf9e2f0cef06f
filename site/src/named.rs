//! The pages of types other than records: scalars, enums, variants and primitives.

use annals_catalog::model::{
    Clock, Core, Enum, Primitive, Properties, Scalar, Tag, Unknown, Value as Known, Variant,
};
use annals_catalog::names;
use annals_codegen::render::json;
use minijinja::{Value, context};

use crate::at::At;
use crate::html::Html;
use crate::site::Site;
use crate::{fields, path, used, words};

/// What a page says of one type.
#[derive(Default)]
struct Named {
    kind: &'static str,
    name: String,
    description: String,
    facts: Vec<Value>,
    rows_title: &'static str,
    rows: Vec<Value>,
}

impl Named {
    fn fact(&mut self, label: &str, make: impl FnOnce(&mut Html)) {
        let mut value = Html::default();
        make(&mut value);
        self.facts.push(context! { label, value });
    }

    fn custom(&mut self, properties: &Properties) {
        for property in properties {
            self.fact(&property.name, |html| {
                html.code(&json::compact(&property.value));
            });
        }
    }
}

pub(crate) fn page(site: &Site<'_>, at: At<'_>, core: Core) -> Value {
    let model = site.model;
    let named = match core {
        Core::Scalar(id) => scalar(at, &model[id]),
        Core::Enum(id) => enumeration(at, &model[id]),
        Core::Variant(id) => variant(at, &model[id]),
        Core::Primitive(primitive) => self::primitive(primitive),
        // Records have pages of another form.
        Core::Record(_) => Named::default(),
    };
    let mut description = Html::default();
    description.prose(&named.description);
    context! {
        title => named.name.clone(),
        about => words::summary(&named.description),
        kind => named.kind,
        name => named.name.clone(),
        description,
        facts => named.facts,
        rows_title => named.rows_title,
        rows => named.rows,
        used => used::sections(site, at, core),
    }
}

fn scalar(at: At<'_>, scalar: &Scalar) -> Named {
    let mut named = Named {
        kind: "scalar",
        name: scalar.name.clone(),
        description: scalar.description.clone(),
        ..Named::default()
    };
    named.fact("Base", |html| at.ty(html, &annals_catalog::model::Type::Primitive(scalar.base)));
    if let Some(example) = &scalar.example {
        named.fact("Example", |html| {
            html.code(&json::compact(example));
        });
    }
    let mut limits = Html::default();
    fields::limits(&mut limits, &scalar.limits);
    if !limits.is_empty() {
        named.fact("Limits", |html| {
            html.html(&limits);
        });
    }
    named.fact("Rust", |html| {
        html.code(&format!("types::{}", names::scalar_type(&scalar.name)));
    });
    named.custom(&scalar.properties);
    named
}

fn enumeration(at: At<'_>, item: &Enum) -> Named {
    let mut named = Named {
        kind: "enum",
        name: item.name.clone(),
        description: item.description.clone(),
        rows_title: "Values",
        ..Named::default()
    };
    named.fact("Any other value", |html| match item.unknown {
        Unknown::Kept => {
            html.raw("is kept");
        }
        Unknown::Refused => {
            html.raw("is an error");
        }
        Unknown::Default(index) => {
            html.raw("is read as ").code(&item.values[index].value);
        }
    });
    named.fact("On the wire", |html| {
        html.code(item.primitive().name());
    });
    named.fact("Rust", |html| {
        html.code(&format!("types::{}", names::enum_type(&item.name)));
    });
    named.custom(&item.properties);
    for (index, value) in item.values.iter().enumerate() {
        let mut text = Html::default();
        text.prose(&value.description);
        let mut more = Html::default();
        if value.wire != Known::String(value.value.clone()) {
            fields::part(&mut more).raw("on the wire ").code(&json::compact(&value.wire));
        }
        for alias in &value.aliases {
            fields::part(&mut more).raw("also read from ").code(&json::compact(alias));
        }
        for property in &value.properties {
            let value = json::compact(&property.value);
            fields::part(&mut more).text(&property.name).raw(" ").code(&value);
        }
        if let Some(item) = &value.deprecated {
            fields::part(&mut more).raw("deprecated ");
            fields::deprecation(at, &mut more, item);
        }
        if !more.is_empty() {
            text.raw("<p class=\"x\">").html(&more).raw("</p>");
        }
        let id = format!("value-{index}");
        named.rows.push(context! { id, name => &value.value, type => "", text });
    }
    named
}

fn variant(at: At<'_>, variant: &Variant) -> Named {
    let mut named = Named {
        kind: "variant",
        name: variant.name.clone(),
        description: variant.description.clone(),
        rows_title: "Cases",
        ..Named::default()
    };
    named.fact("Domain", |html| at.domain(html, variant.domain));
    named.fact("Tag in JSON", |html| match &variant.tag {
        Tag::None => {
            html.raw("none: the value itself says which case it is");
        }
        Tag::Inside(key) => {
            html.code(key).raw(" beside the fields");
        }
        Tag::Beside { name, content } => {
            html.code(name).raw(" beside the value in ").code(content);
        }
    });
    named.fact("Any other case", |html| {
        html.raw(if variant.open { "is kept" } else { "is an error" });
    });
    named.fact("Rust", |html| {
        let module = names::module(&at.model[variant.domain].name);
        html.code(&format!("{module}::{}", names::variant_type(&variant.name)));
    });
    named.custom(&variant.properties);
    for case in &variant.cases {
        let (mut ty, mut text) = (Html::default(), Html::default());
        at.ty(&mut ty, &case.ty);
        text.prose(&case.description);
        if let Some(tag) = &case.wire {
            text.raw("<p class=\"x\">tag ").code(tag).raw("</p>");
        }
        let id = format!("case-{}", path::slug(&case.name));
        named.rows.push(context! { id, name => &case.name, type => ty, text });
    }
    named
}

fn primitive(primitive: Primitive) -> Named {
    let mut named = Named {
        kind: "primitive",
        name: primitive.spelling().into_owned(),
        description: primitive.meaning().to_owned(),
        ..Named::default()
    };
    let rust = primitive.rust_in_docs();
    let facts = [("JSON", in_json(primitive)), ("Avro", primitive.avro()), ("Rust", &rust)];
    for (label, text) in facts {
        named.fact(label, |html| {
            html.code(text);
        });
    }
    named
}

/// What a primitive is in JSON.
fn in_json(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Boolean => "boolean",
        Primitive::Int | Primitive::Long => "integer",
        Primitive::Float | Primitive::Double => "number",
        Primitive::String => "string",
        Primitive::Bytes => "string, base64",
        Primitive::Date => "string, date",
        Primitive::Datetime => "string, date and time",
        Primitive::Moment(moment) => match moment.clock {
            Clock::Utc => "string, date-time",
            Clock::Local => "string, date and time",
            Clock::Day => "string, time",
        },
        Primitive::Decimal(_) => "string of digits",
        Primitive::Uuid => "string, uuid",
        Primitive::Json => "any value",
    }
}
