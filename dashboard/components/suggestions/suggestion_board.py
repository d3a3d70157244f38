"""The triage board: every suggestion by how urgent its reply is, and one of them open."""

from functools import partial

import streamlit as st

from dashboard import markdown, session
from dashboard.components import filters, form, paging
from dashboard.components.filters import STATE, THEME, Choice
from dashboard.components.replay import replayed
from dashboard.components.suggestions import decision_panel, suggestion_words
from dashboard.components.suggestions.suggestion_words import SUGGESTION, Row
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.navigation import TRIAGE, address
from dashboard.view import View
from tracker import permissions, wording
from tracker.analytics.replies import ReplyState
from tracker.analytics.suggestions import SuggestionSelection
from tracker.vocabulary import Permission

SHOWN = 20
_STATES = {state.label: state.value for state in ReplyState}


def show(view: View) -> None:
    """Draw how many wait, the filters, and what they find, the most urgent first."""
    seen = suggestion_loaders.seen(view)
    form.show_result(decision_panel.PLACE)
    if seen.empty:
        st.info("Nothing has been suggested yet. What members suggest is answered here.")
        return
    _summary(view)
    selection = _ask(view)
    filters.clear_button(selection, STATE, THEME)
    found = suggestion_loaders.found(view, selection)
    if not found:
        st.info("No suggestion matches these filters.")
        return
    draw = partial(_board, view)
    paging.show(found, draw, size=SHOWN, key=filters.TABLE_PAGE, what="Suggestions")


def _ask(view: View) -> SuggestionSelection:
    themes = plan_loaders.filter_choices(view.moment).themes
    chosen = filters.several(Choice(STATE, "Reply", _STATES), Choice(THEME, "Theme", themes))
    return SuggestionSelection(themes=chosen[THEME], states=chosen[STATE])


@replayed
def _summary(view: View) -> None:
    rows = suggestion_loaders.seen(view)
    counts = rows["state"].value_counts()
    words = [f"{counts.get(state, 0):,} {state.label.lower()}" for state in ReplyState]
    hidden = int((~rows["is_public"]).sum())
    st.markdown(f"**{wording.listing(words).capitalize()}.**")
    if hidden:
        number = wording.count(hidden, "of these waits", "of these wait")
        st.markdown(f"{number} for somebody to see that nobody is named, and to be published.")


def _board(view: View, ids: tuple[int, ...]) -> None:
    """The list, with the suggestion in the address open in its place."""
    chosen = st.query_params.get(SUGGESTION, "") if session.can_change() else ""
    place = next((at for at, id_ in enumerate(ids, start=1) if str(id_) == chosen), None)
    _items(view, ids[:place])
    if place is not None:
        with st.container(border=True):
            decision_panel.show(view, ids[place - 1])
        _items(view, ids[place:])


@replayed
def _items(view: View, ids: tuple[int, ...]) -> None:
    rows = suggestion_loaders.seen(view).set_index("id", drop=False)
    backers = suggestion_loaders.backers(view.moment)
    for id_ in ids:
        row = rows.loc[id_].to_dict()
        with st.container(border=True):
            parts = [
                suggestion_words.state(row),
                suggestion_words.said(row, backers),
                suggestion_words.reply(row, view),
                _link(row, view),
            ]
            st.markdown("\n\n".join(part for part in parts if part))


def _link(row: Row, view: View) -> str:
    label = _offered(row, view)
    if not label or view.moment.as_at:
        return ""
    query = {SUGGESTION: str(row["id"])}
    return markdown.link(f"{label} suggestion {row['id']}", address(TRIAGE, view, **query))


def _offered(row: Row, view: View) -> str:
    """What this reader can do about a suggestion; blank: nothing."""
    may_moderate = permissions.can(view.actor, Permission.COMMENT_MODERATE)
    if not row["is_public"]:
        return "Check" if may_moderate else ""
    if decision_panel.can_decide(row, view):
        return "Answer" if not row["kind"] else "Answer again"
    return ""
