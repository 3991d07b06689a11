"""How the rows of tenures.tsv are matched."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.opened import read_text


def dates_office(row: Mapping[str, str], text: str) -> bool:
    """True if an office of the text has a time; for loose words, if they are no part of the title."""
    reading = read_text(text, published="2024-05-03", finder="rules")
    offices = [office for entity in reading.entities for office in entity.offices]
    if row["kind"] == "loose":
        return bool(offices) and all(row["word"] not in office.title for office in offices)
    return any(office.held for office in offices)


MATCHERS = {"offices/tenures": dates_office}
