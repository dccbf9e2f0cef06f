//! Variants: values that have one of several cases.

pub(crate) mod glue;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::avro::{DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::shape::Shape;
use crate::value::{Value, View};
use crate::{Json, Property};

/// A variant of the catalog. Implemented by the derive only.
///
/// A case that an open variant does not list is kept as `Unknown` and survives a round trip. A closed variant has no
/// `Unknown`: readers refuse a case that it does not list.
pub trait Variant: Value {
    /// What the catalog says about the variant.
    const DESCRIPTION: &'static VariantDescription;

    /// The index of the case, which is the number of cases for an unknown one, and its value.
    #[doc(hidden)]
    fn case(&self) -> (usize, View<'_>);

    /// Appends the value of the case as Avro.
    #[doc(hidden)]
    fn encode_case(&self, out: &mut Vec<u8>);

    /// Reads the value of the case at `index` from Avro.
    #[doc(hidden)]
    fn decode_case(index: usize, decoder: &mut Decoder<'_>) -> Result<Self, DecodeError>;

    /// Reads the value of the case at `index` from JSON.
    #[doc(hidden)]
    fn read_case(index: usize, parser: &mut Parser<'_>) -> Result<Self, JsonError>;

    /// An unknown case; `None` if the variant is closed.
    #[doc(hidden)]
    fn unknown(tag: &str, json: Json) -> Option<Self>;
}

/// What the catalog says about a variant.
#[derive(Debug)]
pub struct VariantDescription {
    /// Domain and name, `learning.Change`.
    pub name: &'static str,
    /// How JSON says which case a value has.
    pub tagging: Tagging,
    /// The cases, in catalog order.
    pub cases: &'static [CaseDescription],
    /// Whether cases that are not listed are kept.
    pub open: bool,
    /// What the catalog says in words of its own.
    pub properties: &'static [Property],
}

/// How JSON says which case a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// By the kind of value: boolean, number, text, list or object. Of several records, by a field that only one has.
    Kind,
    /// By a key beside the fields of the record that the case is. It has no characters that must be escaped.
    Inside(&'static str),
    /// By a key of an object, which has the value under another key. They have no characters that must be escaped.
    Beside {
        /// The key whose value says which case it is.
        tag: &'static str,
        /// The key of the value.
        content: &'static str,
    },
}

/// What the catalog says about a case.
#[derive(Debug)]
pub struct CaseDescription {
    /// The tag in JSON.
    pub tag: &'static str,
    /// The variant in Rust.
    pub variant: &'static str,
    /// Type as written in the catalog, records with their domain: `learning.Opened`.
    pub ty: &'static str,
    /// Type as data. A function, because a variant may contain itself but a constant may not refer to itself.
    pub shape: fn() -> Shape,
}

impl VariantDescription {
    /// The key beside the fields of a record, and its value, that say which case the record is.
    pub(crate) fn tag_inside(&self, index: usize) -> Option<(&'static str, &'static str)> {
        match self.tagging {
            Tagging::Inside(key) => Some((key, self.cases.get(index)?.tag)),
            Tagging::Kind | Tagging::Beside { .. } => None,
        }
    }

    /// The type of the case at `index`; that of an unknown one in Avro is a string with its JSON.
    pub(crate) fn shape(&self, index: usize) -> Shape {
        self.cases.get(index).map_or(Shape::Json, |case| (case.shape)())
    }
}

/// A variant whose case can be viewed.
pub trait CaseView {
    /// What the catalog says about the variant.
    fn description(&self) -> &'static VariantDescription;

    /// The index of the case in [`VariantDescription::cases`], which is their number for an unknown one, and its value.
    fn case(&self) -> (usize, View<'_>);
}

impl<V: Variant> CaseView for V {
    fn description(&self) -> &'static VariantDescription {
        V::DESCRIPTION
    }

    fn case(&self) -> (usize, View<'_>) {
        Variant::case(self)
    }
}

/// A case that the catalog does not list for the variant `V`. Only reading constructs it, so it never has a listed tag.
pub struct UnknownCase<V = ()> {
    tag: Box<str>,
    json: Json,
    of: PhantomData<fn() -> V>,
}

impl<V> UnknownCase<V> {
    #[doc(hidden)]
    pub fn __new(tag: &str, json: Json) -> Self {
        Self { tag: tag.into(), json, of: PhantomData }
    }

    /// The tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The whole object, with its tag.
    pub fn json(&self) -> &Json {
        &self.json
    }
}

// Derived impls would require them of `V`.
impl<V> Clone for UnknownCase<V> {
    fn clone(&self) -> Self {
        Self { tag: self.tag.clone(), json: self.json.clone(), of: PhantomData }
    }
}

impl<V> PartialEq for UnknownCase<V> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl<V> Eq for UnknownCase<V> {}

impl<V> Hash for UnknownCase<V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tag.hash(state);
    }
}

/// Without the object, which can contain personal data.
impl<V> fmt::Debug for UnknownCase<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tag.fmt(formatter)
    }
}
