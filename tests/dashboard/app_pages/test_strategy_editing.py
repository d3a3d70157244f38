"""The strategy page's forms, through real services on a real database."""

from datetime import date

import pytest

from tests import factories
from tests.dashboard.app_pages.strategies import assert_said, edit, fields, make_plan, send
from tests.dashboard.screen import errors, words
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Action, Measure, Milestone, Objective, Strategy, Theme
from tracker.services import strategies


@pytest.fixture
def plan(engine):
    make_plan(engine)


def test_the_texts_are_edited_and_shown(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Edit the strategy’s texts")
    assert fields(app)["vision"].value == "Widen membership\nKeep listening"

    app = send(
        app,
        "Save the texts",
        mission="To value diversity",
        vision="One aim\n\nAnother aim",
        ends_on=date(2026, 3, 31),
    )

    assert_said(app, "The strategy’s texts are saved.")
    assert all_of(Strategy)[0].mission == "To value diversity"
    assert "To value diversity" in words(app)
    assert "- One aim\n- Another aim" in words(app)
    assert "From 1 July 2021 to 31 March 2026" in words(app)
    assert fields(app)["mission"].value == "To value diversity"


def test_an_end_before_the_start_is_refused_and_everything_typed_stays(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Edit the strategy’s texts")
    app = send(app, "Save the texts", mission="To value diversity", ends_on=date(2020, 1, 1))

    assert errors(app) == ["The strategy ends before it starts."]
    assert fields(app)["mission"].value == "To value diversity"
    assert fields(app)["ends_on"].value == date(2020, 1, 1)
    assert all_of(Strategy)[0].mission == ""


def test_what_somebody_else_wrote_in_between_is_shown_and_not_overwritten(
    open_strategy, plan, engine, all_of
):
    app = edit(open_strategy(), "Edit the strategy’s texts")
    now = all_of(Strategy)[0]
    with transaction(engine) as session:
        strategies.edit_strategy(
            session,
            actor=factories.make_actor(),
            now=Clock().now(),
            strategy_id=now.id,
            version=now.version,
            title="Inclusion for all",
        )
    app = send(app, "Save the texts", title="My title")

    assert "was changed while you had it open" in errors(app)[0]
    assert "It now says: “Inclusion for all”" in words(app)
    assert fields(app)["title"].value == "My title"
    assert all_of(Strategy)[0].title == "Inclusion for all"

    app = send(app, "Save the texts")

    assert_said(app, "The strategy’s texts are saved.")
    assert all_of(Strategy)[0].title == "My title"


def test_a_theme_is_added_and_edited(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Add a theme")
    app = send(app, "Add the theme", code="access", name="Equal access", goal="Open doors")

    assert_said(app, "The theme is added.")
    assert "Equal access (ACCESS)" in words(app)
    assert fields(app)["code"].value == ""

    theme = all_of(Theme)[1]
    app = edit(app, "Edit a theme", theme=theme.id)
    app = send(app, "Save the theme", name="Fair access")

    assert_said(app, "The theme ACCESS is saved.")
    assert "Fair access (ACCESS)" in words(app)


def test_a_code_that_is_taken_is_refused_beside_it(open_strategy, plan):
    app = edit(open_strategy(), "Add a theme")
    app = send(app, "Add the theme", code="DATA", name="Other data")

    assert errors(app) == ["There is a theme DATA already."]
    assert fields(app)["name"].value == "Other data"


def test_an_objective_is_added_and_edited(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Add an objective")  # the only theme is chosen already
    app = send(app, "Add the objective", text="Raise the rate")

    assert_said(app, "The objective is added to DATA.")
    assert "- **DATA-O3** Raise the rate" in words(app)

    app = edit(app, "Edit an objective", objective=all_of(Objective)[2].id)
    app = send(app, "Save the objective", text="Double the rate")

    assert_said(app, "The objective DATA-O3 is saved.")
    assert "- **DATA-O3** Double the rate" in words(app)


def test_a_measure_is_added_and_its_target_set(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Add a measure", objective=all_of(Objective)[1].id)
    app = send(app, "Add the measure", name="Declaration rate")

    assert_said(app, "The measure is added to DATA-O2.")
    assert "Measure: Declaration rate. :orange-badge[:material/report: No target stated]" in words(
        app
    )

    app = edit(app, "Set a target", measure=all_of(Measure)[1].id)
    app = send(app, "Set the target", target="60 % by 2024")

    assert_said(app, "Declaration rate: the target is set.")
    assert "Measure: Declaration rate. Target: 60 % by 2024" in words(app)


def test_an_action_is_added_with_its_deadline_and_edited(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Add an action", objective=all_of(Objective)[1].id)
    app = send(app, "Add the action", title="Campaign", timing="by q2 2023", needs="data-a1")

    assert_said(app, "The action is added to DATA-O2.")
    action = all_of(Action)[1]
    assert (action.ref, action.needs, action.weight) == ("DATA-A2", "DATA-A1", 1.0)
    assert all_of(Milestone)[1].timing == "by Q2 2023"

    app = edit(app, "Edit an action", action=action.id)
    app = send(app, "Save the action", responsible="Survey lead", weight=2.5)

    assert_said(app, "DATA-A2 is saved.")
    action = all_of(Action)[1]
    assert (action.title, action.responsible, action.weight) == ("Campaign", "Survey lead", 2.5)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"timing": "soon"}, '"soon" is not a deadline'),
        ({"title": " "}, "The title is missing."),
        ({"needs": "DATA-A9"}, "There is no action DATA-A9."),
        ({"weight": 0.0}, "A weight is a number above 0"),
    ],
)
def test_a_refused_action_keeps_what_was_typed(open_strategy, plan, all_of, typed, said):
    sound = {"title": "Campaign", "timing": "by 2023", "needs": "DATA-A1", "weight": 2.0}
    app = edit(open_strategy(), "Add an action", objective=all_of(Objective)[1].id)
    app = send(app, "Add the action", **sound | typed)

    [error] = errors(app)
    assert error.startswith(said)
    assert {name: fields(app)[name].value for name in sound} == sound | typed
    assert len(all_of(Action)) == 1


def test_a_milestone_is_added(open_strategy, plan, all_of):
    app = edit(open_strategy(), "Add a milestone")
    app = send(app, "Add the milestone", title="Half of it", timing="by November 2021")

    assert_said(app, "The milestone is added to DATA-A1.")
    assert [milestone.title for milestone in all_of(Milestone)] == ["Delivered", "Half of it"]


def test_what_needs_something_that_is_not_there_says_so(open_strategy, engine):
    with transaction(engine) as session:
        factories.make_strategy(session)

    app = edit(open_strategy(), "Add an objective")

    assert not app.exception
    assert "The plan has no theme yet. Add one first." in words(app)
