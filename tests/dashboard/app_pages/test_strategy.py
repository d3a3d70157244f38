"""The strategy page, through real services on a real database."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from dashboard.markdown import plain
from dashboard.navigation import STRATEGY
from tests import factories
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import Action, Measure, Milestone, Objective, PlanVersion, Strategy, Theme
from tracker.services import milestones as milestone_services
from tracker.services import objectives, strategies
from tracker.services.plan_versions import publish_plan

EDIT = "edit_plan.is_on"
PUBLISH = "Publish a version"
READERS = ["Member", "Sponsor", f"Lead: {factories.LEAD}"]


@pytest.fixture
def plan(engine):
    """DATA with DATA-O1, its measure and DATA-A1, and DATA-O2 without either."""
    with transaction(engine) as session:
        strategy = factories.make_strategy(session, vision="Widen membership\nKeep listening")
        theme = factories.make_theme(
            session, code="DATA", name="Data", goal="Know more", strategy_id=strategy.id
        )
        first = factories.make_objective(session, theme_id=theme.id, ref="DATA-O1", text="Survey")
        factories.make_objective(session, theme_id=theme.id, ref="DATA-O2", text="Encourage")
        objectives.add_measure(
            session,
            actor=factories.make_actor(),
            now=factories.BEGINNING,
            objective_id=first.id,
            name="Rate",
            target="to be set",
        )
        action = factories.make_action(session, ref="DATA-A1", objective_id=first.id, title="Ask")
        factories.make_milestone(session, action)


@pytest.fixture
def published(engine, plan):
    """Two versions; between them "Delivered" moved, and "Second" was added."""
    with transaction(engine) as session:
        publish_plan(session, actor=factories.make_actor(), now=factories.BEGINNING, note="First")
    later = factories.BEGINNING + timedelta(days=30)
    with transaction(engine) as session:
        milestone = session.exec(select(Milestone)).one()
        action = session.exec(select(Action)).one()
        factories.make_milestone(session, action, title="Second", timing="by 2023", now=later)
        milestone_services.move_milestone(
            session,
            actor=factories.make_actor(),
            now=later,
            milestone_id=milestone.id,
            version=milestone.version,
            timing="by December 2021",
            reason="The editor left",
        )
    with transaction(engine) as session:
        publish_plan(session, actor=factories.make_actor(), now=later + timedelta(days=1))


@pytest.fixture
def open_strategy(open_page):
    def open_strategy(viewer="Secretariat", **options):
        return open_page(STRATEGY, viewer=viewer, **options)

    return open_strategy


@pytest.fixture
def all_of(engine):
    """Reads every stored record of a kind."""

    def all_of(model):
        with transaction(engine, writes=False) as session:
            found = list(session.exec(select(model).order_by(model.id)))
            session.expunge_all()
            return found

    return all_of


def words(app):
    """What a reader sees, without the backslashes that keep signs from being markup."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown]
    return "\n".join(part.value for part in parts).replace("\\", "")


def errors(app):
    return [error.value.replace("\\", "") for error in app.error]


def edit(app, what, **subject):
    """Turn editing on, choose what to do, and to which record."""
    app = app.toggle(key=EDIT).set_value(True).run()
    app = app.selectbox(key="edit_plan.what").set_value(what).run()
    for kind, id_ in subject.items():
        app = app.selectbox(key=f"edit_plan.{kind}").set_value(id_).run()
    return app


def fields(app):
    widgets = [*app.text_input, *app.text_area, *app.date_input, *app.number_input]
    return {widget.key.rpartition(".")[2]: widget for widget in widgets if widget.key}


def send(app, label, **typed):
    for name, value in typed.items():
        fields(app)[name].set_value(value)
    [button] = [button for button in app.button if button.label == label]
    return button.click().run()


def assert_said(app, sentence):
    assert not app.exception
    assert not app.error
    assert [message.value for message in app.success] == [plain(sentence)]


def test_the_strategy_is_told_with_its_gaps(open_strategy, plan):
    app = open_strategy("Member")

    assert not app.exception
    told = words(app)
    assert app.title[0].value == "Diversity and inclusion strategy"
    assert "From 1 July 2021, without a stated end" in told
    assert "- Widen membership\n- Keep listening" in told
    assert "Data (DATA)" in told
    assert "Goal: Know more" in told
    assert "- **DATA-O1** Survey\n    - Measure: Rate. :orange-badge" in told
    assert "Target to be set" in told
    assert "- **DATA-O2** Encourage\n    - :orange-badge[:material/report: No measure]" in told
    assert "Gaps to close (3)" in told
    assert "- Objective without a measure: 1 (DATA-O2)" in told
    assert "- Objective without an action: 1 (DATA-O2)" in told


@pytest.mark.parametrize("viewer", READERS)
def test_only_the_secretariat_can_edit_or_publish(open_strategy, plan, viewer):
    app = open_strategy(viewer)

    assert not app.exception
    assert not app.toggle
    assert not app.pills


def test_the_past_can_be_read_but_not_edited(open_strategy, plan):
    app = open_strategy(as_at=date(2022, 3, 1))

    assert not app.exception
    assert not app.toggle
    assert not app.pills
    assert "DATA-O1" in words(app)


def test_nothing_is_open_for_editing_at_first(open_strategy, plan):
    app = open_strategy()

    assert [toggle.value for toggle in app.toggle] == [False]
    assert [pills.value for pills in app.pills] == [None]
    assert not app.text_input


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


def test_the_first_version_is_published(open_strategy, plan, all_of):
    app = open_strategy()
    assert "No version is published yet." in words(app)
    app = app.pills[0].set_value(PUBLISH).run()
    assert "Version 1 will hold the deadlines and weights of 1 milestone" in words(app)
    app = send(app, "Publish version 1", note="As launched")

    assert_said(app, "Version 1 is published.")
    assert [version.note for version in all_of(PlanVersion)] == ["As launched"]
    assert "**Version 1**" in words(app)
    assert app.pills[0].value is None


def test_before_publishing_it_is_said_what_changed_since_the_last_version(
    open_strategy, published, engine
):
    with transaction(engine) as session:
        action = session.exec(select(Action)).one()
        factories.make_milestone(session, action, title="Third", timing="by 2024")

    app = open_strategy().pills[0].set_value(PUBLISH).run()

    told = words(app)
    assert "Version 3 will hold the deadlines and weights of 3 milestones" in told
    assert "Since version 2: 1 added." in told


def test_the_latest_two_versions_are_compared(open_strategy, published):
    app = open_strategy("Member")

    told = words(app)
    assert "**Version 1**, 1 September 2021 by Secretariat: 1 milestone. First" in told
    assert "1 added and 1 moved." in told
    changes = app.table[-1].value.reset_index().map(lambda cell: cell.replace("\\", ""))
    assert changes.to_dict("records") == [
        {
            "Milestone": "DATA-A1: Delivered",
            "Change": "Moved",
            "Before": "by October 2021",
            "After": "by December 2021",
        },
        {"Milestone": "DATA-A1: Second", "Change": "Added", "Before": "", "After": "by 2023"},
    ]


def test_any_two_versions_can_be_compared(open_strategy, published):
    app = open_strategy("Member")
    app = app.selectbox(key="version_before").set_value(2).run()
    assert "Nothing changed." in words(app)

    app = app.selectbox(key="version_after").set_value(1).run()

    assert "1 removed and 1 moved." in words(app)


def test_as_at_an_earlier_day_only_what_was_published_by_then_is_there(open_strategy, published):
    app = open_strategy(as_at=date(2021, 9, 2))

    assert "**Version 1**" in words(app)
    assert "**Version 2**" not in words(app)
    assert not app.table


def test_without_a_plan_the_secretariat_can_begin_one(open_strategy, engine, all_of):
    app = open_strategy()
    assert not app.exception
    assert app.title[0].value == "Strategy"
    app = send(app, "Begin a strategy by hand", title="Inclusion for all")

    assert not app.exception
    assert app.title[0].value == "Inclusion for all"
    assert "The strategy is begun" in app.success[0].value
    assert [strategy.title for strategy in all_of(Strategy)] == ["Inclusion for all"]


def test_without_a_plan_others_are_told_to_wait(open_strategy, engine):
    app = open_strategy("Member")

    assert not app.exception
    assert "There is no plan yet." in app.info[0].value
    assert not app.text_input


def test_words_of_people_are_never_markup(open_strategy, engine):
    hostile = "# :red[Look] [here](https://evil.example) $x$ | <b>bold</b>"
    with transaction(engine) as session:
        strategy = factories.make_strategy(session, title=hostile, mission=hostile, vision=hostile)
        theme = factories.make_theme(session, strategy_id=strategy.id, name=hostile, goal=hostile)
        factories.make_objective(session, theme_id=theme.id, text=hostile)

    app = open_strategy()

    assert not app.exception
    parts = [*app.title, *app.header, *app.subheader, *app.markdown]
    assert not [part.value for part in parts if hostile in part.value]
    assert app.title[0].value == plain(hostile)
