"""When an office is held, as EDTF: from a time, until a time, between two, or relative to the report's day.

In: times as `find_times` gives them, or a tenure word and the report's date. Out: `Dated`. An end that the text does
not give stays open ("2021/..", "../2019"); an undecided year keeps its alternatives.

>>> from onrecord.model import Span
>>> year = Dated("2021", "2021-01-01", "2021-12-31", "year", "a year", Span(9, 13))
>>> since(year).edtf, until(year).edtf, since(year).latest
('2021/..', '../2021', None)
"""

from __future__ import annotations

from onrecord.model import Dated, Span
from onrecord.reading.times.expressions.edtf import UNKNOWN_DATE


def since(start: Dated) -> Dated:
    """From a time on, with an open end."""
    return Dated(
        f"{_first(start.edtf)}/..", start.earliest, None, start.precision,
        f"held since then; {start.why}", start.words,
        tuple(f"{_first(other)}/.." for other in start.alternatives),
    )  # fmt: skip


def until(end: Dated) -> Dated:
    """Up to a time, with an open start."""
    return Dated(
        f"../{_last(end.edtf)}", None, end.latest, end.precision, f"held until then; {end.why}",
        end.words, tuple(f"../{_last(other)}" for other in end.alternatives),
    )  # fmt: skip


def between(start: Dated, end: Dated) -> Dated:
    """From one time to another; only the end where the start lies after it."""
    if start.earliest and end.latest and start.earliest > end.latest:
        return until(end)
    words = Span(start.words.start, end.words.end) if start.words and end.words else end.words
    return Dated(
        f"{_first(start.edtf)}/{_last(end.edtf)}", start.earliest, end.latest, end.precision,
        f"held from one to the other; {start.why}; {end.why}", words,
    )  # fmt: skip


def no_more(published: Dated | None, words: Span, said: str) -> Dated:
    """At some time up to the report's day, and no longer on it."""
    if published is None:
        return Dated(UNKNOWN_DATE, None, None, "unknown", f"“{said}”: no longer held", words)
    day, others = _last(published.edtf), tuple(f"../{_last(d)}" for d in published.alternatives)
    why = f"“{said}”: no longer held on the report's day"
    return Dated(f"../{day}", None, published.latest, "unknown", why, words, others)


def not_yet(published: Dated | None, words: Span, said: str) -> Dated:
    """From some time after the report's day."""
    if published is None:
        return Dated(UNKNOWN_DATE, None, None, "unknown", f"“{said}”: not held yet", words)
    day, others = _first(published.edtf), tuple(f"{_first(d)}/.." for d in published.alternatives)
    why = f"“{said}”: not held yet on the report's day"
    return Dated(f"{day}/..", published.earliest, None, "unknown", why, words, others)


def right_now(published: Dated | None, words: Span, said: str) -> Dated | None:
    """On the report's day; None if that is unknown."""
    if published is None:
        return None
    why = f"“{said}”: held on the report's day"
    return Dated(
        published.edtf, published.earliest, published.latest, published.precision, why, words,
        published.alternatives,
    )  # fmt: skip


def _first(edtf: str) -> str:
    """The start of an interval, else the time itself."""
    return edtf.split("/", maxsplit=1)[0]


def _last(edtf: str) -> str:
    return edtf.rsplit("/", maxsplit=1)[-1]
