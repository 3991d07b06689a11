"""What detection gives to resolution: names and role phrases, before their entities are known.

`NameSeen` is a capitalised name with votes for its kind; `RoleSeen` is a noun phrase that means a person by an office
or a part played ("the Ostmark foreign minister", "a senior source").

>>> RoleSeen(first=0, head=1, last=2, words=("defence", "minister"), of=None, definite=True).title
'defence minister'
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import EntityKind

# Kinds of role words that are no office.
NO_OFFICE = frozenset({"human", "kin", "epithet"})
# Role words for the holder of the same office elsewhere.
COUNTERPARTS = frozenset({"counterpart", "equivalent"})


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A name: its tokens `[first, last)`, its words, and the votes for each kind of entity.

    `headline` is True for a name in a headline.
    """

    first: int
    last: int
    parts: tuple[str, ...]
    votes: tuple[tuple[EntityKind, int], ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role phrase: its tokens `[first, last)` with determiner or owner, and `head`, the token of the role word.

    `words` are the title's words, `of` the state or body it is held of, `party` the party among its words. `definite` is
    True for "the minister" and "Valdria's minister", `owned_by_pronoun` for "his spokesman", `past` for "the former
    mayor". `core` is the role word and `kind` its kind (role, honorific, human, epithet, kin), as `roles.tsv` has them.
    """

    first: int
    head: int
    last: int
    words: tuple[str, ...]
    of: str | None
    definite: bool
    core: str = ""
    kind: str = "role"
    sex: str = ""
    owned_by_pronoun: bool = False
    plural: bool = False
    party: str = ""
    past: bool = False

    @property
    def title(self) -> str:
        """The title in words."""
        return " ".join(self.words).replace(" -", "-")  # "president-elect"
