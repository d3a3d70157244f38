"""Where the reader is needed, on the overview, over a plan that is reported on."""

from datetime import timedelta

import pytest

from tests import factories, feedback
from tests.dashboard.reporting import LEAD, TODAY
from tests.dashboard.screen import markup
from tests.suggestions import reply, suggest
from tracker.clock import Clock
from tracker.db import transaction
from tracker.models import GroupAction, Milestone, ReportingRound
from tracker.permissions import SYSTEM
from tracker.queries.comments import read_comment_keys
from tracker.services import comments, milestones, offers, releases, reviews
from tracker.vocabulary import GroupRole, GroupState, Role
from tracker.wording import day


@pytest.fixture
def needed(open_page, reporting):
    """What stands under the heading, a line each, for this viewer."""

    def needed(viewer, **options):
        app = open_page(viewer=viewer, **options)
        assert not app.exception
        elements = [*app.main]
        [place] = [
            at
            for at, element in enumerate(elements)
            if element.type == "header" and element.value.startswith("Where you ")
        ]
        assert "were" in elements[place].value or not options.get("as_at")
        return elements[place + 1].value.replace("\\", "").splitlines()

    return needed


def line_with(lines, part):
    [found] = [line for line in lines if part in line]
    return found


def test_a_lead_is_told_what_they_owe_and_until_when(needed):
    closes = day(TODAY + timedelta(days=11))

    assert needed(LEAD) == [
        f"- [2 updates are owed](/my_updates?ref=DATA-A1&as=Lead%3A+Data+lead) by {closes}."
    ]


def test_what_is_owed_first_opens_on_one_press(needed, reporting):
    reporting.give("DATA-A1", 2)

    assert "[1 update is owed](/my_updates?ref=DATA-A2&" in needed(LEAD)[0]


def test_in_the_days_of_grace_an_update_is_late(needed, reporting):
    reporting.change(
        ReportingRound,
        ReportingRound.number == 2,
        closes_on=TODAY - timedelta(days=1),
        grace_days=1,
    )

    assert needed(LEAD)[0].endswith(f" by {day(TODAY)}, late.")


def test_the_secretariat_is_led_to_the_round_of_everyone(needed):
    assert "[3 updates are owed](/rounds?" in line_with(needed("Secretariat"), "owed")


def test_who_has_nothing_to_do_is_told_so(needed, reporting):
    for ref in ("DATA-A1", "DATA-A2"):
        reporting.give(ref, 2)

    assert needed(LEAD) == ["Nothing waits for you."]
    assert needed("Sponsor: Chair") == needed("Lead: Nobody")


def test_a_reviewer_is_told_of_updates_and_of_who_asks_for_help(needed, reporting):
    reporting.give("DATA-A1", 2, help_needed="An *analyst*")
    reporting.give("DATA-A2", 2)

    lines = needed("Sponsor")

    assert "[2 updates wait for your review](/my_updates?review=1&as=Sponsor)" in lines[0]
    assert lines[1] == (
        "- Help is asked for on [DATA-A1](/action?ref=DATA-A1&as=Sponsor): An *analyst*"
    )


def test_of_many_who_ask_for_help_the_rest_is_counted(needed, reporting, monkeypatch):
    monkeypatch.setattr("dashboard.components.needed.HELP_TOLD", 1)
    for ref in ("DATA-A1", "DATA-A2"):
        reporting.give(ref, 2, help_needed="Two days")

    assert "[1 more action asks for help](/rounds?" in needed("Sponsor")[-1]


def test_a_sponsor_is_told_of_moved_dates_that_nobody_has_agreed_to(needed, engine):
    def move(milestone_id, timing):
        with transaction(engine) as session:
            moved = session.get(Milestone, milestone_id)
            milestones.move_milestone(
                session,
                actor=factories.make_actor(Role.LEAD),
                now=Clock().now(),
                milestone_id=moved.id,
                version=moved.version,
                timing=timing,
                reason="It is early",
            )

    move(1, "by 2098")
    assert "[1 moved date waits for your agreement](/slips?" in needed("Sponsor")[0]
    assert not [line for line in needed(LEAD) if "agreement" in line]
    move(1, "by 2097")
    move(2, "by 2098")
    assert "[2 moved dates wait for your agreement](/slips?" in needed("Sponsor")[0]
    with transaction(engine) as session:
        sponsor = factories.make_actor(Role.SPONSOR)
        reviews.agree_date(session, actor=sponsor, now=Clock().now(), date_change_id=3)
    assert "[1 moved date waits for your agreement](/slips?" in needed("Sponsor")[0]


def test_who_can_reply_to_suggestions_is_told_how_many_wait(needed, engine):
    now = Clock().now()
    with transaction(engine) as session:
        suggest(session, now=now - timedelta(days=60), theme_id=1)
        suggest(session, now=now, words="More talks", theme_id=2)
        answered = suggest(session, now=now, words="A quiet room", theme_id=1)
        reply(session, answered, now=now)

    assert "[2 suggestions wait for a reply](/triage?" in needed("Secretariat")[-1]
    own = line_with(needed(LEAD), "wait")
    assert "[1 suggestion waits for a reply]" in own
    assert own.endswith(", overdue.")
    assert line_with(needed("Secretariat"), "suggestions wait").endswith(", 1 of them overdue.")


def test_who_can_reply_to_themes_found_in_comments_is_told_how_many_wait(needed, engine):
    by = {"actor": SYSTEM, "now": Clock().now()}
    with transaction(engine) as session:
        theme = comments.add_theme(session, **by, name="Pay", plan_theme_id=1)
        asked = feedback.open_round(session, now=by["now"])
        for number in range(12):
            feedback.answer(session, asked, f"Member {number}", now=by["now"], text="Better pay")
        feedback.close_round(session, asked, now=by["now"])
        for key in read_comment_keys(session, asked.id):
            of = {"question_id": key.question_id, "response_key": key.response_key}
            comments.check_comment(session, **by, **of, version=0, theme_ids=[theme])
        releases.release_comments(session, **by, round_id=asked.id)

    for viewer in ("Secretariat", LEAD):
        line = line_with(needed(viewer), "theme of comments")
        assert "[1 theme of comments waits for a reply](/triage?said=Themes+of+comments" in line
    assert not [line for line in needed("Sponsor") if "theme of comments" in line]


def test_the_secretariat_is_told_who_would_take_a_vacant_post(needed, engine):
    with transaction(engine) as session:
        post = factories.make_post(session)
        offers.offer(
            session,
            actor=factories.make_actor(Role.MEMBER),
            now=Clock().now(),
            post_id=post.id,
            name="Eve Example",
            email="eve@example.org",
        )

    assert "[1 person is interested in a vacant post](/champions?" in needed("Secretariat")[-1]


def test_the_secretariat_is_told_of_actions_whose_group_has_ended(needed, engine):
    now = Clock().now()
    with transaction(engine) as session:
        group = factories.make_group(
            session, name="Pack *1*", state=GroupState.CLOSED, ended_on=now.date()
        )
        session.add(GroupAction(created_at=now, action_id=1, group_id=group.id))
        factories.make_group(session)  # leaves the entry

    assert line_with(needed("Secretariat"), "home") == (
        "- [1 open action is at home in Pack *1*](/group?group=1&as=Secretariat), "
        "which has ended: find it another."
    )
    assert not [line for line in needed(LEAD) if "home" in line]


def test_a_chair_is_told_that_their_group_is_past_its_end(needed, engine):
    over = {"state": GroupState.ACTIVE, "ends_on": TODAY - timedelta(days=34)}
    with transaction(engine) as session:
        for name in ("Pack *1*", "Another"):
            group = factories.make_group(session, name=name, **over)
            factories.make_membership(session, group, role=GroupRole.CHAIR)

    lines = needed("Lead: Chair of Pack *1*")

    assert line_with(lines, "past its end").startswith(
        "- [Pack *1*](/group?group=1&as=Lead%3A+Chair+of+Pack+%2A1%2A) is past its end by 34 days:"
    )
    assert not [line for line in needed(LEAD) if "past its end" in line]


def test_a_new_plan_is_to_be_published_and_its_rounds_planned_by_who_may(open_page, engine):
    with transaction(engine) as session:
        factories.make_milestone(session, timing="by 2030")

    told = {viewer: markup(open_page(viewer=viewer)) for viewer in ("Secretariat", "Sponsor")}

    line = "- [Publish the plan](/strategy?as=Secretariat), so that progress is measured"
    assert line in told["Secretariat"]
    assert "- [Plan the rounds](/rounds?as=Secretariat) in which" in told["Secretariat"]
    assert "Publish the plan" not in told["Sponsor"]
    assert "Plan the rounds" not in told["Sponsor"]


def test_a_member_is_asked_for_feedback_until_they_have_given_it(needed, engine):
    now = Clock().now()
    with transaction(engine) as session:
        asked = feedback.open_round(session, now=now, title="Pulse *1*")

    closes = day(now.date() + timedelta(days=feedback.DAYS_OPEN))
    assert needed("Member") == [
        f"- [Give feedback](/answer?round={asked.id}&as=Member): “Pulse *1*” asks 3 questions "
        f"until {closes}.",
        "- [Suggest something, or back what others suggested](/suggestions?as=Member).",
    ]
    with transaction(engine) as session:
        feedback.answer(session, asked, "Member", now=now)
    assert len(needed("Member")) == 1


def test_on_an_earlier_day_only_what_waited_then_is_told(needed, reporting, engine):
    with transaction(engine) as session:
        feedback.open_round(session, now=Clock().now())

    lines = needed("Secretariat", as_at=TODAY - timedelta(days=1))

    assert len(lines) == 1
    assert "[3 updates are owed]" in lines[0]
    assert needed("Member", as_at=TODAY - timedelta(days=1)) == ["Nothing waited for you."]
