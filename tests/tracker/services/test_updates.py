from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    make_action,
    make_actor,
    make_milestone,
    make_round,
)
from tests.tracker.services.answering import (
    LEAD,
    NOW,
    TODAY,
    all_of,
    answer,
    done,
    exempt,
    give,
)
from tests.tracker.trail import latest_entry
from tracker.db import transaction
from tracker.errors import EditConflict, InvalidChange, NotAllowed, NotFound
from tracker.evidence import EvidenceFile
from tracker.models import (
    Action,
    AuditEntry,
    Evidence,
    Exemption,
    FlagAnswer,
    Milestone,
    Update,
)
from tracker.services.actions import change_action_state
from tracker.services.updates import MovedMilestone
from tracker.vocabulary import ActionState, MilestoneState, Role, Status

FILE = EvidenceFile("notes.txt", b"What was found")
both_databases = pytest.mark.both_databases


@pytest.fixture
def action(session):
    return make_action(session)


@pytest.fixture
def round_(session, action):
    return make_round(session, strategy_id=action.strategy_id)


@pytest.fixture
def milestone(session, action):
    return make_milestone(session, action, timing="by December 2021")


def moved(milestone, timing="by March 2022", reason="The data are late"):
    return MovedMilestone(milestone.id, milestone.version, timing, reason)


def test_an_update_says_who_said_what_when_and_in_which_round(session, action, round_):
    update = give(
        session,
        action,
        status=Status.AMBER,
        likelihood=55,
        what_changed=" Half is read. ",
        help_needed=" An analyst ",
    )
    assert (update.action_id, update.round_id) == (action.id, round_.id)
    assert (update.author, update.given_at) == ("Data lead", NOW)
    assert (update.status, update.likelihood) == (Status.AMBER, 55)
    assert (update.what_changed, update.help_needed) == ("Half is read.", "An analyst")
    entry = latest_entry(session)
    assert entry.sentence == "Update in round 1: amber, 55% likely"
    assert (entry.action_id, entry.reason) == (action.id, "Half is read.")


def test_a_correction_is_a_new_update_and_the_first_stays(session, action, round_):
    give(session, action)
    give(session, action, status=Status.RED, likelihood=10)
    assert [each.status for each in all_of(session, Update)] == [Status.GREEN, Status.RED]


@pytest.mark.parametrize("likelihood", [0, 100])
def test_a_likelihood_may_be_none_or_certain(session, action, round_, likelihood):
    assert give(session, action, likelihood=likelihood).likelihood == likelihood


EXE = EvidenceFile("report.pdf", b"MZ\x90\x00")
HUGE = EvidenceFile("film.txt", bytes(50 * 1024 * 1024))


@pytest.mark.parametrize(
    ("details", "field", "message"),
    [
        ({"status": Status.GREY}, "status", "Choose green, amber or red"),
        ({"likelihood": 140}, "likelihood", "between 0 and 100 %; 140 doesn't"),
        ({"likelihood": -1}, "likelihood", "between 0 and 100 %"),
        ({"what_changed": " \n "}, "what_changed", "What changed is missing"),
        ({"what_changed": "x" * 4001}, "what_changed", "4,001 characters"),
        ({"help_needed": "x" * 4001}, "help_needed", "4,001 characters"),
        ({"links": ["on the shared drive"]}, "links", "not a link"),
        ({"links": ["javascript:alert(1)"]}, "links", "not a link"),
        ({"links": ["https://exa mple.org/a b"]}, "links", "not a link"),
        ({"links": ["ftp://example.org/report"]}, "links", "not a link"),
        ({"links": ["https://example.org/" + "x" * 500]}, "links", "too long"),
        ({"links": ["https://example.org"] * 6}, "links", "at most 5"),
        ({"links": ["https://example.org"] * 3, "files": [FILE] * 3}, "links", "at most 5"),
        ({"files": [EXE]}, "files", "report.pdf is not what its name says"),
        ({"files": [FILE, HUGE]}, "files", "film.txt has 50 MB"),
        ({"files": [EvidenceFile("setup.exe", b"MZ")]}, "files", "setup.exe can't be kept"),
        ({"files": [EvidenceFile("x" * 200 + ".txt", b"x")]}, "files", "204 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(
    session, action, round_, details, field, message
):
    entries = len(all_of(session, AuditEntry))
    with pytest.raises(InvalidChange, match=message) as refusal:
        give(session, action, **details)
    assert refusal.value.field == field
    assert all_of(session, Update) == all_of(session, Evidence) == []
    assert len(all_of(session, AuditEntry)) == entries


@both_databases
def test_the_longest_words_and_the_largest_file_are_kept_whole(session):
    action = make_action(session)
    make_round(session, strategy_id=action.strategy_id)
    words, content = "ß" * 4000, b"x" * (10 * 1024 * 1024)
    link = "https://example.org/" + "x" * 480
    give(
        session,
        action,
        what_changed=words,
        help_needed=words,
        links=[f" {link} ", "  "],
        files=[EvidenceFile("log.txt", content)],
    )
    session.expire_all()
    [update] = all_of(session, Update)
    assert update.what_changed == update.help_needed == words
    first, second = all_of(session, Evidence)
    assert (first.link, first.name, first.content) == (link, link[:200], None)
    assert (second.name, second.media_type) == ("log.txt", "text/plain")
    assert (second.size, second.content, second.link) == (len(content), content, "")


def test_a_files_name_holds_nothing_that_changes_how_it_is_read(session, action, round_):
    give(session, action, files=[EvidenceFile("a\r\nb\u202ecsp.txt", b"x")])
    assert all_of(session, Evidence)[0].name == "abcsp.txt"


@pytest.mark.parametrize("give_it", [give, exempt])
@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(2021, 11, 30), False),
        (date(2021, 12, 1), True),
        (date(2021, 12, 15), True),
        (date(2021, 12, 20), True),
        (date(2021, 12, 21), False),
    ],
)
def test_answers_are_taken_from_opening_to_the_end_of_grace(
    session, action, round_, give_it, day, is_taken
):
    now = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
    if is_taken:
        give_it(session, action, now=now)
        return
    with pytest.raises(InvalidChange, match=r"^No round takes answers today\. "):
        give_it(session, action, now=now)


def test_a_refusal_between_rounds_says_when_the_next_one_opens(session, action, round_):
    after = NOW + timedelta(weeks=4)
    with pytest.raises(InvalidChange, match="secretariat has not planned the next one yet"):
        give(session, action, now=after)
    make_round(session, strategy_id=action.strategy_id)
    with pytest.raises(InvalidChange, match=r"Round 2 opens on 26 January 2022\.$"):
        give(session, action, now=after)


def test_a_round_ends_with_the_day_in_london_and_not_in_greenwich(session, action):
    make_round(session, strategy_id=action.strategy_id, opens_on=date(2021, 9, 20), grace_days=0)
    last_minute = datetime(2021, 10, 4, 22, 59, tzinfo=UTC)  # 23:59 in London
    give(session, action, now=last_minute)
    with pytest.raises(InvalidChange, match="No round takes answers"):
        give(session, action, now=last_minute + timedelta(minutes=1))


@pytest.mark.parametrize("give_it", [give, exempt])
@pytest.mark.parametrize("state", [ActionState.PAUSED, ActionState.STOPPED])
def test_an_action_that_is_left_out_needs_no_update(session, action, round_, give_it, state):
    change_action_state(
        session,
        actor=LEAD,
        now=NOW,
        action_id=action.id,
        version=action.version,
        state=state,
        reason="No budget",
    )
    with pytest.raises(InvalidChange, match=f"{action.ref} is {state.value}: it needs no update"):
        give_it(session, action)


@pytest.mark.parametrize("give_it", [give, exempt])
def test_only_its_lead_and_the_secretariat_speak_for_an_action(session, action, round_, give_it):
    for other in (make_actor(Role.LEAD, "Survey lead"), make_actor(Role.SPONSOR)):
        with pytest.raises(NotAllowed, match="Only Data lead and the secretariat"):
            give_it(session, action, actor=other)
    give_it(session, action, actor=make_actor(Role.SECRETARIAT))


def test_the_same_form_marks_milestones_done_and_moves_them(session, action, round_, milestone):
    second = make_milestone(session, action, title="Second")
    give(session, action, done=[done(milestone)], moved=[moved(second)])
    assert (milestone.state, milestone.done_on) == (MilestoneState.DONE, TODAY)
    assert second.timing == "by March 2022"
    sentences = [each.sentence for each in all_of(session, AuditEntry)][-3:]
    assert sentences == [
        "Update in round 1: green, 80% likely",
        "Second: moved from “by October 2021” to “by March 2022”",
        "Delivered: marked as done on 10 December 2021",
    ]


def test_the_last_milestone_finishes_the_action_and_no_more_is_owed(
    session, action, round_, milestone
):
    give(session, action, done=[done(milestone)])
    assert action.state is ActionState.DONE
    with pytest.raises(InvalidChange, match="is done: it needs no update"):
        give(session, action)


def test_a_refused_milestone_takes_the_whole_update_back(engine):
    with transaction(engine) as session:
        action = make_action(session)
        make_round(session, strategy_id=action.strategy_id)
        first = make_milestone(session, action)
        second = make_milestone(session, action, title="Second")
        given = {"moved": [moved(first)], "done": [done(second, TODAY + timedelta(days=1))]}
    with pytest.raises(InvalidChange, match="lies ahead"), transaction(engine) as session:
        give(session, session.get_one(Action, 1), files=[FILE], **given)
    with transaction(engine, writes=False) as session:
        assert all_of(session, Update) == all_of(session, Evidence) == []
        assert {each.timing for each in all_of(session, Milestone)} == {"by October 2021"}


def test_a_milestone_that_somebody_changed_meanwhile_is_told(session, action, round_, milestone):
    seen = moved(milestone)
    give(session, action, moved=[moved(milestone, "by June 2022")])
    with pytest.raises(EditConflict, match="Data lead: .*by June 2022"):
        give(session, action, moved=[seen])


def test_nothing_to_report_is_an_answer_with_its_reason(session, action, round_):
    exempt(session, action, reason=" Waits for the data ")
    [kept] = all_of(session, Exemption)
    assert (kept.action_id, kept.round_id, kept.author) == (action.id, round_.id, "Data lead")
    assert (kept.given_at, kept.reason) == (NOW, "Waits for the data")
    entry = latest_entry(session)
    assert (entry.sentence, entry.reason) == ("Nothing to report in round 1", "Waits for the data")


@pytest.mark.parametrize("reason", ["", " ", "no", "x" * 501])
def test_nothing_to_report_needs_a_reason(session, action, round_, reason):
    with pytest.raises(InvalidChange) as refusal:
        exempt(session, action, reason=reason)
    assert refusal.value.field == "reason"
    assert all_of(session, Exemption) == []


def test_a_flag_is_answered_by_the_lead(session, action, round_):
    answer(session, action, round_id=round_.id)
    [kept] = all_of(session, FlagAnswer)
    assert (kept.round_id, kept.author, kept.answered_at) == (round_.id, "Data lead", NOW)
    assert kept.answer == "The milestone is done, but not marked"
    assert latest_entry(session).sentence == "Answered the contradiction of round 1"


def test_an_answer_to_a_flag_has_words_a_round_and_its_own_lead(session, action, round_):
    for words in (" ", "x" * 1001):
        with pytest.raises(InvalidChange) as refusal:
            answer(session, action, words, round_id=round_.id)
        assert refusal.value.field == "answer"
    with pytest.raises(NotFound):
        answer(session, action, round_id=12345)
    with pytest.raises(NotAllowed):
        answer(session, action, round_id=round_.id, actor=make_actor(Role.SPONSOR))


def test_an_update_changes_no_other_actions_milestones(session, action, round_):
    others = make_milestone(session)

    with pytest.raises(InvalidChange, match="changes no other action's milestones"):
        give(session, action, done=[done(others)])

    assert others.state is MilestoneState.PLANNED
