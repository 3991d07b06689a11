"""What is seen of people in the text before it is known who is who: names and roles.

`NameSeen` is a capitalised name with the kind its surroundings suggest; `RoleSeen` is a noun phrase
that means a person by an office or a part played ("the Ostmark foreign minister", "a senior source").

>>> RoleSeen(first=0, head=1, last=2, words=("defence", "minister"), of=None, known=True).title
'defence minister'
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import EntityKind

# Kinds of role words that are no office.
NO_OFFICE = frozenset({"human", "kin", "epithet"})


@dataclass(frozen=True, slots=True)
class NameSeen:
    """Tokens `[first, last)` of a name; `votes` how strongly each kind is suggested."""

    first: int
    last: int
    parts: tuple[str, ...]
    votes: tuple[tuple[EntityKind, int], ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """Tokens `[first, last)` of a role phrase with its determiner or owner; `head` is the role word.

    `party` is the party among its words; `past` tells a role held no more ("the former mayor"). `known` tells a definite phrase ("the minister", "Valdria's minister"), `mine` one owned by a
    pronoun ("his spokesman"). `core` is the role word itself, as the lexicon has it. `kind` is that of roles.tsv: role, honorific or human.
    """

    first: int
    head: int
    last: int
    words: tuple[str, ...]
    of: str | None
    known: bool
    core: str = ""
    kind: str = "role"
    sex: str = ""
    mine: bool = False
    plural: bool = False
    party: str = ""
    past: bool = False

    @property
    def title(self) -> str:
        """The office in words."""
        return " ".join(self.words).replace(" -", "-")  # "president-elect"
