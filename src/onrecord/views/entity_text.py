"""Lay out an entity as lines for a terminal and as JSON: names, offices, statements, uncertain links.

In: a `Who`. Out: `TextLine`s, or one JSON object with the fields of an entity and its names, links,
judgements and statements.

>>> format_score(0.8500001)
'0.85'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from onrecord.model import HeldOffice, Judgement, Link, OfficeHolder, Who
from onrecord.views.as_json import entity_json, statement_json
from onrecord.views.terminal import (
    DOT,
    ID_DIGITS,
    TextLine,
    format_count,
    one_line,
    statement_lines,
)

_VERDICTS = {"same": "the same", "different": "different"}


def format_score(score: float) -> str:
    """A score with two decimals."""
    return f"{score:.2f}"


def who_json(who: Who) -> dict[str, Any]:
    """An entity with its identity, without its mentions, which the export of entities contains."""
    entity = entity_json(who.entity)
    del entity["mentions"]
    return {
        **entity,
        "borne": [asdict(name) for name in who.names],
        "joined": [link_json(link) for link in who.joined],
        "suggested": [link_json(link) for link in who.suggested],
        "judgements": [asdict(each) for each in who.judgements],
        "held": [asdict(each) for each in who.held],
        "holders": [asdict(each) for each in who.holders],
        "statements": who.statements,
        "latest": [statement_json(each) for each in who.latest],
    }


def who_lines(who: Who) -> Iterator[TextLine]:
    """An entity: names, offices, links, judgements, latest statements."""
    entity = who.entity
    yield _line(f"{one_line(entity.name)}{DOT}{entity.kind}{DOT}{entity.id[:ID_DIGITS]}", "bold")
    if len(who.names) > 1:
        yield from _section(
            "names", (_name_line(name.name, name.id, name.reports) for name in who.names)
        )
    elif others := [name for name in entity.names if name != entity.name]:
        yield _line("also " + ", ".join(map(one_line, others)))
    yield from _section("offices", [*map(office_line, who.held), *map(_holder_line, who.holders)])
    yield from _section("names joined because of", _with_commands(who.joined, "different"))
    yield from _section("possibly the same", _with_commands(who.suggested, "same", "different"))
    yield from _section("decided by users", map(_judgement_line, who.judgements))
    yield _line(format_count(who.statements, "statement"))
    for statement in who.latest:
        yield TextLine()
        yield from statement_lines(statement)


def link_json(link: Link) -> dict[str, Any]:
    """A link with its evidence and the commands that decide it."""
    evidence = [
        {"kind": kind, "score": score, "words": words} for kind, score, words in link.evidence
    ]
    settle = {verdict: verdict_command(verdict, link) for verdict in ("same", "different")}
    return {**asdict(link), "evidence": evidence, "settle": settle}


def _section(head: str, lines: Iterable[str]) -> Iterator[TextLine]:
    found = list(lines)
    if found:
        yield _line(head, "dim")
        yield from (_line("  " + one_line(line)) for line in found)


def _name_line(name: str, key: str, reports: int) -> str:
    return f"{name}{DOT}{key[:ID_DIGITS]}{DOT}{format_count(reports, 'report')}"


def office_line(held: HeldOffice) -> str:
    """An office with its dates and number of reports.

    >>> office_line(HeldOffice("defence minister", "Valdria", 2, "2024-05-03", "2024-06-01"))
    'defence minister of Valdria · 2024-05-03 to 2024-06-01 · 2 reports'
    >>> office_line(HeldOffice("mayor", "Karsk", 3, "2010-01-01", "2014-12-31", over="2024-05-03"))
    'mayor of Karsk · 2010-01-01 to 2014-12-31 · former by 2024-05-03 · 3 reports'
    """
    of_what = f" of {held.of}" if held.of else ""
    over = f"former by {held.over}" if held.over else ""
    ahead = f"future on {held.ahead}" if held.ahead else ""
    parts = (
        f"{held.title}{of_what}",
        held_period(held),
        over,
        ahead,
        format_count(held.reports, "report"),
    )
    return DOT.join(filter(None, parts))


def held_period(held: HeldOffice) -> str:
    """The first and last known day of an office; empty if none is known.

    >>> held_period(HeldOffice("mayor", None, 1, last="2019-12-31"))
    'until 2019-12-31'
    """
    if held.last and not held.first:
        return f"until {held.last}"
    days = [day for day in (held.first, held.last) if day]
    return " to ".join(dict.fromkeys(days))


def verdict_command(verdict: str, link: Link) -> str:
    """The command that decides a link.

    >>> from onrecord.model import BorneName
    >>> verdict_command("same", Link(BorneName("ab" * 16, "M. Tasel", 1), BorneName("cd" * 16, "Tasel", 1), "", 0.5, ()))
    'onrecord same abababababab cdcdcdcdcdcd'
    """
    return f"onrecord {verdict} {link.one.id[:ID_DIGITS]} {link.other.id[:ID_DIGITS]}"


def _with_commands(links: Iterable[Link], *verdicts: str) -> Iterator[str]:
    """Each link with its evidence, followed by the commands that decide it."""
    for link in links:
        yield _link_line(link)
        yield from (f"→ {verdict_command(verdict, link)}" for verdict in verdicts)


def _holder_line(held: OfficeHolder) -> str:
    of_what = f" of {held.of}" if held.of else ""
    when = f"{held.since or '…'} to {held.until or '…'}"
    return DOT.join((f"{held.person}, {held.title}{of_what}", when, f"by {held.source}"))


def _link_line(link: Link) -> str:
    why = "; ".join(f"{kind} {score:+.2f} ({words})" for kind, score, words in link.evidence)
    other = _name_line(link.other.name, link.other.id, link.other.reports)
    return f"{other}{DOT}{format_score(link.score)}: {why}"


def _judgement_line(each: Judgement) -> str:
    why = f": {each.why}" if each.why else ""
    return f"{each.one_name} and {each.other_name} are {_VERDICTS[each.verdict]}{DOT}{each.who}, {each.made[:10]}{why}"


def _line(text: str, style: str = "") -> TextLine:
    return TextLine(Text(text, style=style))
