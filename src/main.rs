//! The `kbgen` program; everything it does is in the library.

fn main() -> std::process::ExitCode {
    kbgen::cli::main()
}
