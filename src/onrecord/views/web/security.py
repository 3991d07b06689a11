"""Protect the page: check the host of each request, and set security headers on each response.

`SecurityMiddleware` refuses requests whose `Host` is not this machine: a web site that points its own name at
127.0.0.1 could otherwise read the record through a visitor's browser. The headers forbid scripts, frames,
foreign content and copies on disk.

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
# Reports may be confidential, so browsers must not store pages. Style sheets set their own value.
NO_STORE = "no-store"

_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+))(?::[0-9]{1,5})?")


def is_loopback(host: str) -> bool:
    """True if `host` (a name or an address without port) is this machine only.

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
    """True if a `Host` header names this machine."""
    found = _HOST.fullmatch(header)
    return found is not None and is_loopback(found[1] or found[2])


class SecurityMiddleware:
    """ASGI middleware; `refuse` answers requests to other hosts, unless `any_host` is set."""

    def __init__(self, app: ASGIApp, refuse: ASGIApp, *, any_host: bool = False) -> None:
        self.app = app
        self.refuse = refuse
        self.any_host = any_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse a request, and set the headers of the response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_security_headers(MutableHeaders(scope=message))
            await send(message)

        hosts = Headers(scope=scope).getlist("host")
        allowed = self.any_host or (len(hosts) == 1 and is_this_machine(hosts[0]))
        await (self.app if allowed else self.refuse)(scope, receive, send_with_headers)


def set_security_headers(headers: MutableHeaders) -> None:
    """Set the security headers of a response, and `no-store` if it has no cache-control."""
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("cache-control", NO_STORE)
