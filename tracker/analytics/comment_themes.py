"""Themes of comments: suggested by words that people keep, decided by people.

A comment is suggested for a theme when it holds one of the theme's keywords: as whole words, in
order, whatever their case, in the singular or plural. Nothing is read into a comment beyond that:
no mood, no meaning, no "not" before the word.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

# Hyphens divide ("part-time" is found as "part time"), apostrophes don't.
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_SHORTEST_PLURAL = 4

_Form = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Keyword:
    theme: str
    keyword: str
    words: tuple[_Form, ...]


def suggest(comments: pd.Series, keywords: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Which themes each comment may be about.

    Args:
        comments: Texts, by whatever names them; missing and empty ones have no theme.
        keywords: By theme: words or phrases, as people keep them; blank ones are passed over.

    Returns:
        One row for each comment and theme, in the order of the comments, then of the themes:
        ``comment`` (its index), ``theme``, ``keyword`` (the first that is found, as it is
        kept).
    """
    kept = _by_first_word(keywords)
    place = {theme: number for number, theme in enumerate(keywords)}
    rows = [
        (name, theme, keyword)
        for name, text in comments.dropna().items()
        for theme, keyword in sorted(_found(str(text), kept).items(), key=lambda it: place[it[0]])
    ]
    return pd.DataFrame(rows, columns=["comment", "theme", "keyword"])


def _by_first_word(keywords: Mapping[str, Sequence[str]]) -> dict[str, list[_Keyword]]:
    kept: dict[str, list[_Keyword]] = {}
    for theme, keyword in ((theme, each) for theme, many in keywords.items() for each in many):
        words = _words(keyword)
        for form in words[0] if words else ():
            kept.setdefault(form, []).append(_Keyword(theme, keyword.strip(), tuple(words)))
    return kept


def _found(text: str, kept: Mapping[str, Iterable[_Keyword]]) -> dict[str, str]:
    """The themes of ``text``, each with the keyword that came first in it."""
    words, found = _words(text), dict[str, str]()
    for place, one in ((at, one) for at in range(len(words)) for one in _begun(words[at], kept)):
        there = words[place : place + len(one.words)]
        if len(there) == len(one.words) and all(map(_same, there, one.words)):
            found.setdefault(one.theme, one.keyword)
    return found


def _begun(word: _Form, kept: Mapping[str, Iterable[_Keyword]]) -> list[_Keyword]:
    return [one for form in sorted(word) for one in kept.get(form, ())]


def _same(one: _Form, other: _Form) -> bool:
    return not one.isdisjoint(other)


def _words(text: str) -> list[_Form]:
    return [_forms(match[0].casefold()) for match in _WORD.finditer(text)]


def _forms(word: str) -> _Form:
    """The word, and what it may be the plural or the possessive of."""
    word = re.sub(r"['\u2019](?:s$)?", "", word)
    forms = {word}
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss"):
        forms.add(word[:-1])
        if word.endswith("es"):
            forms.add(word[:-2])
        if word.endswith("ies"):
            forms.add(word[:-3] + "y")
    return frozenset(forms)
