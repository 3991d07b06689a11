"""Files that are records, other files, damaged ones, and those of newer versions."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from tests.record.hand_made import day, reading
from tests.record.named import report_by
from tests.record.quoted import OPEN_YEAR, quoting

from onrecord.errors import RecordError
from onrecord.record.dates.date_tables import DERIVED
from onrecord.record.record import Record
from onrecord.record.store import dialect, tables
from onrecord.record.store.opening import HEAD, MIGRATIONS, VERSIONS

# What revision 0004 adds to statements.
SOURCE_DETAILS = (
    "behalf_entity", "behalf_name", "behalf_start", "behalf_end",
    "withheld_start", "withheld_end", "reason_start", "reason_end",
)  # fmt: skip


def schema(path: Path) -> set[tuple[str, str]]:
    """Name and definition of every table and index of the file, without spaces."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            (name, "".join(sql.split()))
            for name, sql in rows
            if not name.startswith("statements_fts") and name != VERSIONS
        }


def test_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    Record.open(tmp_path / "migrated.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    tables.metadata.create_all(engine)
    engine.dispose()
    assert schema(tmp_path / "migrated.db") == schema(tmp_path / "made.db")


def _downgrade(before: sqlite3.Connection, revision: str) -> None:
    """Turn a record into one of an earlier revision."""
    before.execute(f"UPDATE {VERSIONS} SET version_num = '{revision}'")
    for column in SOURCE_DETAILS if revision < "0004" else ():
        before.execute(f"ALTER TABLE statements DROP COLUMN {column}")
    before.execute("DROP TABLE name_words")
    before.execute("DROP TABLE pending")
    before.execute("CREATE TABLE unsettled (named BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID")
    if revision == "0005":
        before.execute(
            "CREATE TABLE waiting_dates (report BLOB NOT NULL PRIMARY KEY) WITHOUT ROWID"
        )
        return
    before.execute("ALTER TABLE readings DROP COLUMN dated")
    for table in DERIVED:
        before.execute(f"DROP TABLE {table.name}")


def test_identity_of_an_older_record_is_settled(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record:
        record.add(reading())
    with sqlite3.connect(path) as before:
        _downgrade(before, "0002")
        before.execute("DELETE FROM known_names")
    with Record.open(path) as record:
        record.settle()
        assert record.who("Mira Tasel").entity.name == "Mira Tasel"


def test_statements_of_an_older_record_have_no_source_details(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record:
        record.add(reading())
        before_migration = record.statements().rows
    with sqlite3.connect(path) as before:
        _downgrade(before, "0003")
    with Record.open(path) as record:
        assert record.statements().rows == before_migration
    assert all(each.source is None or each.source.speaks_for is None for each in before_migration)


def test_open_years_of_an_older_record_are_settled(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record, record.batch():
        record.add(quoting(1, OPEN_YEAR))
        record.add(quoting(2, day("2022-10-23")))
    with sqlite3.connect(path) as before:
        _downgrade(before, "0004")
    with Record.open(path) as record:
        record.settle()
        published = record.report(quoting(1, OPEN_YEAR).report.id).row.published
        assert published is not None
        assert published.edtf == "2022-10-23"


def test_pending_keys_of_an_older_record_are_settled(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record:
        record.add(quoting(1, OPEN_YEAR))
        record.add(quoting(2, day("2022-10-23")))
    with sqlite3.connect(path) as before:
        _downgrade(before, "0005")
        before.execute("DELETE FROM known_names")
        before.execute("DELETE FROM date_evidence")
        before.execute("INSERT INTO unsettled SELECT DISTINCT entity FROM entities")
        before.execute("INSERT INTO waiting_dates SELECT DISTINCT report FROM readings")
    with Record.open(path) as record:
        record.settle()
        published = record.report(quoting(1, OPEN_YEAR).report.id).row.published
    assert published is not None
    assert published.edtf == "2022-10-23"
    with sqlite3.connect(path) as after:
        assert after.execute("SELECT count(*) FROM known_names").fetchone()[0] > 0
        assert after.execute("SELECT count(*) FROM pending").fetchone() == (0,)


def test_names_of_an_older_record_are_found_by_who_and_by_a_judgement(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    for judged in (False, True):
        with Record.open(path) as record:
            record.add(report_by(1, "Mira Tasel", "Edo Varn"))
        with sqlite3.connect(path) as before:
            before.execute(f"UPDATE {VERSIONS} SET version_num = '0006'")
            before.execute("DROP TABLE name_words")
        with Record.open(path) as record:
            if judged:
                one, other = record.judge("same", "Tasel", "Varn", by="ana")
                assert one.entity == other.entity
            else:
                assert record.who("Tasel").entity.name == "Mira Tasel"


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_record_is_in_wal_mode_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(str(path)) as record:
        record.add(reading())
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Record.open(path, create=False) as record:
        assert record.summary().reports == 1


def test_create_off_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"x\.db: no such record$"):
        Record.open(tmp_path / "x.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()
    with Record.open(tmp_path / "x.db") as record:
        assert record.summary().reports == 0


@pytest.mark.parametrize("begun", [False, True], ids=["no bytes", "no tables"])
def test_create_off_makes_no_record_of_an_empty_file(tmp_path: Path, *, begun: bool) -> None:
    path = tmp_path / "x.db"
    path.touch()
    if begun:  # as a process that was killed while it made the record leaves it
        engine = dialect.connect(path)
        dialect.use_wal(engine)
        engine.dispose()
    before = path.read_bytes()
    with pytest.raises(RecordError, match=r"x\.db: no record in it, the file is empty$"):
        Record.open(path, create=False)
    assert path.read_bytes() == before
    with Record.open(path) as record:
        assert record.summary().reports == 0


def one_line(path: Path, match: str) -> None:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(RecordError, match=match) as caught:
        Record.open(path).close()
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    if path.is_file():
        assert path.read_bytes() == before


def test_not_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Mira Tasel said the bridge was closed.\n" * 200, encoding="utf-8")
    one_line(path, "not an SQLite database")


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE places (name)")
    one_line(path, "not a record")


def test_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Record.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE {VERSIONS} SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    one_line(path, "written by a newer version of onrecord")


def test_no_folder_and_a_folder(tmp_path: Path) -> None:
    one_line(tmp_path / "nowhere" / "x.db", "unable to open")
    one_line(tmp_path, "unable to open")


def test_a_cut_off_file(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Record.open(path) as record:
        for number in range(3):
            record.add(reading(f"rules {number}"))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * 8192)
    with pytest.raises(RecordError) as caught, Record.open(path) as record:
        record.statements()
    assert "\n" not in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_two_open_a_new_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    failed: list[BaseException] = []

    def opened() -> None:
        try:
            with Record.open(path) as record:
                record.add(reading())
        except BaseException as error:  # noqa: BLE001 - asserted below
            failed.append(error)

    threads = [threading.Thread(target=opened) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Record.open(path) as record:
        assert record.summary().reports == 1


def test_a_locked_record_raises_an_error_of_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    monkeypatch.setattr(dialect, "PRAGMAS", (*dialect.PRAGMAS[1:], "PRAGMA busy_timeout = 50"))
    with Record.open(path) as record:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="another process is writing"):
            record.add(reading())
        holder.execute("ROLLBACK")
        holder.close()
        record.add(reading())
        assert record.summary().reports == 1
