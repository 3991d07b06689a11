"""Abbreviations of bodies: "the Ministry of Defence (MoD)", then "the MoD".

In: the material of gathering, with the kinds of its names. Out: for each place where a body is named by its
letters, the body's full name, folded. The report tells which they are, in brackets behind the name or before
it; else three letters or more that are the initials of one body alone.

>>> letters_of("N.D.U."), letters_of("MoD"), letters_of("Karsk")
('ndu', 'mod', '')
>>> fit("mod", "ministry of defence"), fit("nda", "ministry of defence")
(True, False)
"""

from __future__ import annotations

from collections import defaultdict

from onrecord.lexicon.spelling import fold_word
from onrecord.reading.entities.detect.detected import NameSeen
from onrecord.reading.entities.resolve.name_index import Material

# So many letters at least are a body's, where no brackets tell so.
LETTERS = 3
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "to", "&"})


def abbreviated(m: Material) -> dict[int, str]:
    """The bodies named by their letters, by the first token of each such name."""
    bodies = [n for n in m.names if m.kinds.get(_text(n)) == "organisation" and len(n.parts) > 1]
    short = [n for n in m.names if len(n.parts) == 1 and letters_of(n.parts[0])]
    if not bodies or not short:
        return {}
    told = _told(m, bodies, short)
    by_letters: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        for letters in _initials(_text(body)):
            by_letters[letters].add(_text(body))
    found: dict[int, str] = {}
    for name in short:
        letters = letters_of(name.parts[0])
        alike = by_letters[letters] if len(letters) >= LETTERS else set()
        whole = told.get(letters) or (next(iter(alike)) if len(alike) == 1 else "")
        if whole:
            found[name.first] = whole
    return found


def letters_of(word: str) -> str:
    """The letters of an abbreviation, in lower case; "" for another word."""
    letters = word.replace(".", "")
    capitals = sum(letter.isupper() for letter in letters)
    return letters.lower() if letters.isalpha() and capitals > len(letters) / 2 > 0.5 else ""


def fit(letters: str, name: str) -> bool:
    """Whether letters are the initials of a folded name, small words counted or not."""
    return letters in _initials(name)


def _initials(name: str) -> tuple[str, str]:
    words = name.split()
    told = [word for word in words if word not in _SMALL]
    return "".join(w[0] for w in told), "".join(w[0] for w in words)


def _text(name: NameSeen) -> str:
    return fold_word(" ".join(name.parts))


def _told(m: Material, bodies: list[NameSeen], short: list[NameSeen]) -> dict[str, str]:
    """Letters that stand in brackets behind a body's name, or before it in brackets."""
    ends = {body.last: _text(body) for body in bodies}
    begins = {body.first: _text(body) for body in bodies}
    tokens = m.parsed.tokens
    found: dict[str, str] = {}
    for name in short:
        letters = letters_of(name.parts[0])
        opened = name.first > 1 and tokens[name.first - 1].text == "("
        opens = name.last < len(tokens) and tokens[name.last].text == "("
        body = ends.get(name.first - 1) if opened else begins.get(name.last + 1) if opens else None
        if body is not None and body[0] == letters[0]:
            found.setdefault(letters, body)
    return found
