"""What the user names, into sources: files, folders read through, `-` for standard input.

Names go in; `Source`s come out, lazily and in a fixed order, with a `Problem` for each thing that
cannot be read. Folders are read through in order of names; hidden files are left out, and links to
folders are not followed, so that no loop is possible. Web addresses, feeds and archives will be told
apart here, by what a name begins with.

>>> from io import BytesIO
>>> [source] = find_sources(["-"], stdin=BytesIO(b"The gates are shut."))
>>> [received.item.text for received in source.read()]
['The gates are shut.']
>>> list(find_sources(["no/such/file.txt"]))
[Problem(where='no/such/file.txt', message='cannot be read: no such file or directory')]
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from onrecord.errors import UsageError
from onrecord.model import Problem
from onrecord.sources.files import SUFFIXES, file_source, name_of, reason, stdin_source
from onrecord.sources.jsonl import FIELDS
from onrecord.sources.source import Given, Source, utc_now


def find_sources(
    specs: Sequence[str],
    *,
    fields: Mapping[str, str] = MappingProxyType({}),
    published: str | None = None,
    outlet: str | None = None,
    now: Callable[[], datetime] = utc_now,
    stdin: BinaryIO | None = None,
) -> Iterator[Source | Problem]:
    """The sources that `specs` name, in order.

    `fields` maps our field names to those of JSON Lines; `published` and `outlet` are said of every
    article. Raises `UsageError` for a field we do not have.
    """
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise UsageError(f"no field {unknown[0]!r}; there are {', '.join(FIELDS)}")
    given = Given(fields, published, outlet, now)
    return _found(specs, given, stdin)


def _found(
    specs: Sequence[str], given: Given, stdin: BinaryIO | None
) -> Iterator[Source | Problem]:
    for spec in specs:
        if spec == "-":
            yield stdin_source(stdin or sys.stdin.buffer, given)
        elif "\x00" in spec or not spec:
            yield Problem(repr(spec), "not a path")
        elif _leads_to_folder(Path(spec)):
            yield from _folder(Path(spec), given)
        else:
            yield file_source(Path(spec), given)


def _leads_to_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False  # `file_source` will say why


def _folder(top: Path, given: Given) -> Iterator[Source | Problem]:
    """Everything below a folder, each folder's entries in order of names."""
    waiting = [top]
    empty = True
    while waiting:
        path = waiting.pop()
        if path is not top and not _is_folder(path):
            empty = False
            yield _entry(path, given)
            continue
        try:
            entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            empty = False
            yield Problem(name_of(path), reason(error))
            continue
        waiting.extend(reversed(entries))
    if empty:
        yield Problem(name_of(top), "no files in this folder")


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself, not a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False  # `file_source` will say why


def _entry(path: Path, given: Given) -> Source | Problem:
    """A folder's entry that is not itself a folder."""
    source = file_source(path, given)
    if isinstance(source, Source) and path.suffix and path.suffix.lower() not in SUFFIXES:
        return Problem(
            source.name, f"unknown kind of file ({path.suffix}); name it to have it looked at"
        )
    return source
