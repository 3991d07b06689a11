"""The rules over the parse as rows: what code asks of a rule, instead of its name.

In: a rule's name, or the `rule` of a finding (which may name the tagger too). Out: its row of
`lexicon/attribution/rules.tsv`, as a `Rule`.

>>> rule_of("indirect/wh-clause").content
'question'
>>> rule_of("attribution-en 1.4 + signed/post").is_verbatim
True
>>> rule_of("attribution-en 1.4").family
'tagged'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from onrecord.lexicon.tables import rows
from onrecord.model import Act

# Between the names of the finders of one finding.
JOINED_BY = " + "
Place: TypeAlias = Literal["outermost", "nested"]

_STRENGTHS = ("strong", "usual", "weak")
# Contents that are a finite clause, and those that are less than a clause of their own.
_FINITE = frozenset({"clause", "question"})
_PHRASES = frozenset({"object", "phrase"})
_INFINITIVES = frozenset({"infinitive", "request"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: how words are reported (`family`), what the content is, and what may be done with a finding.

    `form` says how quotation marks are read: `quotes`, `mixed` or `direct`. `keeps` maps where a finding stays against
    the tagger to the acts it stays for (none: any). `by_strength` holds the measured confidence by the cue's strength.
    """

    name: str
    family: str
    content: str
    form: str
    keeps: Mapping[str, frozenset[str]]
    confidence: float
    by_strength: Mapping[str, float]

    @property
    def is_verbatim(self) -> bool:
        """Whether the content is word for word, without marks that say so."""
        return self.form == "direct"

    @property
    def is_quotation(self) -> bool:
        """Whether the content is what stands between quotation marks."""
        return self.content == "quotation"

    @property
    def is_clause(self) -> bool:
        """Whether the content is a finite clause behind its cue."""
        return self.content in _FINITE

    @property
    def is_phrase(self) -> bool:
        """Whether the content is an object or the object of a preposition."""
        return self.content in _PHRASES

    @property
    def is_infinitive(self) -> bool:
        """Whether the content is an infinitive."""
        return self.content in _INFINITIVES

    def keeps_as(self, place: Place, act: Act) -> bool:
        """Whether a finding of this act stays in this place though the tagger has none there."""
        acts = self.keeps.get(place)
        return acts is not None and (not acts or act in acts)

    def confidence_at(self, strength: str) -> float:
        """The measured confidence for a cue of this strength; where that was too rare to measure, the rule's."""
        return self.by_strength.get(strength, self.confidence)


# What the tagger found alone, as a row: it has its own confidence, and keeps nothing as a rule.
TAGGED = Rule("", "tagged", "", "quotes", {}, 0.0, {})


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by name."""
    return {row["name"]: _rule(row) for row in rows("attribution/rules")}


def _rule(row: Mapping[str, str]) -> Rule:
    """The rule of a row of the table."""
    keeps: dict[str, set[str]] = {}
    for cell in row["keeps"].split():
        kept, _, act = cell.partition(":")
        keeps.setdefault(kept, set()).update({act} - {""})
    return Rule(
        row["name"],
        row["family"],
        row["content"],
        row["form"],
        {kept: frozenset(acts) for kept, acts in keeps.items()},
        float(row["confidence"]),
        {strength: float(row[strength]) for strength in _STRENGTHS if row[strength]},
    )


def rule_of(found_by: str) -> Rule:
    """The rule named in a finding's `rule`; `TAGGED` where the tagger alone found it."""
    return rules().get(found_by.rsplit(JOINED_BY, 1)[-1], TAGGED)


def finders_of(found_by: str) -> tuple[str, ...]:
    """The names in a finding's `rule`.

    >>> finders_of("attribution-en 1.4 + signed/post")
    ('attribution-en 1.4', 'signed/post')
    """
    return tuple(found_by.split(JOINED_BY))


def is_tagged(found_by: str) -> bool:
    """Whether the tagger is among those that made a finding.

    >>> is_tagged("attribution-en 1.4 + signed/post"), is_tagged("signed/post")
    (True, False)
    """
    return finders_of(found_by)[0] not in rules()
