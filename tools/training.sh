#!/bin/sh
# training.sh VENV: the environment that trains the tagger, apart from the one that reads.
set -eu
venv=$1
sh tools/setup.sh "$venv" training
torch=$(sed -n 's/.*"\(torch==[0-9.]*\)".*/\1/p' pyproject.toml)
"$venv/bin/pip" install -qq --no-deps --extra-index-url https://download.pytorch.org/whl/cpu "$torch"
