import json

from streamlit.testing.v1 import AppTest

UNKNOWN = "Nothing here is called “Sport”, so that is passed over."


def page() -> None:
    from dataclasses import dataclass

    import streamlit as st

    from dashboard.components import filters

    @dataclass(frozen=True)
    class Selection:
        words: str = ""
        themes: tuple[str, ...] = ()
        late: bool = False

    themes = {"Data (D)": "D"}
    if not st.session_state.get("is_earlier"):
        themes["Access (A)"] = "A"
    words = filters.search("Words of an action")
    chosen = filters.several(filters.Choice("theme", "Theme", themes))
    selection = Selection(words, chosen["theme"], filters.tick("Only what is late", "late"))
    filters.clear_button(selection, "search", "theme", "late")
    st.json([selection.words, selection.themes, selection.late])


def opened(**address):
    app = AppTest.from_function(page)
    app.query_params.update(address)
    return app.run()


def selected(app):
    return json.loads(app.json[0].value)


def test_nothing_given_asks_for_everything_and_there_is_nothing_to_clear():
    app = opened()
    assert selected(app) == ["", [], False]
    assert not app.button


def test_what_is_asked_for_stands_in_the_address_and_means_what_it_is_stored_as():
    app = opened(search=" survey ", theme=["Access (A)", "Data (D)"], late="true")
    assert selected(app) == ["survey", ["A", "D"], True]
    assert not app.warning


def test_what_cannot_be_chosen_is_passed_over_and_said():
    app = opened(theme=["Sport", "Data (D)"])
    assert selected(app) == ["", ["D"], False]
    assert [warning.value for warning in app.warning] == [UNKNOWN]


def test_a_choice_that_an_earlier_day_does_not_offer_is_dropped():
    app = opened()
    app.multiselect[0].set_value(["Data (D)", "Access (A)"]).run()
    app.session_state["is_earlier"] = True
    assert selected(app.run()) == ["", ["D"], False]
    assert not app.exception


def test_filtering_and_clearing_go_to_the_first_page():
    app = opened(search="survey", late="true")
    app.session_state["table"] = app.session_state["timeline"] = 3
    app.checkbox[0].uncheck().run()
    assert (app.session_state["table"], app.session_state["timeline"]) == (1, 1)
    app.session_state["table"] = 3
    app.button[0].click().run()
    assert selected(app) == ["", [], False]
    assert app.session_state["table"] == 1
