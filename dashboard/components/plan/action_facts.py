"""What is known of an action: what it serves, who answers for it, where it stands, what was."""

import streamlit as st

from dashboard import formats, navigation, session
from dashboard.components import status_badge
from dashboard.components.replay import replayed
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import plain
from dashboard.view import Moment, View
from tracker import wording
from tracker.queries.actions import ActionReport, HistoryEntry
from tracker.vocabulary import ActionState, MilestoneState, Role

# What happened before these is one click away.
LATEST = 20


@replayed
def heading(moment: Moment, ref: str, reader: Role) -> None:
    """Draw the action's name, what it serves, who answers for it, and where it stands."""
    action = plan_loaders.action(moment, ref, reader)
    st.title(f"{plain(action.ref)}: {plain(action.title)}", anchor=False)
    st.markdown(
        f"{status_badge.markdown(action.standing)} {action.standing.meaning}  \n{_state(action)}"
    )
    st.markdown(
        f"**Serves** {plain(action.theme_name)} ({plain(action.theme)}), "
        f"objective {plain(action.objective)}: {plain(action.objective_text)}  \n"
        f"**Accountable** {plain(action.accountable) or 'nobody named'}  \n"
        f"**Responsible** {plain(action.responsible) or 'nobody named: a gap to close'}"
    )
    st.progress(action.progress or 0.0, text=_progress(action))


def needs(action: ActionReport, view: View) -> None:
    """Draw links to the actions that this one needs, each with whether it is done."""
    if not action.needs:
        return
    st.header("Needs first", anchor=False)
    for needed in action.needs:
        words = "done" if needed.state is ActionState.DONE else f"{needed.state.label}, not done"
        label = f"{plain(needed.ref)}: {plain(needed.title)} ({words.lower()})"
        # On the page itself, Streamlit doesn't add the role and the day.
        kept = session.in_address(view)
        navigation.link(navigation.ACTION, label, ref=needed.ref, **kept)


@replayed
def history(moment: Moment, ref: str, reader: Role) -> None:
    """Draw what happened, the latest first."""
    st.header("History", anchor=False)
    entries = plan_loaders.action(moment, ref, reader).history
    if not entries:
        st.markdown("Nothing has happened yet since the action came into the plan.")
    st.markdown(_sentences(entries[:LATEST]))
    if earlier := entries[LATEST:]:
        with st.expander(f"Earlier: {wording.count(len(earlier), 'entry', 'entries')}"):
            st.markdown(_sentences(earlier))


def _state(action: ActionReport) -> str:
    reason = f", because: {plain(action.state_reason)}" if action.state_reason else ""
    return f"**{action.state.label}**{reason}"


def _progress(action: ActionReport) -> str:
    live = [m for m in action.milestones if m.state is not MilestoneState.DROPPED]
    if not live:
        return "Progress: nothing to count, because every milestone is dropped"
    done = sum(milestone.state is MilestoneState.DONE for milestone in live)
    of_all = wording.count(len(live), "milestone")
    return f"Progress: {formats.percent(action.progress)} ({done} of {of_all} done)"


def _sentences(entries: tuple[HistoryEntry, ...]) -> str:
    return "\n".join(f"- {_sentence(entry)}" for entry in entries)


def _sentence(entry: HistoryEntry) -> str:
    because = f". Because: {plain(entry.reason)}" if entry.reason else ""
    who = f"**{wording.day(entry.day)}, {plain(entry.actor)}:**"
    return f"{who} {plain(entry.sentence)}{because}"
