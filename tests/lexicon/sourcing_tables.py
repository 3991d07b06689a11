"""How the rows of the sourcing tables are matched: by how the sources of their examples are described."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from onrecord.model import Attribution, Passage, Span
from onrecord.reading.attribution.rule_finder import find_attributions
from onrecord.reading.parse.language import load, parse
from onrecord.reading.parse.tree import Tree
from onrecord.reading.sourcing import describe_sources
from onrecord.reading.sourcing.anonymity import find_withheld_names

Row = Mapping[str, str]


@cache
def tree_of(text: str) -> Tree:
    return Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))


@cache
def read(text: str) -> tuple[Attribution, ...]:
    parsed = tree_of(text).parsed
    return describe_sources(Tree(parsed), find_attributions(parsed), ())


def speaks_for(_row: Row, text: str) -> bool:
    """True if a source of the text speaks for a principal."""
    return any(each.behalf for each in read(text))


def opens_reason(row: Row, text: str) -> bool:
    """True if the row's words open the reason for which a name is withheld."""
    tree = tree_of(text)
    reasons = [tree.text(kept.reason) for kept in find_withheld_names(tree, ()) if kept.reason]
    return any(reason.lower().startswith(row["phrase"]) for reason in reasons)


MATCHERS: dict[str, Callable[[Row, str], bool]] = {
    "sourcing/issuing_verbs": speaks_for,
    "sourcing/proxies": speaks_for,
    "sourcing/reasons": opens_reason,
}
