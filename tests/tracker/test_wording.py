from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import wording
from tracker.models import NOT_KEPT


def test_a_day_is_written_as_people_write_it():
    assert wording.day(date(2026, 5, 2)) == "2 May 2026"


@pytest.mark.parametrize(
    ("parts", "words"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_ends_with_and(parts, words):
    assert wording.listing(parts) == words


def test_a_list_to_choose_from_ends_with_or():
    assert wording.listing(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 actions"), (1, "1 action"), (1200, "1,200 actions")]
)
def test_a_count_has_its_noun_in_the_right_number(number, words):
    assert wording.count(number, "action") == words


def test_what_happens_once_or_twice_has_words_of_its_own():
    assert [wording.times(number) for number in (1, 2, 3, 1200)] == [
        *("once", "twice", "3 times", "1,200 times")
    ]


def test_a_noun_may_have_a_plural_of_its_own():
    assert [wording.count(number, "person", "people") for number in (1, 2)] == [
        "1 person",
        "2 people",
    ]


@given(st.text())
def test_an_excerpt_is_one_line_that_a_screen_can_show(text):
    quoted = wording.excerpt(text, most=20)
    assert quoted.isprintable()
    assert len(quoted) <= 21


def test_an_excerpt_says_where_it_was_cut():
    assert wording.excerpt("one two\nthree", most=9) == "one two t…"
    assert wording.excerpt("one\ntwo", most=9) == "one two"


@given(st.text())
def test_one_line_has_no_break_and_nothing_to_take_away(text):
    line = wording.one_line(text)
    assert line.splitlines() in ([], [line])
    assert wording.one_line(f" {line}\n") == line


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x1b", "\x1f", "\x7f", "\x80", "\uffff"])
def test_what_no_screen_shows_is_told(sign):
    assert not wording.is_showable(f"a{sign}b")


@pytest.mark.parametrize("text", ["", "a\tb\r\nc", "a\fb\x85c\u2028d", "é – “ ” 日本"])
def test_blanks_line_ends_and_letters_can_be_shown(text):
    assert wording.is_showable(text)


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


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("due_on", "2022-05-02", None, "due on: “2 May 2022” taken out"),
        ("state", "not_started", "done", "state: “not started” becomes “done”"),
        ("title", "a_b", "c", "title: “a_b” becomes “c”"),
        ("name", NOT_KEPT, NOT_KEPT, "name: changed; what it said is not kept"),
    ],
)
def test_a_changed_field_of_an_entry_is_read_as_people_read_it(field, old, new, words):
    assert wording.change({"field": field, "old": old, "new": new}) == words
