"""A report's times by token, and the periods that prepositions make of them.

In: a report's parse and times. Out: the time that begins at a token or depends on it, and the period of `since 2021`,
`from 2010 to 2014`, `until May`.

>>> from onrecord.model import Parsed
>>> TimesByToken(Tree(Parsed("", (), (), (), (), (), ())), ()).depending_on(0)
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from onrecord.lexicon.role_words import tenure_kind
from onrecord.model import Dated, Time
from onrecord.reading.offices.tenure import between, since, until
from onrecord.reading.parse.tree import Tree
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE

# How many words may stand between a preposition and its time: "since early 2021", "since about 2021".
_MAX_BETWEEN = 2


def _is_one_date(time: Time) -> bool:
    """True if a time is one date, not "recently" nor "2019 or 2020"."""
    edtf = time.dated.edtf
    one = edtf != UNKNOWN_DATE and ".." not in edtf and not edtf.startswith("[")
    return one and time.type in {"DATE", "TIME"}


class TimesByToken:
    """A report's dates by token; durations, repeated times and open times are left out."""

    def __init__(self, tree: Tree, times: Iterable[Time]) -> None:
        self.tree = tree
        self._by_first = {tree.at(t.span.start): t for t in times if _is_one_date(t)}
        self._places = list(self._by_first)
        self._by_governor = self._by_head()

    def _by_head(self) -> dict[int, Time]:
        """The first time that depends on each token, directly or through a preposition."""
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

    def depending_on(self, *goal: int) -> Time | None:
        """The first time that depends on one of these tokens."""
        found = [self._by_governor[i] for i in goal if i in self._by_governor]
        return min(found, key=lambda time: time.span.start, default=None)

    def at(self, i: int) -> Time | None:
        """The time that begins at a token, or after a modifier or two."""
        for j in range(i, i + _MAX_BETWEEN + 1):
            if j in self._by_first:
                return self._by_first[j]
            if j >= len(self.tree.tokens) or self.tree.tokens[j].pos not in {"DET", "ADV", "ADJ"}:
                return None
        return None

    def period_at(self, i: int) -> Dated | None:
        """The period by the preposition at token `i` and the times after it; None for no such preposition."""
        kind = tenure_kind(self.tree.tokens[i].text)
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
        """True if a word joins the first of two times to the second."""
        word = self.tree.tokens[i].text.lower()
        return word == "and" if kind == "between" else tenure_kind(word) in {"to", "until"}
