"""The gold of the example reports: `examples/gold/*.gold.txt`, read and set on the characters they mean.

In: a gold file and the text of the report it belongs to. Out: a `GoldReport` of spans. A line whose words
are not in the report, or could mean two places alike, fails loudly with the file and the line. The format
is told in `examples/README.md`.

Words that stand in several places mean the place that keeps source, cue and content closest together;
an ordinal (`Tasel [2]`) says otherwise.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.model import Span

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
REPORTS = EXAMPLES / "reports"
GOLD = EXAMPLES / "gold"
PASSAGES = frozenset({"headline", "dateline", "byline", "credit", "caption", "promo"})
DETAILS = frozenset({"to", "channel", "question", "said", "sourcing", "within"})
# The states of the examples' world: names that are no person's.
STATES = frozenset({"Valdria", "Ostmark", "Corvane"})
_ORDINAL = re.compile(r"^(.*) \[(\d+)\]$")
_ELLIPSIS = " … "


class GoldError(AssertionError):
    """A gold line that does not parse or does not fit its report."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a gold file as written: where it stands, its kind and what follows."""

    where: str
    kind: str
    rest: str


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One expected statement on the report's characters.

    `name` is whom the source words name; "?" where the report leaves that open, "-" where the words
    name nobody. Details left out of the line are None and are not judged. `act` and
    `sourcing` may hold two, `state/deny`: either is right.
    """

    number: int
    line: str
    source: Span | None
    name: str
    cue: Span | None
    content: tuple[Span, ...]
    form: str
    act: str
    to: Span | None = None
    to_name: str | None = None
    channel: Span | None = None
    question: Span | None = None
    said: str | None = None
    sourcing: str | None = None
    within: int | None = None

    @property
    def names_a_person(self) -> bool:
        """Whether a reader would name a person here."""
        return _is_person(self.name)


@dataclass(frozen=True, slots=True)
class GoldReport:
    """All that is expected of one report. `clutter` are words no body passage may hold."""

    published: str
    passages: tuple[tuple[str, Span], ...]
    clutter: tuple[str, ...]
    statements: tuple[GoldStatement, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A gold file, the file its report stands in, and which report of that file it is (from 0)."""

    name: str
    gold: Path
    report: Path
    index: int


def examples() -> tuple[Example, ...]:
    """Every gold file with its report, in name order."""
    return tuple(map(_example, sorted(GOLD.glob("*.gold.txt"))))


def _example(gold: Path) -> Example:
    name = gold.name.removesuffix(".gold.txt")
    stem, _, number = name.partition(".")
    reports = [
        file
        for file in sorted(REPORTS.glob(f"{stem}.*"))
        if file.stem == stem and file.suffix in {".txt", ".md", ".html", ".jsonl"}
    ]
    if len(reports) != 1:
        raise GoldError(f"{gold.name}: {len(reports)} reports of that name")
    return Example(name, gold, reports[0], int(number) - 1 if number else 0)


def lines(gold: Path) -> Iterator[Line]:
    """The lines of a gold file; blank ones and `#` comments drop out."""
    for number, text in enumerate(gold.read_text(encoding="utf-8").splitlines(), 1):
        if text.strip() and not text.startswith("#"):
            kind, _, rest = text.partition("  ")
            yield Line(f"{gold.name}:{number}", kind, rest.strip())


def statement_lines(gold: Path) -> tuple[str, ...]:
    """The statements of a gold file as written, without the report."""
    return tuple(line.rest for line in lines(gold) if line.kind == "statement")


def resolve(gold: Path, text: str) -> GoldReport:
    """The gold on the characters of `text`. Raises `GoldError` for a line that does not fit."""
    published: list[str] = []
    passages: list[tuple[str, Span]] = []
    clutter: list[str] = []
    statements: list[GoldStatement] = []
    for line in lines(gold):
        if line.kind == "published":
            published.append(line.rest)
        elif line.kind in PASSAGES:
            passages.append((line.kind, _only(line, text)))
        elif line.kind == "clutter":
            clutter.append(line.rest)
        elif line.kind == "statement":
            statements.append(_statement(line, text, len(statements) + 1))
        else:
            raise GoldError(f"{line.where}: no such kind of line: {line.kind!r}")
    if len(published) != 1:
        raise GoldError(f"{gold.name}: {len(published)} lines say when it was published")
    _check_within(gold, statements)
    return GoldReport(published[0], tuple(passages), tuple(clutter), tuple(statements))


def found(words: str, text: str) -> tuple[Span, ...]:
    """Every place of `words` in `text`; `first … last` runs to the nearest `last`.

    >>> found("the … dam", "On the day the old dam broke")
    (Span(start=3, end=22), Span(start=11, end=22))
    """
    ordinal = _ORDINAL.match(words)
    first, ellipsis, last = (ordinal[1] if ordinal else words).partition(_ELLIPSIS)
    places = _places(first, text)
    if ellipsis:
        ends = _places(last, text)
        places = [
            Span(place.start, end.end)
            for place in places
            for end in itertools.islice((e for e in ends if e.start >= place.end), 1)
        ]
    if ordinal:
        number = int(ordinal[2])
        places = places[number - 1 : number]
    return tuple(places)


def _places(words: str, text: str) -> list[Span]:
    """Where the words stand as whole words, blanks being all alike."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [Span(*match.span()) for match in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", text)]


def _only(line: Line, text: str) -> Span:
    places = found(line.rest, text)
    if len(places) != 1:
        raise GoldError(f"{line.where}: {len(places)} places for {line.rest!r}")
    return places[0]


def _statement(line: Line, text: str, number: int) -> GoldStatement:
    parts = line.rest.split(" | ")
    if len(parts) < 5 or " → " not in parts[0]:
        raise GoldError(
            f"{line.where}: not source → name | cue | content | form | act: {line.rest}"
        )
    words, name = parts[0].split(" → ")
    details = dict(part.split("=", 1) for part in parts[5:])
    if set(details) - DETAILS:
        raise GoldError(f"{line.where}: unknown details {sorted(set(details) - DETAILS)}")
    source, cue, content = _triple(line, text, words, parts[1], parts[2].split(" + "))
    to, to_name = _spoken_to(line, text, details, cue or content[0])
    return GoldStatement(
        number,
        line.rest,
        source,
        name,
        cue,
        content,
        parts[3],
        parts[4],
        to,
        to_name,
        _nearest(line, text, details.get("channel"), cue or content[0]),
        _nearest(line, text, details.get("question"), cue or content[0]),
        details.get("said"),
        details.get("sourcing"),
        int(details["within"]) if "within" in details else None,
    )


def _triple(
    line: Line, text: str, source: str, cue: str, contents: list[str]
) -> tuple[Span | None, Span | None, tuple[Span, ...]]:
    """The places of source, cue and content that stand closest together and do not overlap."""
    choices: list[tuple[Span | None, ...]] = [
        (None,) if words == "-" else found(words, text) for words in (source, cue, *contents)
    ]
    for words, places in zip((source, cue, *contents), choices, strict=True):
        if not places:
            raise GoldError(f"{line.where}: not in the report: {words!r}")
    ranked = sorted(
        (_spread(combination), index, combination)
        for index, combination in enumerate(itertools.product(*choices))
        if _apart(combination)
    )
    if not ranked:
        raise GoldError(f"{line.where}: source, cue and content overlap")
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        raise GoldError(f"{line.where}: two places fit alike; give an ordinal")
    best = ranked[0][2]
    return best[0], best[1], tuple(span for span in best[2:] if span is not None)


def _spread(combination: tuple[Span | None, ...]) -> int:
    """How far source stands from cue, cue from the nearest content, and contents from each other."""
    source, cue, *rest = combination
    contents = [span for span in rest if span is not None]
    anchor = min((_gap(cue, content) for content in contents), default=0) if cue else 0
    near = cue or contents[0]
    between = sum(_gap(a, b) for a, b in itertools.pairwise(contents))
    return anchor + between + (_gap(source, near) if source else 0)


def _apart(combination: tuple[Span | None, ...]) -> bool:
    spans = sorted(span for span in combination if span is not None)
    in_order = [span for span in combination[2:] if span is not None]
    return in_order == sorted(in_order) and all(
        a.end <= b.start for a, b in itertools.pairwise(spans)
    )


def _gap(a: Span, b: Span) -> int:
    return max(b.start - a.end, a.start - b.end, 0)


def _nearest(line: Line, text: str, words: str | None, anchor: Span) -> Span | None:
    if words is None:
        return None
    places = sorted((_gap(place, anchor), place) for place in found(words, text))
    if not places:
        raise GoldError(f"{line.where}: not in the report: {words!r}")
    return places[0][1]


def _spoken_to(
    line: Line, text: str, details: Mapping[str, str], anchor: Span
) -> tuple[Span | None, str | None]:
    if "to" not in details:
        return None, None
    words, _, name = details["to"].partition(" → ")
    if not name:
        raise GoldError(f"{line.where}: `to` wants words → name")
    return _nearest(line, text, words, anchor), name


def _check_within(gold: Path, statements: list[GoldStatement]) -> None:
    for statement in statements:
        if statement.within is None:
            continue
        if not 0 < statement.within <= len(statements):
            raise GoldError(f"{gold.name}: no statement {statement.within}: {statement.line}")
        outer = statements[statement.within - 1]
        holds = any(o.start <= c.start < o.end for o in outer.content for c in statement.content)
        if outer is statement or not holds:
            raise GoldError(f"{gold.name}: {statement.line!r} is not within {outer.line!r}")


def _is_person(name: str) -> bool:
    return name not in STATES and name not in {"?", "-"} and " of " not in name
