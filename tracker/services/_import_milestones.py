"""Importing milestones: each is added, redated, reweighted or left alone."""

from collections.abc import Callable, Sequence

from sqlmodel import col, select

from tracker.errors import Fault, InvalidChange
from tracker.models import Action, Milestone, Recurrence
from tracker.services import _milestones
from tracker.services._action_states import follow_milestones
from tracker.services._import_log import ImportLog
from tracker.services._milestones import STRIDE, NewMilestone
from tracker.timing import Timing, TimingKind, parse
from tracker.transfer.plan_file import FileAction, FileMilestone
from tracker.transfer.sheet_rows import reporting
from tracker.vocabulary import MilestoneState
from tracker.wording import becomes

_Waiting = list[tuple[int, FileMilestone]]


class MilestoneImport:
    """Takes the milestones of actions that are all there already."""

    def __init__(self, log: ImportLog, actions: dict[str, Action]) -> None:
        self._log = log
        self._actions = actions
        ids = [action.id for action in actions.values()]
        of_recurrence = select(Recurrence).where(col(Recurrence.action_id).in_(ids))
        of_milestone = select(Milestone).where(col(Milestone.action_id).in_(ids))
        self._recurrences = {
            (each.action_id, each.title): each for each in log.session.exec(of_recurrence)
        }
        self._milestones = {
            (each.action_id, each.title): each for each in log.session.exec(of_milestone)
        }

    def take(self, actions: Sequence[FileAction], progress: Callable[[float], None]) -> None:
        """Add and change whatever the file says of these actions' milestones.

        Args:
            progress: Told the share done, from 0 to 1.
        """
        followers: dict[str, _Waiting] = {}
        for action in reporting(actions, progress):
            rows = list(enumerate(action.milestones))
            self._take_all(action.ref, [row for row in rows if row[1].timing.after is None])
            followers[action.ref] = [row for row in rows if row[1].timing.after is not None]
        self._take_followers({ref: rows for ref, rows in followers.items() if rows})

    def _take_followers(self, waiting: dict[str, _Waiting]) -> None:
        """Each after what it follows, which has to be there first; the reader refused circles."""
        while waiting:
            ready = [
                ref
                for ref, milestones in waiting.items()
                if not any(milestone.timing.after in waiting for _, milestone in milestones)
            ]
            for ref in ready or [*waiting]:
                self._take_all(ref, waiting.pop(ref))

    def _take_all(self, ref: str, rows: _Waiting) -> None:
        for place, milestone in rows:
            self._take(ref, place, milestone)

    def _take(self, ref: str, place: int, new: FileMilestone) -> None:
        action = self._actions[ref]
        what = f"{ref}: {new.title}"
        key = (action.id, new.title)
        try:
            if key in self._recurrences:
                self._change_recurrence(self._recurrences[key], new, what)
            elif key in self._milestones:
                self._change_milestone(action, self._milestones[key], new, what)
            else:
                self._place(action, new, place, what)
        except InvalidChange as error:
            self._log.faults.append(Fault(new.row, "timing", str(new.timing), str(error)))

    def _place(self, action: Action, new: FileMilestone, place: int, what: str) -> None:
        is_new_action = action.created_at == self._log.now
        added = _milestones.place(
            self._log.session,
            action,
            NewMilestone(new.title, new.timing, new.weight),
            now=self._log.now,
            position=place * STRIDE if is_new_action else None,
        )
        for each in added:
            if isinstance(each, Recurrence):
                self._recurrences[action.id, each.title] = each
            else:
                self._milestones[action.id, each.title] = each
        self._log.add(added[0], what, str(new.timing))
        if not is_new_action:
            follow_milestones(self._log.session, action, actor=self._log.actor, now=self._log.now)

    def _change_recurrence(self, there: Recurrence, new: FileMilestone, what: str) -> None:
        details = []
        if there.timing != str(new.timing):
            details.append(becomes("deadline", there.timing, new.timing))
            _refuse_another_rhythm(parse(there.timing), new.timing)
            there.timing = str(new.timing)
            _milestones.lay_out(self._log.session, there, now=self._log.now)
        if "weight" in self._log.columns and there.weight != new.weight:
            details.append(becomes("weight", there.weight, new.weight))
            there.weight = new.weight
            own = (each for each in self._milestones.values() if each.recurrence_id == there.id)
            for milestone in own:
                milestone.weight = new.weight
        self._log.changed(what, details, action_id=there.action_id)

    def _change_milestone(
        self, action: Action, there: Milestone, new: FileMilestone, what: str
    ) -> None:
        details = []
        laid_out_now = there.created_at == self._log.now
        moves = there.timing != str(new.timing) and not laid_out_now
        if moves:
            details.append(becomes("deadline", there.timing, new.timing))
            self._redate(action, there, new.timing)
        elif laid_out_now:
            # An occurrence with a deadline of its own, in the same file as its recurrence.
            _milestones.date_by(self._log.session, there, new.timing, action)
        if "weight" in self._log.columns and there.weight != new.weight:
            details += [] if laid_out_now else [becomes("weight", there.weight, new.weight)]
            there.weight = new.weight
        self._log.changed(what, details, action_id=action.id, moves_date=moves)

    def _redate(self, action: Action, there: Milestone, timing: Timing) -> None:
        if timing.kind is TimingKind.EVERY:
            raise InvalidChange(
                "This milestone has one deadline in the plan. Give the recurring one another name."
            )
        if there.state is not MilestoneState.PLANNED:
            raise InvalidChange(
                f"The milestone is {there.state.label.lower()}, so its deadline "
                f"“{there.timing}” can't be moved any more."
            )
        _milestones.redate(
            self._log.session,
            there,
            timing,
            action=action,
            actor=self._log.actor,
            now=self._log.now,
            reason=self._log.reason or f"Import of {self._log.source}",
        )


def _refuse_another_rhythm(before: Timing, after: Timing) -> None:
    """The occurrences that are there were laid out by the old rhythm; only its end may move out."""
    same = (before.kind, before.period, before.interval, before.after, before.condition) == (
        after.kind,
        after.period,
        after.interval,
        after.after,
        after.condition,
    )
    later = before.until is not None and (
        after.until is None or after.until.last >= before.until.last
    )
    if not same or not later:
        raise InvalidChange(
            f"“{before}” has laid out its milestones already; only its end can be moved to a later "
            "day. Drop those that are no longer wanted, and give the new rhythm another name."
        )
