r"""The speakers of the sources of 124 PolNeAR articles: `gold/polnear-*speakers.tsv` in, `GoldSpeaker`s out.

    python -m bench.speakers_gold [--data ../shared/data] [--agreement]

The corpus marks the words of a source; these tables give the speaker. They contain offsets and names only, so they are
read together with the corpus, which is not part of the project.

**Which articles.** 44 of the 84 of dev and 30 of the 840 of train. All of a part, ordered by publisher,
length in code points and name; of these the articles at places `i * 84 // 44` (`i * 840 // 30`), so that each
publisher and length is represented (`choose`). Two sets of 25 more are the first by a digest of a salt and their names,
among the rest of train: with the salt *fresh*, then with the salt *counted*.

**Use.** `half` divides dev by a digest of the articles' names: rules are developed on one half, whose errors may be
inspected; the other is only counted (`held out`). All of train's sources were named before the program was run on them. The
30 articles are used for development. The fresh ones were added after the rules: the first run on them measures the rules on
unseen articles; their errors have been inspected since. Those of the counted ones never are.

**Method.** Each article was read whole with its Source spans numbered, and each span was named from the article alone,
without any resolver. There is one row for each Source span (its first fragment), from the corpus's first annotator in
file order.

**Readings.** Train's three tables were read once, so agreement there is unknown. Dev's was read twice, the
second time without access to the first (`gold/polnear-speakers-second.tsv`, as it was read). Of its 1,016 spans
1,009 have the same kind (kappa 0.987; 0.993 on the half developed on, 0.982 on the half held out); of 765 named in
both, 760 have the same name, letter case aside. The 16 rows that differed were settled by the conventions:
three were changed (one developed on, two held out), none of them a person in either reading, and say so in
the note; open cases keep the first reading. Each reader was a language model with these conventions, so readers may
share mistakes and their agreement means less than that of two persons; no person has checked the tables.

**Conventions.**
- `person`: the fullest form in the article ("Maria Silva" for a bare "Silva"; a surname alone if there is no more). A
  pronoun, office, headline or first person is named if the article says who it is, before or after; misspelt mentions have
  the right spelling. Every name occurs in the article.
- `organisation`, `place` (a state or city that acts), `document` (poll, study, book, film, treaty):
  the name without a leading article, except in titles and "The Hill"; a document may have none.
- `group`: several or a class of people ("voters", "Republicans", two named persons in one span, any
  campaign, a body the article does not name). Never a name; members may be listed in the note.
- `null`: one person the article does not name (anonymous, role only, a spokesman), a person it
  leaves open, or a span of the corpus that is not a speaker.
- A Source on which the corpus swapped source and cue is named for the speaker, with a note.

>>> row = "lume_2031-05-02_dam\t10\t12\tperson\tMaria Silva\tpronoun"
>>> read("article\tstart\tend\tkind\tname\tnote\n" + row + "\n")[0].name
'Maria Silva'
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from bench import corpus
from bench.data import need
from onrecord.model import Span

_HERE = Path(__file__).with_name("gold")
COLUMNS = ("article", "start", "end", "kind", "name", "note")
KINDS = ("person", "organisation", "place", "group", "document", "null")
# Kinds that always have a name, and kinds that never have one; a document may have one.
NAMED = frozenset({"person", "organisation", "place"})
NAMELESS = frozenset({"group", "null"})
Half: TypeAlias = Literal["developed on", "held out"]
# The note of a changed row: the kind in the first reading, and the name if it had one.
_FIRST = re.compile(r"first reading: (\w+) ?(.*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the corpus, the table of its speakers and the number of its articles in it.

    With a `salt` they are the first by digest of those that the parts before it (`after`) leave.
    """

    name: str
    table: Path
    articles: int
    salt: str = ""
    after: tuple[Part, ...] = ()


DEV = Part("dev", _HERE / "polnear-speakers.tsv", 44)
TRAIN = Part("train", _HERE / "polnear-train-speakers.tsv", 30)
FRESH = Part("train", _HERE / "polnear-fresh-speakers.tsv", 25, "fresh", (TRAIN,))
# Counted only: its errors are not listed anywhere.
COUNTED = Part("train", _HERE / "polnear-counted-speakers.tsv", 25, "counted", (TRAIN, FRESH))
PARTS = (DEV, TRAIN, FRESH, COUNTED)
# The second reading of dev's table.
SECOND = _HERE / "polnear-speakers-second.tsv"


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """The speaker of one Source span of the corpus; `name` is None if the article gives none."""

    article: str
    source: Span
    kind: str
    name: str | None
    note: str


def choose(articles: Iterable[corpus.Gold], part: Part = DEV) -> tuple[corpus.Gold, ...]:
    """The articles to annotate: spread over publishers and lengths, or by digest of those left over."""

    def place(gold: corpus.Gold) -> tuple[str, int, str]:
        return gold.name.split("_")[0], len(gold.text), gold.name

    ordered = sorted(articles, key=place)
    if part.salt:
        taken = {gold.name for other in part.after for gold in choose(ordered, other)}
        left = [gold for gold in ordered if gold.name not in taken]
        left.sort(key=lambda gold: _digest(f"{part.salt} {gold.name}"))
        return tuple(left[: part.articles])
    return tuple(ordered[n * len(ordered) // part.articles] for n in range(part.articles))


def _digest(words: str) -> bytes:
    return hashlib.blake2b(words.encode("utf-8"), digest_size=8).digest()


def sources(gold: corpus.Gold) -> frozenset[Span]:
    """The first fragment of every Source that the corpus marks in one article."""
    return frozenset(triple.source[0] for triple in gold.attributions if triple.source)


def half(article: str) -> Half:
    """The half of dev that an article belongs to, by its name.

    >>> [half(name) for name in ("brenna_dam", "lume_dam")]
    ['developed on', 'held out']
    """
    return "held out" if _digest(article)[0] % 2 else "developed on"


def read(text: str) -> tuple[GoldSpeaker, ...]:
    """The rows of a table; raises `ValueError` naming the first invalid row."""
    lines = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not lines or tuple(lines[0]) != COLUMNS:
        raise ValueError(f"the first row must be {', '.join(COLUMNS)}")
    return tuple(_speaker(number, cells) for number, cells in enumerate(lines[1:], start=2))


def _speaker(number: int, cells: Sequence[str]) -> GoldSpeaker:
    """One row, checked."""
    if len(cells) != len(COLUMNS):
        raise ValueError(f"row {number}: {len(cells)} columns, not {len(COLUMNS)}")
    article, start, end, kind, name, note = cells
    if kind not in KINDS:
        raise ValueError(f"row {number}: no kind {kind!r}")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise ValueError(f"row {number}: no span {start} to {end}")
    if (kind in NAMED and not name) or (kind in NAMELESS and name):
        raise ValueError(f"row {number}: {kind} with the name {name!r}")
    return GoldSpeaker(article, Span(int(start), int(end)), kind, name or None, note)


def load(folder: Path | None = None, part: Part = DEV) -> tuple[GoldSpeaker, ...]:
    """The table of a part, checked against the corpus in `folder`.

    Without `folder` and without the development data it prints a message and exits with status 0. Raises `ValueError` for a
    row that is on no gold Source span, because the corpus is then another version.
    """
    speakers = read(part.table.read_text(encoding="utf-8"))
    where = folder or need("attribution", "polnear", part.name)
    marked = {gold.name: sources(gold) for gold in corpus.load(where)}
    astray = [each for each in speakers if each.source not in marked.get(each.article, ())]
    if astray:
        first = astray[0]
        raise ValueError(
            f"{len(astray)} rows on no Source span, first {first.article} {first.source}"
        )
    return speakers


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two readings of the same spans: in the kind, and in the name if both have one."""

    spans: int
    kinds: int
    kappa: float
    named: int
    names: int

    def line(self, title: str) -> str:
        """One line of text."""
        kinds = f"kind {self.kinds}/{self.spans}, kappa {self.kappa:.3f}"
        return f"{title:<14}{kinds}, name {self.names}/{self.named}"


def as_first_read(speaker: GoldSpeaker) -> GoldSpeaker:
    """The row before the second reading changed it.

    >>> as_first_read(GoldSpeaker("lume_dam", Span(0, 5), "null", None, "first reading: group")).kind
    'group'
    """
    first = _FIRST.fullmatch(speaker.note)
    return replace(speaker, kind=first[1], name=first[2] or None) if first else speaker


def agreement(one: Iterable[GoldSpeaker], other: Iterable[GoldSpeaker]) -> Agreement:
    """The comparison of two readings; raises `ValueError` if they are not of the same spans."""
    first, second = ({(each.article, each.source): each for each in way} for way in (one, other))
    if first.keys() != second.keys() or not first:
        raise ValueError("the two readings are not of the same spans")
    pairs = [(row, second[place]) for place, row in first.items()]
    names = [(a.name.casefold(), b.name.casefold()) for a, b in pairs if a.name and b.name]
    kinds = sum(a.kind == b.kind for a, b in pairs)
    ours, theirs = (Counter(each.kind for each in way) for way in zip(*pairs, strict=True))
    chance = sum(ours[kind] * theirs[kind] for kind in KINDS) / len(pairs) ** 2
    kappa = (kinds / len(pairs) - chance) / (1 - chance) if chance < 1 else 1.0
    return Agreement(len(pairs), kinds, kappa, len(names), sum(a == b for a, b in names))


def print_agreement() -> None:
    """Print the agreement of the two readings of dev, for each half and the whole; needs no corpus."""
    first = [as_first_read(each) for each in read(DEV.table.read_text(encoding="utf-8"))]
    second = read(SECOND.read_text(encoding="utf-8"))
    for part in get_args(Half):
        ours, theirs = (
            [each for each in way if half(each.article) == part] for way in (first, second)
        )
        print(agreement(ours, theirs).line(part))
    print(agreement(first, second).line("both"))


def main() -> None:
    """Print the content of the tables, or the agreement of the two readings of dev."""
    parser = argparse.ArgumentParser(description="Counts of the named speakers.")
    parser.add_argument("--data", type=Path, help="the development data's folder")
    parser.add_argument("--agreement", action="store_true", help="compare dev's two readings")
    options = parser.parse_args()
    if options.agreement:
        print_agreement()
        return
    data: Path | None = options.data
    for part in PARTS:
        speakers = load(data and data / "attribution" / "polnear" / part.name, part)
        names = {each.article for each in speakers}
        title = f"{part.name}, {part.salt}" if part.salt else part.name
        print(f"{title}: {len(speakers)} sources in {len(names)} articles")
        kinds = Counter(each.kind for each in speakers)
        named = Counter(each.kind for each in speakers if each.name)
        for kind in KINDS:
            print(f"{kind:<14}{kinds[kind]:>5}   named {named[kind]:>4}")


if __name__ == "__main__":
    main()
