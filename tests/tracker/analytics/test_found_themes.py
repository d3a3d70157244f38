from datetime import date

import pandas as pd

from tests.tracker.analytics.linked import LINKED, action_in
from tests.tracker.analytics.test_released import SCOPE, TOPIC, counted
from tracker.analytics import found_themes
from tracker.analytics import released as rules
from tracker.analytics.replies import Outcome, ReplyState, with_plan
from tracker.vocabulary import ActionState, DecisionKind
from tracker.working_days import england_and_wales

CALENDAR = england_and_wales()
MAY_1 = date(2026, 5, 1)


def found(*themes):
    """Each as ``(key, day)``."""
    rows = {
        int(key.partition("-")[0]): {rules.theme_of(int(key.partition("-")[2])): (day, 10)}
        for key, day in themes
    }
    for key, day in themes:
        round_id, _, theme = key.partition("-")
        rows[int(round_id)][rules.theme_of(int(theme))] = (day, 10)
    return found_themes.listed(rows, range(1, 9))


def theme_decisions(*made):
    """Each as ``(key, kind, day)``, then the state of its action if it has one."""
    rows = [
        {
            **{"of": key, "kind": kind, "decided_on": pd.Timestamp(day), "reply": f"On {day}"},
            **{"action_id": action_in(*more), "decided_by": "Data lead"},
            **{"id": 1, "round_id": int(key[0]), "theme_id": int(key[-1])},
        }
        for key, kind, day, *more in made
    ]
    columns = [
        *("of", "kind", "decided_on", "reply", "action_id", "decided_by"),
        *("id", "round_id", "theme_id"),
    ]
    frame = pd.DataFrame(rows, columns=columns).astype({"action_id": "Int64"})
    return frame.assign(decided_on=pd.to_datetime(frame["decided_on"]).astype("datetime64[s]"))


def themes_on(day, themes, decisions=None):
    replied = theme_decisions() if decisions is None else decisions
    rows = found_themes.on_day(themes, replied, day, CALENDAR)
    return with_plan(rows, rows["theme_id"], LINKED)


def test_a_theme_is_on_the_clock_from_the_day_it_was_found():
    [row] = themes_on(date(2026, 6, 3), found(("3-1", MAY_1))).to_dict("records")
    assert (row["id"], row["round_id"], row["theme_id"], row["comments"]) == ("3-1", 3, 1, 10)
    assert row["due_on"].date() == date(2026, 6, 2)
    assert (row["state"], row["outcome"]) == (ReplyState.OVERDUE, Outcome.WAITING)


def test_the_latest_reply_counts_and_the_first_stops_the_clock():
    replied = theme_decisions(
        ("3-1", DecisionKind.NEED_TO_KNOW, date(2026, 5, 5)),
        ("3-1", DecisionKind.WE_WILL, date(2026, 8, 1), ActionState.DONE),
    )
    [row] = themes_on(date(2026, 9, 1), found(("3-1", MAY_1)), replied).to_dict("records")
    assert (row["replies"], row["reply_days"], row["outcome"]) == (2, 1, Outcome.DONE)


def test_what_was_replied_to_without_being_found_is_there_too():
    replied = theme_decisions(("3-2", DecisionKind.NEED_TO_KNOW, MAY_1))
    rows = themes_on(date(2026, 5, 8), found(("3-1", MAY_1)), replied)
    assert rows["id"].tolist() == ["3-1", "3-2"]
    other = rows.loc[1]
    assert (other["said_on"].date(), other["reply_days"]) == (MAY_1, 0)
    assert pd.isna(other["comments"])


def test_a_theme_is_found_once_enough_comments_are_about_it_all_groups_together():
    heard = {"1": 12, "2": 3, "3": 30}
    made = counted(heard, {unit: {"0": number} for unit, number in heard.items()})
    themes = {"unit": ["1", "3", "3"], "topic": TOPIC, "answer": ["theme 1", "theme 1", "theme 2"]}
    first, second = (
        rules.count_themes(made, SCOPE, pd.DataFrame(themes | {"count": [few, 1, 1]}))
        for few in (1, 7)
    )
    later = date(2026, 5, 8)
    counts = [(MAY_1, first), (later, second), (date(2026, 6, 1), second)]
    assert found_themes.found_since(counts, made, [7]) == {"theme 1": (later, 10)}
    assert found_themes.found_since(counts, made, [8]) == {}
