//! The schemas of dates, times and decimals with a precision.

use annals_catalog::model::{Clock, Decimal, Moment, Unit};

use super::super::document::Schema;
use super::{described, text};

pub(super) fn moment(moment: Moment) -> Schema {
    let unit = match moment.unit {
        Unit::Millis => "milliseconds",
        Unit::Micros => "microseconds",
    };
    let (format, what) = match moment.clock {
        Clock::Utc => (Some("date-time"), "Date and time in UTC"),
        Clock::Local => (None, "Date and time without an offset from UTC"),
        Clock::Day => (None, "Time of day without an offset from UTC"),
    };
    described(&format!("{what}, to {unit}."), text(format, None, &moment.pattern()))
}

pub(super) fn decimal(decimal: Decimal) -> Schema {
    let Decimal { precision, scale, .. } = decimal;
    let digits = if precision == 1 { "digit" } else { "digits" };
    let description =
        format!("Decimal number of at most {precision} {digits}, {scale} of them after the point.");
    described(&description, text(None, None, &decimal.pattern()))
}
