"""The folded words of a text that a user typed, for full-text queries.

In: any text. Out: its words without case, diacritics or compatibility forms. Both sides of every comparison are folded
in Python, not in the database, so that names match alike in any database.

>>> fold("Łucja KARSKÁ")
'lucja karska'
>>> words('"Karská" OR ??? grain*')
('karska', 'or', 'grain*')
"""

from __future__ import annotations

import re

from onrecord.lexicon.spelling import fold

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> tuple[str, ...]:
    """The words a user typed, folded, safe to put in a full-text query.

    A word with marks inside stays together (`al-Karsk` gives `al karsk`, found in that order); a star at its end stays,
    for any word that begins so; marks alone are dropped.
    """
    found = []
    for typed in text.split():
        parts = _WORD.findall(fold(typed))
        if parts:
            found.append(" ".join(parts) + ("*" if typed.endswith("*") else ""))
    return tuple(found)
