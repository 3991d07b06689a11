"""Serve the record as web pages; each URL + `.json` returns the same data as JSON.

`make_app` opens a record and returns a Starlette application; `serve` runs it on this machine. Pages are
read-only. The routes are `PAGES`.

>>> [page.path for page in PAGES][:3]
['/', '/reports', '/reports/{id}']
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from onrecord.errors import NotInRecord, RecordError, UsageError
from onrecord.record.queries.verbs import Queries
from onrecord.record.record import Record
from onrecord.views import pages
from onrecord.views.web.query_string import (
    parse_reports,
    parse_rows,
    parse_statements,
    refuse_parameters,
)
from onrecord.views.web.render import STATIC, html_of, json_of
from onrecord.views.web.security import SecurityMiddleware, is_loopback, set_security_headers


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page's URL path, its template, and the function that makes its page object."""

    path: str
    template: str
    make: Callable[[Queries, Request], object]


def _home(record: Queries, request: Request) -> object:
    refuse_parameters(request.query_params)
    return pages.home(record)


def _reports(record: Queries, request: Request) -> object:
    outlet, rows = parse_reports(request.query_params)
    return pages.reports(record, outlet, limit=rows.limit, cursor=rows.cursor)


def _report(record: Queries, request: Request) -> object:
    refuse_parameters(request.query_params)
    return pages.report(record, request.path_params["id"])


def _statements(record: Queries, request: Request) -> object:
    asked = parse_statements(request.query_params)
    return pages.statements(
        record, asked.query, asked.words, limit=asked.rows.limit, cursor=asked.rows.cursor
    )


def _statement(record: Queries, request: Request) -> object:
    refuse_parameters(request.query_params)
    return pages.statement(record, request.path_params["id"])


def _entity(record: Queries, request: Request) -> object:
    rows = parse_rows(request.query_params)
    return pages.entity(record, request.path_params["id"], limit=rows.limit, cursor=rows.cursor)


def _problems(record: Queries, request: Request) -> object:
    refuse_parameters(request.query_params)
    return pages.problems(record)


PAGES = (
    PageRoute("/", "home.html", _home),
    PageRoute("/reports", "reports.html", _reports),
    PageRoute("/reports/{id}", "report.html", _report),
    PageRoute("/statements", "statements.html", _statements),
    PageRoute("/statements/{id}", "statement.html", _statement),
    PageRoute("/entities/{id}", "entity.html", _entity),
    PageRoute("/problems", "problems.html", _problems),
)


def make_app(record_path: Path, *, any_host: bool = False) -> Starlette:
    """The application over the record at `record_path`, which must exist.

    It answers only requests whose host is this machine, unless `any_host` is set. Raises `RecordError`
    if the record does not exist or cannot be read by this version.
    """
    record = Record.open(record_path, create=False)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        record.close()

    routes = [
        Route(f"{page.path}{suffix}", _endpoint(record, page))
        for page in PAGES
        for suffix in (".json", "")
    ]
    return Starlette(
        routes=[
            Route("/reports/{id}/marks.css", _marks_css(record)),
            *routes,
            Mount("/static", _Static(directory=STATIC)),
        ],
        middleware=[Middleware(SecurityMiddleware, refuse=_refuse_host, any_host=any_host)],
        exception_handlers={
            NotInRecord: _not_found,
            UsageError: _bad_request,
            RecordError: _record_failed,
            HTTPException: _refused,
            Exception: _failed,
        },
        lifespan=lifespan,
    )


def serve(
    record_path: Path,
    host: str = "127.0.0.1",
    port: int = 8017,
    *,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve the record until interrupted; calls `ready` with the URL when the server listens.

    Raises `RecordError` as `make_app` does, and `UsageError` if the address cannot be used. At a loopback
    address (the default), only this machine can connect.
    """
    import uvicorn

    app = make_app(record_path, any_host=not is_loopback(host))
    listening = _open_socket(host, port)
    named = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, ws="none"
    )
    with listening:
        if ready is not None:
            ready(f"http://{named}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])


def _open_socket(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        # With an explicit protocol asyncio sends small responses at once; otherwise each waits about 40 ms.
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise _socket_error(host, port, error) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError as error:
        listening.close()
        raise _socket_error(host, port, error) from None
    return listening


def _socket_error(host: str, port: int, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(f"cannot listen at {host}, port {port}: {reason}")


def _endpoint(record: Record, page: PageRoute) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        with record.snapshot() as snapshot:
            made = page.make(snapshot, request)
        return _respond(request, made, page.template)

    return endpoint


def _respond(request: Request, page: object, template: str, status: int = 200) -> Response:
    """The response with a page object: JSON if the path ends in `.json`, else HTML."""
    path = request.url.path
    if path.endswith(".json"):
        return Response(json_of(page) + "\n", status, media_type="application/json")
    return Response(
        html_of(template, page, path, dict(request.query_params)), status, media_type="text/html"
    )


class _Static(StaticFiles):
    """The style sheets and the icon; their URLs change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def _marks_css(record: Record) -> Callable[[Request], Response]:
    """The style sheet of a report that highlights a statement's words and its item in the list together."""

    def endpoint(request: Request) -> Response:
        found = record.report_statements(request.path_params["id"])
        return Response("".join(_highlight_css(one.id) for one in found), media_type="text/css")

    return endpoint


def _highlight_css(statement_id: str) -> str:
    """The rules for one statement; its id is hexadecimal and needs no escaping."""
    item, place, words = f"#s-{statement_id}", f"#t-{statement_id}", f".m-{statement_id}"
    met = f":is({item}, {place}):is(:target, :hover, :focus, :focus-within)"
    return (
        f":root:has({met}) {words} {{ outline: 2px solid var(--lit); outline-offset: 1px; }}\n"
        f":root:has({words}:hover) {item} {{ background-color: var(--lit-back); }}\n"
    )


def _error(request: Request, status: int, title: str, detail: str) -> Response:
    return _respond(request, pages.ErrorPage(status, title, detail), "error.html", status)


def _not_found(request: Request, problem: Exception) -> Response:
    return _error(request, 404, "Not in the record", str(problem))


def _bad_request(request: Request, problem: Exception) -> Response:
    return _error(request, 400, "Invalid request", str(problem))


def _record_failed(request: Request, problem: Exception) -> Response:
    return _error(request, 500, "The record cannot be read", str(problem))


def _refused(request: Request, problem: Exception) -> Response:
    """Errors of the router: an unknown path, a method other than GET."""
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    details = {
        404: "There is no page at this URL.",
        405: "Pages are read-only and accept only GET requests.",
    }
    phrase = HTTPStatus(status).phrase
    return _error(request, status, phrase, details.get(status, f"{phrase}."))


def _failed(request: Request, _: Exception) -> Response:
    detail = "This is an error in onrecord. Its terminal shows the details."
    response = _error(request, 500, "Something went wrong", detail)
    set_security_headers(MutableHeaders(raw=response.raw_headers))
    return response


async def _refuse_host(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "This server answers only requests to this machine, such as localhost."
    response = _error(Request(scope), 421, "Wrong host", detail)
    await response(scope, receive, send)
