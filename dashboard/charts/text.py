"""Words from the plan inside a chart."""

from html import escape


def literal(words: str) -> str:
    """``words`` as Plotly shows them as they stand: it reads a few HTML tags otherwise."""
    return escape(words, quote=False)
