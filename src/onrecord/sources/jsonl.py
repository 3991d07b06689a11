r"""JSON Lines into articles, line by line: however long the file, one line is in memory.

Each line is an object; its fields are looked up by the names below, or by the caller's map (`--field
text=content_original`). A line that cannot be read gives a `Problem` that names file and line, and
the rest goes on.

>>> import io
>>> lines = io.BytesIO(b'{"text": "The gates are shut.", "id": "a1"}\nnot json\n')
>>> for received in read_lines("wire.jsonl", lines, Given()):
...     print(received.done, received.item.uri if isinstance(received.item, Article) else received.item)
44 a1
53 Problem(where='wire.jsonl:2', message='not JSON: Expecting value at column 1')
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.model import Article, ClaimedDate, Problem
from onrecord.sources.limits import LONGEST_LINE, article_or_problem
from onrecord.sources.page_dates import date_in_address
from onrecord.sources.source import Given, Received, Stream

# Our name of a field, and the names it goes by, the first present and not empty wins.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "uri": ("uri", "url", "id"),
    "headline": ("headline", "title"),
    "published": ("published", "date"),
    "outlet": ("outlet", "source"),
    "authors": ("authors", "byline"),
}
# A file whose first lines are all unreadable is not JSON Lines; the rest would only repeat that.
GIVE_UP_AFTER = 100


def read_lines(name: str, lines: Stream, given: Given) -> Iterator[Received]:
    """An item for every line that is not blank; never raises for what a line holds."""
    done = 0
    good = False
    for number, line in enumerate(_lines(lines), 1):
        done += line.length
        if line.data is not None and not line.data.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        item = _read(f"{name}:{number}", line.data, given)
        good = good or isinstance(item, Article)
        yield Received(item, done)
        if not good and number >= GIVE_UP_AFTER:
            message = f"none of the first {number} lines could be read; the rest is left out"
            yield Received(Problem(name, message), done)
            return
    if not done:
        yield Received(Problem(name, "empty file"), done)


class _Line:
    """A line's bytes, or None where it is too long to keep; `length` counts them all."""

    def __init__(self, data: bytes | None, length: int) -> None:
        self.data = data
        self.length = length


def _lines(stream: Stream) -> Iterator[_Line]:
    while part := stream.readline(LONGEST_LINE + 1):
        length = len(part)
        if length <= LONGEST_LINE:
            yield _Line(part, length)
            continue
        while part and not part.endswith(b"\n"):
            part = stream.readline(LONGEST_LINE)
            length += len(part)
        yield _Line(None, length)


def _read(where: str, line: bytes | None, given: Given) -> Article | Problem:
    if line is None:
        return Problem(where, f"line longer than {LONGEST_LINE:,} bytes")
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
    return _article(where, found, given)


def _article(where: str, found: Mapping[str, Any], given: Given) -> Article | Problem:
    text = _field(found, "text", given)
    if text is None:
        empty = next((name for name in _names("text", given) if name in found), None)
        if empty is not None:
            return Problem(where, f"the field {empty!r} is empty")
        names = " or ".join(repr(name) for name in _names("text", given))
        return Problem(where, f"no field {names}")
    if not isinstance(text, str):
        return Problem(where, f"the text is {type(text).__name__}, not a string")
    uri = _word(_field(found, "uri", given))
    published = _word(_field(found, "published", given))
    claims = [ClaimedDate("field", published)] if published else []
    in_address = date_in_address(uri) if uri else None
    if in_address:
        claims.append(in_address)
    article = Article(
        uri or where,
        text,
        given.now(),
        headline=_word(_field(found, "headline", given)),
        outlet=_word(_field(found, "outlet", given)),
        authors=_authors(_field(found, "authors", given)),
        published=tuple(claims),
    )
    return article_or_problem(given.applied(article))


def _names(field: str, given: Given) -> tuple[str, ...]:
    return (given.fields[field],) if field in given.fields else FIELDS[field]


def _field(found: Mapping[str, Any], field: str, given: Given) -> Any:
    values = (found.get(name) for name in _names(field, given))
    return next((value for value in values if value not in (None, "", [], {})), None)


def _word(value: Any) -> str | None:
    """A string or a number as one line; of an object, its `name` or, for our own dates, its `edtf`."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("edtf")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _authors(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for name in map(_word, values) if name)
