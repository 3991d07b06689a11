#!/bin/sh
# lock.sh UV: resolve pyproject.toml anew into requirements/*.txt, hashes for every platform's wheels.
set -eu
uv=$1
compile() {
    out=$1
    shift
    "$uv" pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-package pip \
        --custom-compile-command "make lock" pyproject.toml --extra tables --group build "$@" -o "requirements/$out.txt"
}
compile runtime
compile dev --group dev -c requirements/runtime.txt
compile bench --group dev --group bench -c requirements/dev.txt
