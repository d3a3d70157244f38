import pandas as pd
import pytest

from tracker.analytics.slips import slip_days

DAYS = ["first_due_on", "due_on", "done_on"]


def milestone(state, first_due_on, due_on, done_on=None):
    frame = pd.DataFrame([[state, first_due_on, due_on, done_on]], columns=["state", *DAYS])
    return frame.astype(dict.fromkeys(DAYS, "datetime64[s]"))


@pytest.mark.parametrize(
    ("row", "days"),
    [
        (milestone("done", "2022-01-31", "2022-01-31", "2022-02-10"), 10),
        (milestone("done", "2022-01-31", "2022-04-30", "2022-01-30"), -1),
        (milestone("planned", "2022-01-31", "2022-04-30"), 89),
        (milestone("planned", "2022-01-31", "2022-01-31"), 0),
    ],
    ids=["done late", "done early, whatever its date was moved to", "moved", "unmoved"],
)
def test_slip_runs_from_the_first_published_date(row, days):
    assert slip_days(row).tolist() == [days]


@pytest.mark.parametrize(
    "row",
    [
        milestone("dropped", "2022-01-31", "2022-04-30"),
        milestone("planned", None, "2022-04-30"),
        milestone("planned", "2022-01-31", None),
    ],
    ids=["dropped", "never published", "without a date"],
)
def test_what_cannot_be_compared_has_no_slip(row):
    assert slip_days(row).isna().all()
