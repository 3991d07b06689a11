"""Metadata from outside is bounded, and what is cut off is noted."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.engine import ReadOptions, read_sources
from onrecord.record.record import Record

TEXT = " ".join(f"Mira Tasel said gate {number} was shut." for number in range(60))


def test_a_long_outlet_does_not_multiply(tmp_path: Path) -> None:
    """An outlet of 400,000 characters over 60 statements keeps the record small."""
    line = {"text": TEXT, "outlet": "Kessen " * 60_000, "headline": "Gates " * 9_000}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    with Record.open(tmp_path / "x.db") as record:
        options = ReadOptions(workers=1, finder="rules")
        outcome = read_sources(record, [str(tmp_path / "a.jsonl")], options=options)
        assert outcome.read == 1
        (row,) = record.reports().rows
        messages = sorted(problem.message for problem in record.problems())
    assert len(row.outlet or "") == 201
    assert [message.partition(":")[0] for message in messages] == ["headline cut", "outlet cut"]
    assert (tmp_path / "x.db").stat().st_size < 2_000_000


def test_ordinary_metadata_is_left_alone(tmp_path: Path) -> None:
    line = {
        "text": TEXT,
        "outlet": "Kessen Daily",
        "headline": "Gates shut",
        "authors": ["Oda Renn"],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    with Record.open(tmp_path / "x.db") as record:
        read_sources(
            record, [str(tmp_path / "a.jsonl")], options=ReadOptions(workers=1, finder="rules")
        )
        (row,) = record.reports().rows
        assert (row.outlet, row.headline, row.byline) == (
            "Kessen Daily",
            "Gates shut",
            ("Oda Renn",),
        )
        assert record.problems() == ()
