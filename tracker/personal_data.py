"""Finds what may be personal data in a free text: e-mail addresses, phone numbers of the United
Kingdom and National Insurance numbers.

It helps a writer before they send and a moderator before they show; it promises nothing. It does
not find names, postal addresses, staff numbers, phone numbers of other countries or without their
leading 0, a National Insurance number without its last letter, and whatever was disguised ("ada at
example dot org"). It may take a date and a time, or another number that begins with 0, for a phone
number: the person decides. Every pattern takes time in proportion to the text's length.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.vocabulary import Word


class PersonalData(Word):
    """A kind of personal data."""

    EMAIL = "email"
    PHONE = "phone"
    NATIONAL_INSURANCE = "national_insurance"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PersonalData.EMAIL: "e-mail address",
    PersonalData.PHONE: "phone number",
    PersonalData.NATIONAL_INSURANCE: "National Insurance number",
    PersonalData.OTHER: "words",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: its characters from ``start`` up to, and not with, ``end``."""

    start: int
    end: int
    kind: PersonalData


# Between two digits people write spaces, dots, brackets and dashes: three at most.
_GAP = r"[ \t\u00a0\u2009\u202f().\u2010-\u2015-]{0,3}"
_PATTERNS = {
    # The name before the @ is taken whole and from its start ("++" never steps back); what comes
    # after is only looked at, since another address may begin in it.
    PersonalData.EMAIL: r"(?<![\w.+'-])[\w.+'-]++(?=(@(?:[^\W_][\w-]*+\.)+[^\W\d_]{2,}))",
    # A 0 or +44, then nine or ten digits, the first of which says what kind of number it is.
    PersonalData.PHONE: (
        rf"(?:\(?(?:\+|(?<!\d)00){_GAP}44{_GAP}(?:0{_GAP})?|\(?(?<!\d)0{_GAP})"
        rf"[1235789](?:{_GAP}\d){{8,9}}(?!\d)"
    ),
    # The letters that are really given out are fewer; gov.uk's own example uses another.
    PersonalData.NATIONAL_INSURANCE: r"(?<![a-z])[a-z]{2}(?:[ -]?\d\d){3}[ -]?[a-d](?![a-z])",
}
_COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}


def find(text: str) -> list[Span]:
    """Where ``text`` seems to hold personal data: in order, none overlapping another."""
    found = [
        Span(match.start(), match.end(match.lastindex or 0), kind)
        for kind, pattern in _COMPILED.items()
        for match in pattern.finditer(text)
    ]
    return _joined(found)


def redacted(text: str, spans: Iterable[Span]) -> str:
    """``text`` with words such as "[phone number removed]" in the place of each span.

    Spans that overlap are removed together, named for the first (the longest of those).

    Raises:
        ValueError: A span doesn't lie in the text.
    """
    parts, position = [], 0
    for span in _joined(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"The text has {len(text)} characters: nothing in it goes from {span.start} to "
                f"{span.end}."
            )
        parts += [text[position : span.start], f"[{span.kind.label} removed]"]
        position = span.end
    return "".join([*parts, text[position:]])


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if joined and span.start < joined[-1].end:
            last = joined[-1]
            joined[-1] = Span(last.start, max(last.end, span.end), last.kind)
        else:
            joined.append(span)
    return joined
