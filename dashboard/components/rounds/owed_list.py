"""What this reader owes answers on, in one list; one of them at a time is open to be answered.

The list is replayed; which action is open stands in the address, so that a reminder can lead
straight to the form.
"""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import evidence_files, formats
from dashboard.components import form, status_badge
from dashboard.components.plan.action_choice import REF, asked
from dashboard.components.replay import replayed
from dashboard.components.rounds import update_facts, update_form
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Owed, Round
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, MY_UPDATES, address
from dashboard.view import View
from tracker import wording
from tracker.vocabulary import OWED, Answer, Standing, Verdict

# In the address: what is to be said of the action it names, if not an update.
SAY, NOTHING = "say", "nothing"
TO_ANSWER = "to_answer"
# The two lists by their titles, as ``Owed`` names them.
_PARTS = {"To answer": TO_ANSWER, "Answered": "answered"}


def show(view: View, round_: Round, *, can_answer: bool) -> None:
    """Draw how many are answered, those to answer (returned ones first), and those answered."""
    owed = round_loaders.owed(view, round_.number)
    form.show_result(update_form.PLACE)
    if not owed.to_answer and not owed.answered:
        st.info("No action of yours needs an answer in this round.")
        return
    _progress(owed)
    ref = asked() if can_answer else ""
    for title, name in _PARTS.items():
        refs = getattr(owed, name)
        if refs:
            st.header(f"{title} ({len(refs):,})", anchor=False)
            _part(view, round_, name, refs, ref if ref in owed.answerable else "")


def begun(view: View, round_: Round | None) -> None:
    """Draw the answer that was being written when it could no longer be given, to be kept.

    Args:
        round_: The round that takes answers; ``None`` when it has closed meanwhile.
    """
    ref = asked()
    action = plan_loaders.action(view.moment, ref, view.actor.role) if ref else None
    if action is None or not update_form.is_begun(action.id):
        return
    if round_ is None or action.state not in OWED:
        _open(view, round_, ref, action.id, then=_open_next)


def _part(view: View, round_: Round, name: str, refs: tuple[str, ...], ref: str) -> None:
    """One list; the form stands under the action that is open."""
    until = evidence_files.good_until()
    place = refs.index(ref) + 1 if ref in refs else len(refs)
    _items(view, round_.number, name, 0, place, until)
    if ref in refs:
        following = refs[place] if name == TO_ANSWER and place < len(refs) else ""
        action_id = round_loaders.owed(view, round_.number).answerable[ref]
        _open(view, round_, ref, action_id, then=partial(_open_next, following))
        _items(view, round_.number, name, place, len(refs), until)


def _open(
    view: View, round_: Round | None, ref: str, action_id: int, *, then: Callable[[], None]
) -> None:
    with st.container(border=True):
        if st.query_params.get(SAY) == NOTHING:
            update_form.nothing_to_report(view, action_id, ref, then=then)
        else:
            update_form.show(view, round_, ref, then=then)
        st.markdown(link("Close without sending", address(MY_UPDATES, view)))


def _open_next(ref: str = "") -> None:
    """Open the next action, so that several are answered one after the other; blank: none."""
    for name in (REF, SAY):
        st.query_params.pop(name, None)
    if ref:
        st.query_params[REF] = ref


def _progress(owed: Owed) -> None:
    answered, all_ = len(owed.answered), len(owed.answered) + len(owed.to_answer)
    st.progress(answered / all_, text=f"{answered:,} of {all_:,} answered")


@replayed
def _items(view: View, number: int, name: str, first: int, end: int, until: int) -> None:
    # By their places: naming them all would take longer than replaying what is drawn of them.
    refs = getattr(round_loaders.owed(view, number), name)[first:end]
    rows = round_loaders.own_sheet(view, number).set_index("ref", drop=False)
    for ref in refs:
        with st.container(border=True):
            st.markdown(_item(view, rows.loc[ref], until))


def _item(view: View, row: pd.Series, until: int) -> str:
    parts = [_name(view, row)]
    evidence = round_loaders.evidence(view.moment)
    if pd.notna(row["update_id"]):
        parts.append(update_facts.review(row))
        parts.append(update_facts.said(row, evidence.get(row["update_id"], []), until))
    elif row["exempt_because"]:
        parts.append(f"Nothing to report, because: {plain(row['exempt_because'])}")
    else:
        parts.append(_said_before(view, row))
    parts.append(_links(view, row))
    return "  \n".join(part for part in parts if part)


def _name(view: View, row: pd.Series) -> str:
    """Which action, where it stands by its dates, and for those who see all, whose it is."""
    standing = status_badge.markdown(Standing(row["standing"]))
    due = row["next_due_on"]
    due_on = "" if pd.isna(due) else f" Due {formats.day(due)}."
    lead = row["responsible"]
    whose = "" if lead == view.actor.name else f" Lead: {plain(lead) or 'nobody named'}."
    action = link(f"{row['ref']}: {row['title']}", address(ACTION, view, ref=row["ref"]))
    return f"**{action}** {standing}{due_on}{whose}"


def _said_before(view: View, row: pd.Series) -> str:
    last = round_loaders.last_updates(view.moment).get(row["action_id"])
    if last is None:
        return "Nothing has been said of it yet."
    said = f"Said last, on {formats.day(last['given_at'])}: {update_facts.judgement(last)}"
    # Returned once its round was over: what the reviewer asks is answered in this one.
    is_returned = last["verdict"] == Verdict.RETURNED
    return f"{said}  \n{update_facts.review(last)}" if is_returned else said


def _links(view: View, row: pd.Series) -> str:
    if view.moment.as_at or row["state"] not in OWED:
        return ""
    ref = row["ref"]
    verb = "Answer" if row["answer"] == Answer.MISSING else "Correct"
    links = [link(f"{verb} {ref}", address(MY_UPDATES, view, ref=ref))]
    if row["answer"] == Answer.MISSING:
        nothing = address(MY_UPDATES, view, ref=ref, **{SAY: NOTHING})
        links.append(link(f"Nothing to report on {ref}", nothing))
    return wording.listing(links, last="or")
