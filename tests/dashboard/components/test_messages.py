from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from dashboard.components import messages

    messages.show_kept()
    if st.button("Change"):
        messages.keep_result("DATA-A1 is done.")
        st.rerun()


def field_script(field):
    from dashboard.components import messages
    from tracker.errors import InvalidChange

    messages.show_field_error(InvalidChange("“[2022](x)” is no day", field=field), "done_on")


def test_a_result_is_said_once_after_the_rerun():
    app = AppTest.from_function(script).run()
    app.button[0].click().run()

    assert [message.value for message in app.success] == ["DATA-A1 is done."]

    app.run()

    assert not app.success


def test_an_error_stands_beside_its_own_field_only_and_as_it_was_typed():
    beside = AppTest.from_function(field_script, args=("done_on",)).run()
    elsewhere = AppTest.from_function(field_script, args=("reason",)).run()

    assert beside.error[0].value == r"“\[2022\]\(x\)” is no day"
    assert not elsewhere.error
