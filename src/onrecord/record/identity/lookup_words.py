"""The words by which a name is looked up.

In: a name as a report or a user writes it. Out: its words without case and diacritics. Initials with full stops are one
word: "N.D.U." is found as "NDU".

>>> sorted(lookup_words("Łucja Orlé of the N.D.U."))
['lucja', 'ndu', 'of', 'orle', 'the']
"""

from __future__ import annotations

from onrecord.lexicon.names import join_initials
from onrecord.record.store.folding import words


def lookup_words(name: str) -> set[str]:
    """The folded words of a name."""
    return {part for word in words(join_initials(name)) for part in word.split()}
