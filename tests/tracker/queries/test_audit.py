"""Searching the audit trail, and reading it page by page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.factories import BEGINNING, LEAD, make_organisation, make_person
from tests.feedback import build_round
from tracker import audit
from tracker.models import Action
from tracker.permissions import SYSTEM, Actor
from tracker.queries import audit as queries
from tracker.queries.audit import TrailSearch, actors, read_trail
from tracker.services import (
    actions,
    comments,
    feedback_groups,
    group_actions,
    meetings,
    memberships,
    milestones,
    organisations,
    people_erasure,
    plan_import,
    terms,
)
from tracker.services._feedback import invitations_of
from tracker.transfer.example import DATA
from tracker.transfer.plan_reader import read_plan
from tracker.vocabulary import GroupState, Role

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)


def note(session, sentence, *, actor=LEAD, at=BEGINNING, **more):
    audit.record(
        session, actor=Actor(actor, Role.LEAD), now=at, sentence=sentence, **{"reason": ""} | more
    )


def sentences(page):
    return page.entries["sentence"].tolist()


def found(session, **asked):
    return sentences(read_trail(session, TrailSearch(**asked)))


@pytest.fixture
def moved(session):
    """One milestone by October 2021, moved by its lead on 1 October, a minute before midnight."""
    milestone = factories.make_milestone(session)
    milestones.move_milestone(
        session,
        actor=factories.make_actor(Role.LEAD),
        now=datetime(2021, 10, 1, 22, 59, tzinfo=UTC),
        milestone_id=milestone.id,
        version=milestone.version,
        timing="by March 2022",
        reason="Two contacts are missing",
    )
    return milestone


def test_an_entry_says_which_fields_changed_from_what_to_what(session, moved):
    [entry] = read_trail(session, TrailSearch(actor=LEAD)).entries.to_dict("records")

    ref = entry["ref"]
    assert entry["sentence"] == "Delivered: moved from “by October 2021” to “by March 2022”"
    assert (entry["actor"], entry["role"]) == (LEAD, "lead")
    assert entry["reason"] == "Two contacts are missing"
    assert sorted(entry["changes"]) == [
        f"{ref}, Delivered: due on: “31 October 2021” becomes “31 March 2022”",
        f"{ref}, Delivered: timing: “by October 2021” becomes “by March 2022”",
    ]


def test_states_are_told_in_words(session, moved):
    milestones.complete_milestone(
        session,
        actor=factories.make_actor(Role.LEAD),
        now=datetime(2021, 12, 1, 9, tzinfo=UTC),
        milestone_id=moved.id,
        version=moved.version,
        done_on=date(2021, 11, 30),
    )

    changes = read_trail(session, TrailSearch(words="marked as done")).entries.iloc[0]["changes"]

    ref = session.get_one(Action, moved.action_id).ref
    assert f"{ref}: state: “not started” becomes “done”" in changes
    assert f"{ref}, Delivered: done on: set to “30 November 2021”" in changes


def test_who_and_which_action_are_asked_for_exactly(session):
    action = factories.make_action(session, ref="DATA-A1")
    note(session, "One", action_id=action.id)
    note(session, "Two", actor="Data leader")
    note(session, "Three", actor="Data leader", action_id=action.id)

    assert found(session, actor=LEAD) == ["One"]
    assert found(session, actor="Data leader") == ["Three", "Two"]
    assert found(session, ref="DATA-A1") == ["Three", "One"]
    assert found(session, ref="DATA-A1", actor="Data leader") == ["Three"]
    assert found(session, ref="DATA-A") == []


def test_days_are_days_in_the_united_kingdom(session, moved):
    on_the_day, day = date(2021, 10, 1), timedelta(days=1)

    for first, last, is_found in [
        (on_the_day, on_the_day, True),
        (None, on_the_day, True),
        (on_the_day + day, None, False),
        (None, on_the_day - day, False),
    ]:
        assert bool(found(session, actor=LEAD, first=first, last=last)) is is_found


def test_an_earlier_day_has_only_what_had_happened(session, moved):
    page = read_trail(session, TrailSearch(actor=LEAD), as_at=date(2021, 9, 30))

    assert page.entries.empty


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("APPOINTED", True),
        ("appoint delay", True),
        ("appoint nobody", False),
        ("50%", True),
        ("5%0", False),
        ("_", False),
        ("x' OR 1=1 --", False),
        ("app\0oint \0", True),
    ],
)
@pytest.mark.both_databases
def test_all_words_must_occur_as_they_are(session, words, is_found):
    note(session, "Appointed 50% of the champions", reason="After a delay")

    assert bool(found(session, actor=LEAD, words=words)) is is_found


@pytest.mark.both_databases
def test_an_action_that_no_plan_has_is_not_found(session):
    note(session, "Appointed the champions")
    assert not found(session, ref="DATA-A1\0")


def read_all(session, search, *, most):
    pages, before = [], None
    while True:
        page = read_trail(session, search, before=before, most=most)
        pages.append(sentences(page))
        before = page.earlier
        if before is None:
            return pages


def test_pages_follow_each_other_without_a_gap_or_an_overlap(session):
    for number in range(7):  # three at a time in the same moment
        note(session, str(number), at=BEGINNING + number // 3 * HOUR)

    assert read_all(session, TrailSearch(actor=LEAD), most=3) == [
        ["6", "5", "4"],
        ["3", "2", "1"],
        ["0"],
    ]


def test_what_happened_meanwhile_does_not_move_the_next_page(session):
    for number in range(4):
        note(session, str(number))
    page = read_trail(session, TrailSearch(actor=LEAD), most=2)
    note(session, "new", at=BEGINNING + HOUR)

    following = read_trail(session, TrailSearch(actor=LEAD), before=page.earlier, most=2)

    assert sentences(following) == ["1", "0"]
    assert following.earlier is None


def test_words_are_looked_for_in_a_bounded_number_of_entries(session, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHED_AT_ONCE", 3)
    for number in range(7):
        note(session, "wanted" if number in (0, 5) else "other", at=BEGINNING + number * 24 * HOUR)
    search = TrailSearch(actor=LEAD, words="wanted")

    first = read_trail(session, search)
    assert sentences(first) == ["wanted"]
    assert first.searched_to == date(2021, 9, 5)

    second = read_trail(session, search, before=first.earlier)
    assert (sentences(second), second.searched_to) == ([], date(2021, 9, 2))

    last = read_trail(session, search, before=second.earlier)
    assert (sentences(last), last.earlier, last.searched_to) == (["wanted"], None, None)


def test_a_full_page_of_words_goes_on_after_its_last_entry(session):
    for number in range(4):
        note(session, f"wanted {number}")

    assert read_all(session, TrailSearch(words="wanted"), most=3) == [
        ["wanted 3", "wanted 2", "wanted 1"],
        ["wanted 0"],
    ]


def test_an_import_is_one_entry_with_its_details(session):
    plan = read_plan("plan.csv", (DATA / "plan.csv").read_bytes())
    factories.make_strategy(session)
    plan_import.import_plan(
        session, actor=factories.make_actor(), now=BEGINNING, plan=plan, source="plan.csv"
    )

    assert len(found(session, words="Imported plan.csv")) == 1


def test_an_entry_with_very_many_changes_is_cut_and_says_so(session, monkeypatch):
    monkeypatch.setattr(queries, "MOST_CHANGES", 2)
    action = factories.make_action(session)
    actions.edit_action(
        session,
        actor=factories.make_actor(),
        now=BEGINNING,
        action_id=action.id,
        version=action.version,
        title="Another",
        accountable="Another body",
        responsible="Another lead",
    )

    entry = read_trail(session, TrailSearch(ref=action.ref), most=1).entries.iloc[0]

    assert (len(entry["changes"]), entry["more"]) == (2, 1)


def test_everyone_who_changed_anything_is_named_once_and_in_order(session):
    for actor in ("Zoe", "Ann", "Zoe", "Bert"):
        note(session, "Something", actor=actor)

    assert actors(session) == ["Ann", "Bert", "Zoe"]


def test_an_empty_trail(session):
    assert actors(session) == []
    page = read_trail(session, TrailSearch(words="anything"))
    assert page.entries.empty
    assert (page.earlier, page.searched_to) == (None, None)


def test_posts_terms_and_organisations_are_named_and_people_are_not(session):
    organisation = make_organisation(session, code="HSE")
    person = make_person(session, post="Poet", organisation_id=organisation.id)
    by = {"actor": SYSTEM, "now": BEGINNING}
    gone = {"person_id": person.id, "version": person.version, "reason": "Asked for it"}
    people_erasure.erase_person(session, **by, **gone)
    [erased] = read_trail(session, TrailSearch(), most=1).entries["changes"]
    assert "Term, Poet: ends on: set to “1 September 2021”" in erased
    assert f"Person {person.id}: name: changed; what it said is not kept" in erased
    edited = {"organisation_id": organisation.id, "version": organisation.version}
    organisations.edit_organisation(
        session, **by, **edited, code="HSX", name=organisation.name, is_in_scope=False
    )
    [edited] = read_trail(session, TrailSearch(), most=1).entries["changes"]
    assert set(edited) == {"HSX: code: “HSE” becomes “HSX”", "HSX: is in scope: yes becomes no"}


def test_what_groups_are_made_of_is_named(session):
    action = factories.make_action(session, ref="DATA-A1")
    group = factories.make_group(session, name="DIAG", state=GroupState.ACTIVE)
    spell = factories.make_membership(session, group)
    by = {"actor": SYSTEM, "now": BEGINNING}
    of = {"group_id": group.id}
    terms.agree_terms(session, **by, **of, version=0, purpose="Plan", deliverables="Guide")
    terms.accept_deliverable(session, **by, deliverable_id=1, version=1)
    group_actions.give_home(session, **by, **of, action_id=action.id)
    group_actions.give_home(session, **by, action_id=action.id, group_id=None)
    memberships.leave_group(session, **by, membership_id=spell.id, version=1)
    meeting_id = meetings.record_meeting(
        session, **by, **of, held_on=BEGINNING.date(), person_ids=[spell.person_id]
    )
    meetings.correct_meeting(
        session,
        **by,
        meeting_id=meeting_id,
        version=2,
        reason="In part",
        held_on=BEGINNING.date(),
        person_ids=[spell.person_id],
        note="In part",
    )
    entries = read_trail(session, TrailSearch()).entries["changes"]
    told = [change.partition(":")[0] for changes in entries for change in changes]
    assert told == ["Meeting of DIAG", "Membership in DIAG", "Home of DATA-A1", "DIAG, Guide"]


def test_what_feedback_is_made_of_is_named(session):
    asked = build_round(session, now=BEGINNING, groups=(10,), names=("Women",))
    by = {"actor": SYSTEM, "now": BEGINNING}
    [invitation] = invitations_of(session, asked.id)
    feedback_groups.count_invited(
        session, **by, invitation_id=invitation.id, version=invitation.version, invited=20
    )
    [entry] = read_trail(session, TrailSearch(), most=1).entries.to_dict("records")
    assert entry["sentence"].startswith("Feedback round “How is it going?”, Women: ")
    assert entry["changes"] == ("How is it going?, Women: invited: “10” becomes “20”",)
    theme_id = comments.add_theme(session, **by, name="Pay")
    comments.edit_theme(session, **by, theme_id=theme_id, version=1, name="Fair pay")
    [edited] = read_trail(session, TrailSearch(), most=1).entries["changes"]
    assert edited == ("Fair pay: name: “Pay” becomes “Fair pay”",)
