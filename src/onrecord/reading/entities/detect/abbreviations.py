"""Abbreviations of organisations: "the Ministry of Defence (MoD)", then "the MoD".

In: the parse, the names, the kind of each name. Out: for each name that is an abbreviation, the organisation's full
name, folded. Brackets behind or before the full name say which it is; without them, three letters or more mean the one
organisation whose initials they are.

>>> abbreviation_letters("N.D.U."), abbreviation_letters("MoD"), abbreviation_letters("Karsk")
('ndu', 'mod', '')
>>> fit_initials("mod", "ministry of defence"), fit_initials("nda", "ministry of defence")
(True, False)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from onrecord.lexicon.spelling import fold_word
from onrecord.model import EntityKind, Parsed
from onrecord.reading.entities.detect.detected import NameSeen

# The shortest abbreviation that is accepted without brackets.
_MIN_LETTERS = 3
_SMALL_WORDS = frozenset({"of", "for", "and", "the", "on", "in", "to", "&"})


def find_abbreviations(
    parsed: Parsed, names: Sequence[NameSeen], kinds: Mapping[str, EntityKind]
) -> dict[int, str]:
    """The full name of each abbreviated organisation, by the abbreviation's first token.

    `kinds` has the kind of each name under its folded text.
    """
    bodies = [n for n in names if len(n.parts) > 1 and kinds.get(_folded(n)) == "organisation"]
    short = [n for n in names if len(n.parts) == 1 and abbreviation_letters(n.parts[0])]
    if not bodies or not short:
        return {}
    in_brackets = _in_brackets(parsed, bodies, short)
    by_letters: dict[str, set[str]] = defaultdict(set)
    for body in bodies:
        for letters in _initials(_folded(body)):
            by_letters[letters].add(_folded(body))
    found: dict[int, str] = {}
    for name in short:
        letters = abbreviation_letters(name.parts[0])
        fitting = by_letters[letters] if len(letters) >= _MIN_LETTERS else set()
        whole = in_brackets.get(letters) or (next(iter(fitting)) if len(fitting) == 1 else "")
        if whole:
            found[name.first] = whole
    return found


def abbreviation_letters(word: str) -> str:
    """The letters of an abbreviation in lower case; "" for any other word."""
    letters = word.replace(".", "")
    capitals = sum(letter.isupper() for letter in letters)
    return letters.lower() if letters.isalpha() and capitals > len(letters) / 2 > 0.5 else ""


def fit_initials(letters: str, name: str) -> bool:
    """True if letters are the initials of a folded name, with or without its small words."""
    return letters in _initials(name)


def _initials(name: str) -> tuple[str, str]:
    words = name.split()
    long = [word for word in words if word not in _SMALL_WORDS]
    return "".join(w[0] for w in long), "".join(w[0] for w in words)


def _folded(name: NameSeen) -> str:
    return fold_word(" ".join(name.parts))


def _in_brackets(
    parsed: Parsed, bodies: Sequence[NameSeen], short: Sequence[NameSeen]
) -> dict[str, str]:
    """Letters in brackets behind an organisation's name, or before its name in brackets, with that name."""
    ends = {body.last: _folded(body) for body in bodies}
    begins = {body.first: _folded(body) for body in bodies}
    tokens = parsed.tokens
    found: dict[str, str] = {}
    for name in short:
        letters = abbreviation_letters(name.parts[0])
        body = None
        if name.first > 1 and tokens[name.first - 1].text == "(":
            body = ends.get(name.first - 1)
        elif name.last < len(tokens) and tokens[name.last].text == "(":
            body = begins.get(name.last + 1)
        if body is not None and body[0] == letters[0]:
            found.setdefault(letters, body)
    return found
