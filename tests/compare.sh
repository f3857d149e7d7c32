#!/usr/bin/env bash
# Compares what two kbgen binaries write and print for the same vaults; see --help.
set -euo pipefail

usage() {
  cat <<'HELP'
Usage: tests/compare.sh OLD NEW [VAULT…]

Builds each vault with both binaries and compares every byte of the two sites, the diagnostics of `check` as JSON, and
what `build` and `due` print. For a change that must not be visible, such as moving code. Without a VAULT it takes the demo vault
and the vaults of tests/fixtures that are whole folders.

Prints a line for each vault and exits with 1 if any differs; the differing files are listed. The sites stay in the folder
that the last line names. Environment: KBGEN_DATE, the day to build for (2024-10-27).
HELP
}

case "${1:-}" in
  -h | --help)
    usage
    exit
    ;;
esac
if [ $# -lt 2 ]; then
  usage >&2
  exit 2
fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
old=$(realpath "$1")
new=$(realpath "$2")
shift 2
vaults=("$@")
if [ ${#vaults[@]} -eq 0 ]; then
  vaults=("$root/content-sample" "$root/tests/fixtures/seed")
fi
day=${KBGEN_DATE:-2024-10-27}
work=$(mktemp -d)
differing=0

# Runs one binary on one vault and leaves the site and all that was printed in a folder.
run() {
  local binary=$1 vault=$2 to=$3
  mkdir -p "$to"
  # The folder is named by a link, so that no message differs by its path.
  ln -sfn "$to" "$work/current"
  local status=0
  "$binary" build "$vault" --out "$work/current/site" --date "$day" --base-url https://example.org/base --no-cache \
    >"$to/build.out" 2>"$to/build.err" || status=$?
  echo "build: $status" >"$to/status"
  status=0
  "$binary" check "$vault" --date "$day" --format json >"$to/check.json" 2>"$to/check.err" || status=$?
  echo "check: $status" >>"$to/status"
  status=0
  "$binary" due "$vault" --date "$day" >"$to/due.out" 2>"$to/due.err" || status=$?
  echo "due: $status" >>"$to/status"
  # How long it took differs between two runs.
  sed -i -E 's/ in [0-9.]+ ?m?s\b//' "$to/build.out" "$to/build.err"
}

number=0
for vault in "${vaults[@]}"; do
  number=$((number + 1))
  run "$old" "$vault" "$work/$number-old"
  run "$new" "$vault" "$work/$number-new"
  if diff -rq "$work/$number-old" "$work/$number-new" >"$work/$number.diff"; then
    echo "same: $vault ($(find "$work/$number-new/site" -type f | wc -l) files, $(wc -c <"$work/$number-new/check.json") bytes of diagnostics)"
  else
    differing=$((differing + 1))
    echo "differs: $vault"
    sed "s|$work/||g" "$work/$number.diff" | head -n 20
  fi
done
rm -f "$work/current"
echo "$((number - differing)) passed, $differing failed ($work)"
[ "$differing" -eq 0 ]
