//! The schemas of dates, times and decimals with a precision.

use annals_catalog::model::{Clock, Decimal, Moment, Unit};

use super::super::document::Schema;
use super::{described, text};

const DATE: &str = date!();
const CLOCK: &str = clock!();
const MILLIS: &str = fraction!("3", "6");
const MICROS: &str = fraction!("6", "3");

pub(super) fn moment(moment: Moment) -> Schema {
    let (fraction, unit) = match moment.unit {
        Unit::Millis => (MILLIS, "milliseconds"),
        Unit::Micros => (MICROS, "microseconds"),
    };
    let (format, pattern, what) = match moment.clock {
        Clock::Utc => (
            Some("date-time"),
            format!("^{DATE}[Tt]{CLOCK}{fraction}(?:[Zz]|[+-]00:00)$"),
            "Date and time in UTC",
        ),
        Clock::Local => (
            None,
            format!("^{DATE}[Tt]{CLOCK}{fraction}$"),
            "Date and time without an offset from UTC",
        ),
        Clock::Day => {
            (None, format!("^{CLOCK}{fraction}$"), "Time of day without an offset from UTC")
        }
    };
    described(&format!("{what}, to {unit}."), text(format, None, &pattern))
}

pub(super) fn decimal(decimal: Decimal) -> Schema {
    let Decimal { precision, scale, .. } = decimal;
    let whole = match precision - scale {
        0 => "0".to_owned(),
        1 => "[0-9]".to_owned(),
        digits => format!("(?:0|[1-9][0-9]{{0,{}}})", digits - 1),
    };
    let fraction = match scale {
        0 => String::new(),
        1 => "(?:\\.[0-9])?".to_owned(),
        scale => format!("(?:\\.[0-9]{{1,{scale}}})?"),
    };
    let digits = if precision == 1 { "digit" } else { "digits" };
    let description =
        format!("Decimal number of at most {precision} {digits}, {scale} of them after the point.");
    described(&description, text(None, None, &format!("^-?{whole}{fraction}$")))
}
