//! Colours as numbers, for computed ones: contrast, mixtures, pictures.

/// A colour of sRGB, opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

impl Rgb {
    pub const BLACK: Self = Self([0; 3]);
    pub const WHITE: Self = Self([255; 3]);

    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#0c665d` or `#06d`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digit = |at: usize| digits.get(at..=at)?.chars().next()?.to_digit(16).map(|digit| digit as u8);
        let channel = |at: usize| match digits.len() {
            3 => digit(at).map(|digit| digit * 17),
            6 => Some(digit(2 * at)? * 16 + digit(2 * at + 1)?),
            _ => None,
        };
        Some(Self([channel(0)?, channel(1)?, channel(2)?]))
    }

    pub fn channels(self) -> [u8; 3] {
        self.0
    }

    /// The colour as `#0c665d`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The colour at `step` of `steps` on the way to another colour.
    pub fn towards(self, other: Self, step: u32, steps: u32) -> Self {
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * (steps - step) + u32::from(to) * step;
            ((sum + steps / 2) / steps) as u8
        };
        let [red, green, blue] = std::array::from_fn(|at| mix(self.0[at], other.0[at]));
        Self([red, green, blue])
    }

    /// Whether text in this colour is readable on a ground: a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3), with a little
    /// room for the error of [`Rgb::luminance`].
    pub fn contrast_is_enough(self, ground: Self) -> bool {
        let (a, b) = (self.luminance(), ground.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05) >= 4.55
    }

    /// Relative luminance, 0 to 1. A polynomial approximates the power of sRGB, since every machine computes it alike.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            c * (c * (c * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_read_and_written() {
        assert_eq!(Rgb::parse("#06d").map(Rgb::hex).as_deref(), Some("#0066dd"));
        assert_eq!(Rgb::parse("#0C665d"), Some(Rgb::new(0x0c, 0x66, 0x5d)));
        for text in ["", "#", "0c665d", "#0c66", "#0c665g", "#가나", "#0c665d;", "#+c665d"] {
            assert_eq!(Rgb::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        // By the formula of WCAG: 4.54 and 4.48 to 1 on white.
        assert!(Rgb::new(0x75, 0x75, 0x75).contrast_is_enough(Rgb::WHITE));
        assert!(!Rgb::new(0x77, 0x77, 0x77).contrast_is_enough(Rgb::WHITE));
        assert!(Rgb::BLACK.contrast_is_enough(Rgb::WHITE));
    }
}
