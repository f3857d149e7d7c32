//! The differences between operating systems: no other module uses `std::os` or `rustix`.
//!
//! The functions are named by their effect, not by a system call, so that another system is another implementation of
//! the same few functions. Today there is one, for Linux and macOS. `tests/suite/architecture` holds that no other
//! module names a system. Locks of files are not here: the standard library has them for every system.

mod files;
mod folders;
mod places;
mod random;
mod signals;

pub use files::{FileId, Readers, append_to, create_new, is_read_only, keep_owner, open_regular, path_bytes};
pub use folders::{exchange, is_same_file, is_same_mount, is_writable};
pub use places::cache_folder;
pub use random::random_bytes;
pub use signals::{Interrupt, end_at_once};
