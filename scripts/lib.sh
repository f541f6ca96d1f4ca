# Sourced after env.sh: messages, steps with visible progress, and small helpers.
# shellcheck shell=bash

fail() {
    printf '\nerror: %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
    exit 1
}

# have COMMAND: whether it is a program on PATH; a function of that name does not count.
have() { type -P "$1" >/dev/null; }

# hash_of: a digest of standard input.
hash_of() { if have sha256sum; then sha256sum; else shasum -a 256; fi | cut -c 1-16; }

elapsed() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# logged NAME COMMAND...: runs the command with its output in a log. On a terminal one line shows the
# time and the newest line of the log; elsewhere a line now and then shows that it is alive. When the
# command fails, the end of the log is shown and its status returned.
logged() {
    local name=$1 log="$BAYPLAN_CACHE/log/$1.log" start=$SECONDS pid status=0 newest report=30
    shift
    mkdir -p "$BAYPLAN_CACHE/log"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    # Ctrl-C must not leave a compiler running behind.
    trap 'kill "$pid" 2>/dev/null; exit 130' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        newest=$(tail -n 1 "$log" | tr -d '\r' | cut -c 1-60)
        if [ -t 1 ]; then
            printf '\r\033[K      %s  %s' "$(elapsed $((SECONDS - start)))" "$newest"
        elif [ $((SECONDS - start)) -ge $report ]; then
            report=$((report + 30))
            printf '      %s  %s\n' "$(elapsed $((SECONDS - start)))" "$newest"
        fi
    done
    wait "$pid" || status=$?
    trap - INT TERM
    [ ! -t 1 ] || printf '\r\033[K'
    if [ "$status" -ne 0 ]; then
        printf '      %s failed; the end of %s:\n\n' "$name" "$log" >&2
        tail -n 25 "$log" >&2
        return "$status"
    fi
    printf '      done in %s\n' "$(elapsed $((SECONDS - start)))"
}

# only_one FILE WHAT: waits until no other process holds this lock, then holds it until the script ends.
only_one() {
    have flock || return 0
    mkdir -p "$(dirname "$1")"
    exec 9>"$1"
    flock -n 9 || {
        echo "Waiting for another $2 to finish."
        flock 9
    }
}

# as_root COMMAND...: only when `can_be_root`.
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Whether installing system packages is possible: root, or sudo that will not leave us hanging.
can_be_root() {
    [ "$(id -u)" -eq 0 ] && return
    have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

# apt_install PACKAGE...: refreshes the package lists only when a package is not in them.
apt_install() {
    have apt-get && can_be_root || return 1
    echo "      apt-get install $*"
    local package
    for package in "$@"; do
        if ! apt-cache show "$package" >/dev/null 2>&1; then
            logged apt-update as_root apt-get update || return
            break
        fi
    done
    logged "apt-$1" as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"
}

# find_chromium: the path of the browser for the tests.
find_chromium() {
    local name
    if [ -n "${CHROMIUM:-}" ]; then
        have "$CHROMIUM" || fail "CHROMIUM is '$CHROMIUM', which cannot be run."
        printf '%s\n' "$CHROMIUM"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        type -P "$name" && return
    done
    return 1
}
