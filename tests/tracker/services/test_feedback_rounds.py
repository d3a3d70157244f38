from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_group
from tests.feedback import (
    answer,
    build_round,
    close_round,
    make_member_group,
    open_round,
    version_of,
)
from tracker import ballots
from tracker.errors import EditConflict, InvalidChange, NotFound
from tracker.models import AuditEntry, BallotBox, FeedbackRound, Invitation, Question
from tracker.queries import feedback as queries
from tracker.services import (
    feedback_groups,
    feedback_questions,
    feedback_rounds,
)
from tracker.services.feedback_questions import MOST_QUESTIONS
from tracker.vocabulary import FeedbackState, GroupKind, GroupState, QuestionKind

NOW = BEGINNING + timedelta(days=100)
TODAY = NOW.date()
BY = {"actor": make_actor(), "now": NOW}


def days(number: int):
    return TODAY + timedelta(days=number)


def add(session, **details):
    defaults = {"title": "How is it going?", "opens_on": TODAY, "closes_on": days(14)}
    return feedback_rounds.add_round(session, **BY, **defaults | details)


def read(session, round_id):
    return next(each for each in queries.read_rounds(session) if each.id == round_id)


@contextmanager
def refused(field=None):
    """A refusal in a sentence, beside ``field`` or of the change as a whole."""
    with pytest.raises(InvalidChange, match=r"\.$") as refusal:
        yield refusal
    assert refusal.value.field == field


# Rounds


def test_a_round_is_built_opened_and_closed(session):
    asked = build_round(session, now=NOW, groups=(100, None))
    built = read(session, asked.id)
    assert (built.state, built.opens_on, built.closes_on) == (FeedbackState.DRAFT, TODAY, days(14))
    assert [each.kind for each in built.questions] == [*QuestionKind]
    assert [each.invited for each in built.groups] == [100, None]
    assert not built.takes_answers(TODAY)

    feedback_rounds.open_round(session, **BY, round_id=asked.id, version=built.version)
    assert read(session, asked.id).takes_answers(TODAY)

    close_round(session, asked, now=NOW)
    closed = read(session, asked.id)
    assert (closed.state, closed.closes_on) == (FeedbackState.CLOSED, TODAY)
    assert session.get(BallotBox, asked.id) is None


def test_a_round_that_closes_before_it_opens_is_refused_beside_its_last_day(session):
    with refused("closes_on") as refusal:
        add(session, opens_on=days(3), closes_on=days(2))
    assert "before it opens on 13 December 2021" in str(refusal.value)
    with refused("closes_on"):
        add(session, opens_on=days(-9), closes_on=days(-1))
    assert session.exec(select(FeedbackRound)).all() == []


def test_a_draft_is_edited_and_somebody_elses_edit_is_not_overwritten(session):
    round_id = add(session)
    given = {"title": "Anew", "opens_on": days(1), "closes_on": days(9), "introduction": "Short"}
    feedback_rounds.edit_round(session, **BY, round_id=round_id, version=1, **given)
    assert {name: getattr(read(session, round_id), name) for name in given} == given
    with pytest.raises(EditConflict):
        feedback_rounds.edit_round(session, **BY, round_id=round_id, version=1, **given)


def test_a_round_opens_only_when_it_asks_something_and_somebody(session):
    round_id = add(session)
    group = make_member_group(session)
    opening = {**BY, "round_id": round_id, "version": 1}
    with pytest.raises(InvalidChange, match="no question yet"):
        feedback_rounds.open_round(session, **opening)
    feedback_questions.add_question(
        session, **BY, round_id=round_id, kind=QuestionKind.TEXT, wording="Why?"
    )
    with pytest.raises(InvalidChange, match="no member group yet"):
        feedback_rounds.open_round(session, **opening)
    feedback_groups.ask_group(session, **BY, round_id=round_id, group_id=group.id)
    feedback_rounds.open_round(session, **opening)
    assert read(session, round_id).state is FeedbackState.OPEN


def test_an_opened_round_stays_as_it_was_asked(session):
    asked = open_round(session, now=NOW)
    opened = read(session, asked.id)
    first, group = opened.questions[0], opened.groups[0]
    changes = (
        lambda: feedback_questions.add_question(
            session, **BY, round_id=asked.id, kind=QuestionKind.TEXT, wording="And?"
        ),
        lambda: feedback_questions.drop_question(
            session, **BY, round_question_id=first.round_question_id, version=1
        ),
        lambda: feedback_questions.reword_question(
            session, **BY, question_id=first.id, version=1, wording="Other words"
        ),
        lambda: feedback_groups.leave_group_out(
            session, **BY, invitation_id=group.invitation_id, version=1
        ),
        lambda: feedback_rounds.edit_round(
            session,
            **BY,
            round_id=asked.id,
            version=opened.version,
            title="Other",
            opens_on=TODAY,
            closes_on=days(3),
        ),
    )
    for change in changes:
        with refused():
            change()
    assert read(session, asked.id) == opened


def test_the_last_day_of_an_open_round_moves_but_not_into_the_past(session):
    asked = open_round(session, now=NOW)
    moving = {**BY, "round_id": asked.id, "version": version_of(session, asked.id)}
    with refused("closes_on"):
        feedback_rounds.move_closing(session, **moving, closes_on=days(-1))
    feedback_rounds.move_closing(session, **moving, closes_on=days(20))
    assert read(session, asked.id).takes_answers(days(20))
    with pytest.raises(InvalidChange, match="not open"):
        feedback_rounds.move_closing(
            session, **BY, round_id=add(session), version=1, closes_on=days(20)
        )


def test_the_next_round_asks_the_same_questions_of_the_same_groups(session):
    asked = open_round(session, now=NOW, groups=(100, 7), required=True)
    copied = feedback_rounds.copy_round(
        session,
        **BY,
        round_id=asked.id,
        title="Next year",
        opens_on=days(300),
        closes_on=days(310),
    )
    first, copy = read(session, asked.id), read(session, copied)
    assert [each.id for each in copy.questions] == [each.id for each in first.questions]
    assert [each.is_required for each in copy.questions] == [True, False, False]
    assert [each.asked_before for each in copy.questions] == [(first.title,)] * 3
    assert [(each.id, each.invited) for each in copy.groups] == [
        (each.id, None) for each in first.groups
    ]


# Questions


def test_the_eleventh_question_is_refused_and_ten_are_kept(session):
    round_id = add(session)
    for number in range(MOST_QUESTIONS):
        feedback_questions.add_question(
            session, **BY, round_id=round_id, kind=QuestionKind.TEXT, wording=f"Number {number}"
        )
    earlier = build_round(session, now=NOW)
    with pytest.raises(InvalidChange, match="at most 10 questions"):
        feedback_questions.add_question(
            session, **BY, round_id=round_id, kind=QuestionKind.TEXT, wording="One more"
        )
    with pytest.raises(InvalidChange, match="at most 10 questions"):
        feedback_questions.reuse_question(
            session, **BY, round_id=round_id, question_id=earlier.text
        )
    assert len(read(session, round_id).questions) == 10


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"wording": " "}, "wording"),
        ({"wording": "x" * 301}, "wording"),
        ({"kind": QuestionKind.CHOICE, "options": "Only one"}, "options"),
        ({"kind": QuestionKind.CHOICE, "options": "Twice\nTwice"}, "options"),
        ({"kind": QuestionKind.CHOICE, "options": "A\n" + "x" * 91}, "options"),
        ({"kind": QuestionKind.CHOICE, "options": "\n".join("abcdefghijk")}, "options"),
        ({"kind": QuestionKind.TEXT, "options": "A\nB"}, "options"),
    ],
)
def test_a_question_that_cannot_be_is_refused_beside_its_field(session, details, field):
    round_id = add(session)
    given = {"kind": QuestionKind.AGREEMENT, "wording": "I am heard"} | details
    with refused(field):
        feedback_questions.add_question(session, **BY, round_id=round_id, **given)
    assert read(session, round_id).questions == ()


def test_a_question_comes_back_as_itself_and_keeps_its_words(session):
    first = open_round(session, now=NOW, title="The first")
    round_id = add(session)
    again = {**BY, "round_id": round_id, "question_id": first.agreement}
    feedback_questions.reuse_question(session, **again, is_required=True)
    [question] = read(session, round_id).questions
    assert (question.id, question.asked_before) == (first.agreement, ("The first",))
    with refused("question_id"):
        feedback_questions.reuse_question(session, **again)
    with pytest.raises(InvalidChange, match="asked in “The first” and keeps its words"):
        feedback_questions.reword_question(
            session, **BY, question_id=question.id, version=1, wording="Other words"
        )
    assert len(session.exec(select(Question)).all()) == 3


def test_questions_are_moved_reworded_and_taken_out_and_put_back(session):
    asked = build_round(session, now=NOW)
    last = read(session, asked.id).questions[2]
    placing = {**BY, "round_question_id": last.round_question_id, "is_required": True}
    with refused("place"):
        feedback_questions.place_question(session, **placing, version=1, place=4)
    feedback_questions.place_question(session, **placing, version=1, place=1)
    moved = read(session, asked.id).questions
    assert [each.id for each in moved] == [asked.text, asked.agreement, asked.choice]
    assert moved[0].is_required

    feedback_questions.reword_question(
        session, **BY, question_id=asked.choice, version=1, wording="What?", options="A\nB\nC"
    )
    out = moved[0]
    dropping = {**BY, "round_question_id": out.round_question_id}
    feedback_questions.drop_question(session, **dropping, version=out.round_question_version)
    left = read(session, asked.id).questions
    assert [(each.wording, each.options) for each in left] == [
        ("I am heard", ()),
        ("What?", ("A", "B", "C")),
    ]
    feedback_questions.reuse_question(session, **BY, round_id=asked.id, question_id=out.id)
    assert read(session, asked.id).questions[-1].id == out.id


# Groups


def test_only_member_groups_that_meet_are_asked_and_once(session):
    round_id = add(session)
    for details in (
        {"kind": GroupKind.WORKING_GROUP, "state": GroupState.ACTIVE},
        {"kind": GroupKind.MEMBER_GROUP, "state": GroupState.CLOSED},
    ):
        group = make_group(session, **details)
        with refused("group_id"):
            feedback_groups.ask_group(session, **BY, round_id=round_id, group_id=group.id)
        assert group.id not in queries.groups_to_ask(session)
    group = make_member_group(session)
    asking = {**BY, "round_id": round_id, "group_id": group.id}
    assert group.id in queries.groups_to_ask(session)
    feedback_groups.ask_group(session, **asking, invited=12)
    with refused("group_id"):
        feedback_groups.ask_group(session, **asking)
    invitation = read(session, round_id).groups[0]
    leaving = {**BY, "invitation_id": invitation.invitation_id}
    feedback_groups.leave_group_out(session, **leaving, version=1)
    assert read(session, round_id).groups == ()
    feedback_groups.ask_group(session, **asking)
    assert [each.invited for each in read(session, round_id).groups] == [None]
    with pytest.raises(NotFound):
        feedback_groups.ask_group(session, **BY, round_id=round_id, group_id=999)


@pytest.mark.parametrize("invited", [0, -1, 1_000_001])
def test_a_number_of_people_that_cannot_be_is_refused(session, invited):
    asked = build_round(session, now=NOW)
    with refused("invited"):
        count(session, asked, invited)


def count(session, asked, invited, group=0):
    invitation = read(session, asked.id).groups[group]
    feedback_groups.count_invited(
        session,
        **BY,
        invitation_id=invitation.invitation_id,
        version=invitation.invitation_version,
        invited=invited,
    )


def test_a_count_below_the_answers_received_is_refused_in_words(session):
    asked = open_round(session, now=NOW, groups=(100,))
    for number in range(5):
        answer(session, asked, f"Member {number}", now=NOW)
    with pytest.raises(InvalidChange, match=r"5 people have answered .* more were asked than 4"):
        count(session, asked, 4)
    count(session, asked, 5)
    assert read(session, asked.id).groups[0].invited == 5


def test_no_count_tells_how_many_of_one_group_have_answered(session):
    asked = open_round(session, now=NOW, groups=(100, 100))
    for number in range(5):
        answer(session, asked, f"Member {number}", now=NOW, group=0)
    # Whichever group has answered, the same numbers are taken and refused.
    for group in (0, 1):
        count(session, asked, 1, group)
        count(session, asked, 100, group)
    count(session, asked, 1, 0)
    with refused("invited"):
        count(session, asked, 3, 1)


def test_a_count_that_proves_too_low_is_unknown_at_the_close_and_then_stays(session):
    asked = open_round(session, now=NOW, groups=(2, 100))
    for number in range(3):
        answer(session, asked, f"Member {number}", now=NOW, group=0)
    close_round(session, asked, now=NOW)
    assert [each.invited for each in read(session, asked.id).groups] == [None, 100]
    with pytest.raises(InvalidChange, match="closed"):
        count(session, asked, 50)
    assert {each.invited for each in session.exec(select(Invitation))} == {None, 100}


def test_while_it_is_built_only_those_who_run_it_read_of_it(session):
    open_round(session, now=NOW, title="Heard?")
    entries = session.exec(select(AuditEntry)).all()
    open_to_all = [
        each.sentence for each in entries if "Heard?" in each.sentence and not each.needs
    ]
    assert open_to_all == ["Opened feedback round “Heard?”, until 24 December 2021"]
    assert ballots.count(session, 1) == 0
