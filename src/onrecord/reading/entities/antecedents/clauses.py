"""What the parse says about two words of a sentence: is the one the subject, in a clause below, bound by the other.

In: the parse and tokens. Out: yes or no. These are the grammatical signs that decide between antecedents of pronouns.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Petra Louven met him."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> is_subject(parsed, 1), is_bound(parsed, 1, 3)
(True, True)
"""

from __future__ import annotations

from onrecord.model import Parsed

# How many heads are followed from a word at most.
MAX_LINKS = 6
OBJECTS = frozenset({"dobj", "dative"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Clauses below another, by how they depend on it.
_CLAUSES = frozenset({"xcomp", "acl", "pcomp", "relcl", "advcl"})


def is_subject(parsed: Parsed, at: int) -> bool:
    """True if a token is a subject, or is coordinated with or in apposition to one."""
    tokens = parsed.tokens
    for _ in range(MAX_LINKS):
        if tokens[at].dep in SUBJECTS | {"csubj"}:
            return True
        if tokens[at].dep not in {"conj", "appos"} or tokens[at].head == at:
            return False
        at = tokens[at].head
    return False


def closes_sentence(parsed: Parsed, at: int) -> bool:
    """True if a token is in a sentence with a verb, and no other subject follows it there."""
    first, last = parsed.sentences[parsed.tokens[at].sentence]
    verb = any(t.head == t.i and t.pos in {"VERB", "AUX"} for t in parsed.tokens[first:last])
    after = (t for t in parsed.tokens[at + 1 : last] if t.dep in SUBJECTS)
    return verb and all(t.tag in {"WP", "WDT"} for t in after)


def are_coordinated(parsed: Parsed, one: int, other: int) -> bool:
    """True if two words are joined by "and": `Pell and Vesk`."""
    first, second = sorted((one, other))
    return parsed.tokens[second].dep == "conj" and parsed.tokens[second].head == first


def is_other_party(parsed: Parsed, subject: int, at: int) -> bool:
    """True for another party to the verb of a subject: `Pell met Vesk`, `Pell spoke with Vesk`."""
    tokens, token = parsed.tokens, parsed.tokens[at]
    above = tokens[token.head] if token.dep == "pobj" else token
    return token.dep in OBJECTS | {"pobj"} and above.head == tokens[subject].head


def is_bound(parsed: Parsed, at: int, pronoun: int) -> bool:
    """True if a word is the subject of the verb that the pronoun is an object of: `Pell met him`, `Pell came and met him`."""
    tokens = parsed.tokens
    if tokens[pronoun].dep not in OBJECTS | {"pobj"}:
        return False
    verb = tokens[pronoun].head
    if tokens[pronoun].dep == "pobj":
        verb = tokens[verb].head
    return at in _subjects(parsed, verb)


def _subjects(parsed: Parsed, verb: int) -> list[int]:
    """The subjects of a verb, or of the verb it is coordinated with."""
    tokens = parsed.tokens
    for _ in range(MAX_LINKS):
        own = [i for i in parsed.children[verb] if tokens[i].dep in SUBJECTS]
        if own or tokens[verb].dep != "conj":
            return own
        verb = tokens[verb].head
    return []


def governs_clause(parsed: Parsed, at: int, pronoun: int) -> bool:
    """True if a word is the subject of a verb above the pronoun's clause: `Pell said he left`."""
    tokens = parsed.tokens
    if tokens[at].dep not in SUBJECTS:
        return False
    verb = tokens[pronoun].head
    for _ in range(MAX_LINKS):
        if tokens[verb].head == verb:
            return False
        verb = tokens[verb].head
        if tokens[at].head == verb:
            return True
    return False


def is_subordinate(parsed: Parsed, at: int, subject: int) -> bool:
    """True if a word is in the words that a subject's verb reports, or in a clause below it without being its subject.

    `Pell said that Vesk left`, `Pell came to Karsk to meet Vesk`; not `Pell left when Vesk spoke`.
    """
    tokens = parsed.tokens
    verb, subject_too = tokens[subject].head, is_subject(parsed, at)
    for _ in range(MAX_LINKS * 2):
        dep, head = tokens[at].dep, tokens[at].head
        if dep == "ccomp" and head == verb:
            return True
        if head == at or (dep in _CLAUSES and not subject_too):
            return head != at
        at = head
    return False
