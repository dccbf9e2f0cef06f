//! Rounds numbers to their type.
//!
//! A `float` has 32 bits in Rust and Avro, while JSON and the docs print decimals. A number that is
//! rounded here is the same everywhere.

/// The number as a `float` if `single`, otherwise as a `double`: the shortest decimal that is the
/// same `float`, as the runtime writes it. Infinite if it does not fit.
pub(crate) fn rounded(single: bool, number: f64) -> f64 {
    if !single {
        return number;
    }
    let float = number as f32;
    let shortest = float.to_string().parse().unwrap_or(f64::from(float));
    // Through 64 bits, a decimal could be rounded twice.
    if shortest as f32 == float { shortest } else { f64::from(float) }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn numbers_of_32_bits() {
        let table = [
            (0.1, 0.1),
            (16_777_217.0, 16_777_216.0),
            (0.123_456_789, 0.123_456_79),
            (1e-46, 0.0),
            (-2.5, -2.5),
            (1e300, f64::INFINITY),
        ];
        for (written, expected) in table {
            assert_eq!(rounded(true, written), expected, "{written}");
            assert_eq!(rounded(false, written), written);
        }
    }

    #[test]
    fn order_and_value_are_those_of_the_float() {
        let mut bits: u32 = 1;
        let mut floats: Vec<f32> = Vec::new();
        while bits < 0x7f80_0000 {
            floats.extend([bits - 1, bits, bits + 1].map(f32::from_bits));
            bits = bits.saturating_mul(3) / 2 + 1;
        }
        floats.retain(|float| float.is_finite());
        floats.sort_by(f32::total_cmp);
        floats.dedup();
        for pair in floats.windows(2) {
            let [low, high] = [pair[0], pair[1]].map(|float| rounded(true, float.into()));
            assert!(low < high, "{low:e} {high:e}");
            assert_eq!(low as f32, pair[0]);
        }
    }
}
