r"""Split a report's text into typed passages, by the form and the position of its lines.

In: the report's text. Out: passages in order that cover all of it except white space. Plain text has no tags, so a
line is classified by its form and its position:

- **promo**, **credit**, **caption**, **byline**, **dateline** (a line that only gives the time of
  publication) by the forms of `lexicon/text/lines.tsv`. A line with a quotation is body whatever its form:
  a wrong promo loses a statement, a missed one only adds a line without findings.
- **dateline** at the head of one of the first paragraphs, by the forms of `lexicon/text/datelines.tsv`;
  the rest of the paragraph is body. A **credit** in brackets or a **promo** word at a line's end is
  a passage of its own, too.
- a *bare* line, one that does not end a sentence, is a **headline** before the body begins. Inside the
  body it is **promo** if it has the form of another report's headline (five words or more, in title case
  or ending in a date with its year, not numbered), else a subheading, which is a **headline** too: it
  belongs to the report and is parsed. A bare line is body after a quotation on a line of its own (it names
  the source), when it occurs three times (it names the next speaker), when it has eighteen words or more,
  and when it is the last line and no title (a sentence cut off).
- all else is **body**, one passage a paragraph; a paragraph too long to parse at once is cut at a
  sentence's end.

>>> text = "BRENNA (Meridian) - The gates are shut.\n\nRead more\n\nNo one was hurt."
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

# Longer lines are prose whatever they begin with; this also bounds the time of every form.
LONGEST_FORM = 600
LONGEST_WHOLE = 160
# The parser's memory grows with a passage's length; news paragraphs have some 50 to 1,500 characters.
LONGEST_PASSAGE = 5_000
# A bare line of so many words is a sentence cut off, not a headline: of 12,000 headlines one in a hundred is longer.
LONGEST_HEADLINE = 18
SHORTEST_RELATED = 5
# How often a bare line occurs that names the next speaker.
REPEATED = 3


@dataclass(frozen=True, slots=True)
class TypedPassage:
    """A passage and the name of the rule that typed it."""

    passage: Passage
    rule: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its start and text, and its kind once a rule gives one."""

    start: int
    text: str
    kind: PassageKind | None = None
    rule: str = ""


def find_passages(text: str) -> tuple[Passage, ...]:
    """The typed passages of a report's text: in order, disjoint, covering all that is not white space."""
    return tuple(typed.passage for typed in type_passages(text))


def type_passages(text: str) -> tuple[TypedPassage, ...]:
    """The passages of `find_passages`, each with the rule that typed it."""
    lines = [_by_form(line) for line in _lines(text)]
    return tuple(_split(_by_place(lines)))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not blank; a credit or promo at the end of a line is a line of its own."""
    for match in re.finditer(r"\S[^\n]*", text):
        line = match.group().rstrip()
        tail = line_form("tail").search(line, max(0, len(line) - LONGEST_FORM))
        if tail is None or not tail.start():
            yield _Line(match.start(), line)
            continue
        yield _Line(match.start(), line[: tail.start()].rstrip())
        end = tail.group().lstrip()
        yield _typed_line(_Line(match.start() + len(line) - len(end), end), _row(tail))


def _by_form(line: _Line) -> _Line:
    """The line with its kind, if its form gives one."""
    row = None if line.kind else _form_of(line.text)
    return _typed_line(line, row) if row else line


def _typed_line(line: _Line, row: Mapping[str, str]) -> _Line:
    """The line with the kind and the rule of a row."""
    return replace(line, kind=cast("PassageKind", row["kind"]), rule=row["rule"])


def _form_of(text: str) -> Mapping[str, str] | None:
    """The first row of `lexicon/text/lines.tsv` that fits a line."""
    if len(text) > LONGEST_FORM:
        return None
    found = line_form("whole").fullmatch(text) if len(text) <= LONGEST_WHOLE else None
    if found is None and not _has_quotation(text):
        found = line_form("start").match(text)
        if found is None:
            return next((row for form, row in _anywhere() if form.search(text)), None)
    return _row(found) if found is not None else None


def _row(found: re.Match[str]) -> Mapping[str, str]:
    """The row of a matched form."""
    return rows("text/lines")[int((found.lastgroup or "r")[1:])]


@cache
def line_form(way: str) -> re.Pattern[str]:
    """All forms of `lexicon/text/lines.tsv` with `match` = `way`, as one pattern; group names are `r` and the row's number."""
    forms = [
        f"(?P<r{n}>{row['pattern']})"
        for n, row in enumerate(rows("text/lines"))
        if row["match"] == way
    ]
    return re.compile("|".join(forms), re.IGNORECASE)


@cache
def _anywhere() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """The forms with `match` = `any`, searched one by one: joined, they take three times as long."""
    forms = (row for row in rows("text/lines") if row["match"] == "any")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row) for row in forms)


@cache
def dateline_forms() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """For every row of `lexicon/text/datelines.tsv`: rule, number of paragraphs in which it holds, pattern."""
    capital = "A-ZÀ-ÖØ-Þ"
    word = rf"[{capital}][\w.’'-]*"
    region = rf"(?:, {word}(?: {word}){{0,2}}(?! \d))?"
    capitals = rf"[{capital}][{capital}.’'-]{{2,}}(?:[ /][{capital}.’'-]{{2,}}){{0,3}}"
    date = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
    pieces = {
        "{capitals}": capitals + region,
        "{place}": f"(?:{capitals}|{word}(?: {word}){{0,2}}){region}",
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
_QUOTATION = re.compile(
    r"[“\"](?:[^“”\"\s]+\s+){3,40}[^“”\"]{0,400}[”\"]|(?<!\w)‘(?:[^‘’\s]+\s+){3,40}|\(@\w"
)


def _has_quotation(text: str) -> bool:
    """True if the line holds a quotation of some length, opens with one, or is a signed post."""
    return text[0] in '“"‘' or _QUOTATION.search(text) is not None


_SENTENCE_END = re.compile(r"[.?!:;,…][\"'”’»)\]]*$")


def _is_bare(text: str) -> bool:
    """True if a line does not end a sentence, is short, and is neither a quotation nor a list item."""
    return (
        not _SENTENCE_END.search(text)
        and len(text) <= LONGEST_FORM
        and len(text.split()) < LONGEST_HEADLINE
        and text[0] not in '-–—•*·>#“"('
        and "@" not in text
        and not _has_quotation(text)
    )


def _by_place(lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines with their kinds: bare lines by their position, all else body."""
    bare = [not line.kind and _is_bare(line.text) for line in lines]
    prose = [at for at, line in enumerate(lines) if not line.kind and not bare[at]]
    counts = Counter(line.text for line in lines)
    for at, line in enumerate(lines):
        if line.kind:
            yield line
        elif not bare[at] or not prose:
            yield replace(line, kind="body", rule="prose")
        elif counts[line.text] >= REPEATED:
            yield replace(line, kind="body", rule="comes-back")
        elif at and _is_quotation(lines[at - 1].text):
            yield replace(line, kind="body", rule="quotation-source")
        elif at < prose[0]:
            yield replace(line, kind="headline", rule="before-body")
        else:
            kind, rule = _kind_of_bare_line(line.text, at_end=at > prose[-1])
            yield replace(line, kind=kind, rule=rule)


def _is_quotation(text: str) -> bool:
    """True if a line is a quotation and nothing else; its source may stand on the next line."""
    return text[0] in '“"‘' and text[-1] in '”"’'


def _kind_of_bare_line(text: str, *, at_end: bool) -> tuple[PassageKind, str]:
    """The kind and rule of a bare line inside the body or after it."""
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
    """True if two words in three, and all longer ones, begin with a capital or a digit."""
    words = [word.strip("‘’'“”\"()[],:;–—-") for word in text.split()]
    capitalised = [word for word in words if word[:1].isupper() or word[:1].isdigit()]
    return len(capitalised) * 3 >= len(words) * 2 and all(
        word in capitalised for word in words if len(word) > 4
    )


def _split(lines: Iterable[_Line]) -> Iterator[TypedPassage]:
    """The lines as passages: datelines separated from their paragraphs, long paragraphs cut."""
    bodies = 0
    for line in lines:
        kind = line.kind or "body"
        if kind != "body":
            yield _passage_of(line, kind, 0, len(line.text), line.rule)
            continue
        bodies += 1
        start, rule = _dateline(line.text, bodies)
        if start:
            yield _passage_of(line, "dateline", 0, len(line.text[:start].rstrip()), rule)
        yield from (_passage_of(line, "body", *cut, line.rule) for cut in _cut(line.text, start))


def _passage_of(line: _Line, kind: PassageKind, start: int, end: int, rule: str) -> TypedPassage:
    """A passage of a part of a line."""
    return TypedPassage(Passage(kind, Span(line.start + start, line.start + end)), rule)


def _dateline(text: str, paragraph: int) -> tuple[int, str]:
    """Where the dateline at the start of a paragraph ends (0 if there is none), and its rule."""
    for rule, within, form in dateline_forms():
        match = form.match(text) if paragraph <= within else None
        if match and match.end() < len(text):
            return len(text) - len(text[match.end() :].lstrip()), rule
    return 0, ""


def _cut(text: str, start: int) -> Iterator[tuple[int, int]]:
    """A paragraph in pieces of up to `LONGEST_PASSAGE` characters, cut at a sentence's end, else a blank, else anywhere."""
    while len(text) - start > LONGEST_PASSAGE:
        piece = text[start : start + LONGEST_PASSAGE]
        at = max(piece.rfind(mark) + len(mark) for mark in (". ", "? ", "! ", ".” ", '." '))
        if at < LONGEST_PASSAGE // 2:
            at = piece.rfind(" ") + 1 or LONGEST_PASSAGE
        yield start, start + len(piece[:at].rstrip())
        start += at
    yield start, len(text)
