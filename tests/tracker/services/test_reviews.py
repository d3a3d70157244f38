from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories import (
    BEGINNING,
    LEAD,
    make_action,
    make_actor,
    make_milestone,
    make_round,
    make_update,
)
from tests.tracker.trail import latest_entry
from tracker.errors import InvalidChange, NotAllowed, NotFound
from tracker.models import Action, DateAgreement, DateChange, Milestone, Review
from tracker.permissions import Actor
from tracker.services import reviews
from tracker.services.milestones import move_milestone
from tracker.vocabulary import Role, Verdict

NOW = BEGINNING + timedelta(days=100)
SPONSOR = make_actor(Role.SPONSOR)


def review(session, update, verdict=Verdict.ACKNOWLEDGED, comment="", **details):
    by = {"actor": SPONSOR, "now": NOW, "update_id": update.id}
    reviews.review_update(session, **by | {"verdict": verdict, "comment": comment} | details)


@pytest.fixture
def update(session):
    return make_update(session)


@pytest.mark.parametrize(
    ("verdict", "comment"), [(Verdict.ACKNOWLEDGED, ""), (Verdict.RETURNED, "Say by when")]
)
def test_a_sponsor_acknowledges_an_update_or_returns_it(session, update, verdict, comment):
    review(session, update, verdict, f" {comment} ")
    [kept] = session.exec(select(Review)).all()
    assert (kept.update_id, kept.verdict, kept.comment) == (update.id, verdict, comment)
    assert (kept.reviewer, kept.reviewed_at) == ("Sponsor", NOW)
    entry = latest_entry(session)
    assert (entry.sentence, entry.reason) == (f"Update {verdict.value}", comment)
    assert entry.action_id == update.action_id


def test_an_update_is_returned_with_a_comment_or_not_at_all(session, update):
    for comment in ("", "  \n"):
        with pytest.raises(InvalidChange, match="A comment is missing") as refusal:
            review(session, update, Verdict.RETURNED, comment)
        assert refusal.value.field == "comment"


@pytest.mark.parametrize("verdict", Verdict)
def test_a_comment_has_at_most_1000_characters(session, update, verdict):
    with pytest.raises(InvalidChange, match="1,001 characters") as refusal:
        review(session, update, verdict, "x" * 1001)
    assert refusal.value.field == "comment"
    review(session, update, verdict, "x" * 1000)


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.SECRETARIAT])
def test_nobody_reviews_their_own_update(session, role):
    update = make_update(session, author="Chair")
    with pytest.raises(NotAllowed, match="You gave this update: somebody else has to review it"):
        review(session, update, actor=Actor("Chair", role))
    assert session.exec(select(Review)).all() == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD])
def test_leads_and_members_review_nothing(session, update, role):
    with pytest.raises(NotAllowed):
        review(session, update, actor=make_actor(role, "Another"))


def test_an_update_is_reviewed_once(session, update):
    review(session, update)
    with pytest.raises(InvalidChange, match="reviewed already"):
        review(session, update, Verdict.RETURNED, "After all", actor=make_actor())


def test_the_update_that_counts_is_reviewed_and_not_one_before_it(session, update):
    action = session.get_one(Action, update.action_id)
    round_ = make_round(session, strategy_id=action.strategy_id)
    other_round = make_update(session, action, round_)
    review(session, update)
    newer = make_update(session, action, round_)
    with pytest.raises(InvalidChange, match="A newer update stands in its place"):
        review(session, other_round)
    review(session, newer)


def test_a_review_of_nothing_is_told(session):
    with pytest.raises(NotFound, match="no such update"):
        reviews.review_update(
            session, actor=SPONSOR, now=NOW, update_id=1, verdict=Verdict.ACKNOWLEDGED
        )


@pytest.fixture
def change(session):
    """A move of a date by its lead."""
    milestone = make_milestone(session, make_action(session))
    move_milestone(
        session,
        actor=make_actor(Role.LEAD),
        now=NOW,
        milestone_id=milestone.id,
        version=milestone.version,
        timing="by March 2022",
        reason="The data are late",
    )
    return session.exec(select(DateChange)).one()


def agree(session, change_id, actor=SPONSOR):
    reviews.agree_date(session, actor=actor, now=NOW, date_change_id=change_id)


def test_a_moved_date_is_marked_as_agreed_by_a_sponsor(session, change):
    agree(session, change.id)
    [kept] = session.exec(select(DateAgreement)).all()
    assert (kept.date_change_id, kept.agreed_by, kept.agreed_at) == (change.id, "Sponsor", NOW)
    assert latest_entry(session).sentence == "Delivered: agreed to “by March 2022”"
    assert latest_entry(session).action_id is not None


def test_a_date_is_agreed_once(session, change):
    agree(session, change.id)
    with pytest.raises(InvalidChange, match="agreed already"):
        agree(session, change.id, make_actor())


def test_a_move_that_a_later_one_has_overtaken_is_not_agreed(session, change):
    milestone = session.get_one(Milestone, change.milestone_id)
    move_milestone(
        session,
        actor=make_actor(Role.LEAD),
        now=NOW,
        milestone_id=milestone.id,
        version=milestone.version,
        timing="by June 2022",
        reason="Later still",
    )
    with pytest.raises(InvalidChange, match="moved again since, to “by June 2022”"):
        agree(session, change.id)
    assert session.exec(select(DateAgreement)).all() == []


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.SECRETARIAT])
def test_nobody_agrees_to_a_date_they_moved_themselves(session, change, role):
    with pytest.raises(NotAllowed, match="You moved this date"):
        agree(session, change.id, Actor(LEAD, role))


def test_a_lead_agrees_to_no_date_and_a_move_that_is_not_there_is_told(session, change):
    with pytest.raises(NotAllowed):
        agree(session, change.id, make_actor(Role.LEAD, "Another"))
    with pytest.raises(NotFound, match="no such move"):
        agree(session, 12345)
