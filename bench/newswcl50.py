"""NewsWCL50 (CC BY-SA; development only): five stories from five outlets each, with the identity of actors.

In: its CoNLL file. Out: `Document`s with their gold mentions, and their readings: as read, or with the gold chains of each
report given. Chains of persons, states and groups are used; bags of "others" are left out.

>>> _holds(Span(0, 9), [Span(4, 6)])
True
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from onrecord.model import (
    Dated,
    Entity,
    EntityKind,
    Mention,
    Office,
    Parsed,
    Passage,
    Reading,
    Report,
    Span,
)
from onrecord.reading.attribution import find_attributions
from onrecord.reading.entities import find_entities
from onrecord.reading.parse.language import parse

# The name of a chain has its story and kind; each chain of these kinds is one entity.
_CHAIN = re.compile(r"(\d+)_.*_(ACTOR|COUNTRY|GROUP)")
_PART = re.compile(r"(\()?([^|()]+)(\))?")
_NO_SPACE_BEFORE = re.compile(r"[.,;:!?)\]%-]|['’](?:s|re|ve|ll|d|m|t)?|n['’]t|''", re.IGNORECASE)
# The corpus has line ends as tokens.
BREAK = "\\n"
_NO_SPACE_AFTER = ("-", "(", "[", "$", "“")
CAPTURED = datetime(2018, 5, 1, tzinfo=UTC)
# The corpus has no dates; the reports of a story are from the days of one event, and stories are not mixed.
SAME_DAY = Dated("2018-05-01", "2018-05-01", "2018-05-01", "day", "one event")
# Places: (document, first token, last token).
Place: TypeAlias = "tuple[str, int, int]"


@dataclass
class Document:
    """One report of a story: its text, the offsets of its tokens, the gold mentions by chain."""

    name: str
    text: str = ""
    tokens: list[Span] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    mentions: dict[Place, str] = field(default_factory=dict)

    def span(self, place: Place) -> Span:
        """The span of a mention in the text."""
        return Span(self.tokens[place[1]].start, self.tokens[place[2]].end)


def documents(path: Path) -> list[Document]:
    """The reports of a CoNLL file."""
    found: list[Document] = []
    begun: dict[str, list[int]] = defaultdict(list)
    sentence = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#begin"):
            found.append(Document(line.split("/")[-1].split(";")[0]))
            begun.clear()
            sentence = ""
        cells = line.split("\t")
        if len(cells) < 5:
            continue
        document = found[-1]
        if cells[1] != sentence or cells[3] == BREAK:
            sentence = cells[1]
            document.text += "\n" if document.text else ""
            document.sentences.append(Span(len(document.text), len(document.text)))
        elif not (_NO_SPACE_BEFORE.fullmatch(cells[3]) or document.text.endswith(_NO_SPACE_AFTER)):
            document.text += " "
        _add(document, cells[3], cells[4].strip(), begun)
    return found


def _add(document: Document, word: str, marks: str, begun: dict[str, list[int]]) -> None:
    start = len(document.text)
    document.text += "" if word == BREAK else word
    document.tokens.append(Span(start, len(document.text)))
    document.sentences[-1] = Span(document.sentences[-1].start, len(document.text))
    here = len(document.tokens) - 1
    for opened, chain, closed in _PART.findall(marks if marks != "-" else ""):
        if opened:
            begun[chain].append(here)
        if closed and begun[chain]:
            first = begun[chain].pop()
            if _CHAIN.fullmatch(chain):
                document.mentions[document.name, first, here] = chain


def read(document: Document, pipeline: Any) -> tuple[Reading, dict[Place, str], dict[Place, Span]]:
    """The reading of a report, the head word of each mention, and the offset of the head."""
    passages = tuple(Passage("body", span) for span in document.sentences if span.start < span.end)
    parsed = parse(pipeline, document.text, passages)
    attributions = find_attributions(parsed)
    key = blake2b(document.name.encode(), digest_size=16).hexdigest()
    report = Report(key, document.name, document.text, passages, CAPTURED, published=SAME_DAY)
    found = Reading(report, "bench", (), find_entities(key, parsed, attributions))
    heads = {place: _head(parsed, document, place) for place in document.mentions}
    words = {
        place: document.text[span.start : span.end].casefold() for place, span in heads.items()
    }
    return found, words, heads


def _head(parsed: Parsed, document: Document, place: Place) -> Span:
    """The first word of a mention that depends on no other word of it."""
    whole = document.span(place)
    inside = [t for t in parsed.tokens if t.start >= whole.start and t.end <= whole.end]
    within = {token.i for token in inside}
    tops = [t for t in inside if t.pos != "PUNCT" and (t.head not in within or t.head == t.i)]
    top = (tops or inside)[0] if inside else None
    return Span(top.start, top.end) if top else whole


def joined(found: Reading, document: Document, heads: Mapping[Place, Span]) -> Reading:
    """The reading with each gold chain as one entity, named by its own mentions.

    Names and offices are those that the reading finds inside the chain's mentions, in any entity. A chain without a name is
    left out; entities in no chain stay as read.
    """
    made = []
    for chain in sorted(set(document.mentions.values())):
        its = {place: heads[place] for place, of in document.mentions.items() if of == chain}
        seen = _names_seen(found, document, its)
        if not seen:
            continue
        kind, name = _called(seen)
        key = blake2b(f"{document.name} {chain}".encode(), digest_size=16).hexdigest()
        names = tuple(sorted(each for of, each in seen if of == kind))
        mentions = tuple(Mention(span, "name", 1.0) for span in its.values())
        made.append(Entity(key, kind, name, names, mentions, _offices_in(found, document, its)))
    taken = list(heads.values())
    free = [
        each for each in found.entities if not any(_holds(m.span, taken) for m in each.mentions)
    ]
    return replace(found, entities=(*made, *free))


def _names_seen(
    found: Reading, document: Document, places: Mapping[Place, Span]
) -> Counter[tuple[EntityKind, str]]:
    """The names, with their kind, that the reading has at the heads of a chain's mentions."""
    seen: Counter[tuple[EntityKind, str]] = Counter()
    for place, head in places.items():
        whole = document.span(place)
        for entity in found.entities:
            for mention in entity.mentions:
                words = Span(max(whole.start, mention.span.start), min(whole.end, mention.span.end))
                if _holds(words, [head]):
                    text = document.text[words.start : words.end]
                    written = [name for name in entity.names if name in text]
                    seen.update([(entity.kind, max(written, key=len))] if written else [])
    return seen


def _called(seen: Counter[tuple[EntityKind, str]]) -> tuple[EntityKind, str]:
    """The most frequent kind, and the name: the fullest for a person, the most frequent for others."""
    kinds = Counter[EntityKind]()
    for (kind, _), times in seen.items():
        kinds[kind] += times
    kind = min(kinds, key=lambda each: (-kinds[each], each))
    fullest = kind == "person"
    best = min(
        (name for of, name in seen if of == kind),
        key=lambda name: (-len(name.split()) if fullest else 0, -seen[kind, name], name),
    )
    return kind, best


def _offices_in(found: Reading, document: Document, places: Iterable[Place]) -> tuple[Office, ...]:
    """The offices whose words are in one of the mentions."""
    spans = [document.span(place) for place in places]
    held = (office for entity in found.entities for office in entity.offices)
    within = [
        office
        for office in held
        if office.words and any(_holds(span, [office.words]) for span in spans)
    ]
    return tuple(dict.fromkeys(within))


def _holds(outer: Span, inner: Iterable[Span]) -> bool:
    """True if one of the spans is inside the other."""
    return any(outer.start <= each.start and each.end <= outer.end for each in inner)
