"""What stands between the page and the browser: who may ask, and what the answer may do.

`Guard` refuses requests that name a host which is not this machine (a web site that points its own
name at 127.0.0.1 would otherwise read the record through the visitor's browser), and puts on every
answer the headers that forbid scripts, frames, foreign content and copies on disk.

>>> is_this_machine("localhost:8017"), is_this_machine("[::1]:8017"), is_this_machine("evil.example")
(True, True, False)
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Reports may be confidential: no page of the record is left on disk. Style sheets say so themselves.
UNSTORED = "no-store"

_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+))(?::[0-9]{1,5})?")


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, no port) is this machine and nothing else.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_this_machine(header: str) -> bool:
    """Whether a `Host` header names this machine."""
    found = _HOST.fullmatch(header)
    return found is not None and is_loopback(found[1] or found[2])


class Guard:
    """ASGI middleware: `strangers` answers what names another host, unless `open_` lets all in."""

    def __init__(self, app: ASGIApp, strangers: ASGIApp, *, open_: bool = False) -> None:
        self.app = app
        self.strangers = strangers
        self.open = open_

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or have it refused; either way the headers are put on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                put_headers(MutableHeaders(scope=message))
            await send(message)

        hosts = Headers(scope=scope).getlist("host")
        welcome = self.open or (len(hosts) == 1 and is_this_machine(hosts[0]))
        await (self.app if welcome else self.strangers)(scope, receive, send_guarded)


def put_headers(headers: MutableHeaders) -> None:
    """Put the guarding headers on an answer, `no-store` unless it says how to be cached."""
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("cache-control", UNSTORED)
