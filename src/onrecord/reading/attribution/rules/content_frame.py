"""The content of a cue as a grammatical frame holds it: the rule that found it, and its tokens.

>>> ContentFrame("indirect/that-clause", Range(3, 8)).cue_end
0
"""

from __future__ import annotations

from typing import NamedTuple

from onrecord.model import Range


class ContentFrame(NamedTuple):
    """Content by its rule and tokens; `cue_end` is one past the last token of the cue where it is longer than its verb."""

    rule: str
    tokens: Range
    cue_end: int = 0
