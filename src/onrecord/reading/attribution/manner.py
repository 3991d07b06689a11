"""Mark each attribution as speech or attitude.

In: attributions as found, and the tree. Out: the same, each with its `manner`. "Tasel believes the bridge is closed" is
the report's description of a thought, so listings show it only on request. What stands in quotation
marks was said, whatever the cue, and so was what has no cue (speech carried on, a transcript). Else the cue's lemma
decides, by `lexicon/attribution/reporting_words.tsv`. A verb that is not in the table is speech where its content is a
that-clause ("texted that …"): a missed reporting verb is then listed, not hidden. Any other unknown lemma ("backed",
"voted for") is an attitude.

>>> manner_of("deny", "indirect"), manner_of("believe", "indirect")
('speech', 'attitude')
>>> manner_of("hope", "mixed"), manner_of(None, "indirect")
('speech', 'speech')
>>> manner_of("zorble", "indirect"), manner_of("zorble", "indirect", that_clause=True)
('attitude', 'speech')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.model import Attribution, Form, Manner, Verdict
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.rules.reporting_words import manner_of_word
from onrecord.reading.parse.tree import Tree
from onrecord.reading.trace import Trace


def with_manner(
    tree: Tree, attributions: Iterable[Attribution], trace: Trace | None = None
) -> tuple[Attribution, ...]:
    """The attributions in their order, each marked as speech or attitude; with a `trace`, the word that decides."""
    return tuple(_marked(tree, attributions, trace))


def _marked(
    tree: Tree, attributions: Iterable[Attribution], trace: Trace | None
) -> Iterator[Attribution]:
    """The attributions with their manner."""
    for found in attributions:
        lemma = found.cue_lemma if found.cue else None
        manner = manner_of(lemma, found.form, that_clause=_reports_that_clause(tree, found))
        if trace is not None and lemma is not None and found.form == "indirect":
            known = manner_of_word(lemma)
            table = f"is {known}" if known else "is not in reporting_words.tsv"
            verdict: Verdict = "kept" if manner == "speech" else "changed"
            note(trace, "manner", verdict, found, f"{manner}: “{lemma}” {table}")
        yield replace(found, manner=manner)


def manner_of(cue_lemma: str | None, form: Form, *, that_clause: bool = False) -> Manner:
    """Speech or attitude, by the cue's lemma, whether the content is quoted, and whether a verb governs a that-clause."""
    if cue_lemma is None or form != "indirect" or not any(map(str.isalpha, cue_lemma)):
        return "speech"
    known = manner_of_word(cue_lemma)
    if known is None:
        return "speech" if that_clause else "attitude"
    return "speech" if known == "speech" else "attitude"


def _reports_that_clause(tree: Tree, found: Attribution) -> bool:
    """True if the cue is a verb and the content begins with the conjunction "that"."""
    cue, content = tree.tokens_of(found.cue), tree.tokens_of(found.content[0])
    if cue is None or content is None:
        return False
    opening = tree.tokens[content.first]
    if opening.text.lower() != "that" or opening.dep != "mark":
        return False
    verbs = (token for token in tree.tokens[cue.first : cue.last] if token.pos == "VERB")
    return any(token.lemma.lower() == found.cue_lemma for token in verbs)
