"""How a lead answers for one action: an update with its milestones, or "nothing to report"."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard import formats, navigation
from dashboard.components import form, status_badge
from dashboard.components.form import Form
from dashboard.components.plan import milestone_facts
from dashboard.components.plan.milestone_forms import COMPLETE, DEADLINE_FORMS, MOVE
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Round
from dashboard.markdown import plain
from dashboard.view import View
from tracker import evidence
from tracker.db import Session
from tracker.evidence import EvidenceFile
from tracker.queries.actions import ActionReport, MilestoneReport
from tracker.services import updates
from tracker.services.updates import DoneMilestone, MovedMilestone
from tracker.vocabulary import REPORTED, MilestoneState, Status

PLACE = "updates"
MEGABYTES = evidence.LARGEST // (1024 * 1024)
# The others are one click away, on the action's own page.
MILESTONES_SHOWN = 6
# Among the versions that a lead saw, by the milestones' ids: how often the action was answered.
_ANSWERS = 0


def is_begun(action_id: int) -> bool:
    """Whether this reader has either form of the action open already."""
    first_fields = (f"{_key(action_id)}.what_changed", f"{_key_of_exemption(action_id)}.reason")
    return any(key in st.session_state for key in first_fields)


def show(view: View, asked: Round | None, ref: str, *, then: Callable[[], None]) -> None:
    """Draw the update of one action, beginning with what was said of it last.

    Args:
        asked: The round that takes answers; ``None`` when it closed while this was written.
        then: What is to happen on the screen when the update is given.
    """
    action = plan_loaders.action(view.moment, ref, view.actor.role)
    to_do = [m for m in action.milestones if m.state is MilestoneState.PLANNED]
    chosen = _ask_milestones(action, to_do)
    versions = {milestone.id: milestone.version for milestone in to_do}
    versions[_ANSWERS] = round_loaders.times_answered(view.moment, action.id)
    with form.opened(_key(action.id), version=versions, place=PLACE, proposes=True) as opened:
        _milestone_fields(opened, to_do, chosen, view)
        _judgement(opened, action, _likelihood(view, action, to_do), _last(view, asked, action))
        opened.send(
            "Send this update",
            _give,
            said=f"{ref} is answered.",
            then=lambda: _close(action, to_do, then),
            action_id=action.id,
        )


def nothing_to_report(view: View, action_id: int, ref: str, *, then: Callable[[], None]) -> None:
    """Draw the one field of an exemption."""
    version = round_loaders.times_answered(view.moment, action_id)
    own = _key_of_exemption(action_id)
    with form.opened(own, version=version, place=PLACE, proposes=True) as opened:
        opened.text("reason", f"Nothing to report on {plain(ref)}, because", required=True)
        opened.send(
            "Send this reason",
            updates.exempt_action,
            said=f"{ref} is answered: nothing to report.",
            then=then,
            action_id=action_id,
        )


def _ask_milestones(action: ActionReport, to_do: list[MilestoneReport]) -> dict[int, str]:
    """Draw the open milestones, each with what may have happened; returns what did, by id."""
    chosen = {}
    if to_do:
        st.markdown("Milestones still to do. Choose what happened, or leave them as they are.")
    for milestone in to_do[:MILESTONES_SHOWN]:
        question = f"What happened to “{milestone.title}”?"
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(milestone_facts.markdown(milestone), width="content")
            what = form.choose(question, [COMPLETE, MOVE], key=_choice(action, milestone))
        if what:
            chosen[milestone.id] = what
    if len(to_do) > MILESTONES_SHOWN:
        more = f"{len(to_do) - MILESTONES_SHOWN} more on the page of {plain(action.ref)}"
        navigation.link(navigation.ACTION, more, ref=action.ref)
    return chosen


def _milestone_fields(
    opened: Form, to_do: list[MilestoneReport], chosen: dict[int, str], view: View
) -> None:
    for milestone in to_do:
        id_, title = milestone.id, plain(milestone.title)
        if chosen.get(id_) == COMPLETE:
            opened.day(f"done_on_{id_}", f"{title}: done on", view.moment.today, required=True)
        elif chosen.get(id_) == MOVE:
            label = f"{title}: new deadline, {DEADLINE_FORMS}"
            opened.text(f"timing_{id_}", label, required=True)
            opened.text(f"reason_{id_}", f"{title}: why does it move?", required=True)


def _judgement(
    opened: Form, action: ActionReport, likelihood: str, last: Mapping[str, Any]
) -> None:
    opened.choice(
        "status",
        f"How is {plain(action.ref)} doing?",
        REPORTED,
        last["status"],
        format_func=status_badge.markdown,
        captions=[status.meaning for status in REPORTED],
    )
    opened.number("likelihood", likelihood, last["likelihood"], step=5)
    opened.words("what_changed", "What changed?", last["what_changed"], required=True)
    opened.words("help_needed", "Help needed, if any", last["help_needed"])
    _evidence_fields(opened, last)


def _evidence_fields(opened: Form, last: Mapping[str, Any]) -> None:
    label = "Links to what shows it, one a line, beginning with https://"
    opened.words("links", label, last["links"], height=80)
    # What was chosen stays when somebody else has answered meanwhile, and goes before its namesake.
    chosen, names = st.session_state.get(f"{opened.key}.kept_files", ()), last["file_names"]
    offered = {names[id_]: id_ for id_ in [*last["files"], *chosen]}
    if offered:
        label, files = "Files of the last answer that still show it", [*offered.values()]
        opened.several("kept_files", label, files, last["files"], format_func=names.get)
    opened.files(
        "files",
        f"Files that show it, up to {MEGABYTES} MB each",
        type=[*evidence.ENDINGS],
        max_upload_size=MEGABYTES,
    )


def _likelihood(view: View, action: ActionReport, to_do: list[MilestoneReport]) -> str:
    """The question, with the last date of the action, and what to do when that has passed."""
    dated = [m.due_on for m in to_do if m.due_on and not m.waiting_for]
    question = f"How likely is it that {plain(action.ref)} meets"
    if not dated:
        return f"{question} its date, once it has one? From 0 to 100 %"
    last = max(dated)
    if last >= view.moment.today:
        return f"{question} {formats.day(last)}? From 0 to 100 %"
    passed = f"{formats.day(last)} has passed: move it above if it will be later"
    return f"{question} its last date? From 0 to 100 %. {passed}"


def _last(view: View, asked: Round | None, action: ActionReport) -> dict[str, Any]:
    """What the fields begin with: what changed and what shows it only to be corrected."""
    last = round_loaders.last_updates(view.moment).get(action.id)
    if last is None:
        empty = {"what_changed": "", "help_needed": "", "links": "", "files": []}
        return {"status": None, "likelihood": None, "file_names": {}} | empty
    is_correction = asked is not None and last["round_id"] == asked.id
    proofs = round_loaders.evidence_of(view.moment, action.id)
    shown = proofs[last["id"]] if is_correction else []
    return last | {
        "status": Status(last["status"]),
        "what_changed": last["what_changed"] if is_correction else "",
        "links": "\n".join(each["link"] for each in shown if each["link"]),
        "files": [*_file_names(shown)],
        "file_names": {
            id_: name for own in proofs.values() for id_, name in _file_names(own).items()
        },
    }


def _file_names(proofs: list[dict[str, Any]]) -> dict[int, str]:
    """What the files of one update are called, by their ids: none as another."""
    names: dict[int, str] = {}
    count: Counter[str] = Counter()
    for proof in (each for each in proofs if not each["link"]):
        name = proof["name"]
        count[name] += 1
        names[proof["id"]] = name if count[name] == 1 else f"{name} ({count[name]})"
    return names


def _give(
    db: Session,
    *,
    version: Mapping[int, int],
    links: str,
    files: list[Any],
    **said: Any,
) -> None:
    """Hand over what was typed: ``done_on_12``, ``timing_12`` and ``reason_12`` are milestone 12's.

    Args:
        version: Of each milestone, as the lead saw it; and how often the action was answered.
    """
    done = [
        DoneMilestone(id_, seen, said.pop(f"done_on_{id_}"))
        for id_, seen in version.items()
        if f"done_on_{id_}" in said
    ]
    moved = [
        MovedMilestone(id_, seen, said.pop(f"timing_{id_}"), said.pop(f"reason_{id_}"))
        for id_, seen in version.items()
        if f"timing_{id_}" in said
    ]
    updates.give_update(
        db,
        links=links.splitlines(),
        files=[EvidenceFile(file.name, file.getvalue()) for file in files],
        done=done,
        moved=moved,
        version=version[_ANSWERS],
        **said,
    )


def _close(action: ActionReport, to_do: list[MilestoneReport], then: Callable[[], None]) -> None:
    for milestone in to_do:
        st.session_state.pop(_choice(action, milestone), None)
    then()


def _key(action_id: int) -> str:
    return f"update_{action_id}"


def _key_of_exemption(action_id: int) -> str:
    return f"exemption_{action_id}"


def _choice(action: ActionReport, milestone: MilestoneReport) -> str:
    return f"{_key(action.id)}.milestone_{milestone.id}"
