#!/usr/bin/env bash
# Fuzzes one target with the stable compiler; see CONTRIBUTING.md.
#
#   fuzz/run.sh note 600     the target, and for how many seconds (default: 300)
#
# Finds go to target/fuzz/TARGET-finds, the grown corpus to target/fuzz/TARGET; neither is committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

name=$1
seconds=${2:-300}
shift $(($# < 2 ? $# : 2))
target="${CARGO_TARGET_DIR:-$PWD/target}/fuzz"
triple=$(rustc -vV | sed -n 's/^host: //p')

# What cargo-fuzz passes a nightly compiler, without the sanitizer: this code has no unsafe.
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
RUSTFLAGS=${RUSTFLAGS//$'\n'/}
# With a triple, the flags are not those of build scripts, which have nothing to be linked with.
cargo build --release --manifest-path fuzz/Cargo.toml --target-dir "$target" --target "$triple" --bin "$name"

mkdir -p "$target/$name" "$target/$name-finds"
"$target/$triple/release/$name" "$target/$name" "fuzz/corpus/$name" -dict=fuzz/obsidian.dict \
  -artifact_prefix="$target/$name-finds/" -max_total_time="$seconds" \
  -max_len=4096 -len_control=5 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 "$@"
