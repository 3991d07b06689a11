"""The commands `who`, `same`, `different` and `offices import`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.record.hand_made import id_of
from tests.record.named import record_of, report_by

from onrecord.cli import main


@pytest.fixture
def path(tmp_path: Path) -> str:
    made = [
        report_by(1, "Volodya Tasel", "Sanna Kell"),
        report_by(2, "Vladimir Tasel, envoy, Valdria"),
        report_by(3, "Daro Lemsk"),
    ]
    record_of(tmp_path / "x.db", made).close()
    return str(tmp_path / "x.db")


def ran(capsys: pytest.CaptureFixture[str], path: str, *typed: str) -> tuple[int, str, str]:
    status = main(["--record", path, *typed])
    told_ = capsys.readouterr()
    return status, told_.out, told_.err


def test_who_shows_offices_statements_and_suggestions(
    capsys: pytest.CaptureFixture[str], path: str
) -> None:
    status, out, _ = ran(capsys, path, "who", "Vladimir Tasel")
    assert status == 0
    assert "Vladimir Tasel · person" in out
    assert "envoy of Valdria" in out
    assert "1 statement\n" in out
    assert "nickname +0.80 (Vladimir Tasel = Volodya Tasel)" in out
    assert "said line 2 of 0" not in out
    assert "line 2 of 0" in out


def test_judgements_change_every_listing(capsys: pytest.CaptureFixture[str], path: str) -> None:
    status, _, err = ran(
        capsys, path, "same", "Volodya Tasel", "Vladimir Tasel", "--why", "one man", "--by", "kell"
    )
    assert (status, err.startswith("onrecord: the same: ")) == (0, True)
    _, out, _ = ran(capsys, path, "statements", "--by", "Volodya", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert len({row["source"]["entity"] for row in rows}) == 1
    assert {row["report"] for row in rows} == {id_of("report 1"), id_of("report 2")}
    _, out, _ = ran(capsys, path, "who", "Vladimir Tasel", "--json")
    who = json.loads(out)
    assert who["judgements"][0]["why"] == "one man"
    assert who["judgements"][0]["who"] == "kell"
    assert {name["name"] for name in who["borne"]} == {"Volodya Tasel", "Vladimir Tasel"}
    assert (who["statements"], who["suggested"]) == (2, [])
    _, out, _ = ran(capsys, path, "export", "entities")
    assert sum("Tasel" in line for line in out.splitlines()) == 1
    one, other = (name["id"][:10] for name in who["borne"])
    status, _, err = ran(capsys, path, "different", one, other)
    assert (status, err.startswith("onrecord: different: ")) == (0, True)
    _, out, _ = ran(capsys, path, "export", "entities")
    assert sum("Tasel" in line for line in out.splitlines()) == 2


def test_ambiguous_name_lists_the_candidates(capsys: pytest.CaptureFixture[str], path: str) -> None:
    status, _, err = ran(capsys, path, "same", "Tasel", "Daro Lemsk")
    assert status == 2
    assert err.count("\n") == 1
    assert "Vladimir Tasel (person" in err
    assert "Volodya Tasel (person" in err


@pytest.mark.parametrize(
    "typed", [("who", "Nobody"), ("different", "Daro Lemsk", "daro lemsk"), ("who", " ")]
)
def test_misuse_is_one_line(
    capsys: pytest.CaptureFixture[str], path: str, typed: tuple[str, ...]
) -> None:
    status, out, err = ran(capsys, path, *typed)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_offices_are_imported_and_invalid_lines_listed(
    capsys: pytest.CaptureFixture[str], path: str, tmp_path: Path
) -> None:
    table = tmp_path / "held.tsv"
    table.write_text(
        "person\ttitle\tof\tfrom\tto\tsource\n"
        "Daro Lemsk\tmayor\tKarsk\t2019\t\tKarsk gazette\n"
        "Daro Lemsk\tmayor\tKarsk\tlast year\t\tKarsk gazette\n",
        encoding="utf-8",
    )
    status, _, err = ran(capsys, path, "offices", "import", str(table))
    assert status == 1
    assert "held.tsv: line 3: from: 'last year' is not a date" in err
    assert "1 office added" in err
    _, out, _ = ran(capsys, path, "who", "Lemsk")
    assert "mayor of Karsk · 2019 to … · by Karsk gazette" in out
    table.write_bytes(b"person\xff")
    status, _, err = ran(capsys, path, "offices", "import", str(table))
    assert (status, "not UTF-8" in err) == (2, True)


def test_the_included_table_is_imported_once(capsys: pytest.CaptureFixture[str], path: str) -> None:
    status, _, err = ran(capsys, path, "offices", "import", "--factbook")
    assert status == 0
    assert int(err.split()[1]) >= 200
    status, _, err = ran(capsys, path, "offices", "import", "--factbook")
    assert (status, err) == (0, "onrecord: 0 offices added\n")


@pytest.mark.parametrize("more", [(), ("--factbook", "held.tsv")])
def test_one_table_is_imported_at_a_time(
    capsys: pytest.CaptureFixture[str],
    path: str,
    more: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "held.tsv").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    status, _, err = ran(capsys, path, "offices", "import", *more)
    assert status == 2
    assert "give a FILE, or --factbook" in err
