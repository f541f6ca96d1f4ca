# Sourced by setup: finds or installs one Rust toolchain that compiles for this machine and for wasm.
# shellcheck shell=bash
#
# In this order: the cargo on PATH, a Debian one that was completed earlier, the cargo on PATH with
# its wasm target added by rustup, Debian's `rustc-web` packages completed with a standard library
# for wasm (Debian ships the compiler for that target, not the library).

WASM=wasm32-unknown-unknown
DEBIAN_PACKAGES=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web)
DEBIAN_WASM_LIB=/usr/lib/rustlib/$WASM/lib

# new_enough RUSTC
new_enough() {
    local version
    version=$("$1" --version 2>/dev/null | cut -d ' ' -f 2) && [ -n "$version" ] || return 1
    [ "$(printf '%s\n%s\n' "$RUST_MINIMUM" "$version" | sort -V | head -n 1)" = "$RUST_MINIMUM" ]
}

# compiles_for_wasm RUSTC: by compiling and linking, because a library that another compiler left
# behind does not count, nor does a linker that is missing.
compiles_for_wasm() {
    local probe status=0
    probe=$(mktemp -d)
    echo 'fn main() {}' | "$1" --target $WASM -o "$probe/main.wasm" - >/dev/null 2>&1 || status=$?
    rm -rf "$probe"
    return "$status"
}

usable() { new_enough "$1" && compiles_for_wasm "$1"; }

use_user_toolchain() { rm -rf "$BAYPLAN_CACHE/toolchain"; hash -r; }

# Links, instead of /usr/bin on PATH, so that nothing else of the user's is shadowed.
use_debian_toolchain() {
    local name
    mkdir -p "$BAYPLAN_CACHE/toolchain"
    for name in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do
        [ ! -x "/usr/bin/$name" ] || ln -sf "/usr/bin/$name" "$BAYPLAN_CACHE/toolchain/$name"
    done
    hash -r
}

add_target_with_rustup() {
    (
        PATH=$BAYPLAN_USER_PATH
        have rustup && new_enough rustc || exit 1
        echo "      rustup target add $WASM"
        logged rustup rustup target add $WASM && compiles_for_wasm rustc
    )
}

# Compiles the standard library from Debian's source, with Debian's compiler, and puts it where that
# compiler looks for it. `-Zbuild-std` is for nightly compilers, hence RUSTC_BOOTSTRAP; the bitcode is
# what link-time optimisation needs.
build_debian_wasm_library() {
    local crate status=0
    crate=$(mktemp -d)
    mkdir "$crate/src"
    touch "$crate/src/lib.rs"
    printf '[package]\nname = "wasm-std"\nedition = "2021"\n[profile.release]\npanic = "abort"\n' \
        >"$crate/Cargo.toml"
    (
        cd "$crate"
        RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes RUSTC=/usr/bin/rustc CARGO_TARGET_DIR=target \
            logged wasm-std /usr/bin/cargo build -Zbuild-std=std,panic_abort --release --target $WASM
    ) || status=$?
    if [ "$status" -eq 0 ]; then
        rm -f "$crate/target/$WASM/release/deps"/libwasm_std-*.rlib
        as_root rm -rf "$DEBIAN_WASM_LIB"
        as_root mkdir -p "$DEBIAN_WASM_LIB"
        as_root cp "$crate/target/$WASM/release/deps"/*.rlib "$DEBIAN_WASM_LIB"
    fi
    rm -rf "$crate"
    return "$status"
}

install_debian_toolchain() {
    have apt-get && can_be_root || return 1
    if ! usable_debian_compiler; then
        apt_install "${DEBIAN_PACKAGES[@]}" && new_enough /usr/bin/rustc || return 1
    fi
    # The linker is a link to LLVM's, in a package that is only recommended and changes its name with
    # the version of LLVM.
    if [ ! -e /usr/bin/rust-lld ]; then
        apt_install "$(readlink /usr/bin/rust-lld)" || return 1
        ! compiles_for_wasm /usr/bin/rustc || return 0
    fi
    echo "      building the standard library for wasm (about 2 minutes)"
    build_debian_wasm_library && compiles_for_wasm /usr/bin/rustc
}

usable_debian_compiler() {
    new_enough /usr/bin/rustc && [ -d /usr/lib/rustlib/src ] && dpkg -s rustc-web >/dev/null 2>&1
}

rust() {
    local user_rustc
    user_rustc=$(PATH=$BAYPLAN_USER_PATH command -v rustc || true)
    if [ -n "$user_rustc" ] && usable "$user_rustc"; then
        use_user_toolchain
    elif usable_debian_compiler && compiles_for_wasm /usr/bin/rustc; then
        use_debian_toolchain
    elif add_target_with_rustup; then
        use_user_toolchain
    elif install_debian_toolchain; then
        use_debian_toolchain
    elif [ -z "$user_rustc" ]; then
        fail "Rust is missing." "Install it from https://rustup.rs, then run make again."
    elif ! new_enough "$user_rustc"; then
        fail "$("$user_rustc" --version) is too old; $RUST_MINIMUM or newer is needed." \
            "With rustup: 'rustup update', then run make again."
    else
        fail "$user_rustc cannot compile for $WASM." \
            "With rustup: 'rustup target add $WASM'. On Debian: run make as root, or with sudo," \
            "so that it can install ${DEBIAN_PACKAGES[*]}."
    fi
    echo "      $(rustc --version), $(command -v rustc)"
}

have_rust_components() {
    cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1
}

rust_components() {
    have_rust_components && return
    if [ -d "$BAYPLAN_CACHE/toolchain" ]; then
        apt_install rust-web-clippy rustfmt-web && use_debian_toolchain
    elif have rustup; then
        logged rustup rustup component add rustfmt clippy
    fi
    have_rust_components ||
        fail "rustfmt or clippy is missing." "With rustup: 'rustup component add rustfmt clippy'."
}
