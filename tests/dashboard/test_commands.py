from datetime import date

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tracker.db import transaction
from tracker.models import AuditEntry, Strategy


def page():
    import streamlit as st

    from dashboard import commands
    from tracker.services.strategies import begin_strategy

    st.date_input("As at", value=None, key="as_at")
    st.text_input("View as", "Secretariat", key="as")
    if st.button("Begin"):
        refusal = commands.attempt(begin_strategy, title=st.session_state.get("title", "Ours"))
        st.markdown(str(refusal))


@pytest.fixture
def app(database, monkeypatch):
    monkeypatch.setenv("TRACKER_LOCAL", "1")
    return AppTest.from_function(page, default_timeout=30).run()


@pytest.fixture
def stored(engine):
    def stored(model):
        with transaction(engine, writes=False) as session:
            found = session.exec(select(model)).all()
            session.expunge_all()
            return found

    return stored


def test_what_is_allowed_is_done_in_the_readers_name(app, stored):
    app.button[0].click().run()

    assert app.markdown[0].value == "None"
    assert [strategy.title for strategy in stored(Strategy)] == ["Ours"]
    assert [entry.actor for entry in stored(AuditEntry)] == ["Secretariat"]


def test_what_a_role_may_not_do_is_refused_here_too(app, stored):
    app.text_input(key="as").set_value("Member").run()
    app.button[0].click().run()

    assert app.markdown[0].value == "You can look at this, but not change it."
    assert not stored(Strategy)


def test_the_past_is_never_changed(app, stored):
    app.date_input(key="as_at").set_value(date(2022, 3, 1)).run()
    app.button[0].click().run()

    assert "An earlier day can be read, but not changed." in app.markdown[0].value
    assert not stored(Strategy)


def test_a_refused_change_leaves_nothing_behind(app, stored):
    app.session_state.title = ""
    app.button[0].click().run()

    assert app.markdown[0].value == "The strategy's title is missing."
    assert not stored(AuditEntry)
