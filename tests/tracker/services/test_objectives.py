import pytest
from sqlmodel import select

from tests.factories import BEGINNING, make_actor, make_objective, make_theme
from tracker.errors import EditConflict, InvalidChange
from tracker.models import AuditEntry
from tracker.services import objectives

BY = {"actor": make_actor(), "now": BEGINNING}


@pytest.fixture
def objective(session):
    theme = make_theme(session, code="DATA")
    return make_objective(session, theme_id=theme.id, ref="DATA-O2", position=0)


def measure(session, objective, name="Rate", **details):
    given = {"objective_id": objective.id, "name": name}
    return objectives.add_measure(session, **BY, **given | details)


def test_an_objective_gets_the_next_free_reference_of_its_theme(session, objective):
    make_objective(session)  # of another theme
    added = objectives.add_objective(session, **BY, theme_id=objective.theme_id, text="Know more")
    assert (added.ref, added.position) == ("DATA-O3", 1)


@pytest.mark.parametrize("text", ["", " \n", "x" * 1001])
def test_an_objective_says_something_and_not_too_much(session, objective, text):
    with pytest.raises(InvalidChange, match="objective's text") as refusal:
        objectives.add_objective(session, **BY, theme_id=objective.theme_id, text=text)
    assert refusal.value.field == "text"


def test_of_two_who_edit_an_objective_the_second_is_told(session, objective):
    seen = {"objective_id": objective.id, "version": objective.version}
    objectives.edit_objective(session, **BY, **seen, text="Know everything")
    session.flush()
    with pytest.raises(EditConflict):
        objectives.edit_objective(session, **BY, **seen, text="Know nothing")
    assert objective.text == "Know everything"


def test_an_objective_has_a_measure_once(session, objective):
    measure(session, objective)
    with pytest.raises(InvalidChange, match="DATA-O2 has this measure already") as refusal:
        measure(session, objective, " Rate ")
    assert refusal.value.field == "name"
    assert measure(session, make_objective(session)).position == 0


def test_the_history_tells_a_target_from_what_to_what(session, objective):
    made = measure(session, objective)
    session.flush()
    objectives.set_target(session, **BY, measure_id=made.id, version=made.version, target=" 60 % ")
    assert made.target == "60 %"
    latest = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert latest.sentence == "“Rate”: target from “none stated” to “60 %”"
