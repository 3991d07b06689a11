"""Matchers of the passage tables, and the tables that hold no language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from onrecord.lexicon.tables import rows
from onrecord.reading.text.passages import dateline_forms

NO_LANGUAGE = {
    "parse/pipelines": "names and hashes of files",
}


def is_line(row: Mapping[str, str], text: str) -> bool:
    """True if a text is a line of this row's form, matched as the row says."""
    form = re.compile(row["pattern"], re.IGNORECASE)
    way = {"whole": form.fullmatch, "start": form.match, "any": form.search, "tail": form.search}
    return way[row["match"]](text) is not None


def is_dateline(row: Mapping[str, str], text: str) -> bool:
    """True if a text opens with this row's dateline."""
    at = rows("text/datelines").index(row)
    return dateline_forms()[at][2].match(text) is not None


MATCHERS = {"text/lines": is_line, "text/datelines": is_dateline}
