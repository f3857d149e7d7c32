//! [`Destination`]: the folder that a site is written to.

use std::path::PathBuf;

/// The folder to write to, and the folders to keep away from.
#[derive(Clone, Debug)]
pub struct Destination {
    /// The output folder. A relative path counts from the working directory of the process.
    pub out: PathBuf,
    pub vault: PathBuf,
    pub config_file: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The working directory.
    pub working: Option<PathBuf>,
    /// The folder of locks: kbgen's own, away from vault and output.
    pub locks: PathBuf,
    /// Whether to take over a folder that kbgen did not make; its files stay.
    pub adopt: bool,
}
