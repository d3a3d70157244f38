"""Terms of reference, and the deliverables that follow them line by line."""

from datetime import date

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_group
from tests.tracker.trail import latest_entry
from tracker import audit
from tracker.errors import EditConflict, InvalidChange
from tracker.models import Deliverable, TermsOfReference
from tracker.services import terms
from tracker.vocabulary import GroupKind, GroupState

NOW = BEGINNING
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}


@pytest.fixture
def group(session):
    return make_group(session, name="Survey group", state=GroupState.ACTIVE)


def agree(session, group, version, deliverables="", purpose="Find out why", **details):
    given = {"purpose": purpose, "deliverables": deliverables}
    seen = {"group_id": group.id, "version": version}
    return terms.agree_terms(session, **BY, **seen, **given | details)


def deliverables(session):
    rows = session.exec(select(Deliverable).order_by(Deliverable.position, Deliverable.id))
    return [
        each.title
        + (" withdrawn" if each.withdrawn_on else "")
        + (" accepted" if each.accepted_on else "")
        for each in rows
    ]


def named(session, title):
    return session.exec(select(Deliverable).where(Deliverable.title == title)).one()


def accept(session, title, **details):
    found = named(session, title)
    seen = {"deliverable_id": found.id, "version": found.version}
    terms.accept_deliverable(session, **BY, **seen | details)


def take_back(session, title, reason="Found wanting"):
    found = named(session, title)
    seen = {"deliverable_id": found.id, "version": found.version}
    terms.take_back_deliverable(session, **BY, **seen, reason=reason)


def test_each_agreement_is_a_version_and_earlier_ones_stay(session, group):
    assert agree(session, group, 0, purpose=" Find out ", in_scope="Surveys") == 1
    assert agree(session, group, 1, purpose="Find out why", handover_plan="To DIAG") == 2

    first, second = session.exec(select(TermsOfReference).order_by(TermsOfReference.number))
    assert (first.purpose, first.in_scope, first.handover_plan) == ("Find out", "Surveys", "")
    assert (second.purpose, second.in_scope, second.handover_plan) == (
        *("Find out why", "", "To DIAG"),
    )
    assert (second.agreed_at, second.agreed_by) == (NOW, "Secretariat")
    assert latest_entry(session).sentence == (
        "Survey group: agreed on terms of reference, version 2"
    )


def test_each_line_is_a_deliverable_once(session, group):
    agree(session, group, 0, " Guide \n\n Talk  one\nGuide")
    assert deliverables(session) == ["Guide", "Talk one"]
    assert session.exec(select(TermsOfReference.deliverables)).one() == "Guide\nTalk one"


def test_deliverables_follow_the_lines(session, group):
    agree(session, group, 0, "Guide\nTalk\nBlog")
    accept(session, "Talk")

    agree(session, group, 1, "Film\nGuide")  # Blog is gone; Talk too, but it is accepted
    assert set(deliverables(session)) == {"Film", "Guide", "Talk accepted", "Blog withdrawn"}

    agree(session, group, 2, "Blog\nFilm\nGuide")
    assert named(session, "Blog").withdrawn_on is None
    assert [each for each in deliverables(session) if each != "Talk accepted"] == [
        *("Blog", "Film", "Guide"),
    ]


def test_what_is_taken_back_and_named_no_more_is_withdrawn(session, group):
    agree(session, group, 0, "Guide\nTalk")
    accept(session, "Talk")
    agree(session, group, 1, "Guide")
    take_back(session, "Talk")
    assert set(deliverables(session)) == {"Guide", "Talk withdrawn"}

    accept(session, "Guide", accepted_on=date(2021, 8, 1))
    assert named(session, "Guide").accepted_on == date(2021, 8, 1)
    take_back(session, "Guide")
    assert set(deliverables(session)) == {"Guide", "Talk withdrawn"}
    assert latest_entry(session).reason == "Found wanting"


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"purpose": " "}, "purpose", "The purpose is missing"),
        ({"in_scope": "x" * 10_001}, "in_scope", "In scope has 10,001 characters"),
        ({"deliverables": "x" * 201}, "deliverables", "A deliverable has 201 characters"),
        ({"decisions": "\0"}, "decisions", "can't be kept"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, group, details, field, message):
    with pytest.raises(InvalidChange, match=message) as refusal:
        agree(session, group, 0, **details)
    assert refusal.value.field == field


def test_the_second_of_two_who_agree_at_once_is_told(session, group):
    agree(session, group, 0)
    with pytest.raises(EditConflict):
        agree(session, group, 0, purpose="Something else")


def test_the_same_terms_again_are_refused(session, group):
    agree(session, group, 0, "Guide")
    with pytest.raises(InvalidChange, match="Nothing of this is different"):
        agree(session, group, 1, " Guide ")


def test_a_group_that_answers_one_aim_promises_something_once_active(session):
    kind = GroupKind.TASK_AND_FINISH_GROUP
    proposed = make_group(session, kind=kind)
    agree(session, proposed, 0)
    active = make_group(session, kind=kind, state=GroupState.ACTIVE)
    with pytest.raises(InvalidChange, match="promises at least one deliverable") as refusal:
        agree(session, active, 0)
    assert refusal.value.field == "deliverables"


def test_nothing_is_agreed_or_accepted_in_a_group_that_has_ended(session, group):
    agree(session, group, 0, "Guide")
    group.state, group.ended_on = GroupState.CLOSED, TODAY
    audit.record(session, **BY, sentence="Ended for a test")
    for change in (lambda: agree(session, group, 1, "Talk"), lambda: accept(session, "Guide")):
        with pytest.raises(InvalidChange, match="has ended on 1 September 2021"):
            change()


def test_what_cannot_be_accepted_or_taken_back(session, group):
    agree(session, group, 0, "Guide\nTalk")
    agree(session, group, 1, "Guide")
    with pytest.raises(InvalidChange, match="no longer name this deliverable"):
        accept(session, "Talk")
    with pytest.raises(InvalidChange, match="isn't accepted"):
        take_back(session, "Guide")
    with pytest.raises(InvalidChange, match="2 September 2021 is still to come") as refusal:
        accept(session, "Guide", accepted_on=date(2021, 9, 2))
    assert refusal.value.field == "accepted_on"
    accept(session, "Guide")
    with pytest.raises(InvalidChange, match="was accepted on 1 September 2021 already"):
        accept(session, "Guide")
    with pytest.raises(InvalidChange, match="Say why"):
        take_back(session, "Guide", reason="")
    with pytest.raises(EditConflict):
        accept(session, "Guide", version=9)


def test_a_group_that_is_only_proposed_delivers_nothing(session):
    group = make_group(session, name="Idea")
    agree(session, group, 0, "Guide")
    with pytest.raises(InvalidChange, match="Idea is only proposed. Activate it first"):
        accept(session, "Guide")
