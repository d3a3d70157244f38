"""Words from the plan inside a chart."""

from html import escape


def literal(words: str) -> str:
    """``words`` as Plotly shows them as they stand: it reads HTML tags and formulas otherwise."""
    return escape(words, quote=False).replace("$", "&#36;")
