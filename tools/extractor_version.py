"""Compute the version of everything in `reading/` and `lexicon/` that findings depend on.

    python -m tools.extractor_version           # write src/onrecord/reading/version.txt
    python -m tools.extractor_version --check   # exit with status 1 if it is out of date

The version is a hash of the code without comments, docstrings and layout, of the tables without their comments and
examples, and of the weights. `tests/reading/test_version.py` holds the file to it, so that a change that can change findings
never goes out under an old version.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "onrecord"
ROOMS = ("lexicon", "reading")
VERSION = PACKAGE / "reading" / "version.txt"
COMMAND = "make version"
# Columns of tables that tests read and findings do not depend on.
EXAMPLES = frozenset({"example", "not"})
Place: TypeAlias = "tuple[int, int]"


def version(package: Path = PACKAGE) -> str:
    """Eight hexadecimal digits for the code, tables and weights of a package folder."""
    digest = blake2b(digest_size=4)
    for name, content in sorted(_parts(package)):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _parts(package: Path) -> Iterator[tuple[str, bytes]]:
    """Each file that findings depend on, with what counts of its content."""
    for room in ROOMS:
        for file in (package / room).rglob("*"):
            name = file.relative_to(package).as_posix()
            if file.suffix == ".py":
                yield name, code_of(file.read_text(encoding="utf-8")).encode()
            elif file.suffix == ".tsv":
                yield name, table_of(file.read_text(encoding="utf-8")).encode()
            elif file.suffix in {".json", ".onnx"}:
                yield name, file.read_bytes()


def code_of(source: str) -> str:
    r"""The words of a module's code, without comments, docstrings and layout.

    >>> code_of('def f():\n    "Return one."\n    return 1  # always\n')
    'def f(): return 1'
    """
    lines = source.splitlines(keepends=True)
    for start, end in sorted({*_comments(source), *_docstrings(source)}, reverse=True):
        before, after = lines[start[0] - 1][: start[1]], lines[end[0] - 1][end[1] :]
        lines[start[0] - 1 : end[0]] = [before + after]
    return " ".join("".join(lines).split())


def _comments(source: str) -> Iterator[tuple[Place, Place]]:
    """Where comments begin and end, as line and column in characters."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start, token.end


def _docstrings(source: str) -> Iterator[tuple[Place, Place]]:
    """Where docstrings begin and end, as line and column in characters."""
    starts = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                starts.add((first.value.lineno, first.value.col_offset))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.STRING and token.start in starts:
            yield token.start, token.end


def table_of(text: str) -> str:
    r"""A table without comments and without the columns of examples.

    >>> table_of("# Verbs\nlemma\tact\texample\nsay\tstate\tShe said so.\n")
    'lemma\tact\nsay\tstate'
    """
    lines = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    kept = [place for place, column in enumerate(lines[0]) if column not in EXAMPLES]
    return "\n".join("\t".join(cells[place] for place in kept) for cells in lines)


def main() -> int:
    """Write the version, or check it."""
    if "--check" in sys.argv[1:]:
        return 0 if VERSION.read_text(encoding="utf-8").strip() == version() else 1
    VERSION.write_text(f"{version()}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
