r"""The record's values → words for a reader: dates with their doubt, text safe to show, web links.

>>> day_words("2022-10-23"), day_words("XXXX-10-23"), day_words("2022-10?")
('23 October 2022', '23 October, year unknown', 'October 2022 (uncertain)')
>>> shown("Karsk\x00 \u202egnaL")
'Karsk� �gnaL'
>>> web_link("https://kessen.example/1"), web_link("javascript:alert(1)")
('https://kessen.example/1', None)
"""

from __future__ import annotations

import calendar
import re
from urllib.parse import urlsplit

from onrecord.model import StatedDate

# Controls, half a surrogate pair, non-characters: no browser shows them. The two bidirectional
# overrides make a reader see other words than stand there. Both show as the replacement character.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")
_EDTF = re.compile(
    r"(?P<year>\d{4}|X{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:T(?P<time>\d\d(?::\d\d)?)[^?~%]*)?(?P<doubt>[?~%])?"
)
_DOUBT = {"?": " (uncertain)", "~": " (about)", "%": " (about, uncertain)", None: ""}
_SEASONS = {
    "21": "spring", "22": "summer", "23": "autumn", "24": "winter",
    "33": "first quarter of", "34": "second quarter of", "35": "third quarter of", "36": "fourth quarter of",
    "40": "first half of", "41": "second half of",
}  # fmt: skip
_UNKNOWN = "date unknown"


def shown(value: str) -> str:
    """`value` with what cannot or must not be shown replaced, one character for one."""
    return _UNSHOWN.sub("\ufffd", value)


def day_words(edtf: str) -> str:
    """An EDTF date in words; what this does not know how to say is given as it is.

    >>> day_words("2022-35"), day_words("XXXX-XX-XX")
    ('third quarter of 2022', 'date unknown')
    """
    if not re.search(r"[\d./]", edtf):
        return _UNKNOWN
    if edtf.count("/") == 1:
        first, last = edtf.split("/")
        return f"{_open(first)} to {_open(last)}"
    found = _EDTF.fullmatch(edtf)
    if found is None:
        return edtf
    return _date(found) + _DOUBT[found["doubt"]]


def _open(edge: str) -> str:
    return {"": "unknown", "..": "open"}.get(edge) or day_words(edge)


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
    stands = f"{int(day)} {name}" if day else name
    clock = f", {time} o’clock" if time and ":" not in time else f", {time}" if time else ""
    return f"{stands}{',' if year == 'XXXX' else ''} {known}{clock}"


def machine_date(dated: StatedDate) -> str | None:
    """The date as HTML's `<time>` takes it, if it is one certain day, month or year."""
    return dated.edtf if re.fullmatch(r"\d{4}(-\d\d){0,2}", dated.edtf) else None


def bounds(dated: StatedDate) -> str | None:
    """Between which days a date lies, where that says more than the date itself."""
    if dated.earliest is None or dated.latest is None or dated.earliest == dated.latest:
        return None
    return f"{dated.earliest} to {dated.latest}"


def web_link(uri: str) -> str | None:
    """`uri` if a browser may follow it: http or https, a host, nothing hidden in it."""
    if not re.fullmatch(r"https?://[\x21-\x7e]+", uri, re.IGNORECASE):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    return uri if parts.hostname and "@" not in parts.netloc else None


def percent(share: float) -> str:
    r"""A confidence as a reader takes it in; never rounded up to certainty.

    >>> percent(0.934), percent(0.999)
    ('93\xa0%', '99\xa0%')
    """
    return f"{min(round(share * 100), 99 if share < 1 else 100)}\xa0%"
