"""Matchers of `reporting_words.tsv`: a cue with the row's act, or a word with the row's manner."""

from __future__ import annotations

from collections.abc import Mapping

from tests.lexicon.attribution_tables import is_cue

from onrecord.model import Form, Passage, Span
from onrecord.reading.attribution.manner import manner_of
from onrecord.reading.parse import language


def is_reporting_word(row: Mapping[str, str], text: str) -> bool:
    """True if the text holds the row's word as a cue of the rules or, for a row without an act, with its manner."""
    return is_cue(row, text) if row["act"] else has_manner(row, text)


def has_manner(row: Mapping[str, str], text: str) -> bool:
    """True if the pipeline gives a word this row's lemma, and statements by it get the row's manner."""
    parsed = language.parse(language.load(), text, (Passage("body", Span(0, len(text))),))
    form: Form = "direct" if "“" in text else "indirect"
    lemmas = {token.lemma.lower() for token in parsed.tokens}
    listed = "speech" if row["manner"] == "speech" else "attitude"
    return row["lemma"] in lemmas and manner_of(row["lemma"], form) == listed


MATCHERS = {"attribution/reporting_words": is_reporting_word}
