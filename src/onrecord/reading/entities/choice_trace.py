"""Note in a trace the candidates of a scored choice, their scores, and the one it chose.

In: a trace, the mention's span, a `Choice` among entity drafts. Out: one decision in the trace.

>>> from onrecord.reading.entities.scoring import Scored
>>> pell = EntityDraft(1, "person", (("Joren Pell", 1),))
>>> choice, trace = Choice(pell, (Scored(pell, (("named before", 32.0),), 32.0),)), Trace()
>>> note_choice(trace, "link_surnames", Span(0, 4), choice, "surname")
>>> trace.decisions[0].why
'Joren Pell, of: Joren Pell 32.0 (named before)'
"""

from __future__ import annotations

from onrecord.model import Span, Verdict
from onrecord.reading.entities.entity_draft import EntityDraft
from onrecord.reading.entities.scoring import Choice
from onrecord.reading.trace import Trace


def note_choice(
    trace: Trace, step: str, span: Span, choice: Choice[EntityDraft], rule: str
) -> None:
    """Note a choice: `changed` if the words are linked to a candidate, else `kept`."""
    verdict: Verdict = "kept" if choice.chosen is None else "changed"
    chosen = "none is clearly best" if choice.chosen is None else draft_name(choice.chosen)
    trace.note(step, verdict, (span,), f"{chosen}, of: {choice.why(draft_name)}", rule=rule)


def draft_name(draft: EntityDraft) -> str:
    """The name of a draft for people to read."""
    return draft.name or "an unnamed person"
