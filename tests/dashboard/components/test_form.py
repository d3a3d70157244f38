"""Forms as every page uses them, over a service that can be told what to do."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest


def page():
    import streamlit as st

    from dashboard.components import form
    from tracker.errors import EditConflict, InvalidChange

    def change(_session, *, actor, now, title, on, version):
        if version != st.session_state.version:
            raise EditConflict("Changed by somebody else.")
        if title == "wrong":
            raise InvalidChange("The title is wrong.", field="title")
        if title == "nowhere":
            raise InvalidChange("It is wrong as a whole.", field="not drawn here")
        if title == "broken":
            raise ZeroDivisionError
        st.session_state.setdefault("done", []).append((title, on))

    form.show_result("here")
    form.show_result("elsewhere")
    st.session_state.setdefault("version", 1)
    if form.choose("What?", ["Change it", "Leave it"], key="choice") == "Change it":
        with form.opened(
            "test", version=st.session_state.version, place="here", closes="choice"
        ) as opened:
            opened.text("title", "Title", st.session_state.get("stands", "As it is"))
            opened.day("on", "On", None, required=True)
            opened.send("Send", change, said="*Done*.")


def page_without_fields():
    import streamlit as st

    from dashboard.components import form
    from tracker.errors import EditConflict, InvalidChange

    def begin(_session, *, actor, now, version):
        if version != st.session_state.version:
            raise EditConflict("Changed by somebody else.")
        if version == 1:
            raise InvalidChange("It has no end.")
        st.session_state["begun"] = True

    st.session_state.setdefault("version", 1)
    if form.choose("What?", ["Begin", "Give it an end"], key="choice") == "Begin":
        with form.opened("test", version=st.session_state.version, place="here") as opened:
            opened.send("Begin it", begin, said="It has begun.")


@pytest.fixture
def opened(database):
    app = AppTest.from_function(page, default_timeout=30).run()
    return app.pills(key="choice").set_value("Change it").run()


def send(app, title, on=date(2022, 3, 1)):
    app.text_input(key="test.title").set_value(title)
    app.date_input(key="test.on").set_value(on)
    return app.button[0].click().run()


def values(app):
    return app.text_input(key="test.title").value, app.date_input(key="test.on").value


def test_it_begins_with_what_the_record_says(opened):
    assert values(opened) == ("As it is", None)


def test_what_is_accepted_is_said_in_its_place_once_and_closes_the_form(opened):
    app = send(opened, "New")

    assert app.session_state.done == [("New", date(2022, 3, 1))]
    assert [message.value for message in app.success] == [r"\*Done\*\."]
    assert app.pills(key="choice").value is None
    assert not app.text_input
    assert not app.run().success


def test_what_is_refused_is_kept_and_said_beside_its_field(opened):
    app = send(opened, "wrong")

    drawn = [
        element for element in app.main if element.type in {"text_input", "error", "date_input"}
    ]
    assert [element.type for element in drawn] == ["text_input", "error", "date_input"]
    assert values(app) == ("wrong", date(2022, 3, 1))


def test_a_refusal_that_belongs_to_no_field_stands_above_the_button(opened):
    app = send(opened, "nowhere")

    drawn = [element for element in app.main if element.type in {"date_input", "error", "button"}]
    assert [element.type for element in drawn] == ["date_input", "error", "button"]


def test_a_missing_day_is_said_beside_it(opened):
    app = send(opened, "New", on=None)

    assert [error.value for error in app.error] == [r"Choose a day\."]
    assert values(app) == ("New", None)
    assert "done" not in app.session_state


def test_a_conflict_shows_what_stands_there_now_and_the_next_sending_is_about_that(opened):
    opened.session_state.version = 2
    opened.session_state.stands = "As others say"
    app = send(opened, "Mine")

    assert [error.value for error in app.error] == [r"Changed by somebody else\."]
    assert [line.value for line in app.markdown] == ["It now says: “As others say”"]
    assert values(app) == ("Mine", date(2022, 3, 1))

    app = app.button[0].click().run()

    assert app.session_state.done == [("Mine", date(2022, 3, 1))]


def test_the_version_is_the_one_that_was_seen_when_the_form_was_opened(opened):
    opened.session_state.version = 2
    opened.run()  # somebody changed the record, and the page was drawn again

    assert [error.value for error in send(opened, "Mine").error] == [r"Changed by somebody else\."]


def test_a_form_that_is_opened_anew_knows_nothing_of_the_last_time(opened):
    app = send(opened, "wrong")
    app = app.pills(key="choice").set_value("Leave it").run()
    app = app.pills(key="choice").set_value("Change it").run()

    assert not app.error
    assert values(app) == ("As it is", None)


def test_a_form_without_fields_knows_nothing_of_the_last_time_either(database):
    app = AppTest.from_function(page_without_fields, default_timeout=30).run()
    app = app.pills(key="choice").set_value("Begin").run()
    app = app.button[0].click().run()
    assert [error.value for error in app.error] == [r"It has no end\."]

    app = app.pills(key="choice").set_value("Give it an end").run()
    app.session_state.version = 2
    app = app.pills(key="choice").set_value("Begin").run()
    assert not app.error
    app = app.button[0].click().run()
    assert not app.error
    assert app.session_state.begun


def test_a_second_press_in_a_row_only_says_what_the_first_did(opened):
    button = opened.button[0]
    app = send(opened, "New")
    app = button.click().run()  # as the page stood before the first one was answered

    assert not app.exception
    assert [message.value for message in app.success] == [r"\*Done\*\."]
    assert app.session_state.done == [("New", date(2022, 3, 1))]


def test_a_failure_of_the_program_is_no_refusal(opened):
    assert send(opened, "broken").exception


def test_what_is_empty_is_left_to_the_browser_which_may_hold_a_draft(opened):
    """In the first run of a session, which may follow on one that was lost."""
    title, on = opened.text_input(key="test.title"), opened.date_input(key="test.on")
    assert title.proto.set_value  # what the record says
    assert not on.proto.set_value
