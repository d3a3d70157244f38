"""Action: what it is, where it stands, what happened, and what its lead can do about it."""

from dashboard import session
from dashboard.components.plan import action_choice, action_facts, action_forms
from dashboard.components.rounds import round_facts, status_facts
from dashboard.loaders import plan as plan_loaders
from tracker import permissions

view = session.view()
ref = action_choice.asked()
action = plan_loaders.action(view.moment, ref, view.actor.role) if ref else None

if action is None:
    action_choice.show(ref, plan_loaders.action_names(view.moment))
else:
    action_choice.keep_in_address(action.ref)
    can_update = session.can_change() and permissions.can_update(view.actor, action.responsible)
    action_facts.heading(view.moment, action.ref, view.actor.role)
    status_facts.line(view, action.ref)
    if can_update:
        round_facts.way_to_answer(view, action.ref)
    action_facts.needs(action, view)
    action_forms.milestones(action, today=view.moment.today, can_update=can_update)
    if can_update:
        action_forms.state(action)
    elif session.can_change():
        action_forms.who_can_update(action)
    action_facts.history(view.moment, action.ref, view.actor.role)
