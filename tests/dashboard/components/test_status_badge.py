import pytest
from streamlit.testing.v1 import AppTest

from dashboard import palette
from dashboard.components import status_badge
from tracker.vocabulary import Standing


@pytest.mark.parametrize("standing", Standing)
def test_a_badge_says_its_word_with_its_sign(standing):
    def script(standing):
        from dashboard.components import status_badge

        status_badge.show(standing)

    badge = AppTest.from_function(script, args=(standing,)).run().markdown[0].value

    for text in (badge, status_badge.markdown(standing)):
        assert standing.label in text
        assert f":material/{palette.STANDINGS[standing].icon}:" in text
