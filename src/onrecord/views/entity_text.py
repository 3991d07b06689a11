"""Who somebody is, as lines for a terminal and as JSON: names, offices, statements, what is unsure.

In: a `Who` of the record. Out: `Line`s, or one object with the entity's fields of the record format
and its names, links, judgements and statements beside them.

>>> shown_score(0.8500001)
'0.85'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from rich.text import Text

from onrecord.model import HeldOffice, Judgement, Link, OfficeHolder, Who
from onrecord.views.as_json import entity_json, statement_json
from onrecord.views.terminal import DOT, Line, one_line, statement_lines

# Digits of an id that are shown; commands take them.
SHOWN = 12
_ONE_OR_TWO = {"same": "one", "different": "two"}


def shown_score(score: float) -> str:
    """A score with two digits."""
    return f"{score:.2f}"


def who_json(who: Who) -> dict[str, Any]:
    """One object; `entity` without its mentions, which the export of entities has."""
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


def who_lines(who: Who) -> Iterator[Line]:
    """For people: who it is, in what offices, what it said last, and what is unsure."""
    entity = who.entity
    yield _line(f"{one_line(entity.name)}{DOT}{entity.kind}{DOT}{entity.id[:SHOWN]}", "bold")
    if len(who.names) > 1:
        yield from _headed(
            "names", (_named(name.name, name.id, name.reports) for name in who.names)
        )
    elif others := [name for name in entity.names if name != entity.name]:
        yield _line("also " + ", ".join(map(one_line, others)))
    yield from _headed("offices", [*map(office_told, who.held), *map(_holder, who.holders)])
    yield from _headed("taken for one because", _with_commands(who.joined, "different"))
    yield from _headed("perhaps the same", _with_commands(who.suggested, "same", "different"))
    yield from _headed("judged", map(_judged, who.judgements))
    yield _line(f"{who.statements:,} statement{'' if who.statements == 1 else 's'}")
    for statement in who.latest:
        yield Line(Text())
        yield from statement_lines(statement)


def link_json(link: Link) -> dict[str, Any]:
    """A link with its evidence, and what to type to settle it."""
    evidence = [
        {"kind": kind, "score": score, "words": words} for kind, score, words in link.evidence
    ]
    settle = {verdict: command(verdict, link) for verdict in ("same", "different")}
    return {**asdict(link), "evidence": evidence, "settle": settle}


def _headed(head: str, lines: Iterable[str]) -> Iterator[Line]:
    found = list(lines)
    if found:
        yield _line(head, "dim")
        yield from (_line("  " + one_line(line)) for line in found)


def _named(name: str, key: str, reports: int) -> str:
    return f"{name}{DOT}{key[:SHOWN]}{DOT}{_reports(reports)}"


def _reports(count: int) -> str:
    return f"{count:,} report{'' if count == 1 else 's'}"


def office_told(held: HeldOffice) -> str:
    """An office, when reports give it, and how many do.

    >>> office_told(HeldOffice("defence minister", "Valdria", 2, "2024-05-03", "2024-06-01"))
    'defence minister of Valdria · 2024-05-03 to 2024-06-01 · 2 reports'
    >>> office_told(HeldOffice("mayor", "Karsk", 3, "2010-01-01", "2014-12-31", over="2024-05-03"))
    'mayor of Karsk · 2010-01-01 to 2014-12-31 · no more by 2024-05-03 · 3 reports'
    """
    of_what = f" of {held.of}" if held.of else ""
    over = f"no more by {held.over}" if held.over else ""
    ahead = f"not yet on {held.ahead}" if held.ahead else ""
    told = (f"{held.title}{of_what}", days_of(held), over, ahead, _reports(held.reports))
    return DOT.join(filter(None, told))


def days_of(held: HeldOffice) -> str:
    """From which day to which reports give an office; empty where none has a known day.

    >>> days_of(HeldOffice("mayor", None, 1, last="2019-12-31"))
    'until 2019-12-31'
    """
    if held.last and not held.first:
        return f"until {held.last}"
    days = [day for day in (held.first, held.last) if day]
    return " to ".join(dict.fromkeys(days))


def command(verdict: str, link: Link) -> str:
    """What to type to settle a link.

    >>> from onrecord.model import BorneName
    >>> command("same", Link(BorneName("ab" * 16, "M. Tasel", 1), BorneName("cd" * 16, "Tasel", 1), "", 0.5, ()))
    'onrecord same abababababab cdcdcdcdcdcd'
    """
    return f"onrecord {verdict} {link.one.id[:SHOWN]} {link.other.id[:SHOWN]}"


def _with_commands(links: Iterable[Link], *verdicts: str) -> Iterator[str]:
    """Each link with its evidence, and below it what to type to settle it."""
    for link in links:
        yield _told(link)
        yield from (f"→ {command(verdict, link)}" for verdict in verdicts)


def _holder(held: OfficeHolder) -> str:
    of_what = f" of {held.of}" if held.of else ""
    when = f"{held.since or '…'} to {held.until or '…'}"
    return DOT.join((f"{held.person}, {held.title}{of_what}", when, f"by {held.source}"))


def _told(link: Link) -> str:
    why = "; ".join(f"{kind} {score:+.2f} ({words})" for kind, score, words in link.evidence)
    other = _named(link.other.name, link.other.id, link.other.reports)
    return f"{other}{DOT}{shown_score(link.score)}: {why}"


def _judged(each: Judgement) -> str:
    why = f": {each.why}" if each.why else ""
    return f"{each.one_name} and {each.other_name} are {_ONE_OR_TWO[each.verdict]}{DOT}{each.who}, {each.made[:10]}{why}"


def _line(text: str, style: str = "") -> Line:
    return Line(Text(text, style=style))
