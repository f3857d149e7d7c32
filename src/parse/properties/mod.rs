//! A note's properties: the YAML between the first two `---` lines, with the location of every key and value.

mod access;
mod known;
mod nested;
mod number;
mod outline;
mod read;
mod set;
mod store;
#[cfg(test)]
mod tests;
mod value;

pub use access::Access;
pub(super) use read::mapping;
pub use read::{Read, read};
pub use set::Properties;
pub use value::{Property, Scalar, Value};
