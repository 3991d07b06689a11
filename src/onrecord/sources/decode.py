"""Decode bytes to text, or say why they are not text.

A byte-order mark decides the encoding; else UTF-8 is tried, then the charset that a page declares. Other
bytes are compared with the encodings that English text still has (Windows-1252, UTF-16): a wider choice
takes a pound sign for a Polish letter. A note says what was guessed or replaced.

>>> decode("The café is shut.".encode())
Decoded(text='The café is shut.', note=None)
>>> decode(b"%PDF-1.7 ...")
Undecodable(reason='binary data (PDF), not text')
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# The share of a page's bytes that may be broken before its declared encoding counts as wrong.
BROKEN_SHARE = 0.001
# charset-normalizer's measure of disorder: correct guesses on English prose are below 0.03, Russian or
# random bytes decoded as Windows-1252 above 0.2.
MAX_CHAOS = 0.1
GUESSED_ENCODINGS = ["cp1252", "utf_16_le", "utf_16_be"]
# Bytes examined to tell text from binary data.
_HEAD_SIZE = 4096

_BINARY_SIGNATURES = {
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
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and a note on what was guessed or replaced."""

    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Undecodable:
    """The reason why bytes are not decoded."""

    reason: str


def decode(data: bytes, *, page: bool = False) -> Decoded | Undecodable:
    """Decode `data`. A web `page` may declare its charset and contain a few broken bytes."""
    kind = binary_kind(data)
    if kind:
        return Undecodable(f"binary data{kind}, not text")
    declared = (_declared_encoding(data) if page else None) or "utf-8"
    for encoding in dict.fromkeys(("utf-8", declared)):
        text = _decode_strictly(data, _bom_encoding(data) or encoding)
        if text is not None:
            return Decoded(text)
    if page:
        text = data.decode(declared, "replace")
        broken = text.count("\ufffd")
        if broken <= max(1, len(data) * BROKEN_SHARE):
            return Decoded(text, f"{broken} bytes that are not {declared} were replaced")
    return _decode_by_guess(data)


def binary_kind(data: bytes) -> str:
    """The kind of binary data, " (PDF)" or " (zero bytes)"; empty for text."""
    for magic, name in _BINARY_SIGNATURES.items():
        if data.startswith(magic):
            return f" ({name})"
    if _bom_encoding(data):
        return ""
    head = data[:_HEAD_SIZE]
    nul = head.count(0)
    if not nul:
        return ""
    # English in UTF-16 has a zero in every second byte.
    even = head[::2].count(0)
    one_sided = min(even, nul - even) * 20 <= nul and nul * 3 >= len(head)
    return "" if one_sided else " (zero bytes)"


def _bom_encoding(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _declared_encoding(data: bytes) -> str | None:
    """The charset a page declares near its start, if Python has that text codec."""
    match = re.search(
        rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{2,40})",
        data[:_HEAD_SIZE],
        re.IGNORECASE,
    )
    if not match:
        return None
    name = match.group(1).decode("ascii", "replace").lower()
    if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        return "cp1252"  # as browsers do
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


def _decode_strictly(data: bytes, encoding: str) -> str | None:
    if encoding == "utf-8" and b"\x00" in data:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _decode_by_guess(data: bytes) -> Decoded | Undecodable:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=GUESSED_ENCODINGS).best()
    if best is None or best.chaos > MAX_CHAOS:
        return Undecodable(f"wrong encoding: {_why_not_utf8(data)}, and no other encoding fits")
    return Decoded(str(best), f"not UTF-8; read as {best.encoding}, which fits")


def _why_not_utf8(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte {error.start + 1} is not UTF-8"
    return "it holds zero bytes"
