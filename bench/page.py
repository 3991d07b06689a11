"""The response time of the page on a record of 100,000 statements, over HTTP on loopback.

    python -m bench.page [--statements 100000] [--rounds 40] [--seed 7] [--record FILE] [--json]

The server runs in a process of its own, as `onrecord serve` does; one client sends one request at a time, and each round
asks for other names, words and ids. The time is from sending the request to the last byte of the answer. The goal is a 95th
percentile of every page and query under 100 ms. `--record` measures on an existing record. The status is 1 if the goal is
missed.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

import httpx

from bench.record_fill import fill

GOAL = 100.0
SERVER = (
    "import sys; from pathlib import Path; from onrecord.views.web.app import serve;"
    "serve(Path(sys.argv[1]), port=0, ready=lambda at: print(at, flush=True))"
)
Asking: TypeAlias = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of request: milliseconds at the median, the 95th percentile and the maximum; kB of the answer."""

    name: str
    p50: float
    p95: float
    worst: float
    size: float

    def line(self) -> str:
        """One line of the table."""
        over = "  over" if self.p95 >= GOAL else ""
        return f"{self.name:34} {self.p50:8.1f} {self.p95:8.1f} {self.worst:8.1f} {self.size:8.1f}{over}"


@contextmanager
def served(path: Path) -> Iterator[httpx.Client]:
    """A client of a server of the record at `path`."""
    command = [sys.executable, "-c", SERVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            with httpx.Client(base_url=child.stdout.readline().strip(), timeout=60) as client:
                yield client
        finally:
            child.terminate()


def questions(client: httpx.Client, chance: random.Random) -> dict[str, Asking]:
    """The requests: each entry makes another URL of its kind, from the content of the record."""
    some = _sample(client, chance)
    words = [word for row in some for word in row["content"][0]["text"].split()]
    people = [row["source"] for row in some if row["source"] and row["source"]["entity"]]
    outlets = sorted({row["outlet"] for row in some if row["outlet"]})
    cursors = _cursors(client)

    def statements(**filters: Asking) -> Asking:
        return lambda c: "/statements?" + urlencode({k: v(c) for k, v in filters.items()})

    def name(c: random.Random) -> str:
        return str(c.choice(people)["name"])

    def surname(c: random.Random) -> str:
        return name(c).split()[-1]

    def word(c: random.Random) -> str:
        return str(c.choice(words))

    def day(year: int) -> Asking:
        return lambda c: f"{year}-{c.randint(1, 12):02}-{c.randint(1, 28):02}"

    return {
        **_pages(some, people, outlets, cursors),
        "by a name": statements(by=name),
        "by a surname": statements(by=surname),
        "to a surname": statements(to=surname),
        "about one word": statements(about=word),
        "about two words": statements(about=lambda c: f"{word(c)} {word(c)}"),
        "one act": statements(act=lambda c: c.choice(some)["act"]),
        "one form": statements(form=lambda c: c.choice(some)["form"]),
        "of one outlet": statements(outlet=lambda c: c.choice(outlets)),
        "since and until": statements(since=day(2020), until=day(2022)),
        "at least 90 % sure": statements(min_confidence=lambda _: "0.9"),
        "by, act, since": statements(
            by=surname, act=lambda c: c.choice(some)["act"], since=day(2020)
        ),
        "by, about": statements(by=surname, about=word),
        "search, one word": statements(q=word),
        "search, two words": statements(q=lambda c: f"{word(c)} {word(c)}"),
        "search, a beginning": statements(q=lambda c: word(c)[:4] + "*"),
        "search, by, act": statements(q=word, by=surname, act=lambda c: c.choice(some)["act"]),
        "search, no match": statements(q=lambda c: f"qx{c.random()}"),
    }


def _pages(
    some: list[dict[str, Any]], people: list[dict[str, Any]], outlets: list[str], cursors: list[str]
) -> dict[str, Asking]:
    """The URLs of pages, without filters."""
    return {
        "the record at a glance": lambda _: "/",
        "reports": lambda _: "/reports",
        "reports of one outlet": lambda c: "/reports?" + urlencode({"outlet": c.choice(outlets)}),
        "one report": lambda c: f"/reports/{c.choice(some)['report']}",
        "one report, its marks": lambda c: f"/reports/{c.choice(some)['report']}/marks.css",
        "one report, JSON": lambda c: f"/reports/{c.choice(some)['report']}.json",
        "one statement explained": lambda c: f"/statements/{c.choice(some)['id']}",
        "who somebody is": lambda c: f"/entities/{c.choice(people)['entity']}",
        "what was not read": lambda _: "/problems",
        "statements": lambda _: "/statements",
        "statements, 200 as JSON": lambda _: "/statements.json?limit=200",
        "statements, further pages": lambda c: f"/statements?cursor={c.choice(cursors)}",
    }


def _sample(client: httpx.Client, chance: random.Random) -> list[dict[str, Any]]:
    """Statements from all parts of the record."""
    found: list[dict[str, Any]] = []
    for year in range(2019, 2025):
        day = f"{year}-{chance.randint(1, 12):02}-15"
        rows = client.get(f"/statements.json?until={day}&limit=100").json()["found"]["rows"]
        found.extend(rows)
    return found


def _cursors(client: httpx.Client) -> list[str]:
    """The cursors of the first pages."""
    found: list[str] = []
    address = "/statements.json?limit=200"
    while len(found) < 20:
        onward = client.get(address).json()["found"]["next"]
        found.append(onward)
        address = f"/statements.json?limit=200&cursor={onward}"
    return found


def measure(client: httpx.Client, name: str, asking: Asking, rounds: int, seed: int) -> Figure:
    """Send `rounds` requests after one that is not counted."""
    chance = random.Random(seed)
    times: list[float] = []
    sizes: list[int] = []
    client.get(asking(chance)).raise_for_status()
    for _ in range(rounds):
        address = asking(chance)
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        sizes.append(len(answer.raise_for_status().content))
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return Figure(name, cuts[9], cuts[18], max(times), statistics.median(sizes) / 1000)


def run(path: Path, rounds: int, seed: int) -> list[Figure]:
    """All figures on the record at `path`."""
    with served(path) as client:
        asked = questions(client, random.Random(seed))
        return [measure(client, name, asking, rounds, seed) for name, asking in asked.items()]


def main() -> int:
    """Fill a record, measure, print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--statements", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--record", type=Path)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.record or Path(folder) / "page.db"
        if chosen.record is None:
            fill(path, chosen.statements, chosen.seed)
        figures = run(path, chosen.rounds, chosen.seed)
    if chosen.json:
        print(json.dumps([asdict(figure) for figure in figures], indent=1))
    else:
        print(f"{'milliseconds':34} {'p50':>8} {'p95':>8} {'worst':>8} {'kB':>8}")
        print("\n".join(figure.line() for figure in figures))
    return int(any(figure.p95 >= GOAL for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
