"""The quality of main-text extraction: the shingle F1 of the article-extraction-benchmark.

`python -m bench.main_text` reads the 92 pages of the benchmark (`bench.data` says where they are). Shingles are runs of four
words; each page has the same weight; precision and recall are means over pages, as the benchmark's authors define them.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from datetime import UTC, datetime
from statistics import mean

from bench.data import need
from onrecord.model import Problem
from onrecord.sources.html import read_page


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The number of each run of four words in a text."""
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - 3))
    return Counter(run for at in starts if (run := tuple(words[at : at + 4])))


def scores(true: str, found: str) -> tuple[float | None, float | None]:
    """Precision and recall of one page's text; None if a denominator is zero."""
    wanted, got = shingles(true), shingles(found)
    hits = (wanted & got).total()
    precision = hits / got.total() if got else None
    recall = hits / wanted.total() if wanted else None
    return precision, recall


def main() -> None:
    """Print the figures."""
    data = need("html", "article-extraction-benchmark")
    truth = json.loads((data / "ground-truth.json").read_text(encoding="utf-8"))
    measured = []
    problems = 0
    seconds = 0.0
    for key, page in sorted(truth.items()):
        page_bytes = gzip.decompress((data / "html" / f"{key}.html.gz").read_bytes())
        begun = time.perf_counter()
        article = read_page(key, page_bytes, datetime.now(UTC))
        seconds += time.perf_counter() - begun
        problems += isinstance(article, Problem)
        text = "" if isinstance(article, Problem) else article.text
        measured.append(scores(page["articleBody"], text))
    precision = mean(p for p, _ in measured if p is not None)
    recall = mean(r for _, r in measured if r is not None)
    f1 = 2 * precision * recall / (precision + recall)
    print(
        f"main text, {len(measured)} pages: precision {precision:.3f}, recall {recall:.3f}, "
        f"shingle F1 {f1:.3f}; {problems} pages without an article; "
        f"{1000 * seconds / len(measured):.0f} ms a page"
    )


if __name__ == "__main__":
    main()
