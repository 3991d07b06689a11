"""One file, or standard input, into a `Source`: which kind it is, and how it is read.

A file's kind follows its suffix; standard input and files named without a known suffix are looked at:
a page opens with a doctype or `<html>`, JSON Lines with `{`, all else is text.

>>> kind_of(b"  <!DOCTYPE html><html>"), kind_of(b'{"text": "No."}'), kind_of(b"BRENNA - No.")
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
from onrecord.sources.limits import LARGEST_FILE, article_or_problem
from onrecord.sources.plain import markdown_article, text_article
from onrecord.sources.source import Given, Received, Source, Stream

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
_PEEK = 4096
_PAGE = re.compile(
    rb"\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,500}-->\s{0,100})?<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE,
)
_FILE_TYPES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def file_source(path: Path, given: Given) -> Source | Problem:
    """The source of one regular file, or why it is none. The file is opened only when read."""
    name = name_of(path)
    try:
        status = path.stat()
    except OSError as error:
        return Problem(name, reason(error))
    if not stat.S_ISREG(status.st_mode):
        return Problem(
            name, f"not a file: {_FILE_TYPES.get(stat.S_IFMT(status.st_mode), 'unknown')}"
        )
    return Source(name, status.st_size, lambda: _read_file(path, name, given))


def stdin_source(stream: BinaryIO, given: Given) -> Source:
    """The source of a stream, called `-`."""
    return Source("-", None, lambda: _read_stdin(stream, given))


def kind_of(head: bytes) -> Kind:
    """What the first bytes look like."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(head):
        return "html"
    return "jsonl" if head.lstrip()[:1] == b"{" else "text"


def name_of(path: Path) -> str:
    """A path as shown and kept: with forward slashes, and marks for bytes that are not UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def reason(error: OSError) -> str:
    """One line on why a file cannot be had."""
    return f"cannot be read: {(error.strerror or str(error)).lower()}"


def _read_file(path: Path, name: str, given: Given) -> Iterator[Received]:
    try:
        # Not to wait for a writer, should the file have become a pipe since it was looked at.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(number, "rb") as stream:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                yield Received(Problem(name, "not a file any more"), 0)
                return
            head = stream.peek(_PEEK)[:_PEEK]
            yield from _read(name, head, stream, SUFFIXES.get(path.suffix.lower()), given)
    except OSError as error:
        yield Received(Problem(name, reason(error)), 0)


def _read_stdin(stream: BinaryIO, given: Given) -> Iterator[Received]:
    try:
        ahead = _Ahead(stream)
        yield from _read("-", ahead.head, ahead, None, given)
    except OSError as error:
        yield Received(Problem("-", reason(error)), 0)


class _Ahead:
    """A stream whose first line has been read to look at; any stream will do, a pipe as well."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = stream.readline(_PEEK)
        while not self.head.strip() and len(self.head) < _PEEK and (more := stream.readline(_PEEK)):
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


def _read(
    name: str, head: bytes, stream: Stream, kind: Kind | None, given: Given
) -> Iterator[Received]:
    kind = kind or kind_of(head)
    if kind == "jsonl" and binary_kind(head):
        yield Received(Problem(name, f"binary data{binary_kind(head)}, not text"), len(head))
    elif kind == "jsonl":
        yield from read_lines(name, stream, given)
    else:
        data = stream.read(LARGEST_FILE + 1)
        yield Received(_whole(name, data, kind, given), len(data))


def _whole(name: str, data: bytes, kind: Kind, given: Given) -> Article | Problem:
    """The one article of a file read whole."""
    if not data.strip():
        return Problem(name, "empty file")
    if len(data) > LARGEST_FILE:
        return Problem(
            name, f"larger than {LARGEST_FILE // 1_000_000} MB, too large for one report"
        )
    if kind == "html" or _PAGE.match(data[:_PEEK]):
        page = read_page(name, data, given.now())
        return page if isinstance(page, Problem) else article_or_problem(given.applied(page))
    decoded = decode(data)
    if isinstance(decoded, Undecodable):
        return Problem(name, decoded.reason)
    make = markdown_article if kind == "markdown" else text_article
    article = make(name, decoded.text, given.now())
    if decoded.note:
        article = replace(article, problems=(Problem(name, decoded.note),))
    return article_or_problem(given.applied(article))
