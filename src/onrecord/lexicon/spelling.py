"""Forms of text for comparison: without case and diacritics, in one spelling, by sound.

In: any text. Out: the folded text; the sound of a folded word, which is the same for all spellings of a name
in Latin letters (`transliteration.tsv`). These forms are compared, never shown.

>>> fold("Łucja KARSKÁ"), sound("sergey") == sound("sergei")
('lucja karska', True)
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from onrecord.lexicon.tables import rows

_DOUBLED = re.compile(r"([^\W\d_])\1+")
_LETTER_WITH = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


class _Folds(dict[int, str]):
    """Code point → its folded form, computed at first use."""

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


# American spellings in titles → British ones.
_BRITISH = {"defense": "defence", "labor": "labour", "center": "centre", "advisor": "adviser"}


def british(word: str) -> str:
    """A folded title word in British spelling.

    >>> british("defense"), british("mayor")
    ('defence', 'mayor')
    """
    return _BRITISH.get(word, word)


def fold(text: str) -> str:
    """`text` without case and diacritics, letter by letter (linear for any number of combining marks)."""
    return text.translate(_FOLDS)


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """A word or name folded, with straight apostrophes and without the full stops of abbreviations.

    >>> fold_word("Sébastien"), fold_word("U.S."), fold_word("Gov.")
    ('sebastien', 'us', 'gov')
    """
    plain = fold(word.replace("’", "'"))
    return plain.rstrip(".") if plain.count(".") == 1 else plain.replace(".", "")


def sound(word: str) -> str:
    """The sound of a folded word: the same for all spellings of a name in Latin letters."""
    return _DOUBLED.sub(r"\1", _spellings().sub(lambda found: _becomes()[found[0]], word))


@cache
def _becomes() -> dict[str, str]:
    return {row["pattern"]: row["becomes"] for row in rows("entities/transliteration")}


@cache
def _spellings() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_becomes(), key=lambda pattern: (-len(pattern), pattern))))
