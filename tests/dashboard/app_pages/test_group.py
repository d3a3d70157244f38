"""The Group page: what is shown to whom, and what a chair does on it."""

from datetime import date

import pytest
import time_machine
from sqlmodel import select

from dashboard.navigation import GROUP
from tests import factories
from tests.dashboard import groups as made
from tests.dashboard.screen import error_beside, errors, fill, said, send, words
from tracker.db import transaction
from tracker.models import Deliverable, Meeting, Membership, Person
from tracker.vocabulary import GroupRole, GroupState

PACK = "2"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(made.TODAY):
        yield


@pytest.fixture
def groups(engine):
    made.make_groups(engine)


@pytest.fixture
def open_group(groups, open_page):
    def open_group(viewer=made.CHAIR, group=PACK, **options):
        return open_page(GROUP, viewer=viewer, group=group, **options)

    return open_group


def choose(app, option):
    """Choose what to do: the first of the two clicks."""
    [pills] = [each for each in app.pills if option in each.options]
    return pills.set_value(option).run()


def pick(app, label, value):
    return select_value(app, label, value).run()


def select_value(app, label, value):
    [box] = [each for each in app.selectbox if each.label.startswith(label)]
    box.set_value(value)
    return app


def stored(engine, model):
    with transaction(engine, writes=False) as session:
        found = list(session.exec(select(model).order_by(model.id)))
        session.expunge_all()
        return found


def group(engine, name=made.PACK):
    with transaction(engine, writes=False) as session:
        return made.group_called(session, name).model_dump()


def test_it_says_how_far_the_group_is_in_time_and_in_what_it_promised(open_group):
    app = open_group("Member")
    assert not app.exception
    assert app.title[0].value == "Returners group"
    shown = words(app)
    assert "Past its end by 31 days" in shown
    assert "Began on 1 February 2022. Planned end: 31 October 2022." in shown
    bars = [each.proto.text for each in app.get("progress")]
    assert bars == ["Time used: 100%", "Deliverables accepted: 33% (1 of 3)"]


def test_its_purpose_its_life_its_meetings_and_its_actions_are_told(open_group):
    app = open_group("Member")
    shown = words(app)
    assert "**Purpose**  \nHelp returners" in shown
    assert (
        "- **1 September 2022, the system:** its end moved from 30 September 2022 to "
        "31 October 2022. Because: The pack takes longer\n"
        "- **1 February 2022, the system:** from proposed to active\n"
        "- **1 February 2022:** proposed"
    ) in shown
    assert "It has met once, last on 1 March 2022. Of its members then, 100% came." in shown
    tables = "\n".join(table.value.to_csv() for table in app.table).replace("\\", "")
    assert "DATA-A1](/action?ref=DATA-A1" in tables
    assert "Accepted] on 1 May 2022" in tables


@pytest.mark.parametrize(
    ("viewer", "sees_names", "sees_hours"),
    [
        ("Member", False, False),
        ("Sponsor", True, False),
        ("Lead: Pack lead", True, False),
        ("Lead: Chair of Returners group", True, False),
        ("Lead: Chair of DIAG", True, True),
        ("Secretariat", True, False),
    ],
)
def test_names_are_for_some_and_hours_for_the_chair(open_group, viewer, sees_names, sees_hours):
    app = open_group(viewer, group="DIAG")
    tables = "\n".join(table.value.to_csv() for table in app.table)
    assert not app.exception
    assert "**Olive Chair** chairs it, since 1 September 2021." in words(app)
    assert ("Vera 1" in tables) == sees_names
    assert ("The coming eight weeks" in words(app)) == sees_hours
    assert ("Vera 1,4,7" in tables) == sees_hours


@pytest.mark.parametrize("viewer", ["Member", "Sponsor", "Lead: Chair of DIAG", "Lead: Pack lead"])
def test_others_read_and_are_told_who_can_change_it(open_group, viewer):
    app = open_group(viewer)
    assert not app.pills
    assert "Its chair and the secretariat can update this group." in app.info[0].value


def test_a_chair_stops_nothing(open_group):
    assert "Stop" not in open_group().pills[0].options
    assert "Stop" in open_group("Secretariat").pills[0].options


def test_a_chair_begins_to_close_and_closes_with_a_new_home_for_every_action(open_group, engine):
    app = choose(open_group(), "Begin to close")
    app = send(fill(app, reason="The pack is out"), "Begin to close it")
    assert said(app) == ["Returners group is closing."]

    app = choose(app, "Close")
    app = fill(app, outputs="The pack", lessons="Ask earlier", reason="All is delivered")
    app = send(app, "Close it")
    assert error_after(app, "Who takes DATA-A1 on") == "Choose one."

    app = send(select_value(app, "Who takes DATA-A1 on", 1), "Close it")
    assert said(app) == ["Returners group is closed."]
    assert group(engine)["state"] == GroupState.CLOSED
    with transaction(engine, writes=False) as session:
        assert made.home_of(session, 1) == 1
    shown = words(app)
    assert "**What it leaves behind**  \nThe pack" in shown
    assert "Nobody is in it. It has no chair." not in shown  # the last day is theirs


def error_after(app, label):
    drawn = [*app.main]
    places = [n for n, each in enumerate(drawn) if getattr(each, "label", "").startswith(label)]
    return drawn[places[0] + 1].value.replace("\\", "")


def test_its_lead_alone_carries_an_action_on(open_group, engine):
    app = choose(open_group("Secretariat"), "Stop")
    app = select_value(fill(app, reason="No budget"), "Who takes DATA-A1 on", 0)
    assert said(send(app, "Stop it")) == ["Returners group is stopped."]
    with transaction(engine, writes=False) as session:
        assert made.home_of(session, 1) is None


def test_what_is_missing_to_become_active_is_said_in_one_sentence(open_group, engine):
    with transaction(engine) as session:
        factories.make_group(session, name="Hasty", kind=made.TASK)
    app = choose(open_group("Secretariat", group="Hasty"), "Activate")
    app = send(app, "Activate it today")
    assert errors(app) == [
        "A task-and-finish group needs a purpose, a chair, deliverables and an end date before "
        "it becomes active."
    ]


def test_its_end_is_moved_with_a_reason(open_group, engine):
    app = choose(open_group(), "Move its end")
    app = send(fill(app, ends_on=date(2023, 1, 31)), "Move its end")
    assert error_beside(app, "reason").startswith("Say why")
    app = send(fill(app, reason="One more talk"), "Move its end")
    assert said(app) == ["The end of Returners group has moved."]
    assert "Past its end" not in words(app)
    assert group(engine)["ends_on"] == date(2023, 1, 31)


def test_it_is_edited_but_never_a_part_of_itself(open_group, engine):
    app = choose(open_group("Secretariat", group="DIAG"), "Edit")
    app = send(select_value(app, "A part of which group", 2), "Save it")
    assert error_after(app, "A part of which group").startswith("DIAG would be a part of itself")
    app = send(fill(select_value(app, "A part of which group", None), name="DIAG two"), "Save it")
    assert said(app) == ["The group is saved."]
    assert group(engine, "DIAG two")["parent_id"] is None


def test_new_terms_keep_the_deliverables_in_step(open_group, engine):
    app = choose(open_group(), "Agree on terms")
    app = send(fill(app, deliverables="Pack\nTalk\nFilm"), "Agree on these terms")
    assert said(app) == ["The terms of Returners group are agreed."]
    live = [each.title for each in stored(engine, Deliverable) if not each.withdrawn_on]
    assert live == ["Pack", "Talk", "Film"]
    assert "*Version 1, agreed on 1 February 2022 by the system*" in words(app)


def test_somebody_else_agreed_on_terms_meanwhile(open_group, engine):
    app = choose(open_group(), "Agree on terms")
    with transaction(engine) as session:
        from tracker.services.terms import agree_terms

        seen = {"group_id": 2, "version": 1}
        agree_terms(
            session, **made.at(made.TODAY.date()), **seen, purpose="Faster", deliverables="Pack"
        )
    app = send(fill(app, purpose="Slower"), "Agree on these terms")
    assert "This was changed while you had it open" in errors(app)[0]
    assert said(send(app, "Agree on these terms"))


def test_a_deliverable_is_accepted_and_taken_back(open_group, engine):
    app = choose(open_group(), "Accept a deliverable")
    app = pick(app, "Which one", 2)
    assert said(send(app, "Accept it")) == ["It is accepted."]
    assert stored(engine, Deliverable)[1].accepted_on == date(2022, 12, 1)

    app = choose(app, "Take an acceptance back")
    app = pick(app, "Which one", 2)
    assert said(send(fill(app, reason="Found wanting"), "Take it back"))
    assert stored(engine, Deliverable)[1].accepted_on is None


def test_an_action_is_taken_on_and_given_away(open_group, engine):
    with transaction(engine) as session:
        factories.make_action(session, ref="DATA-A9", title="Talk to leaders")
    app = choose(open_group(group="DIAG", viewer="Lead: Chair of DIAG"), "Take an action on")
    assert said(send(app, "Take it on")) == ["DIAG has taken it on."]

    app = choose(app, "Give an action away")
    app = send(select_value(app, "Who takes it on", 2), "Give it away")
    assert said(app) == ["It has a new home."]
    with transaction(engine, writes=False) as session:
        assert made.home_of(session, 2) == 2


def test_somebody_joins_leaves_and_is_corrected(open_group, engine):
    app = choose(open_group(), "Somebody joins")
    app = select_value(app, "Who?", 2)
    app = send(fill(app, ends_on=date(2022, 11, 1)), "Let them join")
    assert "is before the start" in error_beside(app, "ends_on")
    app = send(fill(app, ends_on=None, hours_a_month=3.0), "Let them join")
    assert said(app) == ["There is somebody new in Returners group."]
    spell = stored(engine, Membership)[-1]
    assert (spell.person_id, spell.starts_on, spell.hours_a_month) == (2, date(2022, 12, 1), 3)

    app = pick(choose(app, "Somebody leaves"), "Whose membership", spell.id)
    assert said(send(fill(app, ends_on=date(2022, 12, 9)), "Let them leave"))
    app = pick(choose(app, "Correct a membership"), "Whose membership", spell.id)
    app.checkbox[0].check()
    assert said(send(fill(app, reason="Never was"), "Correct it"))
    assert stored(engine, Membership)[-1].is_void


def test_a_second_chair_is_refused_beside_its_field(open_group):
    app = choose(open_group("Secretariat", group="DIAG"), "Another role")
    app = pick(app, "Whose membership", 2)
    app = send(fill(app, role=GroupRole.CHAIR), "Change the role")
    assert "The chair's term is from 1 September 2021 on" in error_beside(app, "starts_on")


def test_hours_are_offered_and_taken_back(open_group, engine):
    app = open_group("Lead: Chair of Returners group")
    app = pick(choose(app, "Hours offered"), "Whose membership", 9)
    app = send(fill(app, hours_a_month=None), "Save the hours")
    assert said(app) == ["The hours are saved."]
    assert stored(engine, Membership)[-1].hours_a_month is None


def test_a_meeting_is_recorded_and_corrected(open_group, engine):
    app = choose(open_group(), "Record a meeting")
    app = send(fill(app, held_on=date(2022, 11, 20), note="On the talk"), "Record it")
    assert said(app) == ["The meeting is recorded."]
    assert "It has met twice, last on 20 November 2022." in words(app)

    app = pick(choose(app, "Correct a meeting"), "Which meeting", 2)
    app = send(fill(app, held_on=date(2022, 12, 2), reason="Typed wrongly"), "Correct it")
    assert error_beside(app, "held_on").startswith("2 December 2022 is still to come")
    assert said(send(fill(app, held_on=date(2022, 11, 21)), "Correct it"))
    assert stored(engine, Meeting)[-1].held_on == date(2022, 11, 21)


def test_whoever_was_erased_is_a_former_member_and_counts(open_group, engine):
    with transaction(engine) as session:
        gone = session.exec(select(Person).where(Person.name == "Vera 1")).one()
        gone.name, gone.email, gone.erased_on = "", None, date(2022, 11, 1)
        factories._record(session, made.TODAY, "Erased for a test")
    app = open_group("Sponsor", group="DIAG")
    assert "former member" in app.table[0].value.to_csv()
    assert "8 people are in it" in words(app)


def test_an_earlier_day_is_shown_as_it_was_recorded_and_changes_nothing(open_group):
    app = open_group(as_at=date(2022, 4, 1))
    assert not app.exception
    assert not app.pills
    shown = words(app)
    assert "Planned end: 30 September 2022." in shown
    assert "its end moved" not in shown
    assert "0 of 3" in [each.proto.text for each in app.get("progress")][1]
    assert "There is no group “2” on this day." in errors(open_group(as_at=date(2022, 1, 1)))


@pytest.mark.parametrize("asked", ["", "99", "9" * 5_000, "[x](https://evil.example)"])
def test_a_group_that_is_not_there_is_said_and_others_are_offered(open_group, asked):
    app = open_group("Member", group=asked)
    assert not app.exception
    [box] = [each for each in app.selectbox if each.label.startswith("Which group")]
    assert box.options == ["DIAG", "Ideas", "Returners group"]
    assert len(app.error) == bool(asked)
    assert box.set_value(2).run().title[0].value == "Returners group"
