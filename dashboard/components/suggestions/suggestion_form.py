"""Making a suggestion: what is promised, and one form."""

from datetime import date

import streamlit as st

from dashboard.components import form
from dashboard.components.suggestions import suggestion_sure
from dashboard.formats import day
from dashboard.loaders import feedback as feedback_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import kept
from dashboard.view import Moment
from tracker.areas import Area
from tracker.services import suggestions
from tracker.services.suggestions import LONGEST_WORDS
from tracker.working_days import REPLY_DAYS, NoSuchCalendar, england_and_wales

PLACE = "suggestions.make"

_PROMISES = """\
- **Stored:** your words, the day, and the theme and the group if you choose one. **Not stored:** \
who you are, the time, and your device; your name only if you write it under your suggestion.
- **Who sees it:** the secretariat first, which publishes it once nobody is named in it; then \
everybody here. The group is never shown beside it.
- **We can’t promise** that nobody knows you by your own words. Leave out names, places and what \
only you could tell."""


def show(moment: Moment) -> None:
    """Draw the promises and the form."""
    due_on = _due_on(moment.today)
    todays = f": today’s by {day(due_on)}" if due_on else ""
    form.show_result(PLACE)
    st.markdown(
        "What would make this profession a better place to work in? Each suggestion gets a public "
        f"reply within {REPLY_DAYS} working days{todays}."
    )
    with st.container(border=True), form.opened(PLACE, place=PLACE) as opened:
        opened.words(
            "words",
            "What do you suggest?",
            help=f"Up to {LONGEST_WORDS:,} characters.",
        )
        themes, groups = _themes(moment), feedback_loaders.groups_to_ask(moment)
        opened.pick(
            "theme_id", "Theme (may be left empty)", [*themes], None, format_func=themes.get
        )
        opened.pick(
            "group_id",
            "The group you speak for (may be left empty)",
            [*groups],
            None,
            format_func=groups.get,
        )
        opened.text("signed_by", "Your name (leave it empty to stay anonymous)")
        suggestion_sure.send(
            opened,
            "Send my suggestion",
            suggestions.make_suggestion,
            said="Thank you. Once it is published, it stands below"
            + (f"; a reply is due by {day(due_on)}." if due_on else "."),
        )
    with st.expander("What is stored, and who sees it"):
        st.markdown(_PROMISES)


def _due_on(today: date) -> date | None:
    """When a reply to a suggestion of today is due; ``None`` where that can't be known yet."""
    try:
        return england_and_wales().after(today, REPLY_DAYS)
    except NoSuchCalendar:
        return None


@kept(Area.PLAN)
def _themes(moment: Moment) -> dict[int, str]:
    themes = plan_loaders.plan(moment).themes
    return dict(zip(themes["id"].tolist(), themes["code"] + " " + themes["name"], strict=True))
