"""Text as it is compared: without case, diacritics or compatibility forms.

In: any text. Out: the text folded, and the words in it. Both sides of every comparison are folded
here, not in the database, so that names match alike whatever keeps the record.

>>> fold("Łucja KARSKÁ")
'lucja karska'
>>> words('"Karská" OR ??? grain*')
('karska', 'or', 'grain*')
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
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


def fold(text: str) -> str:
    """`text` without case and diacritics, letter by letter (linear, however marks are heaped up)."""
    return text.translate(_FOLDS)


def words(text: str) -> tuple[str, ...]:
    """The words a user typed, folded, safe to put in a full-text query.

    A word with marks inside stays together (`al-Karsk` gives `al karsk`, to be found in that order);
    a star at its end stays, for "any word that begins so"; marks alone drop out.
    """
    found = []
    for typed in text.split():
        parts = _WORD.findall(fold(typed))
        if parts:
            found.append(" ".join(parts) + ("*" if typed.endswith("*") else ""))
    return tuple(found)
