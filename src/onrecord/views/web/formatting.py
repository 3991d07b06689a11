r"""Format values of the record for the page: dates in words, printable text, safe links.

>>> date_words("2022-10-23"), date_words("XXXX-10-23"), date_words("2022-10?")
('23 October 2022', '23 October, year unknown', 'October 2022 (uncertain)')
>>> printable("Karsk\x00 \u202egnaL")
'Karsk� �gnaL'
>>> safe_link("https://kessen.example/1"), safe_link("javascript:alert(1)")
('https://kessen.example/1', None)
"""

from __future__ import annotations

import calendar
import re
from urllib.parse import urlsplit

from onrecord.model import StatedDate

# Control characters, surrogates and non-characters, which browsers do not show, and the two bidirectional
# overrides, which change the words a reader sees. All become the replacement character.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_EDTF = re.compile(
    r"(?P<year>\d{4}|X{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T(?P<time>\d\d(?::\d\d)?)[^?~%]*)?(?P<qualifier>[?~%])?"
)
_QUALIFIERS = {"?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)", None: ""}
_SEASONS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
    "33": "first quarter of", "34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of",
    "40": "first half of", "41": "second half of",
}  # fmt: skip
_UNKNOWN = "date unknown"


def printable(value: str) -> str:
    """`value` with each unprintable character replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", value)


def date_words(edtf: str) -> str:
    """An EDTF date in words; a form without words here is returned unchanged.

    >>> date_words("2022-35"), date_words("XXXX-XX-XX")
    ('third quarter of 2022', 'date unknown')
    """
    if not re.search(r"[\d./]", edtf):
        return _UNKNOWN
    if edtf.count("/") == 1:
        first, last = edtf.split("/")
        return f"{_interval_end(first)} to {_interval_end(last)}"
    found = _EDTF.fullmatch(edtf)
    if found is None:
        return edtf
    return _date(found) + _QUALIFIERS[found["qualifier"]]


def _interval_end(edge: str) -> str:
    return {"": "unknown", "..": "open"}.get(edge) or date_words(edge)


def _date(found: re.Match[str]) -> str:
    year, month, day, time = found["year"], found["month"], found["day"], found["time"]
    known = year if year != "XXXX" else "year unknown"
    if year.endswith("X") and year != "XXXX":
        known = f"{year.replace('X', '0')}s"
    name = _SEASONS.get(month) if month else None
    if month and not name:
        if not 1 <= int(month) <= 12:
            return found[0]
        name = calendar.month_name[int(month)]
    if not name:
        return known
    named = f"{int(day)} {name}" if day else name
    clock = f", {time} o’clock" if time and ":" not in time else f", {time}" if time else ""
    return f"{named}{',' if year == 'XXXX' else ''} {known}{clock}"


def machine_date(dated: StatedDate) -> str | None:
    """The value for HTML's `<time>`, if the date is a certain day, month or year."""
    return dated.edtf if re.fullmatch(r"\d{4}(-\d\d){0,2}", dated.edtf) else None


def bounds(dated: StatedDate) -> str | None:
    """The earliest and latest day of a date, if they differ."""
    if dated.earliest is None or dated.latest is None or dated.earliest == dated.latest:
        return None
    return f"{dated.earliest} to {dated.latest}"


def safe_link(uri: str) -> str | None:
    """`uri` if it is safe to link: http or https, with a host, without user name or unusual characters."""
    if not re.fullmatch(r"https?://[\x21-\x7e]+", uri, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    return uri if parts.hostname and "@" not in parts.netloc else None


def percent(share: float) -> str:
    r"""A confidence in per cent; less than 1 is never rounded up to 100 %.

    >>> percent(0.934), percent(0.999)
    ('93\xa0%', '99\xa0%')
    """
    return f"{min(round(share * 100), 99 if share < 1 else 100)}\xa0%"
