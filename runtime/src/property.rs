//! Custom properties: what a catalog says of its items in words of its own.

/// A custom property of an event, record, field, scalar or enum.
///
/// ```
/// use annals::Property;
///
/// let properties = &[Property { name: "x-owner", json: r#""desk""# }];
/// assert_eq!(Property::find(properties, "x-owner"), Some(r#""desk""#));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name, which begins with `x-`.
    pub name: &'static str,
    /// Its value, as JSON text.
    pub json: &'static str,
}

impl Property {
    /// The value of the property with this name, as JSON text.
    pub fn find(properties: &[Self], name: &str) -> Option<&'static str> {
        properties.iter().find(|property| property.name == name).map(|property| property.json)
    }
}

/// The parts of a name with or without properties.
///
/// ```text
/// __named!(@name "Mode");
/// __named!(@properties ("Mode", &[…]));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! __named {
    (@name $name:literal) => {
        $name
    };
    (@name ($name:literal, $properties:expr)) => {
        $name
    };
    (@properties $name:literal) => {
        &[]
    };
    (@properties ($name:literal, $properties:expr)) => {
        $properties
    };
}
