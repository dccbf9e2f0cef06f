//! One tree per target: the model in; final names, types, order and sentences out.

pub(crate) mod avro;
pub(crate) mod example;
pub(crate) mod index;
pub(crate) mod json_schema;
pub(crate) mod lock;
pub(crate) mod pages;
pub(crate) mod rst;
pub(crate) mod rust;
pub(crate) mod view;
