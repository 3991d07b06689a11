"""Query the parse as a tree: subtrees, children, sentence and paragraph of a token, spans of ranges.

In: a `Parsed`. Out: a `Tree`, made once for each report, in time linear in its tokens.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The mayor of Lume said the bridge was closed."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> tree.text(tree.subtree(1))
'The mayor of Lume'
"""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Parsed, Range, Span, Token
from onrecord.reading.parse import phrases

# Tags of finite verbs.
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


class Tree:
    """A parse with the edges of every subtree. It does not change once it is made."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.paragraph = [0] * len(parsed.tokens)
        for number, paragraph in enumerate(parsed.paragraphs):
            self.paragraph[paragraph.first : paragraph.last] = [number] * (
                paragraph.last - paragraph.first
            )
        self.label = [""] * len(parsed.tokens)
        for name in parsed.names:
            self.label[name.first : name.last] = [name.label] * (name.last - name.first)
        self._left, self._right = self._edges()

    def _edges(self) -> tuple[list[int], list[int]]:
        """First and last token of each subtree, computed from the leaves up."""
        left = list(range(len(self.tokens)))
        right = left.copy()
        heads = [token.head for token in self.tokens]
        order = [i for i, head in enumerate(heads) if head == i]
        for place in order:  # grows during the loop: heads before their children
            order += self.parsed.children[place]
        for place in reversed(order):
            head = heads[place]
            left[head] = min(left[head], left[place])
            right[head] = max(right[head], right[place])
        return left, right

    def subtree(self, i: int) -> Range:
        """The tokens from the first to the last that depend on `i`, itself included."""
        return Range(self._left[i], self._right[i] + 1)

    def children(self, i: int, *deps: str) -> Iterator[Token]:
        """The children of `i`, in text order; with `deps`, only those with one of these labels."""
        for place in self.parsed.children[i]:
            if not deps or self.tokens[place].dep in deps:
                yield self.tokens[place]

    def child(self, i: int, *deps: str) -> Token | None:
        """The first child of `i`; with `deps`, the first with one of these labels."""
        return next(self.children(i, *deps), None)

    def sentence(self, i: int) -> Range:
        """The tokens of the sentence that holds `i`."""
        return self.parsed.sentences[self.tokens[i].sentence]

    def paragraph_of(self, i: int) -> Range:
        """The tokens of the paragraph that holds `i`."""
        return self.parsed.paragraphs[self.paragraph[i]]

    def at(self, place: int) -> int:
        """The first token that ends after the character `place`."""
        return phrases.token_at(self.tokens, place)

    def before(self, place: int) -> int:
        """One past the last token that starts before the character `place`."""
        return phrases.token_before(self.tokens, place)

    def within(self, span: Span) -> Range:
        """The tokens that overlap `span`, as `phrases.tokens_of` gives them; the range may be empty."""
        return phrases.tokens_of(self.tokens, span)

    def tokens_of(self, span: Span | None) -> Range | None:
        """The tokens that overlap `span`; None for no span, or one without a token."""
        tokens = self.within(span) if span is not None else None
        return tokens if tokens is not None and tokens.first < tokens.last else None

    def head_of(self, phrase: Range) -> int:
        """The index of the token that the rest of `phrase` depends on (`phrases.head_of`)."""
        return phrases.head_of(self.tokens, phrase)

    def span(self, tokens: Range) -> Span:
        """The characters of a range of tokens (which must not be empty)."""
        return Span(self.tokens[tokens.first].start, self.tokens[tokens.last - 1].end)

    def text(self, tokens: Range) -> str:
        """The text of a range of tokens."""
        span = self.span(tokens)
        return self.parsed.text[span.start : span.end]
