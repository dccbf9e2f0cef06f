//! Runs another generator on a synthetic catalog: `proto N` prints the catalog as Protocol Buffers;
//! `prost FILE FOLDER` generates Rust from such a file, as a build script would.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use annals_catalog::model::{Field, Model, Primitive, Type};
use annals_catalog::source::{NoIncludes, Source};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["proto", events] => proto(events),
        ["prost", file, folder] => prost(Path::new(file), Path::new(folder)),
        _ => Err("usage: annals-peers proto NUMBER_OF_EVENTS | prost FILE FOLDER".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}

/// Reads a file without `protoc`, and generates Rust from it.
fn prost(file: &Path, folder: &Path) -> Result<(), String> {
    let include = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let read = protox::compile([file], [include.unwrap_or(Path::new("."))]);
    let files = read.map_err(|error| error.to_string())?;
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut config = prost_build::Config::new();
    config.out_dir(folder).compile_fds(files).map_err(|error| error.to_string())
}

fn proto(events: &str) -> Result<(), String> {
    let events = events.parse().map_err(|_| format!("`{events}` is not a number"))?;
    let source = Source { path: "catalog.yaml".into(), text: annals_benches::catalog(events) };
    let compiled = annals_catalog::compile(source, &NoIncludes, &mut |_| {});
    let model = compiled.model.ok_or("the synthetic catalog has mistakes")?;
    let text = print(&model).map_err(|error| error.to_string())?;
    io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
}

fn print(model: &Model) -> Result<String, std::fmt::Error> {
    let mut text = String::from("syntax = \"proto3\";\npackage synthetic;\n");
    text.push_str("message Longs { repeated int64 values = 1; }\n");
    for item in &model.enums {
        writeln!(text, "// {}\nenum {} {{", item.description, item.name)?;
        for (number, value) in item.values.iter().enumerate() {
            writeln!(text, "  // {}", value.description)?;
            writeln!(text, "  {} = {number};", value.value.to_uppercase())?;
        }
        text.push_str("}\n");
    }
    for record in &model.records {
        message(model, &mut text, &record.name, &record.description, &record.fields)?;
    }
    for event in &model.events {
        let name = annals_catalog::names::event_struct(&event.name);
        message(model, &mut text, &name, &event.description, &event.data)?;
    }
    Ok(text)
}

fn message(
    model: &Model,
    text: &mut String,
    name: &str,
    description: &str,
    fields: &[Field],
) -> std::fmt::Result {
    writeln!(text, "// {description}\nmessage {name} {{")?;
    for (number, field) in (1..).zip(fields) {
        let ty = match &field.ty {
            Type::Nullable(inner) => format!("optional {}", plain(model, inner)),
            Type::List(inner) => format!("repeated {}", plain(model, inner)),
            Type::Map(inner) => format!("map<string, {}>", plain(model, inner)),
            ty => plain(model, ty),
        };
        writeln!(text, "  // {}\n  {ty} {} = {number};", field.description, field.name)?;
    }
    text.push_str("}\n");
    Ok(())
}

/// Types that Protocol Buffers do not have become strings, as in Avro.
fn plain(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Primitive(ty) => primitive(*ty).to_owned(),
        Type::Scalar(id) => primitive(model[*id].base).to_owned(),
        Type::Enum(id) => model[*id].name.clone(),
        Type::Record(id) => model[*id].name.clone(),
        Type::Variant(id) => model[*id].name.clone(),
        Type::List(_) => "Longs".to_owned(),
        Type::Map(_) | Type::Nullable(_) => "string".to_owned(),
    }
}

fn primitive(ty: Primitive) -> &'static str {
    match ty {
        Primitive::Boolean => "bool",
        Primitive::Int => "int32",
        Primitive::Long => "int64",
        Primitive::Float => "float",
        Primitive::Double => "double",
        Primitive::Bytes => "bytes",
        Primitive::String | Primitive::Date | Primitive::Datetime => "string",
        Primitive::Uuid | Primitive::Json => "string",
        Primitive::Moment(_) => "int64",
        Primitive::Decimal(_) => "bytes",
    }
}
