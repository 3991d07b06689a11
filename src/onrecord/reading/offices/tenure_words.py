"""The words that tell when an office is held (lexicon tenures.tsv), and times as tokens find them.

In: a report's parse and times. Out: what kind of word one is; a time by the token it begins with; the stretch
of time that prepositions tell: `since 2021`, `from 2010 to 2014`, `until May`.

>>> kind_of("Former"), kind_of("until"), kind_of("bridge")
('past', 'until', '')
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Dated, Time
from onrecord.reading.offices.tenure import between, since, until
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions import calendar

# Between a preposition and its time stand so many words at most: "since early 2021", "since about 2021".
_BETWEEN = 2


@cache
def _kinds() -> Mapping[str, str]:
    return {row["word"]: row["kind"] for row in rows("offices/tenures")}


def kind_of(word: str) -> str:
    """What a word tells of when an office is held, "" for nothing."""
    return _kinds().get(word.lower(), "")


def _is_told(time: Time) -> bool:
    """Whether a time can be an end of another: a date, and one date, not "recently" nor "2019 or 2020"."""
    edtf = time.dated.edtf
    told = edtf != calendar.OPEN and ".." not in edtf and not edtf.startswith("[")
    return told and time.type in {"DATE", "TIME"}


class Times:
    """A report's times by their tokens; lengths, repeated times and times left open are none of them."""

    def __init__(self, tree: Tree, times: Iterable[Time]) -> None:
        self.tree = tree
        self._by_first = {tree.at(t.span.start): t for t in times if _is_told(t)}
        self._places = list(self._by_first)
        self._hanging = self._by_head()

    def _by_head(self) -> dict[int, Time]:
        """The first time that hangs on each token, by a preposition or by itself."""
        tokens, found = self.tree.tokens, dict[int, Time]()
        for i, time in self._by_first.items():
            for token in tokens[i : self.tree.before(time.span.end)]:
                found.setdefault(token.head, time)
                if tokens[token.head].pos == "ADP":
                    found.setdefault(tokens[token.head].head, time)
        return found

    def first(self) -> Iterable[tuple[int, Time]]:
        """Each time with the token it begins with, in text order."""
        return self._by_first.items()

    def within(self, sentence: int) -> list[tuple[int, Time]]:
        """The times of one sentence, as `first` has them."""
        tokens = self.tree.parsed.sentences[sentence]
        start, end = (bisect_left(self._places, i) for i in tokens)
        return [(i, self._by_first[i]) for i in self._places[start:end]]

    def hanging_on(self, *goal: int) -> Time | None:
        """The first time that hangs on one of these tokens."""
        found = [self._hanging[i] for i in goal if i in self._hanging]
        return min(found, key=lambda time: time.span.start, default=None)

    def at(self, i: int) -> Time | None:
        """The time that begins at a token, or right behind a word or two that belong to it."""
        for j in range(i, i + _BETWEEN + 1):
            if j in self._by_first:
                return self._by_first[j]
            if j >= len(self.tree.tokens) or self.tree.tokens[j].pos not in {"DET", "ADV", "ADJ"}:
                return None
        return None

    def stretch(self, i: int) -> Dated | None:
        """What a preposition at token `i` and the times behind it tell."""
        kind = kind_of(self.tree.tokens[i].text)
        first = self.at(i + 1) if kind in {"from", "until", "between"} else None
        if first is None:
            return None
        if kind == "until":
            return until(first.dated)
        if "/" in first.value:  # "from 1999-2003"
            return first.dated
        link = self.tree.before(first.span.end)
        last = (
            self.at(link + 1) if link < len(self.tree.tokens) and self._links(link, kind) else None
        )
        if last is not None:
            return between(first.dated, last.dated)
        return since(first.dated) if kind == "from" else None

    def _links(self, i: int, kind: str) -> bool:
        """Whether a word leads from the first of two times to the second."""
        word = self.tree.tokens[i].text.lower()
        return word == "and" if kind == "between" else kind_of(word) in {"to", "until"}
