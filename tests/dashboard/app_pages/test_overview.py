"""The overview, over a plan made through real services."""

import re
from datetime import date

import pytest

from dashboard.navigation import OVERVIEW
from tests import factories
from tests.dashboard.app_pages import plans
from tracker.db import transaction
from tracker.services.plan_versions import publish_plan

pytestmark = pytest.mark.usefixtures("day_of_the_plan")


def markup(app):
    return "\n".join(element.value for element in app.markdown)


def words(app):
    """What a reader sees: the same without the backslashes that keep signs from being markup."""
    return markup(app).replace("\\", "")


def section(app, heading):
    """The words under a heading, up to the next one."""
    found, inside = [], False
    for element in [*app.main]:
        if element.type == "header":
            inside = element.value == heading
        elif inside and element.type == "markdown":
            found.append(element.value)
    return "\n".join(found).replace("\\", "")


def figures(app):
    return {metric.label: (metric.value, metric.delta) for metric in app.metric}


def test_it_says_first_whether_the_plan_is_on_track(plan, open_page):
    app = open_page()

    assert not app.exception
    assert app.title[0].value == "Overview"
    assert app.markdown[0].value == (
        "**Behind the plan: [25\\% is done](/plan?as=Secretariat); "
        "[50\\% was planned](/strategy?as=Secretariat) by now. "
        "[1 milestone is late](/plan?standing=Late&as=Secretariat).**"
    )
    assert figures(app) == {
        "Done": ("25%", "25 points behind"),
        "Planned by today": ("50%", ""),
        "Against the plan’s dates": ("395 days behind", "24% of the planned pace"),
        "Late milestones": ("1", "longest: 62 days"),
    }
    assert (
        "What is done was planned to take 123 days; it has taken 518 days. Not counted: 1"
        in words(app)
    )
    assert "Not counted: 1 action is paused or stopped." in words(app)


def test_what_is_late_names_the_action_who_answers_for_it_and_since_when(plan, open_page):
    assert section(open_page(), "Late") == (
        "- [DATA-A2 Work on DATA-A2](/action?ref=DATA-A2&as=Secretariat)  \n"
        "  Delivered: due Q3 2022, **62 days late**. Accountable: DIAG and networks"
    )


def test_what_comes_next_and_what_waits(plan, open_page):
    app = open_page()

    assert "Delivered: due December 2022" in section(app, "Due in the next 8 weeks")
    assert "DATA-A2 is not done yet: Delivered" in section(app, "Waiting")


def test_the_longest_late_comes_first_and_the_rest_is_one_link_away(engine, open_page):
    with transaction(engine) as session:
        objective = plans.make_objective(session, "DATA", "Data", text="")
        for number in range(1, 11):
            plans.make_action(session, objective, f"DATA-A{number}", f"by {number} March 2022", {})

    late = section(open_page(OVERVIEW, viewer="Sponsor"), "Late").splitlines()

    refs = [line.split()[1] for line in late if "ref=" in line]
    assert refs == [f"[DATA-A{number}" for number in range(1, 9)]
    assert late[-1] == "- [2 more actions](/plan?standing=Late&as=Sponsor)"


def test_several_milestones_of_one_action_are_one_item(engine, open_page):
    with transaction(engine) as session:
        action = factories.make_action(session, ref="DATA-A1", title="Campaign", accountable="")
        factories.make_milestones(session, action, timing="quarterly from January 2022 until 2022")

    assert section(open_page(), "Late") == (
        "- [DATA-A1 Campaign](/action?ref=DATA-A1&as=Secretariat)  \n"
        "  Delivered, January 2022: due January 2022, **304 days late**, and 3 more milestones. "
        "Accountable: nobody named"
    )


def test_nothing_late_is_said_too(engine, open_page):
    with transaction(engine) as session:
        factories.make_milestone(session, timing="by 2030")

    app = open_page()

    assert "No milestone is late." in app.markdown[0].value
    assert section(app, "Late") == "No milestone is late."
    assert section(app, "Due in the next 8 weeks") == "Nothing falls due."
    assert figures(app)["Late milestones"] == ("0", "")


def test_a_lead_is_told_which_of_it_is_theirs(plan, open_page):
    app = open_page(viewer=f"Lead: {factories.LEAD}")

    assert app.markdown[0].value.endswith("One of them is yours.")


def test_gaps_are_counted_by_kind_and_listed(plan, open_page):
    app = open_page()

    assert [gap.label for gap in app.expander][:2] == [
        "Objective without a measure: 3",
        "Objective without an action: 1",
    ]
    assert app.expander[1].markdown[0].value.replace("\\", "") == "- ACCESS-O2: Act on suggestions"


def test_an_earlier_day_is_told_as_it_was_recorded_then(plan, open_page):
    app = open_page(as_at=date(2022, 7, 10))

    # The date of DATA-A2 had been moved by then: behind the published plan, but not late.
    assert not app.exception
    assert re.search(
        r"Behind the plan: \[25\\% was done\]\(\S+\); \[50\\% was planned\]\(\S+\) by then\. "
        r"No milestone was late\.",
        markup(app),
    )
    assert "Planned by then" in figures(app)
    assert "as_at=2022-07-10" in section(app, "Waiting")


def test_a_day_before_the_plan_says_that_nothing_was_recorded(plan, open_page):
    app = open_page(as_at=date(2021, 1, 1))

    assert [info.value for info in app.info] == [
        "Nothing of the plan had been recorded by 1 January 2021. Choose a later day."
    ]


def test_without_a_published_version_it_says_what_is_missing(engine, open_page):
    with transaction(engine) as session:
        factories.make_milestone(session, timing="by 2030")

    app = open_page()

    assert not app.exception
    assert app.markdown[0].value == (
        "**[0\\% of the plan is done](/plan?as=Secretariat). No milestone is late.**"
    )
    assert figures(app)["Planned by today"] == ("–", "no version is published yet")
    assert figures(app)["Against the plan’s dates"] == (
        "–",
        "not assessable, because no version of the plan is published yet",
    )
    assert "What is done was planned to take" not in words(app)
    assert "No version of the plan is published yet" in section(app, "Progress over time")


@pytest.mark.parametrize(
    ("timing", "said"),
    [
        ("by 2030", "On 1 December 2022, 0% of the plan was done and 0% was planned"),
        ("to be set", "The published plan has no dates yet"),
    ],
)
def test_a_plan_published_today_can_be_looked_at_at_once(engine, open_page, timing, said):
    with transaction(engine) as session:
        factories.make_milestone(session, timing=timing, now=plans.TODAY)
        publish_plan(session, actor=factories.make_actor(), now=plans.TODAY)

    app = open_page()

    assert not app.exception
    assert said in section(app, "Progress over time")


def test_without_a_plan_the_secretariat_is_shown_where_to_import_one(open_page):
    app = open_page(viewer="Secretariat")

    assert "There is no plan yet. Import it from a spreadsheet" in app.info[0].value
    assert [link.proto.label for link in app.get("page_link")] == ["Import the plan"]


def test_without_a_plan_a_member_is_told_who_brings_it(open_page):
    app = open_page(viewer="Member")

    assert "As soon as the secretariat has imported it" in app.info[0].value
    assert not app.get("page_link")


def test_what_people_typed_is_shown_as_text(engine, open_page):
    typed = "<script>alert(1)</script> [x](javascript:alert(2)) $latex$ |pipes|"
    with transaction(engine) as session:
        plans.make_plan(session, DATA_A2=typed)

    app = open_page()

    assert typed in section(app, "Late")
    for meant_as_markup in ("<script>", "](javascript:", "$latex$"):
        assert meant_as_markup not in markup(app)


def test_of_nothing_done_it_is_not_said_how_long_it_was_to_take(engine, open_page):
    with transaction(engine) as session:
        factories.make_milestone(session, timing="by January 2022", now=plans.TODAY)
        publish_plan(session, actor=factories.make_actor(), now=plans.TODAY)

    app = open_page()

    assert figures(app)["Done"][0] == "0%"
    assert "days behind" in figures(app)["Against the plan’s dates"][0]
    assert "was planned to take" not in words(app)
