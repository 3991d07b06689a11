"""The sizes, names and words of the source are those that the house is built for.

Public modules, classes and functions all have docstrings: ruff's D rules check that.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import onrecord

SOURCE = Path(onrecord.__file__).parent
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
FULLEST_ROOM = 18
# Words in 10,000 of docstrings that the field's own prose does not have.
MOST_QUAINT = 8
QUAINT = re.compile(r"\b(?:told|whom|whoever|somebody|nobody|such that)\b", re.IGNORECASE)
EXAMPLE = re.compile(r"^\s*(?:>>>|\.\.\.).*$", re.MULTILINE)
# Class names in use twice; the set may only shrink.
USED_TWICE: set[str] = set()
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax tree of every module, by its path in `src/onrecord`."""
    return {
        str(file.relative_to(SOURCE)): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(SOURCE.rglob("*.py"))
    }


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module, with the module's path."""
    for path, module in modules().items():
        for node in ast.walk(module):
            yield path, node


def test_no_module_is_too_long() -> None:
    lengths = {path: (SOURCE / path).read_text(encoding="utf-8").count("\n") for path in modules()}
    assert len(lengths) > 200
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{path}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_room_is_too_full() -> None:
    rooms = Counter(
        str(Path(path).parent) for path in modules() if not path.endswith("__init__.py")
    )
    assert {room: count for room, count in rooms.items() if count > FULLEST_ROOM} == {}


def test_each_class_name_is_used_once() -> None:
    names = Counter(node.name for _, node in nodes() if isinstance(node, ast.ClassDef))
    assert {name for name, count in names.items() if count > 1} <= USED_TWICE


def test_docstrings_are_in_plain_english() -> None:
    words, quaint = 0, Counter[str]()
    for path, node in nodes():
        if isinstance(node, DOCUMENTED):
            prose = EXAMPLE.sub("", ast.get_docstring(node) or "")
            words += len(prose.split())
            quaint[path] += len(QUAINT.findall(prose))
    share = quaint.total() / words * 10_000
    assert share <= MOST_QUAINT, f"{share:.1f} in 10,000 words: {quaint.most_common(10)}"
