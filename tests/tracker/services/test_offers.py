from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_appointment, make_post
from tracker.errors import EditConflict, InvalidChange
from tracker.models import NOT_KEPT, AuditEntry, Offer
from tracker.queries.posts import count_open_offers, open_offers
from tracker.services import offers
from tracker.vocabulary import Role

NOW = BEGINNING + timedelta(days=100)
MEMBER = make_actor(Role.MEMBER)
EVE = {"name": "Eve \n Example", "email": " Eve@Example.ORG", "words": "I chair a network"}


@pytest.fixture
def post(session):
    return make_post(session, title="Gender champion")


def offer(session, post, **details):
    given = {"actor": MEMBER, "now": NOW, "post_id": post.id} | EVE | details
    return offers.offer(session, **given)


def answer(session, made, **details):
    given = {"actor": make_actor(), "now": NOW, "offer_id": made.id, "version": made.version}
    offers.answer_offer(session, **given | details)


def test_an_offer_waits_until_it_is_answered(session, post):
    made = session.get_one(Offer, offer(session, post))
    assert count_open_offers(session) == 1
    [waiting] = open_offers(session).to_dict("records")
    assert (waiting["title"], waiting["name"]) == ("Gender champion", "Eve Example")
    assert (waiting["email"], waiting["words"]) == ("eve@example.org", "I chair a network")
    answer(session, made)
    assert open_offers(session).empty
    assert count_open_offers(session) == 0
    with pytest.raises(InvalidChange, match="answered on 10 December 2021 already"):
        answer(session, made)


def test_once_answered_nothing_personal_is_left_and_the_history_never_had_any(session, post):
    made = session.get_one(Offer, offer(session, post))
    answer(session, made)
    assert (made.name, made.email, made.words) == ("", "", "")
    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert [entry.sentence for entry in entries] == [
        "Gender champion: an offer is answered",
        "Gender champion: somebody is interested in the post",
    ]
    told = {change["field"]: change["old"] for change in entries[0].changes}
    personal = dict.fromkeys(("name", "email", "words"), NOT_KEPT)
    assert told == personal | {"answered_on": None}


def test_the_same_address_offers_once_a_post(session, post):
    offer(session, post)
    with pytest.raises(InvalidChange, match="since 10 December 2021") as refusal:
        offer(session, post, email="EVE@example.org")
    assert refusal.value.field == "email"
    offer(session, post, email="adam@example.org")
    offer(session, make_post(session))


@pytest.mark.parametrize(
    ("details", "field", "words"),
    [
        ({"name": " "}, "name", "Your name is missing"),
        ({"email": ""}, "email", "Your work e-mail is missing"),
        ({"email": "eve"}, "email", "not an e-mail address"),
        ({"words": "x" * 1001}, "words", "1,001 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(session, post, details, field, words):
    with pytest.raises(InvalidChange, match=words) as refusal:
        offer(session, post, **details)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts_on": date(2021, 12, 1)}, "Gender champion is held"),
        ({"starts_on": date(2022, 1, 1)}, "Gender champion is filled from 1 January 2022"),
    ],
)
def test_only_a_vacant_post_can_be_offered_for(session, post, days, words):
    make_appointment(session, post, **days)
    with pytest.raises(InvalidChange, match=words) as refusal:
        offer(session, post)
    assert refusal.value.field == "post_id"


def test_a_former_holder_or_a_mistake_leaves_a_post_vacant(session, post):
    make_appointment(session, post, ends_on=date(2021, 12, 9))
    make_appointment(session, post, starts_on=date(2021, 12, 10), is_void=True)
    assert offer(session, post)


def test_what_was_abolished_is_not_offered_for(session):
    gone = make_post(session, abolished_on=date(2021, 11, 1))
    with pytest.raises(InvalidChange, match="abolished"):
        offer(session, gone)


def test_of_two_who_answer_the_second_is_told(session, post):
    made = session.get_one(Offer, offer(session, post))
    with pytest.raises(EditConflict):
        answer(session, made, version=made.version + 1)
