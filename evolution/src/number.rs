//! Sets of numbers, and whether one has what another lacks.

use std::cmp::Ordering;

use annals_contract::{Limits, Primitive};
use serde_json::Value;

/// The largest float, slightly above its exact value, as the JSON Schemas have it.
const LARGEST_FLOAT: f64 = 3.402_823_5e38;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Int(i128),
    Float(f64),
}

/// The numbers that a type and its limits allow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbers {
    whole: bool,
    least: Option<Number>,
    most: Option<Number>,
    multiples: Vec<Number>,
    /// Only these.
    listed: Option<Vec<i128>>,
}

impl Number {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        text.parse().map(Self::Int).ok().or_else(|| text.parse().map(Self::Float).ok())
    }

    pub(crate) fn json(self) -> Value {
        match self {
            Self::Int(number) => i64::try_from(number).map_or(Value::Null, Value::from),
            Self::Float(number) => Value::from(number),
        }
    }

    pub(crate) fn float(self) -> f64 {
        match self {
            Self::Int(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    fn is_whole(self) -> bool {
        match self {
            Self::Int(_) => true,
            Self::Float(number) => number.fract() == 0.0,
        }
    }

    fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Int(own), Self::Int(other)) => own.cmp(&other),
            (Self::Int(_) | Self::Float(_), _) => self.float().total_cmp(&other.float()),
        }
    }

    fn is_multiple_of(self, unit: Self) -> bool {
        match (self, unit) {
            (Self::Int(number), Self::Int(unit)) => number % unit == 0,
            (Self::Int(_) | Self::Float(_), _) => {
                let times = self.float() / unit.float();
                (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
            }
        }
    }

    /// The multiples of `unit` around the number.
    fn multiples(self, unit: Self) -> [Self; 3] {
        match (self, unit) {
            (Self::Int(number), Self::Int(unit)) => {
                let below = number.div_euclid(unit);
                [below - 1, below, below + 1].map(|times| Self::Int(times.saturating_mul(unit)))
            }
            (Self::Int(_) | Self::Float(_), _) => {
                let below = (self.float() / unit.float()).floor();
                [below - 1.0, below, below + 1.0].map(|times| Self::Float(times * unit.float()))
            }
        }
    }
}

impl Numbers {
    /// The numbers of a primitive type; `None` if it has others values.
    pub(crate) fn of(primitive: Primitive) -> Option<Self> {
        let bounds = |whole, least, most| {
            Some(Self { whole, least: Some(least), most: Some(most), ..Self::default() })
        };
        let ints = |least: i64, most: i64| {
            bounds(true, Number::Int(least.into()), Number::Int(most.into()))
        };
        match primitive {
            Primitive::Int => ints(i32::MIN.into(), i32::MAX.into()),
            Primitive::Long => ints(i64::MIN, i64::MAX),
            Primitive::Float => {
                bounds(false, Number::Float(-LARGEST_FLOAT), Number::Float(LARGEST_FLOAT))
            }
            Primitive::Double => Some(Self::default()),
            Primitive::Boolean | Primitive::String | Primitive::Bytes | Primitive::Date => None,
            Primitive::Datetime | Primitive::Uuid | Primitive::Json => None,
            Primitive::Moment(_) | Primitive::Decimal(_) => None,
        }
    }

    pub(crate) fn within(mut self, limits: &Limits) -> Self {
        let number = |text: &Option<String>| text.as_deref().and_then(Number::parse);
        let above =
            |own: &Option<Number>, new: Number| own.is_none_or(|own| new.order(own).is_gt());
        let below =
            |own: &Option<Number>, new: Number| own.is_none_or(|own| new.order(own).is_lt());
        if let Some(least) = number(&limits.min).filter(|new| above(&self.least, *new)) {
            self.least = Some(least);
        }
        if let Some(most) = number(&limits.max).filter(|new| below(&self.most, *new)) {
            self.most = Some(most);
        }
        self.multiples.extend(number(&limits.multiple_of));
        self
    }

    /// Only the numbers of the set that are listed.
    pub(crate) fn only(mut self, numbers: Vec<i128>) -> Self {
        self.listed = Some(numbers);
        self
    }

    pub(crate) fn contains(&self, number: Number) -> bool {
        let listed = |numbers: &Vec<i128>| match number {
            Number::Int(number) => numbers.contains(&number),
            Number::Float(_) => false,
        };
        (!self.whole || number.is_whole())
            && self.least.is_none_or(|least| number.order(least).is_ge())
            && self.most.is_none_or(|most| number.order(most).is_le())
            && self.multiples.iter().all(|unit| number.is_multiple_of(*unit))
            && self.listed.as_ref().is_none_or(listed)
    }

    /// Numbers of the set: small ones, then those at the edges of this set and of `other`. A set that is not a part of
    /// `other` has one of them that `other` lacks.
    pub(crate) fn edges(&self, other: &Self) -> Vec<Number> {
        let mut edges: Vec<Number> = [1, 0, -1, 2, 3].map(Number::Int).into();
        edges.extend([0.5, 0.1].map(Number::Float));
        edges.extend(self.listed.iter().flatten().map(|number| Number::Int(*number)));
        for set in [other, self] {
            for edge in [set.least, set.most].into_iter().flatten() {
                edges.extend(around(edge));
            }
        }
        edges.extend([1e39, -1e39].map(Number::Float));
        let units = self.multiples.iter().flat_map(|unit| {
            edges.iter().flat_map(|edge| edge.multiples(*unit)).collect::<Vec<_>>()
        });
        let units: Vec<Number> = units.collect();
        // Writers send whole numbers without a point.
        let is_sent = |number: &Number| !self.whole || matches!(number, Number::Int(_));
        let all = edges.into_iter().chain(units);
        all.filter(|number| is_sent(number) && self.contains(*number)).collect()
    }

    /// A number of this set that is not one of `others`.
    pub(crate) fn except(&self, others: &Self) -> Option<Number> {
        self.edges(others).into_iter().find(|number| !others.contains(*number))
    }
}

/// A number and its neighbours.
fn around(number: Number) -> [Number; 4] {
    match number {
        Number::Int(int) => {
            [number, Number::Int(int - 1), Number::Int(int + 1), Number::Float(int as f64 + 0.5)]
        }
        Number::Float(float) => {
            let whole = Number::Int(float.floor() as i128);
            [number, Number::Float(float - 1.0), Number::Float(float + 1.0), whole]
        }
    }
}
