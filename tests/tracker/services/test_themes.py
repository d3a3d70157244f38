import pytest

from tests.factories import BEGINNING, make_actor, make_strategy, make_theme
from tracker.errors import EditConflict, InvalidChange, NotFound
from tracker.services import themes

BY = {"actor": make_actor(), "now": BEGINNING}


def test_a_theme_comes_last_and_its_code_is_in_capitals(session):
    first = make_theme(session, code="DATA", position=0)
    added = themes.add_theme(session, **BY, code=" access ", name="Equal access")
    assert (added.strategy_id, added.code, added.position) == (first.strategy_id, "ACCESS", 1)


@pytest.mark.parametrize("code", ["", "A-B", "1ST", "MUCHTOOLONGACODE", "DATA A"])
def test_references_begin_with_a_code_so_it_is_a_short_word(session, code):
    make_strategy(session)
    with pytest.raises(InvalidChange, match="a short word of letters and digits") as refusal:
        themes.add_theme(session, **BY, code=code, name="Data")
    assert refusal.value.field == "code"


def test_a_code_is_taken_once_a_strategy(session):
    make_theme(session, code="DATA")
    with pytest.raises(InvalidChange, match="There is a theme DATA already"):
        themes.add_theme(session, **BY, code="data", name="Other data")


def test_without_a_strategy_there_is_nothing_to_add_to(session):
    with pytest.raises(NotFound, match="There is no strategy yet"):
        themes.add_theme(session, **BY, code="DATA", name="Data")


def test_a_theme_keeps_its_code_when_it_is_edited(session):
    theme = make_theme(session, code="DATA", name="Data")
    seen = {"theme_id": theme.id, "version": theme.version}
    themes.edit_theme(session, **BY, **seen, name="Evidence", goal="Know more")
    session.flush()
    assert (theme.code, theme.name, theme.goal) == ("DATA", "Evidence", "Know more")
    with pytest.raises(EditConflict):
        themes.edit_theme(session, **BY, **seen, name="Facts")


@pytest.mark.parametrize(
    ("texts", "field"), [({"name": " "}, "name"), ({"name": "Data", "goal": "x" * 1001}, "goal")]
)
def test_what_is_wrong_is_said_beside_its_field_and_changes_nothing(session, texts, field):
    theme = make_theme(session, code="DATA", name="Evidence")
    with pytest.raises(InvalidChange) as refusal:
        themes.add_theme(session, **BY, code="ACCESS", **texts)
    assert refusal.value.field == field
    with pytest.raises(InvalidChange) as refusal:
        themes.edit_theme(session, **BY, theme_id=theme.id, version=theme.version, **texts)
    assert (refusal.value.field, theme.name) == (field, "Evidence")
