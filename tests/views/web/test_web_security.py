"""Security headers, the check of the host, and the server."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tests.views import invented
from tests.views.web.asked import Ask, asking, assert_guarded

from onrecord.errors import UsageError
from onrecord.views.web.app import make_app, serve
from onrecord.views.web.security import is_this_machine


def test_every_response_has_the_security_headers(ask: Ask, addresses: tuple[str, ...]) -> None:
    others = ("/nope", "/statements?act=x", "/static/page.css", "/static/icon.svg")
    for address in (*addresses, *others):
        assert_guarded(ask(address))
    assert ask("/").headers["cache-control"] == "no-store"
    assert ask("/problems.json").headers["cache-control"] == "no-store"
    assert "immutable" in ask("/static/page.css").headers["cache-control"]


def test_policy_forbids_scripts_and_foreign_content(ask: Ask) -> None:
    policy = ask("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("host", "welcome"),
    [("localhost", True), ("LOCALHOST:8017", True), ("127.0.0.1:1", True), ("127.8.8.8", True),
     ("[::1]:8017", True), ("localhost.", True), ("kessen.example", False), ("localhost.kessen.example", False),
     ("127.0.0.1.kessen.example", False), ("192.168.1.4:8017", False), ("[::2]", False), ("", False),
     ("localhost@kessen.example", False), ("localhost:8017:9", False), ("0.0.0.0", False)],
)  # fmt: skip
def test_only_requests_to_this_machine_are_answered(
    app: Starlette, ask: Ask, host: str, *, welcome: bool
) -> None:
    assert is_this_machine(host) is welcome
    answer = ask("/problems.json", headers={"host": host})
    assert answer.status_code == (200 if welcome else 421)
    assert_guarded(answer)
    if not welcome:
        assert list(answer.json()) == ["status", "title", "detail"]


def test_on_a_network_address_any_host_is_answered(path: Path) -> None:
    answer = asking(make_app(path, any_host=True))("/", headers={"host": "archive.kessen.example"})
    assert answer.status_code == 200


def test_a_used_port_is_one_line(path: Path) -> None:
    refused = pytest.raises(UsageError, match=r"cannot listen at 127\.0\.0\.1, port \d+: \w")
    with socket.create_server(("127.0.0.1", 0)) as taken, refused:
        serve(path, port=taken.getsockname()[1])


def test_serve_answers_and_stops_on_interrupt(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from onrecord.views.web.app import serve;"
        "serve(Path(sys.argv[1]), port=0, ready=lambda at: print(at, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        at = child.stdout.readline().strip()
        assert at.startswith("http://127.0.0.1:")
        answer = httpx.get(at + "reports.json")
        child.send_signal(2)
        child.wait(10)
    assert json.loads(answer.text)["reports"]["total"] == len(invented.READINGS)
    assert "server" not in answer.headers
