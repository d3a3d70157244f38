"""What is triaged: suggestions, or the themes found in comments."""

import streamlit as st

from dashboard.components import address_choice
from dashboard.components.replay import replayed_of
from dashboard.loaders import found_themes
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.view import View
from tracker import wording
from tracker.analytics.replies import ReplyState

SAID = "said"  # in the address
SUGGESTIONS, THEMES = "Suggestions", "Themes of comments"


def ask(view: View) -> str:
    """Draw the choice, and how many of both wait for a reply; it is kept in the address."""
    chosen = address_choice.part(SAID, [SUGGESTIONS, THEMES], question="What members said")
    _waiting(view)
    return chosen


@replayed_of(*suggestion_loaders.PARTS)
def _waiting(view: View) -> None:
    suggestions, themes = suggestion_loaders.seen(view), found_themes.board(view.moment)
    waits = [int((rows["state"] != ReplyState.ANSWERED).sum()) for rows in (suggestions, themes)]
    st.markdown(
        f"Waiting for a reply: {wording.count(waits[0], 'suggestion')} and "
        f"{wording.count(waits[1], 'theme')} found in comments."
    )
