"""Make a `Source` of one file or of standard input, and read it by its kind.

A file's kind follows from its suffix. Standard input, and files without a known suffix, are classified by
their first bytes: a page begins with a doctype or `<html>`, JSON Lines with `{`; everything else is text.

>>> guess_kind(b"  <!DOCTYPE html><html>"), guess_kind(b'{"text": "No."}'), guess_kind(b"BRENNA - No.")
('html', 'jsonl', 'text')
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from onrecord.model import Article, Problem
from onrecord.sources.decode import Undecodable, binary_kind, decode
from onrecord.sources.html import read_page
from onrecord.sources.jsonl import read_lines
from onrecord.sources.limits import MAX_FILE_BYTES, check_length
from onrecord.sources.plain import markdown_article, text_article
from onrecord.sources.source import Received, Source, SourceDefaults, Stream

Kind: TypeAlias = Literal["text", "markdown", "html", "jsonl"]
SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
}
_PEEK_SIZE = 4096
_HTML_START = re.compile(
    rb"\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,500}-->\s{0,100})?<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE,
)
_SPECIAL_FILES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def file_source(path: Path, defaults: SourceDefaults) -> Source | Problem:
    """The source of one regular file, or the problem with it. The file is opened only when read."""
    name = display_name(path)
    try:
        status = path.stat()
    except OSError as error:
        return Problem(name, read_error(error))
    if not stat.S_ISREG(status.st_mode):
        return Problem(
            name, f"not a file: {_SPECIAL_FILES.get(stat.S_IFMT(status.st_mode), 'unknown')}"
        )
    return Source(name, status.st_size, lambda: _read_file(path, name, defaults))


def stdin_source(stream: BinaryIO, defaults: SourceDefaults) -> Source:
    """The source of a stream, called `-`."""
    return Source("-", None, lambda: _read_stdin(stream, defaults))


def _begins_as_json(head: bytes) -> bool:
    """True if the first bytes begin an object; a line with a zero byte is then refused by itself."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def guess_kind(head: bytes) -> Kind:
    """The kind of a file by its first bytes."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.match(head):
        return "html"
    return "jsonl" if _begins_as_json(head) else "text"


def display_name(path: Path) -> str:
    """A path as shown and stored: forward slashes, replacement characters for bytes that are not UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def read_error(error: OSError) -> str:
    """One line that says why a file cannot be read."""
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _read_file(path: Path, name: str, defaults: SourceDefaults) -> Iterator[Received]:
    try:
        # Non-blocking: the file may have become a pipe since it was examined.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(number, "rb") as stream:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                yield Received(Problem(name, "not a file any more"), 0)
                return
            head = stream.peek(_PEEK_SIZE)[:_PEEK_SIZE]
            yield from _read_stream(name, head, stream, SUFFIXES.get(path.suffix.lower()), defaults)
    except OSError as error:
        yield Received(Problem(name, read_error(error)), 0)


def _read_stdin(stream: BinaryIO, defaults: SourceDefaults) -> Iterator[Received]:
    try:
        ahead = _PeekedStream(stream)
        yield from _read_stream("-", ahead.head, ahead, None, defaults)
    except OSError as error:
        yield Received(Problem("-", read_error(error)), 0)


class _PeekedStream:
    """A stream whose `head` can be examined before it is read; works for pipes too."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = stream.readline(_PEEK_SIZE)
        while (
            not self.head.strip()
            and len(self.head) < _PEEK_SIZE
            and (more := stream.readline(_PEEK_SIZE))
        ):
            self.head += more
        self._left = self.head

    def read(self, size: int, /) -> bytes:
        left, self._left = self._left, b""
        return left + self._stream.read(size - len(left))

    def readline(self, size: int, /) -> bytes:
        end = self._left.find(b"\n") + 1
        if end:
            line, self._left = self._left[:end], self._left[end:]
            return line
        left, self._left = self._left, b""
        return left + self._stream.readline(size - len(left))


def _read_stream(
    name: str, head: bytes, stream: Stream, kind: Kind | None, defaults: SourceDefaults
) -> Iterator[Received]:
    kind = kind or guess_kind(head)
    if kind == "jsonl" and not _begins_as_json(head) and binary_kind(head):
        yield Received(Problem(name, f"binary data{binary_kind(head)}, not text"), len(head))
    elif kind == "jsonl":
        yield from read_lines(name, stream, defaults)
    else:
        data = stream.read(MAX_FILE_BYTES + 1)
        yield Received(_read_article(name, data, kind, defaults), len(data))


def _read_article(
    name: str, data: bytes, kind: Kind, defaults: SourceDefaults
) -> Article | Problem:
    """The article of a text, Markdown or HTML file."""
    if not data.strip():
        return Problem(name, "empty file")
    if len(data) > MAX_FILE_BYTES:
        return Problem(
            name, f"larger than {MAX_FILE_BYTES // 1_000_000} MB, too large for one report"
        )
    if kind == "html" or _HTML_START.match(data[:_PEEK_SIZE]):
        page = read_page(name, data, defaults.now())
        return page if isinstance(page, Problem) else check_length(defaults.apply_to(page))
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return Problem(name, decoded.reason)
    make = markdown_article if kind == "markdown" else text_article
    article = make(name, decoded.text, defaults.now())
    if decoded.note:
        article = replace(article, problems=(Problem(name, decoded.note),))
    return check_length(defaults.apply_to(article))
