"""What no database keeps or looks for, or what nobody would want back, through every command."""

import inspect
from collections.abc import Collection, Sequence

import pytest

from tests.factories import make_actor
from tests.tracker.commands import COMMANDS, NOW
from tests.tracker.test_permissions import plan, service_functions  # noqa: F401 - a fixture
from tracker.errors import TrackerError

pytestmark = pytest.mark.both_databases

# PostgreSQL has no place for the first of them, in a column or in a question.
BAD = ("a\0b", "https://example.org/\0", "x" * 10_001)
# The forms in which a deadline can be written take three lines.
LONGEST = 500
# Made by the program and never typed.
NOT_TYPED = {"response_key", "token"}
TEXTS = [
    (command, name)
    for command, function in service_functions().items()
    for name, argument in inspect.signature(function).parameters.items()
    if argument.annotation in (str, str | None) and name not in NOT_TYPED
]

# How a number is given where one record is asked for, and where several are.
AS_IDS = {
    **dict.fromkeys((int, int | None), int),
    **dict.fromkeys((Collection[int], Sequence[int]), lambda number: [number]),
}
IDS = [
    (command, name, AS_IDS[argument.annotation])
    for command, function in service_functions().items()
    for name, argument in inspect.signature(function).parameters.items()
    if name.endswith(("_id", "_ids")) and argument.annotation in AS_IDS
]


def is_told(refusal, docstring):
    kinds = [kind for kind in type(refusal).__mro__ if issubclass(kind, TrackerError)]
    return any(kind.__name__ in docstring for kind in kinds)


def what_comes_of(session, command, **changed):
    """Why it is refused, if it is, which its docstring has to tell; nothing is kept either way."""
    _, details = COMMANDS[command]
    give = service_functions()[command]
    noticed = {name: [*value] for name, value in session.info.items() if isinstance(value, list)}
    with session.begin_nested() as attempt:
        try:
            give(session, actor=make_actor(), now=NOW, **details | changed)
            session.flush()
        except TrackerError as refusal:
            assert is_told(refusal, give.__doc__), f"{command}: {refusal!r}"
            return str(refusal)
        finally:
            attempt.rollback()
            session.info.update(noticed)
    return ""


@pytest.mark.parametrize("text", BAD, ids=["nul", "link with nul", "long"])
def test_every_text_is_kept_or_refused_in_a_short_sentence(plan, text):  # noqa: F811
    refusals = [what_comes_of(plan, command, **{name: text}) for command, name in TEXTS]
    assert [each for each in refusals if "\0" in each or len(each) > LONGEST] == []


@pytest.mark.parametrize("number", [-(2**63) - 1, 0, 2**31, 2**63])
def test_what_no_record_is_called_by_is_refused_in_a_sentence(plan, number):  # noqa: F811
    told = {
        (command, name): what_comes_of(plan, command, **{name: given(number)})
        for command, name, given in IDS
    }
    assert [argument for argument, sentence in told.items() if not sentence.endswith(".")] == []


@pytest.mark.parametrize("year", [-1, 2**31, 2**63])
@pytest.mark.parametrize(
    "command", ["organisations.record_data_return", "organisations.take_back_data_return"]
)
def test_a_year_that_none_is_is_refused(plan, command, year):  # noqa: F811
    assert what_comes_of(plan, command, year=year).startswith("Write a year from ")
