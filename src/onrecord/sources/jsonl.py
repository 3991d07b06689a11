r"""Read articles from JSON Lines, with one line in memory at a time.

Each line is an object; its fields are found by the names in `FIELDS` or by the caller's map (`--field
text=content_original`). A line that cannot be read becomes a `Problem` with file and line number, and
reading continues.

>>> import io
>>> lines = io.BytesIO(b'{"text": "The gates are shut.", "id": "a1"}\nnot json\n')
>>> for received in read_lines("wire.jsonl", lines, SourceDefaults()):
...     print(received.done, received.item.uri if isinstance(received.item, Article) else received.item)
44 a1
53 Problem(where='wire.jsonl:2', message='not JSON: Expecting value at column 1')
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.model import Article, ClaimedDate, Problem
from onrecord.sources.limits import MAX_LINE_BYTES, check_length
from onrecord.sources.page_dates import date_in_url
from onrecord.sources.source import Received, SourceDefaults, Stream

# Our field names and the names they have in files; the first that is present and not empty wins.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "uri": ("uri", "url", "id"),
    "headline": ("headline", "title"),
    "published": ("published", "date"),
    "outlet": ("outlet", "source"),
    "authors": ("authors", "byline"),
}
# A file whose first lines are all unreadable is not JSON Lines.
MAX_UNREADABLE = 100


def read_lines(name: str, lines: Stream, defaults: SourceDefaults) -> Iterator[Received]:
    """An item for every line that is not blank; never raises for the content of a line."""
    done = 0
    good, blank = False, True
    for number, line in enumerate(_split_lines(lines), 1):
        done += line.length
        if line.data is not None and not line.data.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        blank = False
        item = _article_of_line(f"{name}:{number}", line.data, defaults)
        good = good or isinstance(item, Article)
        yield Received(item, done)
        if not good and number >= MAX_UNREADABLE:
            message = f"none of the first {number} lines could be read; the rest is left out"
            yield Received(Problem(name, message), done)
            return
    if not done:
        yield Received(Problem(name, "empty file"), done)
    elif blank:
        yield Received(Problem(name, "only blank lines"), done)


class _InputLine:
    """A line's bytes, None if it is too long; `length` is its full length in bytes."""

    def __init__(self, data: bytes | None, length: int) -> None:
        self.data = data
        self.length = length


def _split_lines(stream: Stream) -> Iterator[_InputLine]:
    while part := stream.readline(MAX_LINE_BYTES + 1):
        length = len(part)
        if length <= MAX_LINE_BYTES:
            yield _InputLine(part, length)
            continue
        while part and not part.endswith(b"\n"):
            part = stream.readline(MAX_LINE_BYTES)
            length += len(part)
        yield _InputLine(None, length)


def _article_of_line(where: str, line: bytes | None, defaults: SourceDefaults) -> Article | Problem:
    if line is None:
        return Problem(where, f"line longer than {MAX_LINE_BYTES:,} bytes")
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Problem(where, "wrong encoding: the line is not UTF-8")
    except json.JSONDecodeError as error:
        return Problem(where, f"not JSON: {error.msg.removesuffix(' at')} at column {error.colno}")
    except (ValueError, RecursionError):
        return Problem(where, "not JSON that can be read: nested too deep or a number too long")
    if not isinstance(found, dict):
        return Problem(where, "not a JSON object")
    return _article_of_object(where, found, defaults)


def _article_of_object(
    where: str, found: Mapping[str, Any], defaults: SourceDefaults
) -> Article | Problem:
    text = _field_value(found, "text", defaults)
    if text is None:
        empty = next((name for name in _field_names("text", defaults) if name in found), None)
        if empty is not None:
            return Problem(where, f"the field {empty!r} is empty")
        names = " or ".join(repr(name) for name in _field_names("text", defaults))
        return Problem(where, f"no field {names}")
    if not isinstance(text, str):
        return Problem(where, f"the text is {type(text).__name__}, not a string")
    uri = _as_text(_field_value(found, "uri", defaults))
    published = _as_text(_field_value(found, "published", defaults))
    claims = [ClaimedDate("field", published)] if published else []
    in_address = date_in_url(uri) if uri else None
    if in_address:
        claims.append(in_address)
    article = Article(
        uri or where,
        text,
        defaults.now(),
        headline=_as_text(_field_value(found, "headline", defaults)),
        outlet=_as_text(_field_value(found, "outlet", defaults)),
        authors=_author_list(_field_value(found, "authors", defaults)),
        published=tuple(claims),
    )
    return check_length(defaults.apply_to(article))


def _field_names(field: str, defaults: SourceDefaults) -> tuple[str, ...]:
    return (defaults.fields[field],) if field in defaults.fields else FIELDS[field]


def _field_value(found: Mapping[str, Any], field: str, defaults: SourceDefaults) -> Any:
    values = (found.get(name) for name in _field_names(field, defaults))
    return next((value for value in values if value not in (None, "", [], {})), None)


def _as_text(value: Any) -> str | None:
    """A string or a number as one line; for an object its `name` or, for our exported dates, its `edtf`."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("edtf")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _author_list(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for name in map(_as_text, values) if name)
