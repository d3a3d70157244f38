from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.analytics.test_found_themes import found, theme_decisions, themes_on
from tests.tracker.analytics.test_suggestions import (
    MAY_1,
    WE_WILL,
    WILL_NOT,
    days,
    decisions,
    on,
    suggestions,
)
from tracker.analytics.replies import Outcome, by_urgency, flow, is_in_time, replies, said
from tracker.vocabulary import ActionState, DecisionKind

NO_THEMES = themes_on(MAY_1, found())


def mixed():
    """Answered in time, answered late, overdue, and one that can still be answered in time."""
    made = suggestions(MAY_1, MAY_1, MAY_1, date(2026, 6, 30))
    replied = decisions(
        (1, WILL_NOT, date(2026, 5, 5)), (2, WE_WILL, date(2026, 6, 9), ActionState.DONE)
    )
    return on(date(2026, 7, 1), made, replied)


def test_the_figures_count_what_waits_and_what_was_late():
    figures = replies(mixed(), NO_THEMES)
    assert (figures.made, figures.answered, figures.share_answered) == (4, 2, 0.5)
    assert (figures.timed, figures.in_time, figures.share_in_time) == (3, 1, 1 / 3)
    assert figures.median_days == (1 + 25) / 2
    assert (figures.will_not, figures.share_with_reason) == (1, 1.0)
    assert is_in_time(mixed()).tolist() == [True, False, False, pd.NA]


def test_a_will_not_without_a_reason_would_be_seen():
    rows = mixed()
    figures = replies(rows.assign(reply=" "), NO_THEMES)
    assert (figures.will_not, figures.with_reason) == (1, 0)


def test_without_suggestions_there_is_no_figure_and_none_is_zero():
    figures = replies(on(MAY_1, suggestions()), NO_THEMES)
    assert (figures.made, figures.answered, figures.median_days) == (0, 0, None)
    assert figures.share_answered is figures.share_in_time is figures.share_with_reason is None


def test_the_flow_counts_each_suggestion_at_every_stage_it_has_reached():
    counts = flow(said(mixed(), NO_THEMES)).set_index(["stage", "outcome"])["count"]
    assert counts.groupby("stage", sort=False).sum().to_dict() == {
        "Said": 4,
        "Decided": 2,
        "Has an action": 1,
        "Done": 1,
    }
    assert counts["Decided", Outcome.WILL_NOT] == counts["Said", Outcome.WILL_NOT] == 1
    assert ("Decided", Outcome.WAITING) not in counts.index


@given(st.lists(st.tuples(days, st.sampled_from([*DecisionKind, None])), max_size=8))
def test_what_becomes_of_suggestions_adds_up(made):
    replied = decisions(
        *(
            (number, kind, day, *([ActionState.PAUSED] if kind is WE_WILL else []))
            for number, (day, kind) in enumerate(made, start=1)
            if kind
        )
    )
    rows = on(date(2026, 12, 2), suggestions(*(day for day, _ in made)), replied)
    stages = flow(rows).groupby("stage", sort=False)["count"].sum()
    figures = replies(rows, NO_THEMES)
    assert stages["Said"] == figures.made == len(made)
    assert stages["Decided"] == figures.answered == len(replied)
    assert stages.is_monotonic_decreasing


def test_what_waits_longest_comes_first_and_what_was_answered_last():
    assert by_urgency(mixed())["id"].tolist() == [3, 4, 2, 1]


def test_themes_found_in_comments_count_like_suggestions():
    themes = themes_on(
        date(2026, 7, 1),
        found(("1-1", MAY_1), ("1-2", date(2026, 6, 30))),
        theme_decisions(("1-1", WE_WILL, date(2026, 5, 6), ActionState.DONE)),
    )
    figures = replies(mixed(), themes)
    assert (figures.suggestions, figures.themes, figures.made) == (4, 2, 6)
    assert (figures.answered, figures.timed, figures.in_time) == (3, 4, 2)
    assert figures.median_days == 2
    stages = flow(said(mixed(), themes)).groupby("stage", sort=False)["count"].sum()
    assert stages.to_dict() == {"Said": 6, "Decided": 3, "Has an action": 2, "Done": 2}
