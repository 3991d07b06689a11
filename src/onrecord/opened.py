"""The public Python interface: `read_text`, and a record to read into and to query.

>>> import tempfile, pathlib
>>> with open_record(pathlib.Path(tempfile.mkdtemp()) / "x.db") as record:
...     record.summary().reports
0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypedDict, Unpack

from onrecord.engine import Outcome, Progress, ReadOptions, read_again, read_sources
from onrecord.errors import UsageError
from onrecord.model import (
    Act,
    Article,
    ClaimedDate,
    Form,
    Problem,
    Reading,
    ReportRow,
    StatementQuery,
    Summary,
)
from onrecord.reading.attribution import Finder
from onrecord.reading.parse import language
from onrecord.reading.read import Tools, read
from onrecord.record.record import Record
from onrecord.views.export import Statements


def read_text(
    text: str,
    *,
    published: str | None = None,
    headline: str | None = None,
    outlet: str | None = None,
    uri: str = "text",
    pipeline: str | None = None,
    finder: Finder = "full",
) -> Reading:
    """Read one text without a record, and return all findings.

    An empty headline or outlet is an unknown one. Raises `UsageError` if the text cannot be read (empty, not English).

    >>> reading = read_text("Mira Tasel said on Sunday the bridge was closed.", published="2024-03-05")
    >>> reading.report.published.edtf, reading.attributions[0].said.edtf
    ('2024-03-05', '2024-03-03')
    >>> unnamed = read_text("Mira Tasel said the bridge was closed.", headline="", outlet="").report
    >>> unnamed.headline, unnamed.outlet
    (None, None)
    """
    claims = (ClaimedDate("argument", published),) if published else ()
    article = Article(uri, text, datetime.now(UTC), headline or None, outlet or None, (), claims)
    found = read(article, Tools(language.pipeline_name(pipeline), finder))
    if isinstance(found, Problem):
        raise UsageError(f"{found.where}: {found.message}")
    return found


def open_record(path: str | Path = "onrecord.db", *, create: bool = True) -> OpenRecord:
    """Open the record at `path`, and create it if it does not exist, unless `create` is false.

    Raises `RecordError` if the file is not a record or was written by a newer version.
    """
    return OpenRecord(Record.open(path, create=create))


class StatementFilters(TypedDict, total=False):
    """The keywords of `OpenRecord.statements`: the fields of `StatementQuery`, all optional."""

    by: str | None
    to: str | None
    about: str | None
    act: Act | None
    form: Form | None
    since: str | None
    until: str | None
    report: str | None
    source: str | None
    outlet: str | None
    attitudes: bool
    min_confidence: float | None


class OpenRecord:
    """A record to read into and to query. Use it as a context manager, or `close()` it."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file of the record."""
        self.record.close()

    def read(
        self,
        *sources: str | Path,
        fields: Mapping[str, str] | None = None,
        published: str | None = None,
        outlet: str | None = None,
        pipeline: str | None = None,
        workers: int | None = 1,
        finder: Finder = "full",
        progress: Progress | None = None,
    ) -> Outcome:
        """Read files, folders or JSON Lines into the record; the outcome lists what was not read.

        `workers=None` uses all cores if there are more than a few reports; a script that does so needs
        the `if __name__ == "__main__":` guard of `multiprocessing`.
        """
        options = ReadOptions(fields or {}, published, outlet, pipeline, workers, finder)
        names = [str(source) for source in sources]
        return read_sources(self.record, names, options=options, progress=progress)

    def read_again(self, *, workers: int | None = 1, progress: Progress | None = None) -> Outcome:
        """Read again the reports that an older version read, from the text in the record.

        Each is read with the finder and the pipeline that read it before. `workers` as in `read`.
        """
        return read_again(self.record, options=ReadOptions(workers=workers), progress=progress)

    def statements(self, **filters: Unpack[StatementFilters]) -> Statements:
        """The statements that match all keywords, in the record's order.

        The keywords are the fields of `StatementQuery`; attitudes are included with `attitudes=True`. Raises
        `UsageError` for an unknown keyword.
        """
        known = {field.name for field in dataclass_fields(StatementQuery)}
        if unknown := set(filters) - known:
            raise UsageError(
                f"no such filter: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}"
            )
        return Statements(self.record.every_statement(StatementQuery(**filters)))

    def reports(self) -> tuple[ReportRow, ...]:
        """All reports of the record, newest first."""
        rows: list[ReportRow] = []
        cursor: str | None = None
        while True:
            page = self.record.reports(limit=500, cursor=cursor)
            rows.extend(page.rows)
            cursor = page.next
            if cursor is None:
                return tuple(rows)

    def summary(self) -> Summary:
        """Counts over the record."""
        return self.record.summary()
