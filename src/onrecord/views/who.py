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

from onrecord.model import Judgement, Link, OfficeHolder, Who
from onrecord.views.as_json import entity_json, statement_json
from onrecord.views.terminal import DOT, Line, one_line, statement_lines

# Digits of an id that are shown; commands take them.
SHOWN = 12


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
        "joined": [_link_json(link) for link in who.joined],
        "suggested": [_link_json(link) for link in who.suggested],
        "judgements": [asdict(each) for each in who.judgements],
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
    yield from _headed("offices", [*_offices(who), *map(_holder, who.holders)])
    yield from _headed("taken for one because", map(_told, who.joined))
    yield from _headed(
        "perhaps the same (onrecord same, onrecord different)", map(_told, who.suggested)
    )
    yield from _headed("judged", map(_judged, who.judgements))
    yield _line(f"{who.statements:,} statement{'' if who.statements == 1 else 's'}")
    for statement in who.latest:
        yield Line(Text())
        yield from statement_lines(statement)


def _link_json(link: Link) -> dict[str, Any]:
    evidence = [
        {"kind": kind, "score": score, "words": words} for kind, score, words in link.evidence
    ]
    return {**asdict(link), "evidence": evidence}


def _headed(head: str, lines: Iterable[str]) -> Iterator[Line]:
    found = list(lines)
    if found:
        yield _line(head, "dim")
        yield from (_line("  " + one_line(line)) for line in found)


def _named(name: str, key: str, reports: int) -> str:
    return f"{name}{DOT}{key[:SHOWN]}{DOT}{reports:,} report{'' if reports == 1 else 's'}"


def _offices(who: Who) -> Iterator[str]:
    """Each office once, with the dates reports give it and how many reports do."""
    seen: dict[tuple[str, str | None], list[tuple[str, str | None]]] = {}
    for report, office, _ in who.entity.offices:
        held = office.held.edtf if office.held else None
        seen.setdefault((office.title, office.of), []).append((report, held))
    for (title, of), found in sorted(seen.items(), key=lambda each: (-len(each[1]), str(each[0]))):
        dates = sorted({held for _, held in found if held})
        count = len({report for report, _ in found})
        of_what = f" of {of}" if of else ""
        when = f"{DOT}{', '.join(dates)}" if dates else ""
        yield f"{title}{of_what}{when}{DOT}{count:,} report{'' if count == 1 else 's'}"


def _holder(held: OfficeHolder) -> str:
    of_what = f" of {held.of}" if held.of else ""
    return (
        f"{held.title}{of_what}{DOT}{held.since or '…'} to {held.until or '…'}{DOT}by {held.source}"
    )


def _told(link: Link) -> str:
    why = "; ".join(f"{kind} {score:+.2f} ({words})" for kind, score, words in link.evidence)
    other = _named(link.other.name, link.other.id, link.other.reports)
    return f"{other}{DOT}{shown_score(link.score)}: {why}"


def _judged(each: Judgement) -> str:
    why = f": {each.why}" if each.why else ""
    return f"{each.one_name} and {each.other_name} are {each.verdict}{DOT}{each.who}, {each.made[:10]}{why}"


def _line(text: str, style: str = "") -> Line:
    return Line(Text(text, style=style))
