r"""A report's text parted into typed passages, judged by the form and the place of its lines.

The report's text goes in; passages come out, in order, that cover all of it but white space. Plain
text bears no tags, so a line is known by how it looks and where it stands:

- **promo**, **credit**, **caption**, **byline**, **dateline** (a line that only says when the report
  was published) by the forms of `lexicon/text/lines.tsv`. A line that quotes somebody is body whatever it
  looks like: a wrong promo loses a statement, a missed one only adds a dull line.
- **dateline** at the head of one of the first paragraphs, by the forms of `lexicon/text/datelines.tsv`;
  the rest of the paragraph is body. A **credit** in brackets or a **promo** word at a line's end is
  likewise a passage of its own.
- a *bare* line, one without a sentence's end, is a **headline** before the body begins. Inside the
  body it is **promo** if it looks like another report's headline dropped into the text (five words or
  more, in title case or closing on a date with its year, not numbered), else a subheading, which is a
  **headline** too: it belongs to the report and is parsed. A bare line is body after a quotation that
  stands alone (it names who said it), when it comes back three times (it names who speaks next), when
  it has eighteen words or more, and when it is the text's last and no title (a sentence cut off).
- all else is **body**, one passage a paragraph; a paragraph too long to parse at once is cut at a
  sentence's end.

>>> text = "BRENNA (Meridian) - The gates are shut.\n\nRead more\n\nNobody was hurt."
>>> [(p.kind, text[p.span.start : p.span.end]) for p in find_passages(text)][:2]
[('dateline', 'BRENNA (Meridian) -'), ('body', 'The gates are shut.')]
>>> [p.kind for p in find_passages(text)][2:]
['promo', 'body']
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from onrecord.lexicon.tables import rows
from onrecord.model import Passage, PassageKind, Span

# Longer lines are prose whatever they begin with; it also bounds the time of every form.
LONGEST_FORM = 600
LONGEST_WHOLE = 160
# The parser's memory grows with a passage's length; news paragraphs have some 50 to 1,500 characters.
LONGEST_PASSAGE = 5_000
# A bare line of so many words is a sentence cut off, not a headline: of 12,000 headlines looked at,
# one in a hundred is longer.
LONGEST_HEADLINE = 18
SHORTEST_RELATED = 5
COMES_BACK = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage and the name of the rule that typed it."""

    passage: Passage
    rule: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: where it stands, its text, its kind once a rule has spoken."""

    start: int
    text: str
    kind: PassageKind | None = None
    rule: str = ""


def find_passages(text: str) -> tuple[Passage, ...]:
    """The typed passages of a report's text: in order, apart, covering all that is not white space."""
    return tuple(judged.passage for judged in judge_passages(text))


def judge_passages(text: str) -> tuple[Judged, ...]:
    """The passages of `find_passages`, each with the rule that typed it."""
    lines = [_by_form(line) for line in _lines(text)]
    return tuple(_parted(_by_place(lines)))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank. What a form says is another's at a line's end is a line of its own."""
    for match in re.finditer(r"\S[^\n]*", text):
        line = match.group().rstrip()
        tail = line_form("tail").search(line, max(0, len(line) - LONGEST_FORM))
        if tail is None or not tail.start():
            yield _Line(match.start(), line)
            continue
        yield _Line(match.start(), line[: tail.start()].rstrip())
        end = tail.group().lstrip()
        yield _known(_Line(match.start() + len(line) - len(end), end), _row(tail))


def _by_form(line: _Line) -> _Line:
    """The line with its kind, if its form gives it away."""
    row = None if line.kind else _form_of(line.text)
    return _known(line, row) if row else line


def _known(line: _Line, row: Mapping[str, str]) -> _Line:
    return replace(line, kind=cast("PassageKind", row["kind"]), rule=row["rule"])


def _form_of(text: str) -> Mapping[str, str] | None:
    """The first row of `lexicon/text/lines.tsv` that fits a line."""
    if len(text) > LONGEST_FORM:
        return None
    found = line_form("whole").fullmatch(text) if len(text) <= LONGEST_WHOLE else None
    if found is None and not _quotes_somebody(text):
        found = line_form("start").match(text)
        if found is None:
            return next((row for form, row in _anywhere() if form.search(text)), None)
    return _row(found) if found is not None else None


def _row(found: re.Match[str]) -> Mapping[str, str]:
    """The row whose form this is a match of."""
    return rows("text/lines")[int((found.lastgroup or "r")[1:])]


@cache
def line_form(way: str) -> re.Pattern[str]:
    """All forms of `lexicon/text/lines.tsv` matched this way, as one pattern; a group is `r` and the row's number."""
    forms = [
        f"(?P<r{n}>{row['pattern']})"
        for n, row in enumerate(rows("text/lines"))
        if row["match"] == way
    ]
    return re.compile("|".join(forms), re.IGNORECASE)


@cache
def _anywhere() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """The forms searched for one by one: joined, they would take thrice as long."""
    forms = (row for row in rows("text/lines") if row["match"] == "any")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row) for row in forms)


@cache
def dateline_forms() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """Of every row of `lexicon/text/datelines.tsv`: its rule, in how many paragraphs it is believed, its pattern."""
    capital = "A-ZÀ-ÖØ-Þ"
    word = rf"[{capital}][\w.’'-]*"
    region = rf"(?:, {word}(?: {word}){{0,2}}(?! \d))?"
    shout = rf"[{capital}][{capital}.’'-]{{2,}}(?:[ /][{capital}.’'-]{{2,}}){{0,3}}"
    date = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
    pieces = {
        "{capitals}": shout + region,
        "{place}": f"(?:{shout}|{word}(?: {word}){{0,2}}){region}",
        "{date}": r"(?:[A-Z][a-z]{2,8},? )?" + date,
        "{dash}": r" ?[-–—]{1,2}(?: |(?=[A-Z“\"]))",
    }
    forms = []
    for row in rows("text/datelines"):
        pattern = row["pattern"]
        for name, piece in pieces.items():
            pattern = pattern.replace(name, piece)
        forms.append((row["rule"], int(row["within"]), re.compile(pattern)))
    return tuple(forms)


# Four words or more in quotation marks, or a name with its handle, as posts are signed.
_SAID = re.compile(
    r"[“\"](?:[^“”\"\s]+\s+){3,40}[^“”\"]{0,400}[”\"]|(?<!\w)‘(?:[^‘’\s]+\s+){3,40}|\(@\w"
)


def _quotes_somebody(text: str) -> bool:
    """Whether the line quotes at some length, opens with a quotation, or is somebody's post."""
    return text[0] in '“"‘' or _SAID.search(text) is not None


_SENTENCE_END = re.compile(r"[.?!:;,…][\"'”’»)\]]*$")


def _is_bare(text: str) -> bool:
    """Whether a line has no sentence's end, is short, and is neither a quotation nor a list's item."""
    return (
        not _SENTENCE_END.search(text)
        and len(text) <= LONGEST_FORM
        and len(text.split()) < LONGEST_HEADLINE
        and text[0] not in '-–—•*·>#“"('
        and "@" not in text
        and not _quotes_somebody(text)
    )


def _by_place(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines with their kinds: bare lines by where they stand, all else body."""
    bare = [not line.kind and _is_bare(line.text) for line in lines]
    prose = [at for at, line in enumerate(lines) if not line.kind and not bare[at]]
    often = Counter(line.text for line in lines)
    for at, line in enumerate(lines):
        if line.kind:
            yield line
        elif not bare[at] or not prose:
            yield replace(line, kind="body", rule="prose")
        elif often[line.text] >= COMES_BACK:
            yield replace(line, kind="body", rule="comes-back")
        elif at and _is_quotation(lines[at - 1].text):
            yield replace(line, kind="body", rule="quotation-source")
        elif at < prose[0]:
            yield replace(line, kind="headline", rule="before-body")
        else:
            kind, rule = _dropped_in(line.text, at_end=at > prose[-1])
            yield replace(line, kind=kind, rule=rule)


def _is_quotation(text: str) -> bool:
    """Whether a line is a quotation and nothing else; who said it may stand on the next line."""
    return text[0] in '“"‘' and text[-1] in '”"’'


def _dropped_in(text: str, *, at_end: bool) -> tuple[PassageKind, str]:
    """What a bare line inside the body or after it is."""
    if len(text.split()) >= SHORTEST_RELATED and not text[0].isdigit():
        if _is_title_case(text):
            return "promo", "related-headline"
        if _ENDS_DATED.search(text):
            return "promo", "related-dated"
    return ("body", "cut-off") if at_end else ("headline", "subheading")


_ENDS_DATED = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,) "
    r"\d{4}\W*$"
)


def _is_title_case(text: str) -> bool:
    """Whether two words in three, and all longer ones, begin with a capital or a figure."""
    words = [word.strip("‘’'“”\"()[],:;–—-") for word in text.split()]
    high = [word for word in words if word[:1].isupper() or word[:1].isdigit()]
    return len(high) * 3 >= len(words) * 2 and all(word in high for word in words if len(word) > 4)


def _parted(lines: Iterable[_Line]) -> Iterator[Judged]:
    """The lines as passages: a dateline cut off its paragraph, long paragraphs cut up."""
    bodies = 0
    for line in lines:
        kind = line.kind or "body"
        if kind != "body":
            yield _judged(line, kind, 0, len(line.text), line.rule)
            continue
        bodies += 1
        start, rule = _dateline(line.text, bodies)
        if start:
            yield _judged(line, "dateline", 0, len(line.text[:start].rstrip()), rule)
        yield from (_judged(line, "body", *cut, line.rule) for cut in _cut(line.text, start))


def _judged(line: _Line, kind: PassageKind, start: int, end: int, rule: str) -> Judged:
    return Judged(Passage(kind, Span(line.start + start, line.start + end)), rule)


def _dateline(text: str, paragraph: int) -> tuple[int, str]:
    """Where the dateline at the head of a paragraph ends (0 if there is none), and its rule."""
    for rule, within, form in dateline_forms():
        match = form.match(text) if paragraph <= within else None
        if match and match.end() < len(text):
            return len(text) - len(text[match.end() :].lstrip()), rule
    return 0, ""


def _cut(text: str, start: int) -> Iterator[tuple[int, int]]:
    """A paragraph in pieces the parser can bear, parted at a sentence's end, else a blank, else anywhere."""
    while len(text) - start > LONGEST_PASSAGE:
        piece = text[start : start + LONGEST_PASSAGE]
        at = max(piece.rfind(mark) + len(mark) for mark in (". ", "? ", "! ", ".” ", '." '))
        if at < LONGEST_PASSAGE // 2:
            at = piece.rfind(" ") + 1 or LONGEST_PASSAGE
        yield start, start + len(piece[:at].rstrip())
        start += at
    yield start, len(text)
