"""Words from the plan inside Markdown: what people typed is shown as they typed it."""

import re
from urllib.parse import quote, urlsplit

import pandas as pd

from tracker.wording import excerpt

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Marks that turn the letters after them, and so could turn ours.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(words: str) -> str:
    """``words`` on one line, in which no link, formula, colour or sign comes about.

    Nor do they turn the letters around them. Whole web addresses still become links; they show
    where they lead.
    """
    return _PUNCTUATION.sub(r"\\\1", _TURNING.sub("", " ".join(words.split())))


def quoted(words: str) -> str:
    """What an address or a reader asks for, as a message quotes it: not longer than a line."""
    return f"“{plain(excerpt(words))}”"


def lines(words: str) -> str:
    """As ``plain``, with the line breaks that were typed."""
    return "  \n".join(plain(line) for line in words.splitlines() if line.strip())


def plain_table(table: pd.DataFrame) -> pd.DataFrame:
    """``table`` with every text as ``plain`` makes it."""
    return table.map(lambda cell: plain(cell) if isinstance(cell, str) else cell)


def link(words: str, address: str) -> str:
    """A link that reads ``words``; ``address`` as ``navigation.address`` gives it."""
    return f"[{plain(words)}]({address})"


def host_link(address: str, words: str = "") -> str:
    """A link to another site, after ``words``, that says which; ``address`` is http or https."""
    # Nothing in the address may end the link early.
    safe = quote(address, safe=":/?#[]@!$&'*+,;=%~")
    return link(f"{words} {urlsplit(address).hostname}".strip(), safe)
