//! Colours as numbers, for what is computed from them: contrast, mixtures, pictures.

/// A colour of sRGB, opaque.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

impl Rgb {
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#0c665d` or `#06d`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let digit = |at: usize| u8::from_str_radix(digits.get(at..=at)?, 16).ok();
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

    /// `#0c665d`.
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// `step` of `steps` on the way to another colour.
    pub fn towards(self, other: Self, step: u32, steps: u32) -> Self {
        let mix = |from: u8, to: u8| {
            let sum = u32::from(from) * (steps - step) + u32::from(to) * step;
            ((sum + steps / 2) / steps) as u8
        };
        let [red, green, blue] = std::array::from_fn(|at| mix(self.0[at], other.0[at]));
        Self([red, green, blue])
    }
}
