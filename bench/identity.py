"""Who is who across reports, on NewsWCL50: five stories, each told by five outlets; B³ and CoNLL F1.

    python -m bench.identity [--show]

The gold mentions of actors are given (chains of persons, states and groups; bags of "others" left out,
each story by itself). A mention is ours by the reading's entity that covers its head, joined across the
outlets by the record as `onrecord read` would; a mention no entity covers goes by its head word, as all
do in the baseline (same head, same entity). CoNLL F1 is the mean of MUC, B³ and CEAF-e over all mentions
of a story; stories are added up. Without the data it says so and leaves with status 0.

>>> b_cubed([{1, 2}, {3}], [{1, 2, 3}])
(1.0, 0.5555555555555556)
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from bench.data import need
from onrecord.model import Entity, Mention, Parsed, Passage, Reading, Report, Span
from onrecord.reading.attribution import find_attributions
from onrecord.reading.language import load, parse
from onrecord.reading.people import find_entities
from onrecord.record.record import Record

Clusters: TypeAlias = "Sequence[set[Any]]"
# Story and kind of a chain stand in its name; these kinds are one entity each.
_CHAIN = re.compile(r"(\d+)_.*_(ACTOR|COUNTRY|GROUP)")
_PART = re.compile(r"(\()?([^|()]+)(\))?")
_NO_SPACE_BEFORE = re.compile(r"[.,;:!?)\]%-]|['’](?:s|re|ve|ll|d|m|t)?|n['’]t|''", re.IGNORECASE)
# The corpus writes a line's end as a token.
BREAK = "\\n"
_NO_SPACE_AFTER = ("-", "(", "[", "$", "“")
# Places: (document, first token, last token).
Place: TypeAlias = "tuple[str, int, int]"


@dataclass
class Document:
    """One report of a story: its text, where each token stands, the gold mentions by chain."""

    name: str
    text: str = ""
    tokens: list[Span] = field(default_factory=list)
    sentences: list[Span] = field(default_factory=list)
    mentions: dict[Place, str] = field(default_factory=dict)


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
    """The reading of a report, each mention's head word, and where the head stands."""
    passages = tuple(Passage("body", span) for span in document.sentences if span.start < span.end)
    parsed = parse(pipeline, document.text, passages)
    attributions = find_attributions(parsed)
    key = blake2b(document.name.encode(), digest_size=16).hexdigest()
    report = Report(key, document.name, document.text, passages, datetime(2018, 5, 1, tzinfo=UTC))
    found = Reading(report, "bench", (), find_entities(key, parsed, attributions))
    heads = {place: _head(parsed, document, place) for place in document.mentions}
    words = {
        place: document.text[span.start : span.end].casefold() for place, span in heads.items()
    }
    return found, words, heads


def _head(parsed: Parsed, document: Document, place: Place) -> Span:
    """The first word of a mention that hangs on no other word of it."""
    start, end = document.tokens[place[1]].start, document.tokens[place[2]].end
    inside = [token for token in parsed.tokens if token.start >= start and token.end <= end]
    within = {token.i for token in inside}
    tops = [t for t in inside if t.pos != "PUNCT" and (t.head not in within or t.head == t.i)]
    top = (tops or inside)[0] if inside else None
    return Span(top.start, top.end) if top else Span(start, end)


def joined(found: Reading, document: Document, heads: Mapping[Place, Span]) -> Reading:
    """The reading with the entities of each gold chain made one."""
    made = []
    for chain in sorted(set(document.mentions.values())):
        spans = [heads[place] for place, its in document.mentions.items() if its == chain]
        its = [each for each in found.entities if _covers(each, spans)]
        key = blake2b(f"{document.name} {chain}".encode(), digest_size=16).hexdigest()
        full = sorted(its, key=lambda each: (-_covers(each, spans), -len(each.name.split())))
        named = [each for each in full if each.kind == "person" and " " in each.name] or full
        name, kind = (named[0].name, named[0].kind) if named else (chain, "group")
        offices = tuple(office for each in its for office in each.offices)
        names = tuple(dict.fromkeys(name for each in its for name in each.names)) or (name,)
        mentions = tuple(Mention(span, "name", 1.0) for span in spans)
        made.append(Entity(key, kind, name, names, mentions, offices))
    return replace(found, entities=tuple(made))


def _covers(entity: Entity, spans: Sequence[Span]) -> int:
    """How many of the spans stand in the entity's mentions."""
    return sum(
        any(m.span.start <= s.start and s.end <= m.span.end for m in entity.mentions) for s in spans
    )


def linked(
    readings: Sequence[Reading], heads: Mapping[Place, Span], words: Mapping[Place, str]
) -> dict[Place, Hashable]:
    """For each mention the record's entity over all reports of a story, else its head word."""
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "x.db") as record:
        with record.batch():
            for reading in readings:
                record.add(reading)
        covering: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        called: dict[str, set[str]] = defaultdict(set)
        for entity in record.every_entity():
            for report, _, mention in entity.mentions:
                covering[report].append((mention.span.start, mention.span.end, entity.id))
            for name in entity.names:
                called[name.split()[-1].casefold()].add(entity.id)
    by_name = {reading.report.uri: reading.report.id for reading in readings}
    found: dict[Place, Hashable] = {}
    for place, span in heads.items():
        over = [
            (end - start, entity)
            for start, end, entity in covering[by_name[place[0]]]
            if start <= span.start and span.end <= end
        ]
        one = called[words[place]] if len(called[words[place]]) == 1 else {("head", words[place])}
        found[place] = min(over)[1] if over else next(iter(one))
    return found


def clusters(keys: Mapping[Any, Hashable]) -> list[set[Any]]:
    """The mentions that bear one key, together."""
    found: dict[Hashable, set[Any]] = defaultdict(set)
    for place, key in keys.items():
        found[key].add(place)
    return list(found.values())


def b_cubed(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of B³."""
    return _b_cubed(gold, ours), _b_cubed(ours, gold)


def _b_cubed(one: Clusters, other: Clusters) -> float:
    of = {place: cluster for cluster in other for place in cluster}
    shares = [len(cluster & of[place]) / len(cluster) for cluster in one for place in cluster]
    return sum(shares) / len(shares)


def muc(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of MUC: links kept."""
    return _muc(gold, ours), _muc(ours, gold)


def _muc(one: Clusters, other: Clusters) -> float:
    of = {place: number for number, cluster in enumerate(other) for place in cluster}
    kept = sum(len(cluster) - len({of[place] for place in cluster}) for cluster in one)
    return kept / max(1, sum(len(cluster) - 1 for cluster in one))


def ceaf_e(gold: Clusters, ours: Clusters) -> tuple[float, float]:
    """Recall and precision of CEAF-e: clusters matched one to one, as well as can be."""
    likeness = [[2 * len(one & other) / (len(one) + len(other)) for other in ours] for one in gold]
    best = _best_match(
        likeness if len(gold) <= len(ours) else [list(row) for row in zip(*likeness, strict=True)]
    )
    return best / len(gold), best / len(ours)


def _best_match(worth: Sequence[Sequence[float]]) -> float:
    """The most that rows matched to columns one to one are worth (Kuhn and Munkres; rows ≤ columns)."""
    rows, columns = len(worth), len(worth[0])
    up, across = [0.0] * (rows + 1), [0.0] * (columns + 1)
    match, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while match[column]:
            used[column] = True
            mine, step, following = match[column], float("inf"), 0
            for each in range(1, columns + 1):
                if used[each]:
                    continue
                cost = -worth[mine - 1][each - 1] - up[mine] - across[each]
                if cost < least[each]:
                    least[each], way[each] = cost, column
                if least[each] < step:
                    step, following = least[each], each
            for each in range(columns + 1):
                if used[each]:
                    up[match[each]] += step
                    across[each] -= step
                else:
                    least[each] -= step
            column = following
        while column:
            match[column], column = match[way[column]], way[column]
    return sum(worth[match[each] - 1][each - 1] for each in range(1, columns + 1) if match[each])


def f1(recall: float, precision: float) -> float:
    """Harmonic mean, in per cent."""
    return 200 * recall * precision / (recall + precision) if recall + precision else 0.0


def scores(gold: Clusters, ours: Clusters) -> tuple[float, float, float, float]:
    """MUC, B³ and CEAF-e F1, and their mean."""
    three = [f1(*measure(gold, ours)) for measure in (muc, b_cubed, ceaf_e)]
    return three[0], three[1], three[2], sum(three) / 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each system."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="list chains that came apart")
    show = parser.parse_args(arguments).show
    pipeline = load()
    stories: dict[str, list[Document]] = defaultdict(list)
    for document in documents(need("identity", "newswcl50", "newswcl50.conll")):
        stories[document.name.split("_")[0]].append(document)
    gold: dict[Place, str] = {}
    ours: dict[Place, Hashable] = {}
    baseline: dict[Place, Hashable] = {}
    given: dict[Place, Hashable] = {}
    given_heads: dict[Place, Hashable] = {}
    for story, reports in stories.items():
        read_ones = [read(document, pipeline) for document in reports]
        words = {place: word for _, its, _ in read_ones for place, word in its.items()}
        heads = {place: span for _, _, its in read_ones for place, span in its.items()}
        found = linked([reading for reading, _, _ in read_ones], heads, words)
        chains = [
            joined(reading, document, its)
            for document, (reading, _, its) in zip(reports, read_ones, strict=True)
        ]
        given |= {place: (story, key) for place, key in linked(chains, heads, words).items()}
        given_heads |= {
            place: (story, key) for place, key in _commonest_heads(reports, words).items()
        }
        gold |= {place: chain for each in reports for place, chain in each.mentions.items()}
        ours |= {place: (story, key) for place, key in found.items()}
        baseline |= {place: (story, word) for place, word in words.items()}
    for kinds in (("ACTOR",), ("ACTOR", "COUNTRY"), ("ACTOR", "COUNTRY", "GROUP")):
        _report(kinds, gold, {
            "onrecord": ours, "same head": baseline,
            "onrecord, given each report's own chains": given,
            "same head, given each report's own chains": given_heads,
        })  # fmt: skip
    if show:
        _show(gold, ours, {place: each.text[each.tokens[place[1]].start : each.tokens[place[2]].end]
                           for story in stories.values() for each in story for place in each.mentions})  # fmt: skip


def _commonest_heads(reports: Sequence[Document], words: Mapping[Place, str]) -> dict[Place, str]:
    """For each mention the head that its report's chain has most."""
    found: dict[Place, str] = {}
    for document in reports:
        for chain in set(document.mentions.values()):
            places = [place for place, its in document.mentions.items() if its == chain]
            counted = Counter(words[place] for place in places)
            found |= dict.fromkeys(places, min(counted, key=lambda word: (-counted[word], word)))
    return found


def _report(
    kinds: Sequence[str], gold: Mapping[Place, str], systems: Mapping[str, Mapping[Place, Hashable]]
) -> None:
    chosen = {place: chain for place, chain in gold.items() if chain.rsplit("_", 1)[1] in kinds}
    true = clusters(chosen)
    print(f"{' + '.join(kinds).lower()}: {len(chosen)} mentions, {len(true)} entities")
    print(f"  {'':42} {'MUC':>6} {'B³':>6} {'CEAFe':>6} {'CoNLL':>6}")
    for name, keys in systems.items():
        figures = scores(true, clusters({place: keys[place] for place in chosen}))
        print(f"  {name:42} " + " ".join(f"{figure:6.1f}" for figure in figures))


def _show(
    gold: Mapping[Place, str], ours: Mapping[Place, Hashable], texts: Mapping[Place, str]
) -> None:
    for chain in sorted(set(gold.values())):
        parts: dict[Hashable, list[str]] = defaultdict(list)
        for place in _of(gold, chain):
            parts[ours[place]].append(texts[place])
        print(chain)
        for key, its in sorted(parts.items(), key=lambda each: -len(each[1])):
            print(f"  {len(its):4} {str(key)[:40]:40} {', '.join(sorted(set(its)))[:110]}")


def _of(gold: Mapping[Place, str], chain: str) -> Iterable[Place]:
    return (place for place, its in gold.items() if its == chain)


if __name__ == "__main__":
    main()
