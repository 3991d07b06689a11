"""Find the sources that the user names: files, folders, `-` for standard input.

In: names. Out: `Source`s, lazily and in a fixed order, with a `Problem` for each that cannot be read.
Folders are walked in order of file names; hidden files are skipped, and links to folders are not
followed, so that no loop is possible.

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
from onrecord.sources.files import SUFFIXES, display_name, file_source, read_error, stdin_source
from onrecord.sources.jsonl import FIELDS
from onrecord.sources.source import Source, SourceDefaults, utc_now


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

    `fields` maps our field names to those of JSON Lines; `published` and `outlet` apply to every
    article. Raises `UsageError` for an unknown field.
    """
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise UsageError(f"no field {unknown[0]!r}; there are {', '.join(FIELDS)}")
    defaults = SourceDefaults(fields, published, outlet, now)
    return _sources_of(specs, defaults, stdin)


def _sources_of(
    specs: Sequence[str], defaults: SourceDefaults, stdin: BinaryIO | None
) -> Iterator[Source | Problem]:
    for spec in specs:
        if spec == "-":
            yield stdin_source(stdin or sys.stdin.buffer, defaults)
        elif "\x00" in spec or not spec:
            yield Problem(repr(spec), "not a path")
        elif _resolves_to_folder(Path(spec)):
            yield from _walk_folder(Path(spec), defaults)
        else:
            yield file_source(Path(spec), defaults)


def _resolves_to_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False  # `file_source` returns the reason


def _walk_folder(top: Path, defaults: SourceDefaults) -> Iterator[Source | Problem]:
    """All files below a folder, the entries of each folder in order of names."""
    waiting = [top]
    empty = True
    while waiting:
        path = waiting.pop()
        if path is not top and not _is_folder(path):
            empty = False
            yield _folder_entry(path, defaults)
            continue
        try:
            entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            empty = False
            yield Problem(display_name(path), read_error(error))
            continue
        waiting.extend(reversed(entries))
    if empty:
        yield Problem(display_name(top), "no files in this folder")


def _is_folder(path: Path) -> bool:
    """True for a folder, false for a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False  # `file_source` returns the reason


def _folder_entry(path: Path, defaults: SourceDefaults) -> Source | Problem:
    """The source of a folder's entry that is not a folder."""
    source = file_source(path, defaults)
    if isinstance(source, Source) and path.suffix and path.suffix.lower() not in SUFFIXES:
        return Problem(
            source.name, f"unknown kind of file ({path.suffix}); name the file itself to read it"
        )
    return source
