import pytest
from streamlit.testing.v1 import AppTest


@pytest.mark.parametrize(("labels", "chosen"), [({7: "Ada"}, 7), ({7: "Ada", 9: "Bea"}, None)])
def test_only_of_several_it_is_asked_which_one_is_meant(labels, chosen):
    def page(labels):
        import streamlit as st

        from dashboard.components import record_choice

        st.text(record_choice.ask("Who?", labels, key="who"))

    app = AppTest.from_function(page, args=(labels,)).run()
    assert app.text[0].value == str(chosen)
    assert app.selectbox[0].options == [*labels.values()]
    assert app.selectbox[0].set_value(7).run().text[0].value == "7"
