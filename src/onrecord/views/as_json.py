"""Convert the record's objects to JSON: statements, reports, entities, times and problems.

In: frozen objects of the record. Out: dictionaries with the documented fields, and lines of JSON. Unknown is
`null`. `schema/` has the JSON Schema (draft 2020-12) of each.

>>> from onrecord.model import StoredProblem
>>> json_line(problem_json(StoredProblem("notes/a.txt", "the file is empty", "2024-03-05T10:00:00Z")))
'{"where": "notes/a.txt", "message": "the file is empty", "met": "2024-03-05T10:00:00Z"}'
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from onrecord.model import (
    Party,
    ReportRow,
    StatedDate,
    Statement,
    StoredEntity,
    StoredOffice,
    StoredProblem,
    StoredReport,
    StoredTime,
    Summary,
    Words,
)

Json: TypeAlias = dict[str, Any]

KINDS = ("dated", "entity", "problem", "report", "statement", "time")

# JSON allows these in a string, but a terminal interprets some (C1), some end a line (U+2028), some reverse
# the text (bidirectional overrides), and a lone surrogate has no UTF-8.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_line(row: Mapping[str, Any]) -> str:
    r"""`row` as one line of JSON, with control characters escaped and other characters as they are.

    >>> json_line({"text": "“Yes”\x9b31m"})
    '{"text": "“Yes”\\u009b31m"}'
    """
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(row, ensure_ascii=False))


@cache
def schema(kind: str) -> Json:
    """The JSON Schema of `kind` (one of `KINDS`). Raises `FileNotFoundError` for any other."""
    text = (files(__package__) / "schema" / f"{kind}.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


def statement_json(statement: Statement) -> Json:
    """A statement with the outlet, headline and date of its report."""
    return {
        "id": statement.id,
        "report": statement.report,
        "uri": statement.uri,
        "outlet": statement.outlet,
        "headline": statement.headline,
        "published": dated_json(statement.published),
        "source": _source_json(statement.source),
        "cue": _cue_json(statement),
        "content": [_words_json(words) for words in statement.content],
        "form": statement.form,
        "act": statement.act,
        "manner": statement.manner,
        "addressee": _party_json(statement.addressee),
        "channel": _words_or_none(statement.channel),
        "question": _words_or_none(statement.question),
        "said": dated_json(statement.said),
        "within": statement.within,
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def report_row_json(row: ReportRow) -> Json:
    """A report in a listing: its fields without text, passages and problems."""
    return {
        "id": row.id,
        "uri": row.uri,
        "outlet": row.outlet,
        "headline": row.headline,
        "byline": list(row.byline),
        "language": row.language,
        "captured": row.captured,
        "published": dated_json(row.published),
        "statements": row.statements,
        "sightings": row.sightings,
    }


def report_json(report: StoredReport) -> Json:
    """A complete report."""
    return {
        **report_row_json(report.row),
        "text": report.text,
        "passages": [
            {"kind": passage.kind, "start": passage.span.start, "end": passage.span.end}
            for passage in report.passages
        ],
        "problems": [
            {"where": problem.where, "message": problem.message} for problem in report.problems
        ],
    }


def entity_json(entity: StoredEntity) -> Json:
    """An entity with its names, offices and mentions."""
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "names": list(entity.names),
        "offices": [_office_json(office) for office in entity.offices],
        "mentions": [
            {
                "report": report,
                "start": mention.span.start,
                "end": mention.span.end,
                "text": text,
                "how": mention.how,
                "confidence": mention.confidence,
            }
            for report, text, mention in entity.mentions
        ],
    }


def time_json(time: StoredTime) -> Json:
    """A time expression with its date and TimeML value."""
    return {
        "report": time.report,
        "uri": time.uri,
        **_words_json(time.words),
        "dated": dated_json(time.dated),
        "timex3": {"type": time.type, "value": time.value},
        "rule": time.rule,
        "confidence": time.confidence,
    }


def problem_json(problem: StoredProblem) -> Json:
    """A problem: where, why, and when it occurred."""
    return {"where": problem.where, "message": problem.message, "met": problem.met}


def summary_json(summary: Summary) -> Json:
    """Counts over the record."""
    return {
        "reports": summary.reports,
        "outlets": summary.outlets,
        "statements": summary.statements,
        "sources": summary.sources,
        "problems": summary.problems,
        "acts": dict(summary.acts),
        "attitudes": summary.attitudes,
    }


def dated_json(dated: StatedDate | None) -> Json | None:
    """A date with its uncertainty, or `None`."""
    if dated is None:
        return None
    return {
        "edtf": dated.edtf,
        "earliest": dated.earliest,
        "latest": dated.latest,
        "precision": dated.precision,
        "words": _words_or_none(dated.words),
        "why": dated.why,
        "alternatives": list(dated.alternatives),
    }


def _office_json(office: StoredOffice) -> Json:
    return {
        "title": office.title,
        "of": office.of,
        "words": _words_or_none(office.words),
        "held": dated_json(office.held),
        "report": office.report,
    }


def _words_json(words: Words) -> Json:
    return {"text": words.text, "start": words.start, "end": words.end}


def _words_or_none(words: Words | None) -> Json | None:
    return None if words is None else _words_json(words)


def _party_json(party: Party | None) -> Json | None:
    if party is None:
        return None
    return {**_words_json(party.words), "entity": party.entity, "name": party.name}


def _source_json(party: Party | None) -> Json | None:
    found = _party_json(party)
    if party is None or found is None:
        return None
    return {
        **found,
        "sourcing": party.sourcing or "unknown",
        "speaks_for": _party_json(party.speaks_for),
        "withheld": _words_or_none(party.withheld),
        "reason": _words_or_none(party.reason),
    }


def _cue_json(statement: Statement) -> Json | None:
    if statement.cue is None:
        return None
    return {**_words_json(statement.cue), "lemma": statement.cue_lemma}
