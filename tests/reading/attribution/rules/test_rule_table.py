"""The table of rules is well formed, and code asks its properties, never a rule's name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import onrecord
from onrecord.lexicon.tables import rows
from onrecord.reading.attribution.rules.rule_table import TAGGED, rule_of, rules

FAMILIES = {"according", "carried", "direct", "indirect", "nominal", "signed", "transcript"}
CONTENTS = {
    *("clause", "clause-before", "infinitive", "object", "phrase", "post", "predicate"),
    *("question", "quotation", "refusal", "request", "sentence", "subject", "turn"),
}
FORMS = {"quotes", "mixed", "direct"}


def test_rules_are_sorted_and_well_formed() -> None:
    names = [row["name"] for row in rows("attribution/rules")]
    assert names == sorted(set(names))
    for rule in rules().values():
        assert rule.family in FAMILIES
        assert rule.content in CONTENTS
        assert rule.form in FORMS
        assert rule.keeps.keys() <= {"outermost", "nested"}
        assert all(0 < each < 1 for each in (rule.confidence, *rule.by_strength.values()))


def test_the_rule_of_a_finding_is_the_one_named_last() -> None:
    assert rule_of("attribution-en 1.4 + indirect/object") is rules()["indirect/object"]
    assert rule_of("attribution-en 1.4") is TAGGED


def test_what_a_rule_keeps_may_depend_on_the_act() -> None:
    rule = rules()["indirect/object"]
    assert rule.keeps_as("outermost", "deny")
    assert not rule.keeps_as("outermost", "state")
    assert rule.keeps_as("nested", "state")


def compared(tree: ast.AST) -> Iterator[str]:
    """The strings that a module compares something with, or asks for at its start or end."""
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = node.args if node.func.attr in ("startswith", "endswith") else []
        elif isinstance(node, ast.Set | ast.Dict):
            parts = [node]
        for part in parts:
            for each in ast.walk(part):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value


def test_no_module_compares_the_name_of_a_rule() -> None:
    parts = [name.split("/") for name in rules()]
    begins, ends = {f"{family}/" for family, _ in parts}, {f"/{form}" for _, form in parts}
    forbidden = {*rules(), *begins, *ends, *(end[1:] for end in ends if end.endswith("-clause"))}
    package = Path(onrecord.__path__[0])
    for file in sorted(package.rglob("*.py")):
        strings = compared(ast.parse(file.read_text(encoding="utf-8")))
        assert not forbidden.intersection(strings), file.relative_to(package)
