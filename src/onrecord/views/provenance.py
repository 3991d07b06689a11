"""Describe a statement's `rule`: whether the learned tagger, a rule or both found it.

In: the `rule` of a statement, one or more names joined by ` + `; a rule is named by family and name
(`indirect/that-clause`), the tagger by name and version. Out: the parts, or a phrase.

>>> describe_rule("attribution-en 1.0 + indirect/that-clause")
'by the learned tagger attribution-en 1.0 and by the rule indirect/that-clause'
>>> describe_rule("indirect/that-clause")
'by the rule indirect/that-clause alone'
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["tagger", "rule"]

_KIND_NAMES: dict[Kind, str] = {"tagger": "the learned tagger", "rule": "the rule"}
_SEPARATOR = " + "


class FoundBy(NamedTuple):
    """The tagger or rule that found a statement, by name."""

    kind: Kind
    name: str


def parse_rule(rule: str) -> tuple[FoundBy, ...]:
    """The parts of `rule`, in order."""
    names = (part.strip() for part in rule.split(_SEPARATOR))
    return tuple(FoundBy("rule" if "/" in name else "tagger", name) for name in names if name)


def describe_rule(rule: str) -> str:
    """The phrase `by … and by …` or `by … alone`; empty if `rule` is empty."""
    by = [f"by {_KIND_NAMES[finder.kind]} {finder.name}" for finder in parse_rule(rule)]
    if len(by) < 2:
        return "".join(f"{each} alone" for each in by)
    return f"{', '.join(by[:-1])} and {by[-1]}"
