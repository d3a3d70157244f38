import pytest

from dashboard import palette
from dashboard.components import status_badge


@pytest.mark.parametrize("word", palette.SIGNS)
def test_a_badge_says_its_word_with_its_sign(word):
    badge = status_badge.markdown(word, ", since March")
    assert f":material/{palette.SIGNS[word].icon}: {word.label}, since March" in badge
