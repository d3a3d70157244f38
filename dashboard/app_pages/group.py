"""Group: what it is for, who is in it, what it delivers, when it met, and what comes next."""

import streamlit as st

from dashboard import session
from dashboard.components.groups import (
    group_choice,
    group_facts,
    group_forms,
    group_meetings,
    group_member_forms,
    group_members,
    group_work,
)
from dashboard.loaders import groups as group_loaders
from tracker import permissions

view = session.view()
moment = view.moment
asked = group_choice.asked()
key = group_choice.key_of(moment, asked)

if key is None:
    group_choice.show(moment, asked)
    st.stop()

group_choice.keep_in_address(key)
row = group_loaders.row(moment, key)
can_update = permissions.can_update_group(view.actor, row["name"]) and session.can_change()
group_facts.heading(view, key)
if can_update:
    group_forms.show(view, row)
elif session.can_change():
    group_forms.show_result(row)
    st.info("Its chair and the secretariat can update this group.", icon=":material/info:")
group_work.show(view, key)
if can_update:
    group_work.forms(moment, row)
group_members.show(view, row)
if can_update:
    group_member_forms.show(view, row)
group_meetings.show(moment, key, with_hours=permissions.is_chair(view.actor, row["name"]))
if can_update:
    group_meetings.forms(moment, row)
group_facts.purpose_and_life(moment, key)
