"""Whether an attribution was said or is only thought: speech acts told from attitudes.

In: attributions as found. Out: the same, each with its `manner`. Why: "Tasel believes the bridge is
closed" is the report's word for what goes on in her; nobody heard it, so listings leave it out unless
asked. What stands in quotation marks was said, whatever the cue, and so was what has no cue (speech
carried on, a transcript); else the cue's lemma decides: by `lexicon/attribution/attitudes.tsv`, the reporting cues and
`lexicon/attribution/speech_words.tsv`. A lemma that no table knows ("backed", "seemed", "focused on") tells of no words.

>>> manner_of("deny", "deny", "indirect"), manner_of("believe", "believe", "indirect")
('speech', 'attitude')
>>> manner_of("hope", "believe", "mixed"), manner_of(None, "state", "indirect")
('speech', 'speech')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Act, Attribution, Form, Manner

# Acts that are no act of speech unless a table says their cue is: "predict" believes, but aloud.
_INWARD: frozenset[Act] = frozenset({"believe", "doubt", "intend"})


def with_manner(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """The attributions in their order, each marked as speech or attitude."""
    return tuple(
        replace(
            found, manner=manner_of(found.cue_lemma if found.cue else None, found.act, found.form)
        )
        for found in attributions
    )


def manner_of(cue_lemma: str | None, act: Act, form: Form) -> Manner:
    """Speech or attitude, by the cue's lemma, what it does, and whether the content is quoted."""
    if cue_lemma is None or form != "indirect" or not any(map(str.isalpha, cue_lemma)):
        return "speech"
    if is_attitude(cue_lemma):
        return "attitude"
    if cue_lemma in _reporting():
        return "speech"
    return "speech" if cue_lemma in _spoken() and act not in _INWARD else "attitude"


def is_attitude(lemma: str) -> bool:
    """Whether a cue of this lemma tells what somebody thinks, feels or wants."""
    return lemma in _attitudes()


@cache
def _attitudes() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/attitudes"))


@cache
def _spoken() -> frozenset[str]:
    return frozenset(row["lemma"] for row in rows("attribution/speech_words"))


@cache
def _reporting() -> frozenset[str]:
    return frozenset(
        row["lemma"]
        for table in ("attribution/cues", "attribution/nominal_cues")
        for row in rows(table)
    )
