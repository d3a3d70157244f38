"""Directory: the organisations, the people and the posts, and what is done about each."""

import streamlit as st

from dashboard import session
from dashboard.components.directory import (
    directory_choice,
    directory_import,
    directory_lists,
    organisation_forms,
    people_forms,
)
from dashboard.components.directory.directory_choice import Part
from dashboard.components.posts import post_forms
from dashboard.view import Moment, View

LISTS = {
    Part.PEOPLE: directory_lists.people,
    Part.ORGANISATIONS: directory_lists.organisations,
    Part.POSTS: directory_lists.posts,
    Part.FILES: directory_import.export,
}
FORMS = {
    Part.PEOPLE: people_forms.show,
    Part.ORGANISATIONS: organisation_forms.show,
    Part.POSTS: post_forms.show,
    Part.FILES: directory_import.show,
}


def as_today() -> View:
    """The directory is shown as it is today, whatever day is looked at."""
    moment = session.moment()
    return View(Moment(moment.version, moment.today), session.current_actor())


@st.fragment
def listed(part: Part) -> None:
    """The list and what is looked for in it: only this runs again when the words change."""
    LISTS[part](as_today())


st.title("Directory", anchor=False)
st.markdown(
    "Organisations, the people who work there, and the posts that they hold. Only the secretariat "
    "sees this page."
)
if not session.can_change():
    st.info("The directory is shown as it is today. Go back to today to change anything.")
moment = as_today().moment
directory_lists.say_what_comes_first(moment)
part = directory_choice.asked()
listed(part)
if session.can_change():
    FORMS[part](moment)
