"""Strategy: what it is for, what it is to achieve, and how the plan for it has changed."""

import streamlit as st

from dashboard import session
from dashboard.components import empty_states
from dashboard.components.plan import plan_forms, plan_versions, publishing, strategy_facts
from dashboard.loaders import plan as plan_loaders
from tracker import permissions
from tracker.vocabulary import Permission

view = session.view()


def may(permission: Permission) -> bool:
    """Whether this reader may change this now; an earlier day can't be changed by anyone."""
    return session.can_change() and permissions.can(view.actor, permission)


if plan_loaders.strategy(view.moment) is None:
    st.title("Strategy", anchor=False)
    empty_states.no_plan(view)
    if may(Permission.PLAN_EDIT):
        plan_forms.begin()
else:
    strategy_facts.heading(view.moment)
    if may(Permission.PLAN_EDIT):
        plan_forms.show(view.moment)
    strategy_facts.purpose(view.moment)
    strategy_facts.objectives(view.moment)
    strategy_facts.gaps(view.moment)
    plan_versions.show(view.moment)
    if may(Permission.PLAN_PUBLISH):
        publishing.show(view.moment)
    strategy_facts.earlier(view)
