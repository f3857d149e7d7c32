#!/usr/bin/env bash
# Runs every test of kbgen; see --help.
set -Eeuo pipefail

usage() {
  cat <<'HELP'
Usage: tests/run.sh [--quick] [--mermaid] [STEP…]

Runs every test of kbgen, in this order, and stops at the first step that fails:

  fmt       the code is formatted (cargo fmt --check)
  lint      clippy finds nothing, the house rules of clippy.toml included
  unit      unit tests, the black-box tests of tests/suite and the documentation's examples
  doc       the documentation builds without a warning
  licences  every dependency's licence is one that deny.toml allows (only where cargo-deny is installed)
  hosts     the workflows, netlify.toml and the shell scripts are valid
  client    the types of all scripts (tsc), and the rules for scripts and style sheets (eslint, stylelint)
  browser   the demo site in Chromium: accessibility, script errors, requests, budgets, the due page on another day, the
            quiz; the rules of the scripts under Node

  mermaid   clippy, unit tests and black-box tests of a kbgen that draws diagrams (--features mermaid); not among the
            others, since that feature takes minutes to build

With STEPs, runs those only; --mermaid is the step mermaid. --quick leaves out hosts, client and browser, which need
Python, Node.js and Chromium.

Needs Rust and a C compiler. Python 3, Node.js 20 and Chromium are installed with apt-get where they are missing and the
user may do so. Everything else goes below the target folder.

Environment: CARGO_TARGET_DIR; KBGEN, a kbgen binary for the browser step; CHROMIUM, the browser to use.
HELP
}

all_steps=(fmt lint unit doc licences hosts client browser)
quick_steps=(fmt lint unit doc licences)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export CARGO_TERM_COLOR="${CARGO_TERM_COLOR:-auto}"
target="${CARGO_TARGET_DIR:-$root/target}"

have() {
  "$@" >/dev/null 2>&1
}

# Installs Debian packages.
install() {
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo=(sudo -n)
  fi
  echo "installing $*"
  if ! { have command -v apt-get &&
    "${sudo[@]}" apt-get update -qq &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"; }; then
    echo "error: could not install $*; install the like and run this again" >&2
    exit 1
  fi
}

# The path of a Chromium, or nothing.
find_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome || true
}

step_fmt() {
  cargo fmt --check
}

step_lint() {
  have command -v cc || install gcc libc6-dev
  cargo clippy --locked --all-targets -- -D warnings
}

step_unit() {
  have command -v cc || install gcc libc6-dev
  if command -v cargo-nextest >/dev/null; then
    cargo nextest run --locked --no-fail-fast
  else
    cargo test --locked --lib --bins --tests --no-fail-fast
  fi
  cargo test --locked --doc
}

step_doc() {
  # The command line's help is made from doc comments, where an address is not a link.
  RUSTDOCFLAGS="-D warnings -A rustdoc::bare-urls" cargo doc --locked --no-deps --document-private-items
}

step_licences() {
  if command -v cargo-deny >/dev/null; then
    cargo deny --offline --locked check licenses bans sources
  else
    echo "cargo-deny is not installed: skipped"
  fi
}

step_mermaid() {
  have command -v cc || install gcc libc6-dev
  cargo clippy --locked --all-targets --features mermaid -- -D warnings
  if command -v cargo-nextest >/dev/null; then
    cargo nextest run --locked --features mermaid --no-fail-fast
  else
    cargo test --locked --features mermaid --lib --bins --tests --no-fail-fast
  fi
}

step_hosts() {
  have python3 -c "import ensurepip" || install python3 python3-venv
  local venv="$target/test-venv"
  if ! cmp -s tests/hosts/requirements.txt "$venv/requirements.txt"; then
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement tests/hosts/requirements.txt
    cp tests/hosts/requirements.txt "$venv/requirements.txt"
  fi
  "$venv/bin/check-jsonschema" --builtin-schema vendor.github-workflows .github/workflows/*.yml
  "$venv/bin/python" tests/hosts/check.py
  "$venv/bin/shellcheck" tests/run.sh fuzz/run.sh .ci/run
  echo "ok: shell scripts"
}

# Installs the packages of the client and browser steps. Node finds packages beside the script, so they go there; npm ci
# is skipped when they are those of the lock file.
install_packages() {
  have command -v npm || install nodejs npm
  if ! cmp -s tests/browser/package-lock.json tests/browser/node_modules/.installed; then
    npm ci --prefix tests/browser --include=dev --ignore-scripts --no-audit --no-fund
    cp tests/browser/package-lock.json tests/browser/node_modules/.installed
  fi
}

step_client() {
  install_packages
  local bin=tests/browser/node_modules/.bin
  "$bin/tsc" --project tests/browser
  "$bin/eslint" --config tests/browser/eslint.config.mjs --max-warnings 0 themes src/serve tests/browser
  "$bin/stylelint" --config tests/browser/stylelint.config.mjs --max-warnings 0 "themes/**/*.css" "src/serve/*.css"
}

step_browser() {
  install_packages
  if [ -z "${CHROMIUM:-$(find_chromium)}" ]; then
    install chromium fonts-noto-cjk
  fi
  CHROMIUM="${CHROMIUM:-$(find_chromium)}"
  if [ -z "${KBGEN:-}" ]; then
    cargo build --locked
    KBGEN="$target/debug/kbgen"
  fi
  KBGEN="$KBGEN" CHROMIUM="$CHROMIUM" node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs
}

steps=()
for argument in "$@"; do
  case "$argument" in
    -h | --help)
      usage
      exit
      ;;
    --quick) steps+=("${quick_steps[@]}") ;;
    --mermaid) steps+=(mermaid) ;;
    fmt | lint | unit | doc | licences | hosts | client | browser | mermaid) steps+=("$argument") ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
done
if [ ${#steps[@]} -eq 0 ]; then
  steps=("${all_steps[@]}")
fi

step=
failed() {
  echo "tests/run.sh: failed in step $step" >&2
}
trap failed ERR
for step in "${steps[@]}"; do
  echo "==> $step"
  "step_$step"
done
echo "tests/run.sh: passed in ${SECONDS} s: ${steps[*]}"
