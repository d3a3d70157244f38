from datetime import date, timedelta

import pandas as pd
import pytest

from tracker.analytics import posts
from tracker.analytics.posts import PostSelection, age
from tracker.vocabulary import ActionState

DAY = date(2022, 6, 1)
DAYS = ("exists_from", "abolished_on", "starts_on", "ends_on")


def frame(columns, *rows, **types):
    made = pd.DataFrame(rows, columns=columns.split())
    days = {name: "datetime64[s]" for name in made if name in DAYS}
    return made.astype(days | types)


def made(*rows):
    """Posts: title, kind, strand, organisation, abolished on."""
    numbered = [
        (number, title, kind, strand, own, date(2022, 1, 1), gone, 1)
        for number, (title, kind, strand, own, gone) in enumerate(rows, start=1)
    ]
    names = "id title kind strand organisation_id exists_from abolished_on version"
    return frame(names, *numbered, organisation_id="Int64")


def terms(*rows):
    """Terms: post, person, deputy, start, end; the days as numbers from ``DAY``."""
    numbered = [
        (number, post, person, deputy, on(start), on(end), "", "", 1)
        for number, (post, person, deputy, start, end) in enumerate(rows, start=1)
    ]
    names = "id post_id person_id deputy_id starts_on ends_on appointed_by handover_note version"
    return frame(names, *numbered, deputy_id="Int64")


def on(number):
    return None if number is None else DAY + timedelta(days=number)


PEOPLE = pd.DataFrame({"id": [1, 2, 3], "name": ["Ada", "Ben", "Cleo"]})
ORGANISATIONS = pd.DataFrame({"id": [7, 8], "code": ["DEFRA", "HSE"], "name": ["Env", "Safety"]})
GENDER = ("Gender champion", "champion", "gender", None, None)


def on_day(all_posts, all_terms=None, day=DAY):
    given = terms() if all_terms is None else all_terms
    return posts.on_day(all_posts, given, PEOPLE, ORGANISATIONS, day)


def test_champions_come_first_the_professions_before_organisations_by_strand():
    rows = on_day(
        made(
            ("HR contact, HSE", "hr_contact", None, 8, None),
            ("Gender, HSE", "champion", "gender", 8, None),
            ("Gender, DEFRA", "champion", "gender", 7, None),
            GENDER,
            ("LGBTQ+ champion", "champion", "lgbtq", None, None),
        )
    )
    assert rows["title"].tolist() == [
        *("LGBTQ+ champion", "Gender champion", "Gender, DEFRA", "Gender, HSE"),
        "HR contact, HSE",
    ]
    assert rows["organisation"].tolist() == ["", "", "DEFRA", "HSE", "HSE"]


@pytest.mark.parametrize(("gone", "is_there"), [(-1, False), (0, False), (1, True)])
def test_a_post_is_there_from_its_first_day_until_it_is_abolished(gone, is_there):
    rows = made((*GENDER[:4], on(gone)))
    assert (len(on_day(rows)) == 1) is is_there
    assert len(on_day(rows, day=date(2022, 1, 1))) == 1
    assert on_day(rows, day=date(2021, 12, 31)).empty


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (-10, None, "held"),
        (-10, 57, "held"),
        (-10, 56, "ending"),
        (-10, 0, "ending"),
        (0, None, "held"),
        (-10, -1, "vacant"),
        (1, None, "vacant"),
    ],
)
def test_a_term_ends_soon_within_eight_weeks(start, end, state):
    [row] = on_day(made(GENDER), terms((1, 1, 2, start, end))).to_dict("records")
    assert row["state"] == state
    is_held = state != "vacant"
    assert (row["holder"], row["deputy"]) == (("Ada", "Ben") if is_held else ("", ""))


def test_who_follows_is_known_before_they_begin():
    [row] = on_day(
        made(GENDER), terms((1, 3, None, 40, None), (1, 1, None, -9, 9), (1, 2, None, 20, 39))
    ).to_dict("records")
    assert (row["follower"], row["follows_on"]) == ("Ben", pd.Timestamp(on(20)))


def test_vacancies_are_the_professions_first_then_the_longest():
    rows = on_day(
        made(
            ("Gender, HSE", "champion", "gender", 8, None),
            GENDER,
            ("LGBTQ+ champion", "champion", "lgbtq", None, None),
        ),
        terms((3, 1, None, -50, -20)),
    )
    told = posts.vacant(rows)[["title", "vacant_days"]].values.tolist()
    assert told == [["Gender champion", 151], ["LGBTQ+ champion", 19], ["Gender, HSE", 151]]
    assert posts.ending(rows).empty


def test_open_actions_depend_on_the_vacant_posts_that_they_name():
    actions = pd.DataFrame(
        [
            ("A1", "Gender champion", "GSE team", ActionState.IN_PROGRESS),
            ("A2", "Data lead", "Gender champion", ActionState.PAUSED),
            ("A3", "Gender champion", "Gender champion", ActionState.NOT_STARTED),
            ("A4", "Gender champion", "", ActionState.DONE),
            ("A5", "LGBTQ+ champion", "", ActionState.IN_PROGRESS),
        ],
        columns=["ref", "responsible", "accountable", "state"],
    ).assign(action_id=range(5), title="Work")
    rows = on_day(
        made(GENDER, ("LGBTQ+ champion", "champion", "lgbtq", None, None)),
        terms((2, 1, None, -9, None)),
    )
    found = posts.depending(actions, rows)
    assert found[["ref", "named_as"]].values.tolist() == [
        ["A1", "responsible"],
        ["A2", "accountable"],
        ["A3", "responsible"],
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "since today"),
        (1, "for 1 day"),
        (20, "for 20 days"),
        (21, "for 3 weeks"),
        (430, "for 61 weeks"),
    ],
)
def test_an_age_is_told_in_days_and_then_in_weeks(days, words):
    assert age(days) == words


def test_posts_are_found_by_what_they_are_of_and_by_words():
    rows = on_day(made(GENDER, ("HR contact, HSE", "hr_contact", None, 8, None)))

    def titles(**selection):
        return posts.select(rows, PostSelection(**selection))["title"].tolist()

    assert titles(organisations=("",)) == ["Gender champion"]
    assert titles(kinds=("hr_contact",), states=("vacant",)) == ["HR contact, HSE"]
    assert titles(strands=("gender",), organisations=("HSE",)) == []
    assert titles(search="safety hr") == ["HR contact, HSE"]
    assert titles(search="ada") == []
