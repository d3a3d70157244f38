from collections import Counter

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.components.replay import replayed, replayed_alone

drawn = Counter()


@replayed
def shared(number: int) -> None:
    drawn[number] += 1
    st.markdown(f"Shared {number}")


@replayed_alone()
def alone(number: int) -> None:
    drawn[number] += 1
    st.markdown(f"Alone {number}")


@pytest.fixture(autouse=True)
def fresh():
    st.cache_data.clear()
    drawn.clear()


def draw(name, *numbers):
    def script(name, number):
        from tests.dashboard.components import test_replay

        getattr(test_replay, name)(number)

    return [
        AppTest.from_function(script, args=(name, number)).run().markdown[0].value
        for number in numbers
    ]


def test_what_was_drawn_is_repeated_while_its_arguments_are_the_same():
    assert draw("shared", 1, 2, 1) == ["Shared 1", "Shared 2", "Shared 1"]
    assert drawn == {1: 1, 2: 1}


def test_of_what_is_not_to_stay_in_memory_only_the_last_is_kept():
    assert draw("alone", 1, 1, 2, 1) == ["Alone 1", "Alone 1", "Alone 2", "Alone 1"]
    assert drawn == {1: 2, 2: 1}
