"""What changed, over a plan and a round made through real services."""

from datetime import date

import pandas as pd
import pytest

from dashboard.components.history import what_changed
from dashboard.navigation import OVERVIEW, WHAT_CHANGED
from tests import factories
from tests.dashboard.app_pages import plans
from tests.dashboard.screen import headings
from tracker.analytics.changes import Change, Found, Row
from tracker.db import transaction
from tracker.vocabulary import ActionState, Status

MEETING = date(2022, 10, 20)
HOSTILE = "=1+1 [x](https://evil.example) <b>"

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


@pytest.fixture
def plan(engine):
    """The plan of all pages; since the meeting one milestone is done, and a status is worse."""
    with transaction(engine) as session:
        plans.make_plan(session, DATA_A3=HOSTILE)
        first = factories.make_round(session, opens_on=date(2022, 9, 29))
        second = factories.make_round(session, opens_on=date(2022, 11, 24))
        late = session.get_one(plans.Action, plans.milestone_of(session, "DATA-A2").action_id)
        factories.make_update(session, late, first)
        factories.make_update(session, late, second, status=Status.RED)
        plans.complete(session, "DATA-A3", on=date(2022, 11, 2))


@pytest.fixture
def open_since(open_page):
    def open_since(since="", **options):
        query = {"since": since} if since else {}
        return open_page(WHAT_CHANGED, **query, **options)

    return open_since


def told(app):
    """Every table by its first words, without the marks that keep words from being markup."""
    return [element.value.to_csv().replace("\\", "") for element in app.table]


def test_it_says_first_what_changed_since_the_last_meeting(plan, open_since):
    app = open_since()

    assert not app.exception
    assert app.title[0].value == "What changed"
    assert app.markdown[0].value == (
        "**Since the meeting on 20 October 2022: 1 milestone and 1 action done; 1 new reported "
        "status (DATA\\-A2: green → red); 1 new assessed status (DATA\\-A2: amber → red). The "
        "plan’s progress went from 25% to 50%.**"
    )
    assert headings(app) == [
        *("Done (2)", "Reported status (1)", "Assessed status (1)", "Progress (2)"),
    ]


def test_every_change_has_its_old_and_its_new(plan, open_since):
    done, reported, assessed, progress = told(open_since(viewer="Sponsor"))

    assert "Delivered,by December 2022,2 November 2022" in done
    assert ":green-badge[:material/thumb_up: Green],:red-badge[:material/error: Red]" in reported
    assert ":orange-badge[:material/warning: Amber],:red-badge[:material/error: Red]" in assessed
    assert "The whole plan,25%,50%" in progress


def test_words_of_the_plan_are_shown_as_they_were_typed(plan, open_since):
    app = open_since()

    [cell] = {row for row in app.table[0].value.index if "DATA-A3" in row}
    assert cell == (
        r"[DATA\-A3](/action?ref=DATA-A3&as=Secretariat) "
        r"\=1\+1 \[x\]\(https\:\/\/evil\.example\) \<b\>"
    )


def test_members_see_the_plan_but_no_statuses(plan, open_since):
    app = open_since(viewer="Member")

    assert headings(app) == ["Done (2)", "Progress (2)"]
    assert "reported" not in app.markdown[0].value
    assert "Red" not in "".join(told(app))


def test_a_day_is_chosen_by_the_address(plan, open_since):
    app = open_since("2022-01-31")

    assert not app.warning
    assert app.markdown[0].value.startswith(
        "**Since 31 January 2022: 1 milestone and 1 action done; 1 date moved;"
    )
    assert "Re-dated (1)" in headings(app)
    assert "Two contacts are missing" in "".join(told(app))


def test_another_meeting_is_one_click_away(plan, open_since):
    app = open_since("2022-01-31")

    app.button(key=f"since_{MEETING}").click().run()

    assert app.markdown[0].value.startswith("**Since the meeting on 20 October 2022")
    assert app.query_params["since"] == MEETING.isoformat()


@pytest.mark.parametrize("day", ["yesterday", "2022-12-01", "2999-01-01", "1999-01-01"])
def test_a_day_that_cannot_be_compared_with_is_said(plan, open_since, day):
    app = open_since(day)

    assert not app.exception
    assert "which is not a day before 1 December 2022" in app.warning[0].value
    assert "Since the meeting on 20 October 2022" in app.markdown[0].value


def test_an_earlier_day_is_compared_with_the_meeting_before_it(plan, open_since):
    app = open_since(viewer="Member", as_at=date(2022, 11, 1))

    assert not app.exception
    assert "Nothing has changed since the meeting on 20 October 2022." in app.markdown[1].value
    assert not app.table

    before = open_since(viewer="Member", as_at=MEETING)
    assert before.markdown[1].value == "**Nothing has changed since 25 August 2022.**"


def test_a_day_after_the_one_looked_at_is_not_kept(plan, open_since):
    app = open_since("2022-11-10")

    app.date_input(key="as_at").set_value(date(2022, 11, 1)).run()

    assert not app.exception
    assert "Since the meeting on 20 October 2022" in app.markdown[1].value


def test_without_a_meeting_it_begins_eight_weeks_ago(engine, open_since):
    with transaction(engine) as session:
        plans.make_plan(session)

    app = open_since(viewer="Member")

    assert app.markdown[0].value == "**Nothing has changed since 6 October 2022.**"


def test_of_a_plan_that_is_new_the_progress_is_told_alone(engine, open_since):
    with transaction(engine) as session:
        plans.make_plan(session)

    app = open_since(since="2021-06-30")

    assert app.markdown[0].value.endswith("The plan’s progress is 25%.**")


def test_what_was_removed_stays_in_sight(engine, open_since):
    with transaction(engine) as session:
        plans.make_plan(session)
        plans.set_state(session, "DATA-A3", ActionState.STOPPED, on=date(2022, 11, 2))

    app = open_since()

    assert headings(app)[0] == "Removed, dropped or stopped (1)"
    assert "Not started,Stopped,Funding is awaited" in told(app)[0]


def test_before_there_is_a_plan_it_says_so(engine, open_since):
    app = open_since()

    assert not app.exception
    assert "There is no plan yet." in app.info[0].value


def test_the_file_has_every_change_in_words():
    rows = [
        ("re_dated", "DATA-A1", "Analyse", "Delivered", "by 2022", "by 2023", "No data"),
        ("progress", "", "The whole plan", "", 0.996, float("nan"), ""),
    ]

    file = what_changed.file(pd.DataFrame(rows, columns=Row._fields))

    assert file.to_dict("split")["data"] == [
        ["Re-dated", "DATA-A1", "Analyse", "Delivered", "by 2022", "by 2023", "No data"],
        ["Progress", "", "The whole plan", "", "99%", "–", ""],
    ]


def test_many_new_statuses_are_counted_and_few_are_told_one_by_one():
    rows = [Row("reported", f"DATA-A{n}", "", "status", "", "Amber", "") for n in range(1, 5)]
    found = [Found(Change.REPORTED, "actions", many, lambda _: rows[:2]) for many in (2, 4)]
    told_of = [what_changed.summary([each]).partition(".")[0] for each in found]

    assert told_of == [
        "2 new reported statuses (DATA\\-A1: none → amber, DATA\\-A2: none → amber)",
        "4 new reported statuses",
    ]


def test_the_overview_says_how_much_changed_and_leads_on(plan, open_page):
    app = open_page(OVERVIEW, viewer="Sponsor")

    assert "Since the meeting on 20 October 2022" in headings(app)
    [section] = [each.value for each in app.markdown if "See what changed" in each.value]
    assert section == (
        "1 milestone and 1 action done; 1 new reported status (DATA\\-A2: green → red); "
        "1 new assessed status (DATA\\-A2: amber → red). The plan’s progress went from 25% to 50%. "
        "[See what changed](/what_changed?since=2022-10-20&as=Sponsor)"
    )
