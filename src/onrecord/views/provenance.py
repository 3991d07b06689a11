"""A statement's `rule` as words: which of the learned tagger and the rules found it.

In: the string a finding bears, one finder or several joined by ` + `; a rule is named by family and
name (`indirect/that-clause`), the tagger by name and version. Out: the finders, or a phrase for people.

>>> in_words("attribution-en 1.0 + indirect/that-clause")
'by the learned tagger attribution-en 1.0 and by the rule indirect/that-clause'
>>> in_words("indirect/that-clause")
'by the rule indirect/that-clause alone'
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["tagger", "rule"]

_CALLED: dict[Kind, str] = {"tagger": "the learned tagger", "rule": "the rule"}
_BETWEEN = " + "


class Finder(NamedTuple):
    """What found a statement: the learned tagger or a rule, and its name."""

    kind: Kind
    name: str


def finders(rule: str) -> tuple[Finder, ...]:
    """What `rule` names, in its order."""
    names = (part.strip() for part in rule.split(_BETWEEN))
    return tuple(Finder("rule" if "/" in name else "tagger", name) for name in names if name)


def in_words(rule: str) -> str:
    """`by … and by …`, or `by … alone`, on one line; empty where no finder is named."""
    by = [f"by {_CALLED[finder.kind]} {finder.name}" for finder in finders(rule)]
    if len(by) < 2:
        return "".join(f"{each} alone" for each in by)
    return f"{', '.join(by[:-1])} and {by[-1]}"
