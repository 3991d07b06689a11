"""Opens, creates or migrates a record's file, or raises an error of one line.

In: a path. Out: an engine over a file with the tables of `tables.py`. Migrations ship next to this module and run on older
files; a file of a newer version is not changed.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     engine = open_file(Path(folder) / "x.db", create=True)
...     with engine.connect() as connection:
...         print("statements" in dialect.table_names(connection))
...     engine.dispose()
True
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, column, select, table

from onrecord.errors import RecordError
from onrecord.record.store import dialect

# The newest revision in `migrations/versions`; a file of this revision is opened without Alembic.
HEAD = "0007"
VERSIONS = "onrecord_version"
MIGRATIONS = Path(__file__).parent / "migrations"


def open_file(path: Path, *, create: bool) -> Engine:
    """An engine over the record at `path`.

    Raises `RecordError` if there is none (or an empty file) and `create` is off, if the file is not a record or
    damaged, or if a newer version of this package wrote it.
    """
    if not create and not path.is_file():
        raise RecordError(f"{path}: no such record")
    engine = dialect.connect(path)
    try:
        with dialect.plain_errors(path):
            _bring_up_to_date(engine, path, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _bring_up_to_date(engine: Engine, path: Path, *, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, path)
    if revision == HEAD:
        return
    if revision is None and not create:
        raise RecordError(f"{path}: no record in it, the file is empty")
    dialect.use_wal(engine)
    with dialect.writing(engine.connect()) as connection, connection.begin():
        # Check again: another process may have migrated it while this one waited for the lock.
        revision = _revision(connection, path)
        if revision != HEAD:
            _migrate(connection, revision, path)


def _revision(connection: Connection, path: Path) -> str | None:
    """The revision of the file, None for an empty file."""
    names = dialect.table_names(connection)
    if not names:
        return None
    if VERSIONS not in names:
        raise RecordError(f"{path}: an SQLite database, but not a record of onrecord")
    return connection.scalar(select(column("version_num")).select_from(table(VERSIONS)))


def _migrate(connection: Connection, revision: str | None, path: Path) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS))
    context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
    if revision not in {None, *(step.revision for step in scripts.walk_revisions())}:
        raise RecordError(
            f"{path}: written by a newer version of onrecord (revision {revision}); upgrade to open it"
        )
    steps = scripts.iterate_revisions("head", revision or "base")
    with Operations.context(context):
        for step in reversed(list(steps)):
            step.module.upgrade()
    context.stamp(scripts, "head")
