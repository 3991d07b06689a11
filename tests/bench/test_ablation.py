"""What a part is worth: everything read again without it."""

from __future__ import annotations

from datetime import UTC, datetime

from bench.ablation import Part, Texts, parts, report, worth

from onrecord.model import Article

TEXT = "“We were lucky,” Mira Tasel said. Oren Falk said that she had denied that the dam leaks."
ARTICLE = Article("note.txt", TEXT, datetime(2024, 5, 3, tzinfo=UTC))
TEXTS = Texts("a note", [ARTICLE], lambda readings: (float(len(readings[0].attributions)), 0.0))


def part(name: str) -> Part:
    return next(each for each in parts() if each.name == name)


def test_names_of_parts_are_given_once() -> None:
    names = [each.name for each in parts()]
    assert len(names) == len(set(names))


def test_an_unused_part_changes_nothing() -> None:
    whole = TEXTS.read("rules")
    assert worth(TEXTS, "rules", part("rule: indirect/passive"), whole).changed == 0


def test_a_finding_of_one_rule_is_lost_without_it() -> None:
    whole = TEXTS.read("rules")
    found = worth(TEXTS, "rules", part("rule: direct/quote-said"), whole)
    assert (found.changed, found.triples) == (1, 1.0)
    assert TEXTS.read("rules") == whole


def test_a_step_can_be_left_out() -> None:
    whole = TEXTS.read("rules")
    assert worth(TEXTS, "rules", part("attribution.find: nest"), whole).changed


def test_the_table_has_a_row_for_each_part() -> None:
    chosen = [part("rule: direct/quote-said"), part("attribution.find: nest")]
    lines = list(report([TEXTS], "rules", chosen))
    assert sum(line.startswith(("rule: ", "attribution.find: ")) for line in lines) == 2
