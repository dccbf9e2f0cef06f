//! Conversions between moments and other types for times.

use std::time::SystemTime;

use super::{InvalidMoment, LocalDatetime, Unit, UtcDatetime};
use crate::avro::Form;
use crate::timestamp::{Timestamp, TryFromTimestampError};

impl<U: Unit, F: Form> UtcDatetime<U, F> {
    /// The current time, truncated to its precision.
    pub fn now() -> Self {
        Self::try_from(Timestamp::now()).expect("it is in UTC")
    }
}

/// The instant, truncated to its precision; an error without an offset.
impl<U: Unit, F: Form> TryFrom<Timestamp> for UtcDatetime<U, F> {
    type Error = InvalidMoment;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidMoment> {
        let instant = timestamp.instant_microseconds();
        let micros = instant.ok_or(InvalidMoment("it has no offset from UTC"))?;
        Self::from_count(Self::OWN_SHAPE.truncate(micros))
    }
}

impl<U: Unit, F: Form> From<UtcDatetime<U, F>> for Timestamp {
    fn from(moment: UtcDatetime<U, F>) -> Self {
        let micros = UtcDatetime::<U, F>::OWN_SHAPE.micros(moment.count);
        Self::from_microseconds(micros).expect("every constructor checks the range")
    }
}

/// The instant, truncated to its precision.
impl<U: Unit, F: Form> TryFrom<SystemTime> for UtcDatetime<U, F> {
    type Error = InvalidMoment;

    fn try_from(time: SystemTime) -> Result<Self, InvalidMoment> {
        let timestamp = Timestamp::try_from(time).map_err(|error| InvalidMoment(error.0))?;
        Self::try_from(timestamp)
    }
}

impl<U: Unit, F: Form> TryFrom<UtcDatetime<U, F>> for SystemTime {
    type Error = TryFromTimestampError;

    fn try_from(moment: UtcDatetime<U, F>) -> Result<Self, TryFromTimestampError> {
        Self::try_from(Timestamp::from(moment))
    }
}

/// The date and time, truncated to its precision; an error with an offset.
impl<U: Unit, F: Form> TryFrom<Timestamp> for LocalDatetime<U, F> {
    type Error = InvalidMoment;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidMoment> {
        let local = timestamp.local_microseconds();
        let micros = local.ok_or(InvalidMoment("it has an offset from UTC"))?;
        Self::from_count(Self::OWN_SHAPE.truncate(micros))
    }
}

impl<U: Unit, F: Form> From<LocalDatetime<U, F>> for Timestamp {
    fn from(moment: LocalDatetime<U, F>) -> Self {
        let micros = LocalDatetime::<U, F>::OWN_SHAPE.micros(moment.count);
        let utc = Self::from_microseconds(micros).expect("every constructor checks the range");
        utc.without_offset()
    }
}
