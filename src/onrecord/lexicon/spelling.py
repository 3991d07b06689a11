"""Text and names as they are compared: without case and diacritics, and names by their sound.

In: any text. Out: the text folded; a folded word by its sound, so that spellings of one name in Latin letters
come out the same (`transliteration.tsv`). Comparison only: what is shown is what the report wrote.

>>> fold("Łucja KARSKÁ"), sound("sergey") == sound("sergei")
('lucja karska', True)
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from onrecord.lexicon.tables import rows

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_LETTER_WITH = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


class _Folds(dict[int, str]):
    """Code point → its folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = "".join(
            part
            for part in unicodedata.normalize("NFKD", letter)
            if unicodedata.category(part) != "Mn"
        )
        stroked = _LETTER_WITH.match(unicodedata.name(letter, ""))
        if stroked and plain == letter:  # ø, ł, đ: letters Unicode does not take apart
            plain = stroked[1]
        if unicodedata.category(letter) in {"Cs", "Cc"}:
            plain = " "
        self[code] = folded = plain.casefold()
        return folded


_FOLDS = _Folds()


# American spellings in titles, as the British have them.
_SPELLINGS = {"defense": "defence", "labor": "labour", "center": "centre", "advisor": "adviser"}


def spelled(word: str) -> str:
    """A folded word in one spelling.

    >>> spelled("defense"), spelled("mayor")
    ('defence', 'mayor')
    """
    return _SPELLINGS.get(word, word)


def fold(text: str) -> str:
    """`text` without case and diacritics, letter by letter (linear, however marks are heaped up)."""
    return text.translate(_FOLDS)


def sound(word: str) -> str:
    """A folded word by its sound: spellings of one name in Latin letters come out the same."""
    return _DOUBLED.sub(r"\1", _spellings().sub(lambda found: _becomes()[found[0]], word))


@cache
def _becomes() -> dict[str, str]:
    return {row["pattern"]: row["becomes"] for row in rows("entities/transliteration")}


@cache
def _spellings() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_becomes(), key=lambda pattern: (-len(pattern), pattern))))


@cache
def nicknames() -> frozenset[frozenset[str]]:
    """Pairs of given names that may be one person's, by their sound: a form, or two forms of one name."""
    forms: dict[str, set[str]] = {}
    for row in rows("entities/nicknames"):
        base = sound(fold(row["name"]))
        forms.setdefault(base, {base}).add(sound(fold(row["form"])))
    return frozenset(
        frozenset({one, other})
        for group in forms.values()
        for one in group
        for other in group
        if one != other
    )
