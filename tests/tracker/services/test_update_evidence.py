"""What a correction keeps of the evidence of the update that it corrects."""

import pytest

from tests.factories import make_action, make_round
from tests.tracker.services.answering import all_of, give
from tracker.errors import InvalidChange
from tracker.evidence import EvidenceFile
from tracker.models import Evidence, Update

NOTES = EvidenceFile("notes.txt", b"What was found")
TABLE = EvidenceFile("table.csv", b"1,2")
LINK = "https://example.org/report"


@pytest.fixture
def action(session):
    found = make_action(session)
    make_round(session, strategy_id=found.strategy_id)
    return found


def ids(session):
    return [each.id for each in all_of(session, Evidence)]


def shown(session, update):
    """What shows that an update is so: each link, or the name and content of a file."""
    return [
        each.link or (each.name, each.content)
        for each in all_of(session, Evidence)
        if each.update_id == update.id
    ]


@pytest.mark.both_databases
def test_a_correction_keeps_the_files_that_are_chosen_and_the_first_keeps_its_own(session, action):
    first = give(session, action, files=[NOTES, TABLE])
    [notes, table] = ids(session)

    second = give(session, action, links=[LINK], kept_files=[table, table])

    assert shown(session, first) == [("notes.txt", b"What was found"), ("table.csv", b"1,2")]
    assert shown(session, second) == [LINK, ("table.csv", b"1,2")]
    [*_, kept] = all_of(session, Evidence)
    assert (kept.media_type, kept.size) == ("text/csv", 3)


def test_what_was_kept_once_can_be_kept_again(session, action):
    give(session, action, files=[NOTES])
    give(session, action, kept_files=ids(session))

    third = give(session, action, kept_files=ids(session)[-1:], files=[TABLE])

    assert shown(session, third) == [("notes.txt", b"What was found"), ("table.csv", b"1,2")]


def test_a_correction_that_keeps_nothing_has_no_evidence(session, action):
    give(session, action, files=[NOTES])

    assert shown(session, give(session, action)) == []


def test_only_files_of_the_actions_own_updates_are_kept(session, action):
    give(session, make_action(session, objective_id=action.objective_id), files=[NOTES])
    give(session, action, links=[LINK])
    [others, link] = ids(session)

    for wrong in (others, link, 12345, 0, 2**70):
        with pytest.raises(InvalidChange, match=f"no file of an answer for {action.ref}") as no:
            give(session, action, kept_files=[wrong])
        assert no.value.field == "kept_files"

    assert len(all_of(session, Update)) == 2


def test_what_is_kept_counts_among_the_five_pieces(session, action):
    give(session, action, files=[NOTES, TABLE])
    kept = ids(session)

    with pytest.raises(InvalidChange, match="at most 5 links and files") as refusal:
        give(session, action, kept_files=kept, links=[LINK] * 2, files=[NOTES] * 2)
    assert refusal.value.field == "links"

    give(session, action, kept_files=kept, links=[LINK] * 2, files=[NOTES])
    assert len(ids(session)) == 7
