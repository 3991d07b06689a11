"""Render a page object as HTML or JSON. Templates have access to the page object only, not to the record.

Everything a template prints passes through `formatting.printable` and HTML escaping.

>>> from onrecord.views.pages import ErrorPage
>>> json_of(ErrorPage(404, "Not in the record", "no statement has that id"))
'{"status": 404, "title": "Not in the record", "detail": "no statement has that id"}'
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.model import (
    BorneName,
    HeldOffice,
    Judgement,
    OfficeHolder,
    Page,
    ReportRow,
    Statement,
    StatementQuery,
    StoredEntity,
    StoredProblem,
    StoredReport,
    Summary,
)
from onrecord.record.identity.evidence import MERGE
from onrecord.views import as_json, labels
from onrecord.views.entity_text import link_json
from onrecord.views.pages import NameLink, data_fields
from onrecord.views.provenance import describe_rule
from onrecord.views.web import formatting
from onrecord.views.web.query_string import ACTS, CONFIDENCES, FORMS

STATIC = Path(__file__).parent / "static"

_AS_JSON: Mapping[type, Any] = {
    Statement: as_json.statement_json,
    StoredReport: as_json.report_json,
    ReportRow: as_json.report_row_json,
    StoredEntity: as_json.entity_json,
    StoredProblem: as_json.problem_json,
    Summary: as_json.summary_json,
    StatementQuery: asdict,
    BorneName: asdict,
    HeldOffice: asdict,
    OfficeHolder: asdict,
    Judgement: asdict,
    NameLink: lambda tie: link_json(tie.link),
    Page: lambda page: {"rows": to_data(page.rows), "total": page.total, "next": page.next},
}


def json_of(page: object) -> str:
    """A page object as one line of JSON; objects of the record have the fields of the listings."""
    return as_json.json_line(to_data(page))


def to_data(value: Any) -> Any:
    """A page object, or a value in one, as dictionaries, lists and scalars."""
    if type(value) in _AS_JSON:
        return _AS_JSON[type(value)](value)
    if isinstance(value, tuple):
        return [to_data(one) for one in value]
    if is_dataclass(value):
        kind: type = type(value)
        return {name: to_data(getattr(value, name)) for name in data_fields(kind)}
    return value


def html_of(template: str, page: object, path: str, params: Mapping[str, str]) -> str:
    """A page object as HTML, for the URL `path` with the query `params`."""

    def link(**changes: str | None) -> str:
        """The URL of this page with some parameters changed (None: removed)."""
        return page_url(path, {**params, **changes})

    json_path = page_url(f"{path}.json", {**params})
    return (
        templates()
        .get_template(template)
        .render(page=page, path=path, params=params, link=link, json_path=json_path)
    )


def page_url(path: str, params: Mapping[str, str | None]) -> str:
    """A path with its query, without empty parameters.

    >>> page_url("/statements", {"by": "Tasel", "to": "", "cursor": None})
    '/statements?by=Tasel'
    """
    given = {name: value for name, value in params.items() if value}
    return f"{path}?{urlencode(given, errors='replace')}" if given else path


@cache
def templates() -> Environment:
    """The Jinja environment: everything is escaped, an unknown name is an error."""
    environment = Environment(
        loader=PackageLoader("onrecord.views.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_make_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        date_words=formatting.date_words,
        machine_date=formatting.machine_date,
        bounds=formatting.bounds,
        safe_link=formatting.safe_link,
        percent=formatting.percent,
        found_by=describe_rule,
    )
    environment.globals.update(
        acts=ACTS,
        forms=FORMS,
        confidences=CONFIDENCES,
        labels=labels,
        page_url=page_url,
        static=static,
        merge=MERGE,
    )
    return environment


def _make_printable(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Markup):
        return formatting.printable(value)
    return value


@cache
def static(name: str) -> str:
    """The URL of a file in `static/`, which contains a hash of the file so that it may be cached."""
    digest = hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?v={digest}"
