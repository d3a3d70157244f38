"""Words from the plan inside a chart."""

from html import escape
from textwrap import shorten, wrap
from typing import Any

_ACROSS = 46  # characters that fit across a phone


def literal(words: str) -> str:
    """``words`` as Plotly shows them as they stand: it reads HTML tags and formulas otherwise."""
    return escape(words, quote=False).replace("$", "&#36;")


def in_lines(words: str, *, width: int, most: int) -> str:
    """``words`` beside a bar, in lines of ``width`` characters, cut to what ``most`` lines hold."""
    short = shorten(words, width * most, placeholder="…")
    return "<br>".join(literal(line) for line in wrap(short, width))


def over_row(words: str, place: int) -> dict[str, Any]:
    """A row's name, over its marks and across the chart: no room is lost to it on a phone.

    Returns:
        An annotation of the layout; ``place`` is the row's on the vertical axis.
    """
    return {
        "text": literal(shorten(words, _ACROSS, placeholder="…")),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place - 0.35,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 13},
    }
