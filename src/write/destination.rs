//! [`Destination`]: where a site is written.

use std::path::PathBuf;

/// The folder to write to, and what to keep away from.
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
    /// Where locks lie: a folder of kbgen's own, away from vault and output.
    pub locks: PathBuf,
    /// Take over a folder that kbgen did not make; its files stay.
    pub adopt: bool,
}
