"""Publishing: what a new version of the plan would hold, and the form that makes it."""

import streamlit as st

from dashboard.components import form
from dashboard.components.plan import plan_versions
from dashboard.loaders import plan as plan_loaders
from dashboard.view import Moment
from tracker import wording
from tracker.services.plan_versions import publish_plan

PLACE = "publish"


def show(moment: Moment) -> None:
    """Draw one choice; behind it what would be frozen, and the form."""
    form.show_result(PLACE)
    choice = f"{PLACE}.choice"
    if not form.choose("Is the plan to be published?", ["Publish a version"], key=choice):
        return
    number = plan_loaders.next_version(moment)
    with st.container(border=True):
        _preview(moment, number)
        own = f"{PLACE}.form"
        with form.opened(own, version=number - 1, place=PLACE, closes=choice) as opened:
            opened.text("note", "Note: what this version is about")
            opened.send(
                f"Publish version {number}", publish_plan, said=f"Version {number} is published."
            )


def _preview(moment: Moment, number: int) -> None:
    frozen = wording.count(len(plan_loaders.content_to_publish(moment)), "milestone")
    st.markdown(
        f"Version {number} will hold the deadlines and weights of {frozen} as they are now. It "
        "can’t be changed afterwards; planned progress is drawn from it."
    )
    if number == 1:
        return
    changes = plan_loaders.version_changes(moment, number - 1, None)
    st.markdown(f"Since version {number - 1}: {plan_versions.counted(changes)}")
    plan_versions.draw(changes, name=f"What changed since version {number - 1}")
