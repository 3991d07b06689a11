"""Link full names to persons: one person for all spellings of a name, but a father and son apart.

In: the detected names. Out: persons with a link for each full name. In headlines a full name is linked only if the text
below has it too.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.entities.detect.mentions import detect_mentions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven met Joren Pell. Later Pétra Louven left."
>>> found = detect_mentions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [(who.name, len(who.mentions)) for who in link_full_names(found, Resolution()).people]
[('Petra Louven', 2), ('Joren Pell', 1)]
"""

from __future__ import annotations

from collections import defaultdict

from onrecord.lexicon.given_names import nicknames
from onrecord.lexicon.names import sound_key, suffix_of
from onrecord.reading.entities.detect.detected import NameSeen
from onrecord.reading.entities.detect.mentions import DetectedMentions
from onrecord.reading.entities.linker import Linker, Resolution
from onrecord.reading.entities.resolve.name_links import is_surname_alone, link_person

RULE = "full name"


def link_full_names(found: DetectedMentions, resolution: Resolution) -> Resolution:
    """Persons named in full, with a link for each full name."""
    linker = Linker(resolution)
    index = _FullNameIndex(found, linker)
    for name in sorted(found.names, key=lambda n: (n.headline, len(n.parts))):
        full = len(name.parts) > 1 and not is_surname_alone(name)
        person = index.person_of(name) if full and found.kind_of(name) == "person" else None
        if person is not None:
            linker.link(link_person(found, person, name, "name", confidence=0.95, rule=RULE))
    return linker.resolution()


class _FullNameIndex:
    """The persons by the sound of given name and surname, and by suffix ("Jr.")."""

    def __init__(self, found: DetectedMentions, linker: Linker) -> None:
        self._found, self._linker = found, linker
        self._by_key: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        self._by_surname: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
        self._suffixes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name in found.names:
            self._suffixes[sound_key(name.parts)].add(suffix_of(name.parts))

    def person_of(self, name: NameSeen) -> int | None:
        """The person with a name, created if new; None if it may be father or son, or stands in a headline alone."""
        key, suffix = sound_key(name.parts), suffix_of(name.parts)
        if not suffix and sound_key(name.parts[-2:]) in self._by_key:
            key = sound_key(name.parts[-2:])
        several = len(self._suffixes[key] - {""}) > 1
        known = self._by_key[key]
        if (name.headline and not known) or (several and not suffix):
            return None
        if not several and known:
            return next(iter(known.values()))
        called = None if known or suffix else self._by_nickname(key, name)
        if called is not None:
            known[""] = called
            return called
        self._by_surname[key[1]][key[0]] = known
        if suffix not in known:
            known[suffix] = self._linker.create("person")
        return known[suffix]

    def _by_nickname(self, key: tuple[str, str], name: NameSeen) -> int | None:
        """The person with the same surname and another form of the given name: `William Pell`, then `Bill Pell`.

        Relatives and persons named in the same sentence are others.
        """
        first, last = key
        role = self._found.titles.get(name.first)
        if role is not None and role.kind == "kin":
            return None
        tokens = self._found.parsed.tokens
        alike = [
            self._linker[person]
            for given, persons in self._by_surname[last].items()
            if frozenset({first, given}) in nicknames()
            for person in persons.values()
        ]
        if len(alike) != 1 or tokens[name.first].sentence in {
            tokens[mention.first].sentence for mention in alike[0].mentions
        }:
            return None
        return alike[0].number
