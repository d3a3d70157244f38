"""A word of the vocabulary with its sign and its colour: never colour alone."""

from dashboard import palette
from tracker.vocabulary import Word


def markdown(word: Word, more: str = "") -> str:
    """A badge for a cell of ``st.table`` or a line of ``st.markdown``.

    Args:
        word: A standing, a status, an answer or a verdict.
        more: What is said after the word; Markdown.
    """
    sign = palette.SIGNS[word]
    return f":{sign.hue}-badge[:material/{sign.icon}: {word.label}{more}]"
