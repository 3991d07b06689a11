"""Who is who across reports: the key under which an entity of one report joins those of others.

In: an `Entity` of one reading and its report's id. Out: 32 hex digits, the same for the same person,
organisation, place or group. A person joins across reports by a full name of two words or more, case,
diacritics and honorifics aside; never by surname alone. What has no such name stays its report's own.

>>> from onrecord.model import Entity
>>> here = Entity("a" * 32, "person", "Mira Tasel", ("Mira Tasel", "Tasel"), ())
>>> there = Entity("b" * 32, "person", "Míra Tasel", ("Míra Tasel",), ())
>>> entity_key(here, "1" * 32) == entity_key(there, "2" * 32)
True
>>> only = Entity("c" * 32, "person", "Tasel", ("Tasel",), ())
>>> entity_key(only, "1" * 32) == entity_key(only, "2" * 32)
False
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from onrecord.record.folding import fold

if TYPE_CHECKING:
    from onrecord.model import Entity

_WORDS = re.compile(r"[^\W_]+")
# Kinds whose one-word names ("Valdria", "Nato") mean the same thing in every report.
_ONE_WORD_IS_ENOUGH = frozenset({"place", "organisation"})


def entity_key(entity: Entity, report_id: str) -> str:
    """The entity's id in the record: by kind and full name, or by report where the name is not enough."""
    words = _folded(entity.name)
    enough = len(words) >= 2 or (bool(words) and entity.kind in _ONE_WORD_IS_ENOUGH)
    parts = (entity.kind, *words) if enough else (entity.kind, report_id, entity.id)
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _folded(name: str) -> tuple[str, ...]:
    """The words of a name without case or diacritics; initials and a leading article do not count."""
    words = _WORDS.findall(re.sub(r"[’']s\b", "", fold(name)))
    if words[:1] == ["the"]:
        words = words[1:]
    return tuple(word for word in words if len(word) > 1)
