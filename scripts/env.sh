# Sourced by every script: where things are, which versions, which toolchain. Does nothing slow.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Tools and build results live outside the checkout, so that every clone shares them.
if [ -z "${BAYPLAN_CACHE:-}" ]; then
    BAYPLAN_CACHE="${HOME:?HOME is not set; set it, or BAYPLAN_CACHE to a folder for tools}/.cache/bayplan"
fi
export BAYPLAN_CACHE
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$BAYPLAN_CACHE/target}"

# What the server embeds when it is compiled.
export BAYPLAN_DIST="${BAYPLAN_DIST:-$ROOT/dist}"

# The PATH as the user has it, for setup, which prefers tools that are already there.
export BAYPLAN_USER_PATH="${BAYPLAN_USER_PATH:-$PATH:${CARGO_HOME:-${HOME:-}/.cargo}/bin}"

# Setup fills `toolchain` only where the user's own Rust cannot build for wasm; then one toolchain,
# the one in there, builds native and wasm code alike.
PATH="$BAYPLAN_CACHE/toolchain:$BAYPLAN_CACHE/bin:$BAYPLAN_USER_PATH"
export PATH

# Each version is written down in one place: where the tool that needs it looks for it, else here.
toml_value() { sed -n "s/^$2 *= *\"[=^]*\([^\"]*\)\".*/\1/p" "$ROOT/$1" | head -n 1; }
RUST_MINIMUM=$(toml_value Cargo.toml rust-version)
WASM_BINDGEN_VERSION=$(toml_value Cargo.toml wasm-bindgen)
TRUNK_VERSION=$(toml_value Trunk.toml trunk-version)
WASM_OPT_VERSION=$(toml_value Trunk.toml wasm_opt)
WASM_SPLIT_VERSION=0.2.4
CARGO_DENY_VERSION=0.19.9
export RUST_MINIMUM WASM_BINDGEN_VERSION TRUNK_VERSION WASM_OPT_VERSION WASM_SPLIT_VERSION CARGO_DENY_VERSION
