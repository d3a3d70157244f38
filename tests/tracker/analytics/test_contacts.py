from datetime import date

import pandas as pd

from tracker.analytics import contacts
from tracker.analytics.contacts import Contact

DAY = date(2022, 6, 1)
CHAIR = Contact("Chair of DIAG", "Ada", is_public=True)
POSTS = pd.DataFrame(
    [
        ("Gender champion", "champion", "gender", None, "held", "Ben"),
        ("LGBTQ+ champion", "champion", "lgbtq", None, "vacant", ""),
        ("HoSEP, HSE", "hosep", None, 8, "ending", "Cleo"),
        ("HR contact, HSE", "hr_contact", None, 8, "held", "Dev"),
    ],
    columns=["title", "kind", "strand", "organisation_id", "state", "holder"],
).astype({"organisation_id": "Int64"})


def about(column, organisation_id=8):
    return contacts.about(column, organisation_id, POSTS, [CHAIR])


def test_each_gap_has_somebody_to_ask_or_the_secretariat():
    assert about("representative") == [CHAIR]
    assert about("gender") == [Contact("Gender champion", "Ben", is_public=True)]
    assert about("lgbtq") == []
    assert about("hr_contact") == [Contact("HoSEP, HSE", "Cleo", is_public=False)]
    assert about("data") == [Contact("HR contact, HSE", "Dev", is_public=False)]
    assert about("data", organisation_id=7) == []


def test_chairs_are_those_of_action_groups_on_the_day():
    groups = pd.DataFrame(
        [(1, "DIAG", "action_group", "active"), (2, "Old", "action_group", "closed")]
        + [(3, "Survey group", "working_group", "active")],
        columns=["id", "name", "kind", "state"],
    )
    rows = [
        (1, 9, "chair", "2021-01-01", "2022-05-31"),
        (1, 1, "chair", "2022-06-01", None),
        (1, 2, "member", "2021-01-01", None),
        (2, 2, "chair", "2021-01-01", None),
        (3, 2, "chair", "2021-01-01", None),
    ]
    memberships = pd.DataFrame(
        rows, columns=["group_id", "person_id", "role", "starts_on", "ends_on"]
    ).astype({"starts_on": "datetime64[s]", "ends_on": "datetime64[s]"})
    people = pd.DataFrame({"id": [1, 2, 9], "name": ["Ada", "Ben", "Gone"]})
    assert contacts.chairs(groups, memberships, people, DAY) == [CHAIR]
