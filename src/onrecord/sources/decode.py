"""Bytes into text, or a word on why not.

UTF-8 comes first, then what a byte-order mark says, then what a page declares of itself. For bytes
that are none of these only the encodings English is still met in are weighed (Windows-1252 and
UTF-16): a wider choice takes a pound sign for a Polish letter. What was guessed or replaced is said
in a note.

>>> decode("The café is shut.".encode())
Decoded(text='The café is shut.', note=None)
>>> decode(b"%PDF-1.7 ...")
Undecodable(reason='binary data (PDF), not text')
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# Of a page's bytes, as many may be broken before its encoding counts as wrong: one in a thousand.
BROKEN_SHARE = 0.001
# charset-normalizer's measure of disorder: right guesses on English prose stay below 0.03, Russian or
# random bytes read as Windows-1252 are above 0.2.
MOST_CHAOS = 0.1
GUESSED = ["cp1252", "utf_16_le", "utf_16_be"]
# Beyond this, further bytes no longer change what the text looks like.
_LOOK = 4096

_BINARY = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP or office document",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "zstd",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x7fELF": "program",
    b"SQLite format 3": "SQLite",
    b"\xd0\xcf\x11\xe0": "old office document",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and a note on what was guessed or replaced in it."""

    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why there is no text."""

    reason: str


def decode(data: bytes, *, page: bool = False) -> Decoded | Undecodable:
    """The text of `data`. A web `page` may declare its charset and hold a few broken bytes."""
    kind = binary_kind(data)
    if kind:
        return Undecodable(f"binary data{kind}, not text")
    declared = (_declared(data) if page else None) or "utf-8"
    for encoding in dict.fromkeys(("utf-8", declared)):
        text = _strict(data, _marked(data) or encoding)
        if text is not None:
            return Decoded(text)
    if page:
        text = data.decode(declared, "replace")
        broken = text.count("\ufffd")
        if broken <= max(1, len(data) * BROKEN_SHARE):
            return Decoded(text, f"{broken} bytes that are not {declared} were replaced")
    return _guess(data)


def binary_kind(data: bytes) -> str:
    """Empty for text, else what sort of binary data it seems: " (PDF)", or " " if unknown."""
    for magic, name in _BINARY.items():
        if data.startswith(magic):
            return f" ({name})"
    if _marked(data):
        return ""
    head = data[:_LOOK]
    nul = head.count(0)
    if not nul:
        return ""
    # UTF-16 English has a zero in every other byte, always on the same side.
    even = head[::2].count(0)
    one_sided = min(even, nul - even) * 20 <= nul and nul * 3 >= len(head)
    return "" if one_sided else " (zero bytes)"


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)


def _declared(data: bytes) -> str | None:
    """The charset a page declares in its first kilobytes, if there is such a codec for text."""
    match = re.search(
        rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})",
        data[:_LOOK],
        re.IGNORECASE,
    )
    if not match:
        return None
    name = match.group(1).decode("ascii", "replace").lower()
    if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        return "cp1252"  # as every browser takes them
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, UnicodeError):
        return None
    return (
        None
        if info.name.startswith(("utf-16", "utf-32", "utf-7", "idna", "punycode"))
        else info.name
    )


def _strict(data: bytes, encoding: str) -> str | None:
    if encoding == "utf-8" and b"\x00" in data:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guess(data: bytes) -> Decoded | Undecodable:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=GUESSED).best()
    if best is None or best.chaos > MOST_CHAOS:
        return Undecodable(f"wrong encoding: {_why_not_utf8(data)}, and no other encoding fits")
    return Decoded(str(best), f"not UTF-8; read as {best.encoding}, which fits")


def _why_not_utf8(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} is not UTF-8"
    return "it holds zero bytes"
