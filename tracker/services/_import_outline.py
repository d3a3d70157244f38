"""Importing the plan's outline: themes, objectives with their measures, and actions."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from sqlmodel import col, select

from tracker.errors import Fault
from tracker.models import Action, Measure, Objective, Strategy, Theme
from tracker.services._import_log import ImportLog
from tracker.transfer.plan_checks import find_circles
from tracker.transfer.plan_file import ACTION_WEIGHT, FileAction, FileObjective, FileTheme

_MOST_CIRCLES = 20


class OutlineImport:
    """Takes everything but the milestones; all that is there is read once, at the start."""

    def __init__(self, log: ImportLog, strategy: Strategy) -> None:
        self._log = log
        self._strategy = strategy
        session = log.session
        of_theme = select(Theme).where(Theme.strategy_id == strategy.id)
        self._themes = {theme.code: theme for theme in session.exec(of_theme)}
        of_objective = select(Objective).where(
            col(Objective.theme_id).in_([theme.id for theme in self._themes.values()])
        )
        self._objectives = {each.ref: each for each in session.exec(of_objective)}
        of_measure = select(Measure).where(
            col(Measure.objective_id).in_([each.id for each in self._objectives.values()])
        )
        self._measures = {(m.objective_id, m.name): m for m in session.exec(of_measure)}
        of_action = select(Action).where(Action.strategy_id == strategy.id)
        self.actions = {action.ref: action for action in session.exec(of_action)}

    def take(self, themes: Sequence[FileTheme]) -> None:
        """Add and change whatever the file says of these themes."""
        for theme in themes:
            self._take_theme(theme)
        self._refuse_circles(themes)

    def _take_theme(self, theme: FileTheme) -> None:
        what = f"Theme {theme.code}"
        there = self._themes.get(theme.code)
        if there is None:
            there = Theme(
                created_at=self._log.now,
                strategy_id=self._strategy.id,
                code=theme.code,
                name=theme.name,
                goal=theme.goal,
                position=len(self._themes),
            )
            self._log.add(there, what, theme.name)
            self._themes[theme.code] = there
        else:
            new = self._log.spoken_of(theme=("name", theme.name), theme_goal=("goal", theme.goal))
            self._log.change(there, new, what)
        for objective in theme.objectives:
            self._take_objective(objective, there)

    def _take_objective(self, objective: FileObjective, theme: Theme) -> None:
        what = f"Objective {objective.ref}"
        there = self._objectives.get(objective.ref)
        if there is None:
            there = Objective(
                created_at=self._log.now,
                theme_id=theme.id,
                ref=objective.ref,
                text=objective.text,
                position=len(self._objectives),
            )
            self._log.add(there, what, objective.text)
            self._objectives[objective.ref] = there
        else:
            new = self._log.spoken_of(objective_text=("text", objective.text))
            self._log.change(there, new, what)
        for measure in objective.measures:
            self._take_measure(there, measure.name, measure.target)
        for action in objective.actions:
            self._take_action(action, there)

    def _take_measure(self, objective: Objective, name: str, target: str) -> None:
        what = f"{objective.ref}, measure “{name}”"
        there = self._measures.get((objective.id, name))
        if there is not None:
            self._log.change(there, self._log.spoken_of(target=("target", target)), what)
            return
        measure = Measure(
            created_at=self._log.now,
            objective_id=objective.id,
            name=name,
            target=target,
            position=sum(key[0] == objective.id for key in self._measures),
        )
        self._log.add(measure, what, target)
        self._measures[objective.id, name] = measure

    def _take_action(self, action: FileAction, objective: Objective) -> None:
        what = f"Action {action.ref}"
        weight: dict[str, Any] = {ACTION_WEIGHT: ("weight", action.weight)}
        new = self._log.spoken_of(
            title=("title", action.title),
            accountable=("accountable", action.accountable),
            responsible=("responsible", action.responsible),
            needs=("needs", ", ".join(action.needs)),
            **weight,
        )
        there = self.actions.get(action.ref)
        if there is not None:
            self._refuse_another_objective(action, there, objective)
            self._log.change(there, new, what, action_id=there.id)
            return
        there = Action(
            created_at=self._log.now,
            strategy_id=self._strategy.id,
            objective_id=objective.id,
            ref=action.ref,
            position=len(self.actions),
            **new,
        )
        self._log.add(there, what, action.title)
        self.actions[action.ref] = there

    def _refuse_circles(self, themes: Sequence[FileTheme]) -> None:
        """Circles through actions that the file doesn't name; the reader refused all others."""
        needs = {ref: action.needs.split(", ") for ref, action in self.actions.items()}
        rows = {
            action.ref: action.row
            for theme in themes
            for objective in theme.objectives
            for action in objective.actions
        }
        for circle in islice(find_circles(needs), _MOST_CIRCLES):
            told = next((ref for ref in circle if ref in rows), None)
            if told is not None:
                words = ", which needs ".join([*circle, circle[0]])
                problem = f"{words}: a circle in which none can begin."
                allowed = "Take one of these references out."
                needed = ", ".join(needs[told])
                self._log.faults.append(Fault(rows[told], "needs", needed, problem, allowed))

    def _refuse_another_objective(
        self, action: FileAction, there: Action, objective: Objective
    ) -> None:
        if there.objective_id == objective.id:
            return
        refs = {each.id: each.ref for each in self._objectives.values()}
        self._log.faults.append(
            Fault(
                action.row,
                "objective",
                objective.ref,
                f"{action.ref} stands under {refs[there.objective_id]} in the plan.",
                "An action stays under its objective: give this one a new reference.",
            )
        )
