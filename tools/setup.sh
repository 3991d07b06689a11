#!/bin/sh
# setup.sh VENV GROUP: make VENV and install requirements/GROUP.txt and this package into it.
# GROUP none makes the bare environment. Says in one line what is missing and stops.
set -eu
venv=$1 group=$2

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "onrecord needs Python 3.11 or newer; none was found on the PATH (or set PYTHON=...)" >&2
    exit 1
}

# Debian and Ubuntu keep venv in a package of its own.
ensure_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq >/dev/null && apt-get install -y -qq python3-venv >/dev/null && return
    fi
    echo "$1 has no venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
}

if [ ! -x "$venv/bin/python" ]; then
    python=$(find_python)
    ensure_venv "$python"
    "$python" -m venv "$venv"
fi
[ "$group" = none ] && exit 0
echo "Setting up $venv (once; a minute or two)"
export PIP_DISABLE_PIP_VERSION_CHECK=1
"$venv/bin/pip" install -qq --require-hashes -r "requirements/$group.txt"
"$venv/bin/pip" install -qq --no-deps --no-build-isolation -e .
