"""Read a stored report again, with a trace of what each step decides.

In: a record and the id of a report. Out: a `ReportTrace`; its last decisions are the findings of the new
reading. The article is rebuilt from what the record stores:
the normalised text, and the metadata of the first receipt of it. The report is read with the finder and the
pipeline that made its findings, in their present versions; the record does not change.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from onrecord.engine import read_sources
>>> from onrecord.record.record import Record
>>> with TemporaryDirectory() as folder, Record.open(f"{folder}/x.db") as record:
...     note = Path(folder, "note.txt")
...     _ = note.write_text("Mira Tasel said the bridge was closed.")
...     _ = read_sources(record, [str(note)])
...     trace = trace_report(record, record.reports().rows[0].id)
>>> trace.extractor == trace.reading.extractor, len(trace.reading.attributions)
(True, 1)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.model import Decision, Problem, Reading, ReportTrace
from onrecord.reading.read import read, tools_of
from onrecord.reading.trace import Trace

if TYPE_CHECKING:
    from onrecord.record.queries.verbs import Queries


def trace_report(record: Queries, report_id: str) -> ReportTrace:
    """Read a stored report again and collect the decisions of all steps.

    Raises `NotInRecord`, `ModelError` if a model is missing, and `UsageError` if the text is not read today.
    """
    stored = record.report(report_id)
    made_by = record.readings(stored.row.id)[0]
    trace = Trace()
    reading = read(record.article(stored.row.id), tools_of(made_by), trace)
    if isinstance(reading, Problem):
        raise UsageError(f"{reading.where} is not read by this version: {reading.message}")
    return ReportTrace(stored, made_by, reading, (*trace.decisions, *_final_decisions(reading)))


def _final_decisions(reading: Reading) -> Iterator[Decision]:
    """The attributions of the reading as the last decisions about their candidates."""
    for found in reading.attributions:
        parts = (*found.content, found.cue, found.source)
        spans = tuple(span for span in parts if span is not None)
        why = f"{found.manner}, {found.form}, {found.act}, confidence {found.confidence:.2f}"
        yield Decision("result", "kept", spans, why, found.rule)
