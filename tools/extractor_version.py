"""Compute the version of everything in `reading/` and `lexicon/` that findings depend on.

    python -m tools.extractor_version           # write src/onrecord/reading/version.txt
    python -m tools.extractor_version --check   # exit with status 1 if it is out of date

The version is a hash of the code's syntax trees without docstrings, of the tables without their comments and examples,
and of the weights. `tests/reading/test_version.py` compares the file with it, so that a change that can change findings
is never released under an old version.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "onrecord"
ROOMS = ("lexicon", "reading")
VERSION = PACKAGE / "reading" / "version.txt"
COMMAND = "make version"
# Columns of tables that tests read and findings do not depend on.
EXAMPLES = frozenset({"example", "not"})
_WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


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
    r"""A module's syntax tree as text, without docstrings; comments and layout are no part of it.

    >>> code_of('def f():\n    "Return one."\n    return 1  # always\n')
    "Module(body=[FunctionDef(name='f' args=arguments() body=[Return(value=Constant(value=1))])])"
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, _WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return _written_out(tree)


def _written_out(value: object) -> str:
    """A syntax tree as text; empty fields are left out, as versions of Python differ in them."""
    if isinstance(value, list):
        return f"[{' '.join(map(_written_out, value))}]"
    if not isinstance(value, ast.AST):
        return repr(value)
    filled = (
        f"{name}={_written_out(field)}"
        for name, field in ast.iter_fields(value)
        if field is not None and field != []
    )
    return f"{type(value).__name__}({' '.join(filled)})"


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
