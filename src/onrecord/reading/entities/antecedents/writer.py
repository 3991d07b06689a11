"""Link "I" outside quotations to the one writer of a report in the first person.

In: persons linked, turns, attributions, the report's bylines. Out: links of "I" and "me". The writer is the person in the
byline; without one, the person the last paragraph introduces as writers are introduced ("Mira Tasel teaches in Lume.")
and no other paragraph mentions. A report that says "I" outside quotations only now and then is not in the first person (a
reporter's question, a letter), nor is one of two writers.

>>> _SAYS_I == {"I", "me", "my", "myself"}
True
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.lexicon.names import full_name_key
from onrecord.model import Attribution, Parsed
from onrecord.reading.entities.antecedents.bylines import one_name_of
from onrecord.reading.entities.antecedents.reported_words import reported_words
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.entity_draft import EntityDraft, EntityLink
from onrecord.reading.entities.linker import Linker, Resolution

RULE = "writer"
# A report in the first person says "I" at least so many times, in at least so many paragraphs.
_MIN_TIMES, _MIN_PARAGRAPHS = 3, 2
_SAYS_I = frozenset({"I", "me", "my", "myself"})


def link_writer(
    found: DetectedMentions,
    resolution: Resolution,
    attributions: Sequence[Attribution],
    bylines: Sequence[str],
) -> Resolution:
    """Links of every "I" and "me" outside quotations to the writer, if there is one."""
    parsed, linker = found.parsed, Linker(resolution)
    interview = bool(resolution.turns and bylines)  # which leaves its writer few words
    said = [token.i for token in parsed.tokens if token.text in _SAYS_I]
    if len(said) < _MIN_TIMES and not interview:
        return resolution
    reported = reported_words(parsed, resolution.turns, attributions)
    said = [i for i in said if i not in reported or not reported[i].quoted]
    starts = [paragraph.first for paragraph in parsed.paragraphs]
    paragraphs = {bisect_right(starts, i) for i in said}
    if (len(said) < _MIN_TIMES or len(paragraphs) < _MIN_PARAGRAPHS) and not interview:
        return resolution
    writer = _from_byline(linker, bylines) if bylines else _from_last_paragraph(parsed, linker)
    for i in said if writer is not None else ():
        if parsed.tokens[i].tag == "PRP" and writer is not None:
            linker.link(EntityLink(writer, i, i + 1, "pronoun", 0.85, RULE))
    return linker.resolution()


def _from_byline(linker: Linker, bylines: Sequence[str]) -> int | None:
    """The writer the bylines agree on: a person of the report, or one more."""
    name = one_name_of(bylines)
    if name is None:
        return None
    for person in linker.people():
        if full_name_key(person.name.split()) == full_name_key(name.split()):
            return person.number
    writer = linker.create("person")
    linker.link(EntityLink(writer, 0, 0, None, 0.85, RULE, name=name))
    return writer


def _from_last_paragraph(parsed: Parsed, linker: Linker) -> int | None:
    """The person whose full name opens the last paragraph as a subject in the present tense, mentioned nowhere else."""
    if not parsed.paragraphs:
        return None
    first, last = parsed.paragraphs[-1]
    writer = next((p for p in linker.people() if _only_opens(p, first, last)), None)
    if writer is None:
        return None
    name = next(m for m in writer.mentions if m.first == first and m.how == "name")
    token = parsed.tokens[name.last - 1]
    introduced = token.dep == "nsubj" and parsed.tokens[token.head].tag == "VBZ"
    return writer.number if introduced else None


def _only_opens(person: EntityDraft, first: int, last: int) -> bool:
    """True if a full name opens tokens `[first, last)`, and all mentions are in them."""
    opens = any(m.first == first and m.how == "name" for m in person.mentions)
    return opens and all(first <= mention.first < last for mention in person.mentions)
