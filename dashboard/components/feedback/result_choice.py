"""Which round's results are shown, and of which group and question. All of it is in the address."""

import streamlit as st

from dashboard import formats
from dashboard.loaders import results as result_loaders
from dashboard.markdown import quoted
from dashboard.view import Moment
from tracker.analytics.released import TOTAL
from tracker.queries.feedback import QuestionRound

# Names in the address.
ROUND, GROUP, QUESTION, THEME = "round", "group", "question", "theme"
ALL = "all"
_OF_A_ROUND = (GROUP, QUESTION, THEME)


def ask_round(moment: Moment) -> QuestionRound | None:
    """Draw the choice of a round; ``None`` before any has been closed."""
    rounds = result_loaders.rounds(moment)
    options = {
        str(each.id): f"{each.title}, closed {formats.day(each.closes_on)}" for each in rounds
    }
    chosen = choose("Round of questions", options, name=ROUND, forgets=_OF_A_ROUND)
    return result_loaders.round_called(moment, chosen) if chosen else None


def ask_group(asked: QuestionRound) -> str:
    """Draw the choice of a group; returns what its rows are labelled."""
    options = {ALL: TOTAL} | {str(group.id): group.name for group in asked.groups}
    chosen = choose("Group", options, name=GROUP)
    return options[chosen or ALL] if len(asked.groups) > 1 else asked.groups[0].name


def choose(
    label: str, options: dict[str, str], *, name: str, forgets: tuple[str, ...] = ()
) -> str | None:
    """Draw a choice that is kept in the address as ``name``; the first is chosen at first.

    Args:
        options: What is read, by what the address has.
        forgets: The names of what loses its sense with another choice.
    """
    typed = st.query_params.get(name, "").strip()
    if not options:
        return None
    if typed and typed not in options:
        st.warning(f"There is no {quoted(typed)} to choose from here.", icon=":material/warning:")
    key = f"results.{name}"
    st.session_state[key] = typed if typed in options else next(iter(options))
    st.selectbox(
        label,
        options,
        key=key,
        format_func=options.get,
        on_change=_keep,
        args=(name, key, forgets),
    )
    return str(st.session_state[key])


def _keep(name: str, key: str, forgets: tuple[str, ...]) -> None:
    st.query_params[name] = st.session_state[key]
    for other in forgets:
        st.query_params.pop(other, None)
