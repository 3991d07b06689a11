"""How the rows of the tables of manner are matched: by the manner that a word of the row's lemma, unquoted, gives."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.model import Form, Passage, Span
from onrecord.reading.attribution.manner import manner_of
from onrecord.reading.parse import language


def is_attitude(row: Mapping[str, str], text: str) -> bool:
    """Whether the pipeline gives a word this row's lemma, and it makes what is told an attitude."""
    parsed = language.parse(language.load(), text, (Passage("body", Span(0, len(text))),))
    form: Form = "direct" if "“" in text else "indirect"
    lemmas = {token.lemma for token in parsed.tokens}
    return row["lemma"] in lemmas and manner_of(row["lemma"], "state", form) == "attitude"


def is_speech(row: Mapping[str, str], text: str) -> bool:
    """Whether the pipeline gives a word this row's lemma, and it makes what is told speech."""
    parsed = language.parse(language.load(), text, (Passage("body", Span(0, len(text))),))
    lemmas = {token.lemma.lower() for token in parsed.tokens}
    return row["lemma"] in lemmas and manner_of(row["lemma"], "state", "indirect") == "speech"


MATCHERS = {"attribution/attitudes": is_attitude, "attribution/speech_words": is_speech}
