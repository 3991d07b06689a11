"""The page asked over ASGI, and what an answer's tags are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import TypeAlias

import anyio
import httpx
from starlette.applications import Starlette

from onrecord.views.web.security import HEADERS

Ask: TypeAlias = Callable[..., httpx.Response]


def asking(app: Starlette) -> Ask:
    """What sends a request to `app` and gives the answer; faults become answers too."""

    def send(
        address: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                return await client.request(method, address, headers=headers)

        return anyio.run(exchange)

    return send


class Tags(HTMLParser):
    """Collects what a page's HTML is made of: tags, attributes, ids, links, text by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each tag."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def values(self, name: str) -> list[str]:
        """The values of every attribute of that name."""
        return [value or "" for _, attribute, value in self.attributes if attribute == name]


def assert_guarded(answer: httpx.Response) -> None:
    """The answer bears every header that guards the page."""
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"]
