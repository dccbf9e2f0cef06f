//! Conversions of dates from and to the types of the `time`, `jiff` and `chrono` crates.

#[cfg(feature = "time")]
mod with_time {
    use crate::date::{Date, InvalidDate};

    /// An error if the year is not between 1 and 9999.
    impl TryFrom<time::Date> for Date {
        type Error = InvalidDate;

        fn try_from(date: time::Date) -> Result<Self, InvalidDate> {
            Self::new(date.year(), date.month().into(), date.day())
        }
    }

    impl From<Date> for time::Date {
        fn from(date: Date) -> Self {
            date.0
        }
    }
}

#[cfg(feature = "jiff")]
mod with_jiff {
    use jiff::civil;

    use crate::date::{Date, InvalidDate};

    /// An error if the year is not between 1 and 9999.
    impl TryFrom<civil::Date> for Date {
        type Error = InvalidDate;

        fn try_from(date: civil::Date) -> Result<Self, InvalidDate> {
            // A month and a day are not negative.
            Self::new(date.year().into(), date.month() as u8, date.day() as u8)
        }
    }

    impl From<Date> for civil::Date {
        fn from(date: Date) -> Self {
            let (year, month, day) = date.parts();
            // A year is below 10,000, a month and a day are below 32.
            Self::new(year as i16, month as i8, day as i8).expect("jiff has the years 1 to 9999")
        }
    }
}

#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{Datelike as _, NaiveDate};

    use crate::date::{Date, InvalidDate};

    /// An error if the year is not between 1 and 9999.
    impl TryFrom<NaiveDate> for Date {
        type Error = InvalidDate;

        fn try_from(date: NaiveDate) -> Result<Self, InvalidDate> {
            // A month and a day are below 32.
            Self::new(date.year(), date.month() as u8, date.day() as u8)
        }
    }

    impl From<Date> for NaiveDate {
        fn from(date: Date) -> Self {
            let (year, month, day) = date.parts();
            Self::from_ymd_opt(year, month.into(), day.into())
                .expect("chrono has the years 1 to 9999")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::date::{Date, InvalidDate};

    const TEXTS: [&str; 4] = ["0001-01-01", "1999-12-31", "2000-02-29", "9999-12-31"];

    /// Converts to the other type and back; `outside` are values without a date of ours.
    fn goes_both_ways<T>(outside: impl IntoIterator<Item = T>)
    where
        T: From<Date> + ToString + TryInto<Date, Error = InvalidDate>,
    {
        for text in TEXTS {
            let date: Date = text.parse().unwrap();
            let foreign = T::from(date);
            assert_eq!(foreign.to_string(), text);
            assert_eq!(foreign.try_into(), Ok(date));
        }
        for date in outside {
            let refused = InvalidDate("the year is not between 1 and 9999");
            assert_eq!(date.try_into(), Err(refused));
        }
    }

    #[cfg(feature = "time")]
    #[test]
    fn with_time() {
        goes_both_ways([time::Date::MIN]);
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn with_jiff() {
        goes_both_ways([jiff::civil::Date::MIN, jiff::civil::date(0, 12, 31)]);
    }

    #[cfg(feature = "chrono")]
    #[test]
    fn with_chrono() {
        goes_both_ways([chrono::NaiveDate::MIN, chrono::NaiveDate::MAX]);
    }
}
