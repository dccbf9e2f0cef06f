//! The impls of a variant, and the code that they share.

use super::{CaseDescription, Tagging, Variant, VariantDescription};
use crate::avro::{Codec, DecodeError, DecodeReason, Decoder, write};
use crate::json::parser::{Container, Parser};
use crate::json::{self, JsonError};
use crate::layout::{Filled, Slot, read_json};
use crate::record::RecordDescription;
use crate::shape::{Kind, Shape};
use crate::value::Value;
use crate::value::optional::Hold;

/// Reads a case of type `T`.
pub fn decode_case<T, H: Hold<T>>(decoder: &mut Decoder<'_>) -> Result<T, DecodeError> {
    H::Value::decode(decoder).map(H::hold)
}

/// The type of a case as data.
pub fn case_shape<T, H: Hold<T>>() -> Shape {
    H::Value::SHAPE
}

/// As [`decode_case`], from JSON.
pub fn read_case<T, H: Hold<T>>(parser: &mut Parser<'_>) -> Result<T, JsonError> {
    read_json::<H::Value>(parser).map(H::hold)
}

/// Appends the branch of a union and the value in it. `before` is the number of branches before those of the variant.
pub fn encode_variant<V: Variant>(value: &V, before: usize, out: &mut Vec<u8>) {
    let (index, _) = value.case();
    write::length(out, before + index);
    value.encode_case(out);
}

/// Reads a variant from Avro.
pub fn decode_variant<V: Variant>(decoder: &mut Decoder<'_>) -> Result<V, DecodeError> {
    let start = decoder.offset();
    let branch = usize::try_from(decoder.long()?).ok();
    in_branch(decoder, start, branch)
}

/// Reads a variant from a union whose first branch is null.
pub fn decode_nullable_variant<V: Variant>(
    decoder: &mut Decoder<'_>,
) -> Result<Option<V>, DecodeError> {
    let start = decoder.offset();
    match usize::try_from(decoder.long()?).ok() {
        Some(0) => Ok(None),
        branch => in_branch(decoder, start, branch.map(|branch| branch - 1)).map(Some),
    }
}

fn in_branch<V: Variant>(
    decoder: &mut Decoder<'_>,
    start: usize,
    branch: Option<usize>,
) -> Result<V, DecodeError> {
    let listed = V::DESCRIPTION.cases.len();
    match branch {
        Some(index) if index < listed => V::decode_case(index, decoder),
        // A string that contains the JSON of an unknown case. It is a listed one if it was written when the catalog did
        // not list it yet.
        Some(index) if index == listed && V::DESCRIPTION.open => {
            decoder.parse(|text| json::document(text, read_json))
        }
        _ => Err(DecodeError::new(start, DecodeReason::Branch)),
    }
}

/// Reads a variant from JSON.
pub fn read_variant<'a, V: Variant>(
    parser: &mut Parser<'_>,
    slot: Slot<'a, V>,
) -> Result<Filled<'a, V>, JsonError> {
    let description = V::DESCRIPTION;
    let value = match description.tagging {
        Tagging::Kind => match of_kind(description, parser)? {
            Some(index) => V::read_case(index, parser),
            None => Err(parser.expected(&format!("a case of `{}`", description.name))),
        },
        Tagging::Inside(key) => match tagged(parser, key)? {
            Tagged::Case(index) => {
                parser.set_tag(key);
                V::read_case(index, parser)
            }
            Tagged::Unknown(unknown) => Ok(unknown),
        },
        Tagging::Beside { tag, content } => match tagged(parser, tag)? {
            Tagged::Case(index) => beside(index, parser, tag, content),
            Tagged::Unknown(unknown) => Ok(unknown),
        },
    }?;
    Ok(slot.fill(value))
}

/// The case whose values are of the kind of the next one.
fn of_kind(
    description: &VariantDescription,
    parser: &mut Parser<'_>,
) -> Result<Option<usize>, JsonError> {
    let kind = match parser.peek() {
        Some(b't' | b'f') => Kind::Boolean,
        Some(b'-' | b'0'..=b'9') => Kind::Number,
        Some(b'"') => Kind::Text,
        Some(b'[') => Kind::List,
        Some(b'{') => Kind::Object,
        _ => return Ok(None),
    };
    let shapes = description.cases.iter().map(|case| (case.shape)()).enumerate();
    let mut cases = shapes.filter(|(_, shape)| shape.kind() == Some(kind));
    let first = cases.next().map(|(index, _)| index);
    if kind == Kind::Object && cases.next().is_some() {
        return of_keys(description, parser);
    }
    Ok(first)
}

/// The record that has the next object, by the first key that only one of them lists.
fn of_keys(
    description: &VariantDescription,
    parser: &Parser<'_>,
) -> Result<Option<usize>, JsonError> {
    let mut ahead = parser.clone();
    ahead.enter(Container::Object)?;
    let mut first = true;
    while ahead.next(Container::Object, first)? {
        first = false;
        let key = ahead.key()?;
        let mut cases = description.cases.iter().enumerate().filter(|(_, case)| lists(case, &key));
        if let (Some((index, _)), None) = (cases.next(), cases.next()) {
            return Ok(Some(index));
        }
        ahead.skip()?;
    }
    Ok(None)
}

/// True for a record with this field.
fn lists(case: &CaseDescription, key: &str) -> bool {
    let has = |record: &RecordDescription| record.fields.iter().any(|field| field.wire == key);
    matches!((case.shape)(), Shape::Record(record) if has(record))
}

/// What the tag of an object says.
enum Tagged<V> {
    /// The object has this case, and was not read.
    Case(usize),
    /// The object.
    Unknown(V),
}

/// Looks for the tag of the next object.
fn tagged<V: Variant>(parser: &mut Parser<'_>, key: &'static str) -> Result<Tagged<V>, JsonError> {
    let description = V::DESCRIPTION;
    let tag = parser.find_tag(key)?;
    if let Some(index) = description.cases.iter().position(|case| case.tag == tag) {
        return Ok(Tagged::Case(index));
    }
    let unknown = if description.open { V::unknown(&tag, json::tree(parser)?) } else { None };
    unknown.map(Tagged::Unknown).ok_or_else(|| {
        JsonError::new(format_args!("not a case of `{}`", description.name)).in_field(key, false)
    })
}

/// Reads the object of a case that has its value under a key.
fn beside<V: Variant>(
    index: usize,
    parser: &mut Parser<'_>,
    tag: &'static str,
    content: &'static str,
) -> Result<V, JsonError> {
    let (mut value, mut has_tag, mut first) = (None, false, true);
    parser.enter(Container::Object)?;
    while parser.next(Container::Object, first)? {
        first = false;
        let key = parser.key()?;
        if key == tag && !has_tag {
            has_tag = true;
            parser.skip()?;
        } else if key == content && value.is_none() {
            let read = V::read_case(index, parser).map_err(|error| error.in_field(content, false));
            value = Some(read?);
        } else if key == tag || key == content {
            return Err(JsonError::duplicate(&key));
        } else {
            let name = V::DESCRIPTION.name;
            return Err(JsonError::new(format_args!("`{name}` has no key {key:?}")));
        }
    }
    value.ok_or_else(|| JsonError::new("missing").in_field(content, false))
}

/// Implements the traits of a variant for an enum, for the derive.
///
/// ```text
/// __variant!(Change, "learning.Change", Inside("action"), [
///     Opened: [Opened] Itself (0, "opened", "learning.Opened"),
///     Node: [Box<Node>] InBox (1, "node", "learning.Node"),
/// ], [Unknown]);
/// ```
///
/// The last argument is `[]` if the variant is closed. Custom properties are beside the name:
/// `("learning.Change", &[Property { … }])`.
#[doc(hidden)]
#[macro_export]
macro_rules! __variant {
    ($name:ident, $variant:tt, $tagging:ident $tag:tt, [$(
        $case:ident: [$ty:ty] $hold:ident ($index:literal, $wire:literal, $kind:literal),
    )*], [$($unknown:ident)?]) => {
        #[automatically_derived]
        impl $crate::Variant for $name {
            const DESCRIPTION: &'static $crate::variant::VariantDescription = {
                static DESCRIPTION: $crate::variant::VariantDescription =
                    $crate::variant::VariantDescription {
                        name: $crate::__named!(@name $variant),
                        properties: $crate::__named!(@properties $variant),
                        tagging: $crate::__variant!(@tagging $tagging $tag),
                        cases: &[$($crate::variant::CaseDescription {
                            tag: $wire,
                            variant: ::core::stringify!($case),
                            ty: $kind,
                            shape: $crate::__private::case_shape::<$ty, $crate::__private::$hold>,
                        }),*],
                        open: $crate::__variant!(@open $($unknown)?),
                    };
                &DESCRIPTION
            };

            fn case(&self) -> (usize, $crate::View<'_>) {
                use $crate::__private::Hold as __Hold;
                match self {
                    $(Self::$case(value) => {
                        ($index, $crate::Value::view($crate::__private::$hold::of(value)))
                    })*
                    $(Self::$unknown(unknown) => (
                        <Self as $crate::Variant>::DESCRIPTION.cases.len(),
                        $crate::View::Json(unknown.json()),
                    ),)?
                }
            }

            fn encode_case(&self, out: &mut ::std::vec::Vec<u8>) {
                use $crate::__private::Hold as __Hold;
                match self {
                    $(Self::$case(value) => {
                        $crate::avro::Codec::encode($crate::__private::$hold::of(value), out)
                    })*
                    $(Self::$unknown(unknown) => $crate::avro::Codec::encode(unknown.json(), out),)?
                }
            }

            fn decode_case(
                index: usize,
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                match index {
                    $($index => {
                        $crate::__private::decode_case::<$ty, $crate::__private::$hold>(decoder)
                            .map(Self::$case)
                    })*
                    _ => ::core::unreachable!("the variant has no such case"),
                }
            }

            fn read_case(
                index: usize,
                parser: &mut $crate::__private::Parser<'_>,
            ) -> ::core::result::Result<Self, $crate::JsonError> {
                match index {
                    $($index => {
                        $crate::__private::read_case::<$ty, $crate::__private::$hold>(parser)
                            .map(Self::$case)
                    })*
                    _ => ::core::unreachable!("the variant has no such case"),
                }
            }

            fn unknown(tag: &str, json: $crate::Json) -> ::core::option::Option<Self> {
                $crate::__variant!(@unknown tag json $($unknown)?)
            }
        }

        #[automatically_derived]
        impl $crate::avro::Codec for $name {
            fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::encode_variant(self, 0, out);
            }
            fn decode(
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<Self, $crate::DecodeError> {
                $crate::__private::decode_variant(decoder)
            }
            fn encode_some(&self, out: &mut ::std::vec::Vec<u8>) {
                $crate::__private::encode_variant(self, 1, out);
            }
            fn decode_nullable(
                decoder: &mut $crate::avro::Decoder<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::DecodeError> {
                $crate::__private::decode_nullable_variant(decoder)
            }
        }

        #[automatically_derived]
        impl $crate::Value for $name {
            const SHAPE: $crate::Shape =
                $crate::Shape::Variant(<Self as $crate::Variant>::DESCRIPTION);
            fn view(&self) -> $crate::View<'_> {
                $crate::View::Case(self)
            }
            fn read_json<'a>(
                parser: &mut $crate::__private::Parser<'_>,
                slot: $crate::__private::Slot<'a, Self>,
            ) -> ::core::result::Result<$crate::__private::Filled<'a, Self>, $crate::JsonError> {
                $crate::__private::read_variant(parser, slot)
            }
        }

        $($crate::__variant!(@from $name $case $hold $ty);)*
        $crate::__impl_serde!($name);
    };
    (@tagging Kind ()) => { $crate::variant::Tagging::Kind };
    (@tagging Inside ($tag:literal)) => { $crate::variant::Tagging::Inside($tag) };
    (@tagging Beside ($tag:literal, $content:literal)) => {
        $crate::variant::Tagging::Beside { tag: $tag, content: $content }
    };
    (@open) => { false };
    (@open $unknown:ident) => { true };
    (@unknown $tag:ident $json:ident) => {{
        let _ = ($tag, $json);
        ::core::option::Option::None
    }};
    (@unknown $tag:ident $json:ident $unknown:ident) => {
        ::core::option::Option::Some(Self::$unknown($crate::UnknownCase::__new($tag, $json)))
    };
    (@from $name:ident $case:ident Itself $ty:ty) => {
        #[automatically_derived]
        impl ::core::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$case(value)
            }
        }
    };
    (@from $name:ident $case:ident InBox $ty:ty) => {};
}
