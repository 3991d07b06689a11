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
# torch, with the GPU libraries its Linux wheel asks for, is left out: tools/training.sh installs the CPU's.
compile training --group training -c requirements/bench.txt
heavy=$(grep -oE '^(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z-]+)==' requirements/training.txt | tr -d = |
    sed 's/^/--no-emit-package /')
# shellcheck disable=SC2086
compile training --group training $heavy -c requirements/bench.txt
"$uv" pip compile -q --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock" --group tools -o requirements/tools.txt
