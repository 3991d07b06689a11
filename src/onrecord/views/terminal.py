r"""Lay out statements, reports, problems and counts as lines of text for a terminal.

In: objects of the record. Out: `TextLine`s, which `print_lines` prints. A terminal gets them wrapped at its
width, in colour unless `NO_COLOR` is set; a pipe or a file gets each line complete, for `grep`. The text of a
report is untrusted: control characters are escaped, and nothing in it is interpreted as markup.

>>> visible("closed\x1b[2J")
'closed\\x1b[2J'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text

from onrecord.model import Party, ReportRow, Statement, StoredProblem, Summary
from onrecord.views.labels import NESTED, NO_SOURCE, ROLES, UNDATED

# Digits of an id in a listing: almost certainly unique among a million statements.
ID_DIGITS = 12
# Control characters (C0, DEL, C1), line separators, bidirectional overrides, surrogates:
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)  # all except tab and newline
DOT = " · "
DIM = "dim"
SOURCE = "bold cyan"
CUE = "magenta"
CONTENT = "green"
ACT = "yellow"
# The last word of a cue that precedes its source ("according to").
_PREPOSITIONS = frozenset({"to", "by", "from", "in", "under"})
# The least width to wrap at; a narrower terminal wraps by itself.
MIN_WIDTH = 20


@dataclass(frozen=True, slots=True)
class TextLine:
    """One logical line: its text, its indent in columns, and a label to its left."""

    text: Text = field(default_factory=Text)
    indent: int = 0
    label: str = ""


class TerminalConsole(Console):
    """A console that raises `BrokenPipeError` if its reader is gone; rich would exit with status 1."""

    def on_broken_pipe(self) -> None:
        """Raise again the error that rich caught."""
        raise BrokenPipeError


def open_console(*, stderr: bool = False) -> Console:
    """The console for text: a terminal with its width and colours, or plain text."""
    return TerminalConsole(stderr=stderr, markup=False, highlight=False, emoji=False)


def visible(text: str) -> str:
    r"""`text` with control characters and bidirectional overrides escaped (`\x1b`)."""
    return _CONTROLS.sub(lambda found: _escape_code(ord(found[0])), text)


def _escape_code(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """`text` as `visible` returns it, with each run of white space replaced by one blank."""
    return visible(" ".join(text.split()))


def print_lines(console: Console, lines: Iterable[TextLine]) -> None:
    """Print `lines`, wrapped on a terminal, complete elsewhere."""
    for line in lines:
        left = line.label.ljust(line.indent) if line.label else " " * line.indent
        room = max(console.width, MIN_WIDTH) - len(left)
        wraps = console.is_terminal and line.text.cell_len > room
        parts = list(line.text.wrap(console, room)) if wraps else [line.text]
        for number, part in enumerate(parts):
            gutter = left if number == 0 else " " * len(left)
            whole = Text().append(gutter, style="bold" if line.label else "").append(part)
            whole.rstrip()
            console.print(whole, soft_wrap=True)


def statement_lines(statement: Statement) -> Iterator[TextLine]:
    """A statement in a listing: heading, question, content, and a line of date, outlet, form and id."""
    yield TextLine(statement_heading(statement))
    if statement.question is not None:
        yield TextLine(
            Text(f"{ROLES['question']}: {one_line(statement.question.text)}", style="italic"), 2
        )
    words = " […] ".join(one_line(each.text) for each in statement.content)
    yield TextLine(Text(words, style=CONTENT), 2)
    facts = [
        date_label(statement),
        one_line(statement.outlet or statement.uri),
        statement.form,
        *([f"{NESTED} {statement.within[:ID_DIGITS]}"] if statement.within else []),
        statement.id[:ID_DIGITS],
    ]
    yield TextLine(Text(DOT.join(facts), style=DIM), 2)


def statement_heading(statement: Statement) -> Text:
    """Source, cue, act, addressee and channel in one line: `Mira Tasel denied [deny] → reporters`.

    An attitude is marked: `Mira Tasel hopes [believe, attitude]`.
    """
    text = Text()
    if statement.source is None:
        text.append(f"({NO_SOURCE})", style=DIM)
    else:
        text.append(party_label(statement.source), style=SOURCE)
    if statement.cue is None:
        text.append(" (continued)", style=DIM)
    elif _cue_precedes_source(statement):
        text = Text.assemble((one_line(statement.cue.text).lower(), CUE), " ", text)
    else:
        text.append(" ").append(one_line(statement.cue.text), style=CUE)
    attitude = ", attitude" if statement.manner == "attitude" else ""
    text.append(f" [{statement.act}{attitude}]", style=ACT)
    if statement.addressee is not None:
        text.append(" → ").append(party_label(statement.addressee))
    addressee = statement.addressee.words if statement.addressee is not None else None
    if statement.channel is not None and statement.channel != addressee:
        text.append(f" ({one_line(statement.channel.text)})")
    return text


def _cue_precedes_source(statement: Statement) -> bool:
    """True if the cue precedes its source: `according to Mira Tasel`, `was announced by the council`."""
    if statement.cue is None or statement.source is None:
        return False
    before = statement.cue.end <= statement.source.words.start
    return before and statement.cue.text.split()[-1].lower() in _PREPOSITIONS


def party_label(party: Party) -> str:
    """A party's name with the report's words if they differ; for an unnamed party, its words.

    An unnamed party that speaks for another is followed by that one's name, unless its words contain it
    ("the ministry's spokesman").
    """
    words = one_line(party.words.text)
    name = one_line(party.name or words)
    if name != words:
        return f"{name} (“{words}”)"
    behalf = party.speaks_for
    if party.name is not None or behalf is None or behalf.words.text in party.words.text:
        return words
    return f"{words} (for {one_line(behalf.name or behalf.words.text)})"


def date_label(statement: Statement) -> str:
    """The date of a statement, else the words that state it, else the date of its report."""
    said = statement.said
    if said is not None and said.words is not None and not re.search(r"\d", said.edtf):
        return f"said “{one_line(said.words.text)}”, {UNDATED}"
    if said is not None:
        return f"said {one_line(said.edtf)}"
    if statement.published is not None:
        return f"reported {one_line(statement.published.edtf)}"
    return UNDATED


def report_row_lines(row: ReportRow) -> Iterator[TextLine]:
    """A report in a listing."""
    yield TextLine(Text(one_line(row.headline or row.uri), style="bold"))
    facts = [
        one_line(row.outlet or "outlet unknown"),
        UNDATED if row.published is None else one_line(row.published.edtf),
        format_count(row.statements, "statement"),
        row.id[:ID_DIGITS],
    ]
    yield TextLine(Text(DOT.join(facts)), 2)
    if row.headline:
        yield TextLine(Text(one_line(row.uri), style=DIM), 2)


def problem_lines(problem: StoredProblem) -> Iterator[TextLine]:
    """A problem in one line: where and why."""
    text = Text(one_line(problem.where), style="bold")
    yield TextLine(text.append(f": {one_line(problem.message)}", style="not bold"))


def summary_lines(summary: Summary, highlights: Sequence[Statement]) -> Iterator[TextLine]:
    """Counts over the record, then its highlights."""
    yield TextLine(
        Text(
            f"{format_count(summary.reports, 'report')} from {format_count(summary.outlets, 'outlet')}"
        )
    )
    said = f"{format_count(summary.statements, 'statement')} by {format_count(summary.sources, 'source')}"
    yield TextLine(Text(said))
    if summary.attitudes:
        yield TextLine(
            Text(
                f"{format_count(summary.attitudes, 'attitude')} (statements --attitudes lists them)"
            )
        )
    if summary.problems:
        text = f"{format_count(summary.problems, 'problem')}; onrecord problems lists what was not read"
        yield TextLine(Text(text, style=ACT))
    acts = sorted(summary.acts.items(), key=lambda item: (-item[1], item[0]))
    if acts:
        yield TextLine(Text(DOT.join(f"{act} {count:,}" for act, count in acts), style=DIM))
    for statement in highlights:
        yield TextLine()
        yield from statement_lines(statement)


def format_count(number: int, noun: str) -> str:
    """The number with its noun: `1 report`, `2,000 reports`.

    >>> format_count(2000, "report")
    '2,000 reports'
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
