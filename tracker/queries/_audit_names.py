"""What the records are called of which the audit trail speaks."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Select, literal, select
from sqlmodel import Session, col

from tracker.models import (
    Action,
    Appointment,
    CommentCode,
    CommentTheme,
    Deliverable,
    FeedbackRound,
    Group,
    GroupAction,
    Invitation,
    Measure,
    Meeting,
    Membership,
    Milestone,
    Objective,
    Organisation,
    Post,
    Question,
    Recurrence,
    ReportingRound,
    RoundQuestion,
    Strategy,
    Theme,
)
from tracker.queries._words import askable


def _of_action(model: type[Milestone] | type[Recurrence]) -> Select[Any, Any]:
    return select(col(model.id), col(Action.ref) + ", " + col(model.title)).join(
        Action, col(Action.id) == col(model.action_id)
    )


# By the table that an entry names: the key and the name of each record.
_NAMED: dict[str, Select[Any, Any]] = {
    "strategy": select(col(Strategy.id), col(Strategy.title)),
    "theme": select(col(Theme.id), col(Theme.code)),
    "objective": select(col(Objective.id), col(Objective.ref)),
    "measure": select(col(Measure.id), col(Measure.name)),
    "action": select(col(Action.id), col(Action.ref)),
    "milestone": _of_action(Milestone),
    "recurrence": _of_action(Recurrence),
    "reporting_round": select(col(ReportingRound.id), col(ReportingRound.number)),
    "group": select(col(Group.id), col(Group.name)),
    "membership": select(col(Membership.id), literal("Membership in ") + col(Group.name)).join(
        Group, col(Group.id) == col(Membership.group_id)
    ),
    "deliverable": select(
        col(Deliverable.id), col(Group.name) + ", " + col(Deliverable.title)
    ).join(Group, col(Group.id) == col(Deliverable.group_id)),
    "group_action": select(col(GroupAction.id), literal("Home of ") + col(Action.ref)).join(
        Action, col(Action.id) == col(GroupAction.action_id)
    ),
    "meeting": select(col(Meeting.id), literal("Meeting of ") + col(Group.name)).join(
        Group, col(Group.id) == col(Meeting.group_id)
    ),
    "organisation": select(col(Organisation.id), col(Organisation.code)),
    "post": select(col(Post.id), col(Post.title)),
    "appointment": select(col(Appointment.id), literal("Term, ") + col(Post.title)).join(
        Post, col(Post.id) == col(Appointment.post_id)
    ),
    "feedback_round": select(col(FeedbackRound.id), col(FeedbackRound.title)),
    "question": select(col(Question.id), col(Question.wording)),
    "round_question": select(
        col(RoundQuestion.id), col(FeedbackRound.title) + ", " + col(Question.wording)
    )
    .join(FeedbackRound, col(FeedbackRound.id) == col(RoundQuestion.round_id))
    .join(Question, col(Question.id) == col(RoundQuestion.question_id)),
    "invitation": select(col(Invitation.id), col(FeedbackRound.title) + ", " + col(Group.name))
    .join(FeedbackRound, col(FeedbackRound.id) == col(Invitation.round_id))
    .join(Group, col(Group.id) == col(Invitation.group_id)),
    "comment_theme": select(col(CommentTheme.id), col(CommentTheme.name)),
    "comment_code": select(
        col(CommentCode.id), literal("A comment on ") + col(CommentTheme.name)
    ).join(CommentTheme, col(CommentTheme.id) == col(CommentCode.theme_id)),
}
_PREFIX = {"reporting_round": "Round "}


def actions_called(ref: str) -> Select[Any]:
    """The keys of the actions with this reference, of any strategy."""
    return select(col(Action.id)).where(col(Action.ref) == askable(ref))


def refs(session: Session, action_ids: Iterable[int | None]) -> dict[int | None, str]:
    """The references of actions by key."""
    ids = [id_ for id_ in action_ids if id_ is not None]
    found = select(col(Action.id), col(Action.ref)).where(col(Action.id).in_(ids))
    return {row.id: row.ref for row in session.execute(found)}


def names(session: Session, changes: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """What every record in ``changes`` is called now, by table and key."""
    asked: dict[str, set[int]] = {}
    for change in changes:
        asked.setdefault(change["record"], set()).add(change["id"])
    found = {
        (record, id_): f"{record.replace('_', ' ').capitalize()} {id_}"
        for record, ids in asked.items()
        for id_ in ids
    }
    for record in asked.keys() & _NAMED.keys():
        key, _ = _NAMED[record].selected_columns
        rows = session.execute(_NAMED[record].where(key.in_(asked[record])))
        found |= {(record, id_): f"{_PREFIX.get(record, '')}{name}" for id_, name in rows}
    return found
