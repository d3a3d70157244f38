"""What can be done to an action: its milestones, and its state; or who can do it."""

from datetime import date

import streamlit as st

from dashboard.components import form
from dashboard.components.plan import milestone_facts, milestone_forms
from tracker.queries.actions import ActionReport, MilestoneReport
from tracker.services.actions import change_action_state
from tracker.vocabulary import LEFT_OUT, ActionState, MilestoneState

_STATES = {state.label: state for state in ActionState}


def milestones(action: ActionReport, *, today: date, can_update: bool) -> None:
    """Draw every milestone, each with what can be done to it."""
    st.header("Milestones", anchor=False)
    is_left_out = action.state in LEFT_OUT
    if can_update and is_left_out:
        st.markdown(
            f"The action is {action.state.label.lower()}. Put it in progress below before you "
            "update its milestones."
        )
    form.show_result(milestone_forms.PLACE)
    to_do = [m for m in action.milestones if m.state is MilestoneState.PLANNED]
    ended = [m for m in action.milestones if m.state is not MilestoneState.PLANNED]
    today_if_changing = today if can_update and not is_left_out else None
    for title, milestones in (("Still to do", to_do), ("Done or dropped", ended)):
        if milestones:
            st.subheader(f"{title} ({len(milestones)})", anchor=False)
        for milestone in milestones:
            _milestone(milestone, today_if_changing)


def _milestone(milestone: MilestoneReport, today: date | None) -> None:
    chosen = None
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(milestone_facts.markdown(milestone), width="content")
            if today:
                chosen = milestone_forms.choose(milestone)
        if chosen and today:
            milestone_forms.show(chosen, milestone, today=today)


def state(action: ActionReport) -> None:
    """Draw the choice of another state, and the form for its reason."""
    place, choice = f"action_{action.id}", f"action_{action.id}.choice"
    st.header("State of the action", anchor=False)
    form.show_result(place)
    others = [label for label, state in _STATES.items() if state is not action.state]
    chosen = form.choose(
        f"It is {action.state.label.lower()}. Change it to", others, key=choice, is_label_shown=True
    )
    if not chosen:
        return
    with (
        st.container(border=True),
        form.opened(
            f"{place}.{chosen}", version=action.version, place=place, closes=choice
        ) as opened,
    ):
        left_out = _STATES[chosen] in LEFT_OUT
        opened.text("reason", "Why? The history shows it.", required=left_out)
        opened.send(
            f"Change to {chosen.lower()}",
            change_action_state,
            said=f"{action.ref} is {chosen.lower()}.",
            action_id=action.id,
            state=_STATES[chosen],
        )


def who_can_update(action: ActionReport) -> None:
    """Say whom to ask, to those who may only read."""
    lead = f"{action.responsible} (its lead) and the secretariat" if action.responsible else ""
    st.info(f"{lead or 'The secretariat'} can update this action.", icon=":material/info:")
