//! The differences between operating systems: no other module uses `std::os` or `rustix`.
//!
//! The functions are named by their effect, not by a system call, so that another system is another implementation of
//! the same few functions. Today there is one, for Linux and macOS.

mod files;
mod folders;
mod random;
mod signals;

pub use files::{FileId, Readers, append_to, create_new, is_read_only, keep_owner, open_regular, path_bytes};
pub use folders::{exchange, is_same_file, is_same_mount, is_writable};
pub use random::random_bytes;
pub use signals::{ENDING, outlive_size_limit};
