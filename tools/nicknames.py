"""Pairs of a given name and a short form, from the package `nicknames`, as the table `entities/nicknames.tsv`.

    pip install -r requirements/tools.txt
    python -m tools.nicknames > src/onrecord/lexicon/entities/nicknames.tsv

The package (Apache-2.0) collects forms for genealogists and joins names that in the news are two persons' names
("Aaron" and "Erin", "Benjamin" and "Jamie"). A pair is kept if

- the name is in `given_names.tsv`, so people in the news bear it, and is no particle of surnames ("Della");
- the form, by its sound, is not a given name there: nobody has it as a name of their own;
- the form sounds different and is the beginning of the name: three letters or more ("Gert" of "Gertrude"), or with a
  diminutive ending ("Gertie"), not "Trixie" of "Beatrice".

Forms that the rule drops and reports do use ("Bill", "Peggy") are in `nickname_additions.tsv`.

>>> pairs = [("cassandra", "cassie"), ("aaron", "erin"), ("benjamin", "jamie"), ("alan", "al"), ("wulfgar", "wulfie")]
>>> list(kept(pairs))
[('Cassandra', 'Cassie')]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from onrecord.lexicon.names import name_words
from onrecord.lexicon.spelling import fold, sound
from onrecord.lexicon.tables import rows

HEAD = (
    "# Given names and short forms under which one person may be named; a form may belong to several names. Made by\n"
    "# tools/nicknames.py from the package nicknames; forms it lacks are in nickname_additions.tsv."
)
COLUMNS = ("name", "form", "example", "not")
# The shortest name cut short; a diminutive is longer.
_MIN_CUT = 3
_DIMINUTIVE = re.compile("(?:ie|ey|y|i)$")
_DOUBLED_END = re.compile(r"(\w)\1$")
_SURNAMES = ("Tasel", "Orlen", "Kessin", "Varro", "Lindel", "Marsk")


def kept(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs (name, form) that the rule keeps, capitalised, in order, each once."""
    for name, form in sorted(set(pairs)):
        if _is_form_of(form, name):
            yield name.title(), form.title()


def _is_form_of(form: str, name: str) -> bool:
    if name not in _given_names() - name_words("particle"):
        return False
    if sound(form) in _sounds_of_given_names():
        return False
    stem = _DOUBLED_END.sub(r"\1", _DIMINUTIVE.sub("", form))
    cut = len(form) >= _MIN_CUT and name.startswith(form)
    diminutive = form != stem and len(form) > _MIN_CUT and name.startswith(stem)
    return (cut or diminutive) and sound(form) != sound(name)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in rows("entities/given_names"))


@cache
def _sounds_of_given_names() -> frozenset[str]:
    return frozenset(map(sound, _given_names()))


def main() -> None:
    """Print the table."""
    from nicknames import name_triplets

    pairs = ((each.name1, each.name2) for each in name_triplets())
    lines = [HEAD, "\t".join(COLUMNS)]
    for number, (name, form) in enumerate(kept(pairs)):
        surname = _SURNAMES[number % len(_SURNAMES)]
        alike, unlike = (f"{name} {surname} = {other} {surname}" for other in (form, "Wulfgar"))
        lines.append(f"{name}\t{form}\t{alike}\t{unlike}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
