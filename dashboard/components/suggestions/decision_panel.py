"""One suggestion, open: what was joined into it and replied, and what this reader can do."""

import streamlit as st

from dashboard import markdown
from dashboard.components.replay import replayed_of
from dashboard.components.suggestions import decision_forms, suggestion_moderation, suggestion_words
from dashboard.components.suggestions.suggestion_words import SUGGESTION, Row
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.loaders.base import kept
from dashboard.navigation import TRIAGE, address
from dashboard.view import View
from tracker import permissions
from tracker.vocabulary import Permission

PLACE = "triage"


def can_decide(row: Row, view: View) -> bool:
    """Whether this reader may answer a suggestion, or a theme found in comments."""
    leads = suggestion_loaders.leads(view.moment).get(row["theme"], frozenset())
    return permissions.can_decide(view.actor, leads)


def show(view: View, suggestion_id: int) -> None:
    """Draw what was said and replied beside what the board shows of it, and the forms for it."""
    row = _row(view, suggestion_id)
    _joined_and_replies(view, suggestion_id)
    if row["is_public"] and can_decide(row, view):
        decision_forms.show(view, decision_forms.suggestion(row), PLACE, _close)
    if permissions.can(view.actor, Permission.COMMENT_MODERATE):
        suggestion_moderation.show(view, row, PLACE)
    st.markdown(markdown.link("Close without sending", address(TRIAGE, view)))


@kept(*suggestion_loaders.PARTS)
def _row(view: View, suggestion_id: int) -> Row:
    rows = suggestion_loaders.seen(view)
    [own] = rows[rows["id"] == suggestion_id].to_dict("records")
    return own


def _close() -> None:
    """Open no suggestion any more."""
    if SUGGESTION in st.query_params:
        del st.query_params[SUGGESTION]


@replayed_of(*suggestion_loaders.PARTS)
def _joined_and_replies(view: View, suggestion_id: int) -> None:
    _joined(view, suggestion_id)
    _replies(view, suggestion_id)


def _joined(view: View, suggestion_id: int) -> None:
    joined = suggestion_loaders.family(view.moment, suggestion_id)
    if len(joined):
        st.markdown("Joined into it:")
    for each in joined.to_dict("records"):
        st.markdown(f"Suggestion {each['id']}\n\n{suggestion_words.quoted(each['words'])}")


def _replies(view: View, suggestion_id: int) -> None:
    earlier = suggestion_loaders.replies(view.moment, suggestion_id).iloc[1:]
    if len(earlier):
        st.markdown("Replies that were replaced:")
    for each in earlier.to_dict("records"):
        st.markdown(suggestion_words.decision(each))
