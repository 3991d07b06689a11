"""The scores of attribution: exact F1, overlap F1 and triple F1.

In: gold and predicted `Triple`s of each article. Out: `Score`s, and counts per article that can be summed or resampled.
Tokens are maximal runs of letters or digits, or single other characters.

>>> [text for text in words("Lume's 3 dams.")]
['Lume', "'", 's', '3', 'dams', '.']
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.corpus import Triple
from onrecord.model import Span

ROLES = ("source", "cue", "content")
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_LOOSE = frozenset(",.\"'“”‘’")
_QUOTATION = re.compile(r"[\"“”]")

Tokens = frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 if both are 0."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def words(text: str) -> list[str]:
    """The tokens that the metrics count."""
    return _TOKEN.findall(text)


class Article:
    """One article's text as tokens, and its gold and predicted attributions as token sets."""

    def __init__(self, text: str, gold: Sequence[Triple], found: Sequence[Triple]) -> None:
        """Tokenise `text` once; keep both sides as sets of token indices, fragment by fragment."""
        marks = list(_TOKEN.finditer(text))
        self.text = text
        self.ends = [m.end() for m in marks]
        self.starts = [m.start() for m in marks]
        self.tokens = [m[0] for m in marks]
        self.gold = [self._roles(triple) for triple in gold]
        self.found = [self._roles(triple) for triple in found]

    def _roles(self, triple: Triple) -> dict[str, tuple[Tokens, ...]]:
        return {role: self._fragments(getattr(triple, role)) for role in ROLES}

    def _fragments(self, spans: Iterable[Span]) -> tuple[Tokens, ...]:
        """The tokens of each span; spans with only blanks between them are one fragment."""
        runs: list[list[int]] = []
        for span in sorted(spans):
            first, last = (
                bisect_right(self.ends, span.start),
                bisect_right(self.starts, span.end - 1),
            )
            if first >= last:
                continue
            if runs and first <= runs[-1][1]:
                runs[-1][1] = max(last, runs[-1][1])
            else:
                runs.append([first, last])
        return tuple(frozenset(range(first, last)) for first, last in runs)

    def trimmed(self, fragments: Iterable[Tokens]) -> frozenset[Tokens]:
        """The fragments without trailing commas, full stops and quotation marks."""
        kept = []
        for fragment in fragments:
            last = max(fragment)
            while last > min(fragment) and self.tokens[last] in _LOOSE:
                last -= 1
            kept.append(frozenset(index for index in fragment if index <= last))
        return frozenset(kept)


def exact(articles: Iterable[Article], role: str, *, by_span: bool = False) -> Score:
    """The score of predicted span sets that equal a gold one; each set counts once per article.

    With `by_span` every span of a set counts separately, as sequence taggers are scored.
    """
    right = predicted = wanted = 0
    for article in articles:
        gold, found = (
            {article.trimmed(a[role]) for a in side if a[role]}
            for side in (article.gold, article.found)
        )
        if by_span:
            gold, found = (
                {frozenset({span}) for spans in side for span in spans} for side in (gold, found)
            )
        right += len(gold & found)
        predicted += len(found)
        wanted += len(gold)
    return Score(right / predicted if predicted else 0.0, right / wanted if wanted else 0.0)


def overlap(articles: Iterable[Article], role: str) -> Score:
    """The mean share of each predicted span's tokens in gold spans of the role, and of gold in predicted."""
    precisions: list[float] = []
    recalls: list[float] = []
    for article in articles:
        gold, found = ({f for a in side for f in a[role]} for side in (article.gold, article.found))
        precisions += _shares(found, gold)
        recalls += _shares(gold, found)
    return Score(_mean(precisions), _mean(recalls))


def _shares(these: set[Tokens], those: set[Tokens]) -> list[float]:
    covered = frozenset[int]().union(*those)
    return [len(span & covered) / len(span) for span in these]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """The matched attributions of one article: pairs, and the number on both sides."""

    pairs: tuple[tuple[int, int], ...]
    gold: int
    found: int


def match(article: Article) -> Counts:
    """One-to-one maximum matching of predicted to gold triples (Kuhn's augmenting paths)."""
    gold = [_whole(a) for a in article.gold]
    found = [_whole(a) for a in article.found]
    edges = [[j for j, p in enumerate(found) if _same(g, p)] for g in gold]
    taken: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in edges[i]:
            if j not in seen:
                seen.add(j)
                if j not in taken or place(taken[j], seen):
                    taken[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return Counts(tuple((i, j) for j, i in taken.items()), len(gold), len(found))


def _whole(roles: dict[str, tuple[Tokens, ...]]) -> dict[str, Tokens]:
    return {role: frozenset[int]().union(*roles[role]) for role in ROLES}


def _same(gold: dict[str, Tokens], found: dict[str, Tokens]) -> bool:
    """True if the contents have a Jaccard of at least a half, and cue and source share a token or are absent in both."""
    both = gold["content"] & found["content"]
    if not both or 2 * len(both) < len(gold["content"] | found["content"]):
        return False
    return all(
        bool(gold[role] & found[role]) or not (gold[role] or found[role])
        for role in ("source", "cue")
    )


def triple(counts: Iterable[Counts]) -> Score:
    """Precision and recall of whole attributions, over all articles."""
    counts = list(counts)
    pairs = sum(len(c.pairs) for c in counts)
    found, gold = sum(c.found for c in counts), sum(c.gold for c in counts)
    return Score(pairs / found if found else 0.0, pairs / gold if gold else 0.0)


def form(article: Article, roles: dict[str, tuple[Tokens, ...]]) -> str:
    """`direct`, `indirect` or `mixed`, by the share of the content's words in double quotation marks."""
    quoted = _quoted(article)
    content = [
        index
        for fragment in roles["content"]
        for index in fragment
        if article.tokens[index][0].isalnum()
    ]
    inside = sum(index in quoted for index in content)
    if not inside:
        return "indirect"
    return "direct" if inside == len(content) else "mixed"


def _quoted(article: Article) -> set[int]:
    """Indices of tokens within double quotation marks; an unpaired mark ends with its paragraph."""
    inside = False
    found: set[int] = set()
    for index, mark in enumerate(article.tokens):
        if index and "\n" in article.text[article.ends[index - 1] : article.starts[index]]:
            inside = False
        if mark in "“”" or mark == '"':
            inside = mark == "“" or (mark == '"' and not inside)
        elif inside:
            found.add(index)
    return found


def recall_by_form(articles: Sequence[Article], counts: Sequence[Counts]) -> dict[str, float]:
    """The share of gold triples matched, for direct, indirect and mixed content."""
    wanted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for article, count in zip(articles, counts, strict=True):
        matched = {i for i, _ in count.pairs}
        for i, roles in enumerate(article.gold):
            kind = form(article, roles)
            wanted[kind] += 1
            right[kind] += i in matched
    return {kind: right[kind] / wanted[kind] for kind in sorted(wanted)}


def speech(
    articles: Sequence[Article], counts: Sequence[Counts], is_speech: Callable[[str], bool]
) -> Score:
    """The triple score of speech only: the cue has a reporting word, or the content a quotation mark."""
    right_found = right_gold = found = gold = 0
    for article, count in zip(articles, counts, strict=True):
        spoken = [_spoken(article, a, is_speech) for a in article.gold]
        claimed = [_spoken(article, a, is_speech) for a in article.found]
        gold += sum(spoken)
        found += sum(claimed)
        right_gold += sum(spoken[i] for i, _ in count.pairs)
        right_found += sum(claimed[j] for _, j in count.pairs)
    return Score(right_found / found if found else 0.0, right_gold / gold if gold else 0.0)


def _spoken(
    article: Article, roles: dict[str, tuple[Tokens, ...]], is_speech: Callable[[str], bool]
) -> bool:
    marks = (article.tokens[i] for f in roles["content"] for i in f)
    cues = (article.tokens[i] for f in roles["cue"] for i in f)
    return any(map(_QUOTATION.match, marks)) or any(is_speech(word.lower()) for word in cues)


def paired_bootstrap(
    ours: Sequence[Counts], theirs: Sequence[Counts], rounds: int = 1000, seed: int = 7
) -> tuple[float, float, float]:
    """The difference of triple F1 (ours less theirs): 2.5 %, mean and 97.5 % over resampled articles."""
    chance = random.Random(seed)
    size = len(ours)
    gains = []
    for _ in range(rounds):
        picks = [chance.randrange(size) for _ in range(size)]
        gains.append(triple(ours[i] for i in picks).f1 - triple(theirs[i] for i in picks).f1)
    gains.sort()
    return gains[int(0.025 * rounds)], _mean(gains), gains[int(0.975 * rounds) - 1]
