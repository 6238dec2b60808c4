# Sourced by run, test, check and bench: the one place that knows how to set a machine up.
# After `need_python` PYTHON is set; after `need_environment FILE` .venv holds the packages of that file.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
VENV="$ROOT/.venv"
export PATH="$PATH:/usr/sbin:/sbin" PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1

stop() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# No pipe into grep -q: with pipefail its early end would make a library that is there look missing.
have_library() { [[ "$(ldconfig -p 2>/dev/null)" == *"$1"* ]]; }
have_initdb() { compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null; }

# need_packages NAME…: install these Debian packages, or print the one line that does and stop.
need_packages() {
    [ $# -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        stop "system packages are missing. Install them with:  sudo apt-get install -y $*"
    fi
    echo "Installing system packages: $*"
    local log
    log="$(mktemp)"
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get install -y --no-install-recommends "$@" ||
        { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } >"$log" 2>&1 </dev/null; then
        tail -20 "$log" >&2
        stop "apt-get could not install: $*"
    fi
    rm -f "$log"
}

renderer_packages() {
    have_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    have_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
}

test_packages() {
    have_initdb || echo postgresql
    command -v redis-server >/dev/null || echo redis-server
    command -v chromium >/dev/null || echo chromium
    { command -v pdftotext && command -v pdfsig; } >/dev/null || echo poppler-utils
    command -v qpdf >/dev/null || echo qpdf
    command -v softhsm2-util >/dev/null || echo softhsm2
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            PYTHON="$(command -v "$name")"
            return 0
        fi
    done
    return 1
}

need_python() {
    find_python || { need_packages python3 python3-venv && find_python; } ||
        stop "Python 3.11 or newer is needed, and this system offers none."
}

# need_environment FILE: a .venv with the packages of FILE; nothing is done while the files are unchanged.
need_environment() {
    local file="$ROOT/$1" stamp sum
    stamp="$VENV/.installed-$1"
    sum="$(cat "$ROOT"/requirements*.txt | sha256sum)"
    if [ -x "$VENV/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && is_new_enough "$VENV/bin/python"; then
        return 0
    fi
    need_python
    if ! "$PYTHON" -c 'import ensurepip' 2>/dev/null; then
        need_packages python3-venv
    fi
    if [ ! -x "$VENV/bin/pip" ] || ! is_new_enough "$VENV/bin/python"; then
        echo "Making the environment .venv with $("$PYTHON" --version)"
        "$PYTHON" -m venv --clear "$VENV" || stop "the environment .venv could not be made."
    fi
    echo "Installing the packages of $1 (half a minute to two minutes)"
    "$VENV/bin/pip" install -qq --requirement "$file" </dev/null ||
        stop "the packages of $1 could not be installed; the lines above say why."
    echo "$sum" >"$stamp"
    # The development file contains the runtime file.
    [ "$1" != requirements-dev.txt ] || echo "$sum" >"$VENV/.installed-requirements.txt"
}
