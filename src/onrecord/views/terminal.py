r"""The record in a terminal: statements, reports, problems and numbers as wrapped, coloured lines.

In come the record's frozen objects, out come `Line`s, and `put` prints them. A terminal gets them
wrapped at its width, with colour unless `NO_COLOR` is set; a pipe or a file gets each line whole, so
that `grep` finds what stands in it. Text of a report is outside text: what a terminal would obey is
made visible instead, and nothing in it is taken for markup.

>>> visible("closed\x1b[2J")
'closed\\x1b[2J'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from onrecord.model import Party, ReportRow, Statement, StoredProblem, Summary

# Digits of an id that a listing shows: unique in a record of a million statements, nearly surely.
SHOWN = 12
# What a terminal may obey (C0, DEL, C1), take for a line's end, or let turn the text around.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)  # all but tab and newline
DOT = " · "
QUIET = "dim"
SOURCE = "bold cyan"
CUE = "magenta"
CONTENT = "green"
ACT = "yellow"
# What ends a cue that is read before its source.
_LEADING = frozenset({"to", "by", "from", "in", "under"})
# A terminal narrower than this is taken to be this wide: it wraps by itself, nothing is lost.
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line: its text, how far it is set in, and what stands to its left."""

    text: Text
    indent: int = 0
    label: str = ""


class Paper(Console):
    """A console that tells its caller when nobody reads on; rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Raise what rich caught, for the caller to end on."""
        raise BrokenPipeError


def paper(*, stderr: bool = False) -> Console:
    """Where text for people goes: a terminal with its width and colours, or plain text."""
    return Paper(stderr=stderr, markup=False, highlight=False, emoji=False)


def visible(text: str) -> str:
    """`text` with control characters, escape sequences and bidirectional overrides written out."""
    return _OBEYED.sub(lambda found: _written_out(ord(found[0])), text)


def _written_out(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def one_line(text: str) -> str:
    """`text` visible, its white space folded."""
    return visible(" ".join(text.split()))


def put(console: Console, lines: Iterable[Line]) -> None:
    """Print `lines`: wrapped at a terminal's width, whole into anything else."""
    for line in lines:
        left = line.label.ljust(line.indent) if line.label else " " * line.indent
        room = max(console.width, NARROWEST) - len(left)
        wraps = console.is_terminal and line.text.cell_len > room
        parts = list(line.text.wrap(console, room)) if wraps else [line.text]
        for number, part in enumerate(parts):
            gutter = left if number == 0 else " " * len(left)
            whole = Text().append(gutter, style="bold" if line.label else "").append(part)
            whole.rstrip()
            console.print(whole, soft_wrap=True)


def statement_lines(statement: Statement) -> Iterator[Line]:
    """A statement: who, how and to whom; the question; the words; date, outlet, form, the statement that reports it, id."""
    yield Line(who_said(statement))
    if statement.question is not None:
        yield Line(Text(f"asked: {one_line(statement.question.text)}", style="italic"), 2)
    words = " […] ".join(one_line(each.text) for each in statement.content)
    yield Line(Text(words, style=CONTENT), 2)
    facts = [
        when(statement),
        one_line(statement.outlet or statement.uri),
        statement.form,
        *([f"as told in {statement.within[:SHOWN]}"] if statement.within else []),
        statement.id[:SHOWN],
    ]
    yield Line(Text(DOT.join(facts), style=QUIET), 2)


def who_said(statement: Statement) -> Text:
    """`Mira Tasel denied [deny] → reporters`: source, cue, act, addressee, channel; `according to Mira Tasel`.

    What is only thought or wanted says so: `Mira Tasel hopes [believe, attitude]`.
    """
    text = Text()
    if statement.source is None:
        text.append("(nobody named)", style=QUIET)
    else:
        text.append(called(statement.source), style=SOURCE)
    if statement.cue is None:
        text.append(" (carries on)", style=QUIET)
    elif _leads(statement):
        text = Text.assemble((one_line(statement.cue.text).lower(), CUE), " ", text)
    else:
        text.append(" ").append(one_line(statement.cue.text), style=CUE)
    attitude = ", attitude" if statement.manner == "attitude" else ""
    text.append(f" [{statement.act}{attitude}]", style=ACT)
    if statement.addressee is not None:
        text.append(" → ").append(called(statement.addressee))
    addressee = statement.addressee.words if statement.addressee is not None else None
    if statement.channel is not None and statement.channel != addressee:
        text.append(f" ({one_line(statement.channel.text)})")
    return text


def _leads(statement: Statement) -> bool:
    """Whether a cue is read before its source: `according to Mira Tasel`, `was announced by the council`."""
    if statement.cue is None or statement.source is None:
        return False
    before = statement.cue.end <= statement.source.words.start
    return before and statement.cue.text.split()[-1].lower() in _LEADING


def called(party: Party) -> str:
    """The name, with the report's own words where these differ; without a name the words, and for whom.

    Words that say themselves for whom ("the ministry's spokesman") are left at that.
    """
    words = one_line(party.words.text)
    name = one_line(party.name or words)
    if name != words:
        return f"{name} (“{words}”)"
    behalf = party.speaks_for
    if party.name is not None or behalf is None or behalf.words.text in party.words.text:
        return words
    return f"{words} (for {one_line(behalf.name or behalf.words.text)})"


def when(statement: Statement) -> str:
    """The day it was said if that is known, else the words that tell it, else the day of the report, said to be that."""
    said = statement.said
    if said is not None and said.words is not None and not re.search(r"\d", said.edtf):
        return f"said “{one_line(said.words.text)}”, date unknown"
    if said is not None:
        return f"said {one_line(said.edtf)}"
    if statement.published is not None:
        return f"reported {one_line(statement.published.edtf)}"
    return "date unknown"


def row_lines(row: ReportRow) -> Iterator[Line]:
    """A report in a listing."""
    yield Line(Text(one_line(row.headline or row.uri), style="bold"))
    facts = [
        one_line(row.outlet or "outlet unknown"),
        "date unknown" if row.published is None else one_line(row.published.edtf),
        counted(row.statements, "statement"),
        row.id[:SHOWN],
    ]
    yield Line(Text(DOT.join(facts)), 2)
    if row.headline:
        yield Line(Text(one_line(row.uri), style=QUIET), 2)


def problem_lines(problem: StoredProblem) -> Iterator[Line]:
    """One line: where and why."""
    text = Text(one_line(problem.where), style="bold")
    yield Line(text.append(f": {one_line(problem.message)}", style="not bold"))


def summary_lines(summary: Summary, telling: Sequence[Statement]) -> Iterator[Line]:
    """The record in numbers, then the statements that tell most."""
    yield Line(
        Text(f"{counted(summary.reports, 'report')} from {counted(summary.outlets, 'outlet')}")
    )
    said = f"{counted(summary.statements, 'statement')} by {counted(summary.sources, 'source')}"
    yield Line(Text(said))
    if summary.attitudes:
        yield Line(
            Text(f"{counted(summary.attitudes, 'attitude')} (statements --attitudes lists them)")
        )
    if summary.problems:
        text = f"{counted(summary.problems, 'problem')}; onrecord problems lists what was not read"
        yield Line(Text(text, style=ACT))
    acts = sorted(summary.acts.items(), key=lambda item: (-item[1], item[0]))
    if acts:
        yield Line(Text(DOT.join(f"{act} {count:,}" for act, count in acts), style=QUIET))
    for statement in telling:
        yield Line(Text())
        yield from statement_lines(statement)


def counted(number: int, noun: str) -> str:
    """`1 report`, `2,000 reports`.

    >>> counted(2000, "report")
    '2,000 reports'
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
