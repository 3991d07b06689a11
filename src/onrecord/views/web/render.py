"""A page object → HTML or JSON. Templates see the page and a few wordings, nothing of the record.

Everything a template prints goes through `wording.shown`, then through HTML escaping.

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
from onrecord.views import as_json
from onrecord.views.entity_text import link_json
from onrecord.views.pages import Tie, data_fields
from onrecord.views.provenance import in_words
from onrecord.views.web import wording
from onrecord.views.web.query_string import ACTS, FORMS, SURE

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
    Tie: lambda tie: link_json(tie.link),
    Page: lambda page: {"rows": data(page.rows), "total": page.total, "next": page.next},
}


def json_of(page: object) -> str:
    """A page object as one line of JSON, the record's objects as its listings print them."""
    return as_json.json_line(data(page))


def data(value: Any) -> Any:
    """A page object, or a value in one, as plain data."""
    if type(value) in _AS_JSON:
        return _AS_JSON[type(value)](value)
    if isinstance(value, tuple):
        return [data(one) for one in value]
    if is_dataclass(value):
        kind: type = type(value)
        return {name: data(getattr(value, name)) for name in data_fields(kind)}
    return value


def html_of(template: str, page: object, path: str, params: Mapping[str, str]) -> str:
    """A page object as HTML, at `path` with the query `params`."""

    def link(**changes: str | None) -> str:
        """This page's address with some parameters changed (None: taken away)."""
        return address(path, {**params, **changes})

    json_path = address(f"{path}.json", {**params})
    return (
        templates()
        .get_template(template)
        .render(page=page, path=path, params=params, link=link, json_path=json_path)
    )


def address(path: str, params: Mapping[str, str | None]) -> str:
    """A path with a query, parameters that ask nothing left out.

    >>> address("/statements", {"by": "Tasel", "to": "", "cursor": None})
    '/statements?by=Tasel'
    """
    asking = {name: value for name, value in params.items() if value}
    return f"{path}?{urlencode(asking, errors='replace')}" if asking else path


@cache
def templates() -> Environment:
    """The templates' environment: escaping always on, an unknown name is an error."""
    environment = Environment(
        loader=PackageLoader("onrecord.views.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day_words=wording.day_words,
        machine_date=wording.machine_date,
        bounds=wording.bounds,
        web_link=wording.web_link,
        percent=wording.percent,
        found_by=in_words,
    )
    environment.globals.update(
        acts=ACTS, forms=FORMS, sure=SURE, address=address, static=static, merge=MERGE
    )
    return environment


def _finalize(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Markup):
        return wording.shown(value)
    return value


@cache
def static(name: str) -> str:
    """The address of a file in `static/`, which changes with its content so that it may be cached."""
    digest = hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?v={digest}"
