//! Converts values of attributes to values of the template engine.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};
use serde::Serialize;

use crate::json::Json;

/// A type that an attribute can have.
pub(super) trait ToValue {
    fn to_value(&self) -> Value;
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for u32 {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or_else(|| Value::from(()), ToValue::to_value)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value {
        self.iter().map(ToValue::to_value).collect()
    }
}

impl<T: Object + 'static> ToValue for Arc<T> {
    fn to_value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(self))
    }
}

/// A document as a value of the engine, the keys of objects in their own order.
pub(super) fn json(document: &impl Serialize) -> Value {
    let text = serde_json::to_string(document)
        .expect("lowered documents have text keys and finite numbers only");
    ordered(serde_json::from_str(&text).expect("serialized one line above"))
}

fn ordered(json: Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(value) => Value::from(value),
        Json::Number(number) => Value::from(Serde(&number)),
        Json::String(text) => Value::from(text),
        Json::Array(items) => items.into_iter().map(ordered).collect(),
        Json::Object(object) => {
            let entries = object.0.into_iter().map(|(key, value)| (key, ordered(value)));
            Value::from_object(Document(entries.collect()))
        }
    }
}

/// A JSON object. Maps of the engine would sort its keys.
#[derive(Debug)]
struct Document(Vec<(String, Value)>);

impl Object for Document {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(key, _)| Value::from(key.as_str())).collect())
    }
}
