from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    make_action,
    make_actor,
    make_appointment,
    make_group,
    make_membership,
    make_milestone,
    make_objective,
    make_person,
    make_post,
    make_round,
    make_theme,
)
from tracker.models import Action, Milestone
from tracker.queries.endings import endings
from tracker.queries.progress import plan_on
from tracker.queries.rounds import read_rounds
from tracker.services import milestones
from tracker.services.actions import change_action_state
from tracker.transfer import calendar
from tracker.vocabulary import ActionState, ConditionState, GroupRole, GroupState

NOW = BEGINNING + timedelta(days=100)  # 10 December 2021
HERE = "https://tracker.example.org"
LEAD = "Data lead; statistics, \\n and “more”"


@pytest.fixture
def action(session):
    objective = make_objective(session, theme_id=make_theme(session, code="DATA").id)
    return make_action(
        session,
        ref="DATA-A1",
        title="Analyse, then publish;\nthe rest",
        responsible=LEAD,
        objective_id=objective.id,
    )


@pytest.fixture
def read(session):
    """The feed of a post, read back as a calendar program would."""

    def read(post=LEAD, now=NOW, public_url=HERE, ends=()):
        day = now.date()
        content = calendar.feed(
            plan_on(session, day=day),
            read_rounds(session, day=day).rounds,
            posts=[post],
            ends=ends,
            public_url=public_url,
            now=now,
        )
        return icalendar.Calendar.from_ical(content)

    return read


def events(read_back):
    return {str(event["uid"]): event for event in read_back.walk("VEVENT")}


def days(event):
    return event.decoded("dtstart"), event.decoded("dtend")


def by(milestone):
    actor = make_actor()
    seen = {"milestone_id": milestone.id, "version": milestone.version}
    return {"actor": actor, "now": NOW} | seen


@pytest.mark.parametrize(
    ("timing", "last_day", "words"),
    [
        ("by 15 January 2022", date(2022, 1, 15), ""),
        ("by October 2022", date(2022, 10, 31), " (by the end of October 2022)"),
        ("by February 2024", date(2024, 2, 29), " (by the end of February 2024)"),
        ("by Q2 2022", date(2022, 6, 30), " (by the end of Q2 2022)"),
        ("by 2023", date(2023, 12, 31), " (by the end of 2023)"),
    ],
)
def test_a_date_stands_on_its_last_day_and_says_how_exactly_it_is_known(
    session, action, read, timing, last_day, words
):
    milestone = make_milestone(session, action, timing=timing)
    event = events(read())[f"milestone-{milestone.id}@tracker.example.org"]
    assert days(event) == (last_day, last_day + timedelta(days=1))
    assert event["summary"] == f"DATA-A1: Delivered{words}"
    link = urlsplit(event["url"])
    assert f"{link.scheme}://{link.netloc}{link.path}" == f"{HERE}/action"
    assert parse_qs(link.query) == {"ref": ["DATA-A1"], "as": [f"Lead: {LEAD}"]}


def test_a_day_is_a_day_in_every_time_zone(session, action, read):
    make_milestone(session, action, timing="by 27 March 2022")  # clocks change that night
    [event] = events(read()).values()
    assert type(event.decoded("dtstart")) is date
    assert "TZID" not in event["dtstart"].params
    assert event["transp"] == "TRANSPARENT"
    assert not read().walk("VTIMEZONE")


def test_words_come_back_as_they_were_typed(session, action, read):
    make_milestone(session, action, title="First, second; “third” \\ 王", timing="by 2023, if able")
    found = read()
    [event] = events(found).values()
    assert event["summary"] == "DATA-A1: First, second; “third” \\ 王 (by the end of 2023)"
    assert event["description"] == (
        "DATA-A1, Analyse, then publish;\nthe rest: First, second; “third” \\ 王 is due by "
        "the end of 2023, if able."
    )
    assert found["x-wr-calname"] == f"Inclusion tracker: {LEAD}"


def test_a_round_has_its_opening_its_closing_and_its_meeting(session, read):
    round_ = make_round(session)
    found = events(read("Poet"))
    told = {uid: (event["summary"], days(event)[0]) for uid, event in found.items()}
    stem = f"round-{round_.id}"
    assert told == {
        f"{stem}-opens@tracker.example.org": ("Round 1 opens", date(2021, 12, 1)),
        f"{stem}-closes@tracker.example.org": ("Round 1 closes", date(2021, 12, 15)),
        f"{stem}-meeting@tracker.example.org": ("Meeting", date(2021, 12, 22)),
    }
    closing = found[f"{stem}-closes@tracker.example.org"]
    assert closing["description"] == "Late answers are taken until 20 December 2021."


def test_only_the_posts_own_actions_are_there(session, action, read):
    other = make_action(session, responsible="Survey lead", objective_id=action.objective_id)
    for each in (action, other):
        make_milestone(session, each)
    assert len(events(read())) == len(events(read("Survey lead"))) == 1
    assert events(read("Poet")) == events(read("")) == {}


def test_what_is_done_dropped_waiting_or_to_be_set_is_not_due(session, action, read):
    titles = ("Done", "Dropped", "Not met", "To be set", "Due")
    timings = {"Not met": "by 2023, if able", "To be set": "to be set"}
    made = {
        title: make_milestone(session, action, title=title, timing=timings.get(title, "by 2023"))
        for title in titles
    }
    milestones.complete_milestone(session, **by(made["Done"]), done_on=NOW.date())
    milestones.drop_milestone(session, **by(made["Dropped"]), reason="Not wanted")
    milestones.settle_condition(
        session, **by(made["Not met"]), state=ConditionState.NOT_MET, reason="Not able"
    )
    following = make_action(session, responsible=LEAD, objective_id=action.objective_id)
    make_milestone(session, following, timing="1 month after DATA-A1")
    [event] = events(read()).values()
    assert "Due" in event["summary"]


def test_a_paused_action_has_nothing_due(session, action, read):
    make_milestone(session, action)
    change_action_state(
        session,
        actor=make_actor(),
        now=NOW,
        action_id=action.id,
        version=session.get_one(Action, action.id).version,
        state=ActionState.PAUSED,
        reason="No budget",
    )
    assert events(read()) == {}


def test_a_moved_date_is_the_same_event_in_a_newer_version(session, action, read):
    milestone = make_milestone(session, action)
    [(uid, before)] = events(read()).items()
    milestones.move_milestone(session, **by(milestone), timing="by 2023", reason="Too soon")
    later = NOW + timedelta(hours=1)
    [(same_uid, after)] = events(read(now=later)).items()
    assert same_uid == uid
    assert after["sequence"] > before["sequence"]
    assert days(after)[0] == date(2023, 12, 31)
    assert before.decoded("dtstamp") == NOW.astimezone(UTC)
    assert after.decoded("dtstamp") == later


def test_the_feed_is_a_calendar_that_standard_programs_open(session, action):
    make_milestone(session, action, timing="by 2023")
    make_round(session, strategy_id=action.strategy_id)
    content = calendar.feed(
        plan_on(session, day=NOW.date()),
        read_rounds(session, day=NOW.date()).rounds,
        posts=[LEAD],
        public_url=HERE,
        now=NOW,
    )
    lines = content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"VERSION:2.0", "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT12H"} <= {*lines}
    assert all(len(line.encode()) <= 75 for line in lines)
    read_back = icalendar.Calendar.from_ical(content)
    uids = [event["uid"] for event in read_back.walk("VEVENT")]
    assert len(uids) == len(set(uids)) == 4
    for event in read_back.walk("VEVENT"):
        assert isinstance(event.decoded("dtstamp"), datetime)
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)


def test_before_there_is_a_plan_the_calendar_is_empty_but_one(session, read):
    assert session.exec(select(Milestone)).all() == []
    assert events(read()) == {}
    assert read()["version"] == "2.0"


def test_the_ends_of_terms_and_of_groups_are_in_it(session, read):
    person, post = make_person(session), make_post(session, title="Gender champion")
    term = make_appointment(session, post, person, ends_on=date(2022, 3, 31))
    group = make_group(session, name="DIAG", state=GroupState.ACTIVE, ends_on=date(2022, 1, 31))
    make_membership(session, group, person, role=GroupRole.CHAIR)
    found = {str(each["uid"]): each for each in read(ends=endings(session, day=NOW.date())).events}
    ends = found[f"term-{term.id}-ends@tracker.example.org"]
    assert (ends["summary"], ends["dtstart"].dt) == (
        "Your term as Gender champion ends",
        date(2022, 3, 31),
    )
    assert parse_qs(urlsplit(ends["url"]).query) == {
        "post": [str(post.id)],
        "as": ["Lead: Gender champion"],
    }
    ends = found[f"group-{group.id}-ends@tracker.example.org"]
    assert (ends["summary"], ends["dtstart"].dt) == ("DIAG ends", date(2022, 1, 31))
    assert parse_qs(urlsplit(ends["url"]).query)["as"] == ["Lead: Chair of DIAG"]
