import logging
import re

from streamlit.testing.v1 import AppTest


def unexpected():
    from dashboard import failures

    failures.tell(ZeroDivisionError("secret detail"))


def expected():
    from dashboard import failures
    from tracker.errors import NotAllowed

    failures.tell(NotAllowed("You can look at this, but not change it."))


def test_a_fault_of_the_program_is_told_by_a_reference_that_is_in_the_log(caplog):
    with caplog.at_level(logging.ERROR, logger="dashboard.failures"):
        app = AppTest.from_function(unexpected).run()

    sentence = app.error[0].value
    reference = re.search(r"reference ([0-9A-F]{6})", sentence)[1]
    assert "secret detail" not in sentence
    assert f"Failure {reference}" in caplog.text
    assert "ZeroDivisionError: secret detail" in caplog.text


def test_a_refusal_is_told_as_it_stands(caplog):
    app = AppTest.from_function(expected).run()

    assert app.error[0].value == r"You can look at this\, but not change it\."
    assert not caplog.records or "Failure" not in caplog.text
