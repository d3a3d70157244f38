import pytest

from tracker import wording


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("Old", "New", "due on: “Old” becomes “New”"),
        (1.0, 2.5, "due on: “1” becomes “2.5”"),
        (False, True, "due on: no becomes yes"),
        (None, "New", "due on: set to “New”"),
        ("", True, "due on: set to yes"),
        ("Old", None, "due on: “Old” taken out"),
        ("Old", "", "due on: “Old” taken out"),
    ],
)
def test_a_changed_field_is_told_in_words(before, after, words):
    assert wording.becomes("due_on", before, after) == words
