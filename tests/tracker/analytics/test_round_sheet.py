from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import reporting, round_sheet

NOW = datetime(2022, 12, 1, 9, tzinfo=UTC)


def owed(*leads):
    ids = range(1, len(leads) + 1)
    return pd.DataFrame({"action_id": [*ids], "theme": "DATA", "responsible": leads})


def updates(*rows):
    """Rows of (id, action, round, verdict)."""
    said = pd.DataFrame(rows, columns=["id", "action_id", "round_id", "verdict"])
    return said.assign(
        given_at=NOW,
        author="Data lead",
        status="green",
        likelihood=80,
        what_changed=[f"Said in {row[0]}" for row in rows],
        help_needed="",
        reviewer=said["verdict"].map({"returned": "Sponsor", "acknowledged": "Sponsor"}),
        comment=None,
    )


def exemptions(*rows):
    """Rows of (action, round)."""
    given = pd.DataFrame(rows, columns=["action_id", "round_id"])
    return given.assign(given_at=NOW, reason="Waits")


def reviewers(*rows):
    return pd.DataFrame(rows, columns=["theme", "name", "from_round"])


def sheet(actions, said=None, excused=None, posts=None, number=1):
    return round_sheet.sheet(
        actions,
        updates() if said is None else said,
        exemptions() if excused is None else excused,
        reviewers() if posts is None else posts,
        round_id=10,
        number=number,
    )


def test_each_action_stands_with_what_was_said_of_it_last_in_this_round():
    said = updates((1, 1, 10, None), (2, 1, 10, None), (3, 2, 9, None))

    rows = sheet(owed("A", "A", "B"), said, exemptions((3, 10)))

    assert rows["answer"].tolist() == ["given", "missing", "exempt"]
    assert rows["what_changed"].fillna("").tolist() == ["Said in 2", "", ""]
    assert rows["exempt_because"].tolist() == ["", "", "Waits"]
    assert rows["reviewed_by"].tolist() == ["", "", ""]


def test_before_anybody_answers_all_are_missing():
    rows = sheet(owed("A", "B"))

    assert rows["answer"].tolist() == ["missing", "missing"]
    assert not round_sheet.is_returned(rows).any()
    assert not round_sheet.is_unreviewed(rows).any()


def test_a_returned_update_is_owed_again_and_is_no_longer_unreviewed():
    said = updates((1, 1, 10, "returned"), (2, 2, 10, "acknowledged"), (3, 3, 10, None))

    rows = sheet(owed("A", "A", "A"), said)

    assert round_sheet.is_returned(rows).tolist() == [True, False, False]
    assert round_sheet.is_unreviewed(rows).tolist() == [False, False, True]


POSTS = reviewers(("DATA", "First", 1), ("ACCESS", "Chair", 2), ("DATA", "Second", 3))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, {}),
        (1, {"DATA": "First"}),
        (2, {"DATA": "First", "ACCESS": "Chair"}),
        (3, {"DATA": "Second", "ACCESS": "Chair"}),
    ],
)
def test_a_reviewer_begins_with_the_round_they_are_named_from(number, expected):
    assert round_sheet.reviewers_of(POSTS, number) == expected


@pytest.mark.parametrize(("number", "version"), [(1, 4), (2, 0), (3, 6)])
def test_what_is_said_of_a_theme_from_a_round_on_has_a_version(number, version):
    versions = [4, 5, 6]
    assert round_sheet.version_of(POSTS.assign(version=versions), "DATA", number) == version


def test_a_blank_name_leaves_the_theme_without_a_reviewer():
    posts = reviewers(("DATA", "First", 1), ("DATA", "", 2))

    assert round_sheet.reviewers_of(posts, 2) == {}


def test_answers_are_counted_by_lead():
    said = updates((1, 1, 10, None))

    counts = round_sheet.by_lead(sheet(owed("B", "B", "A", ""), said, exemptions((3, 10))))

    assert counts.to_dict("list") == {
        "responsible": ["", "A", "B"],
        "owed": [1, 1, 2],
        "given": [0, 0, 1],
        "exempt": [0, 1, 0],
        "missing": [1, 0, 1],
        "share": [0.0, 1.0, 0.5],
    }


def test_nobody_owing_is_an_empty_count():
    assert round_sheet.by_lead(sheet(owed())).empty


def test_the_last_unreviewed_update_of_an_action_waits_for_the_reviewer_of_its_round():
    said = updates(
        *((1, 1, 10, None), (2, 1, 11, None), (3, 2, 11, "acknowledged"), (4, 3, 10, None)),
        (5, 9, 10, None),
    )
    numbers = pd.Series({10: 1, 11: 3})
    unreviewed = round_sheet.unreviewed(said, numbers)

    waiting = round_sheet.to_review(unreviewed, POSTS, owed("A", "A", "B"))

    assert waiting[["id", "number", "reviewed_by"]].to_numpy().tolist() == [
        [2, 3, "Second"],
        [4, 1, "First"],
    ]


def test_nothing_said_is_nothing_to_review():
    unreviewed = round_sheet.unreviewed(updates(), pd.Series(dtype=int))

    assert round_sheet.to_review(unreviewed, POSTS, owed("A")).empty


SAID = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(9, 10), st.sampled_from([None, "returned", "acknowledged"])
    ),
    max_size=8,
)


@given(SAID, st.lists(st.tuples(st.integers(1, 4), st.integers(9, 10)), max_size=4))
def test_an_action_stands_as_its_answers_say_whatever_else_was_answered(said, excused):
    given_updates = updates(*((number, *row) for number, row in enumerate(said, start=1)))
    asked, excuses = owed("A", "B", "C"), exemptions(*excused)

    rows = sheet(asked, given_updates, excuses)

    alone = reporting.answers(asked, given_updates, excuses, 10)
    told = ["action_id", "answer", "update_id", "verdict", "exempt_because"]
    pd.testing.assert_frame_equal(rows[told], alone[told], check_dtype=False)
