"""What the plan leaves open: listed, so that it is closed and not forgotten."""

import numpy as np
import pandas as pd

from tracker.vocabulary import TO_BE_SET, ActionState, MilestoneState, Word


class Gap(Word):
    """A kind of thing that a plan leaves open."""

    NO_MEASURE = "no_measure"
    TARGET = "target"
    DATE = "date"
    NO_ACTION = "no_action"
    NO_LEAD = "no_lead"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Gap.NO_MEASURE: "Objective without a measure",
    Gap.TARGET: "Target to be set",
    Gap.DATE: "Date to be set",
    Gap.NO_ACTION: "Objective without an action",
    Gap.NO_LEAD: "Action without a responsible lead",
}


def find(
    objectives: pd.DataFrame,
    measures: pd.DataFrame,
    actions: pd.DataFrame,
    milestones: pd.DataFrame,
) -> pd.DataFrame:
    """Every gap of the plan, by kind and then in the order of the plan.

    Args:
        objectives: ``id``, ``ref``, ``text``.
        measures: ``objective_id``, ``name``, ``target``.
        actions: ``objective_id``, ``ref``, ``title``, ``responsible``, ``state``.
        milestones: ``ref`` (the action's), ``title``, ``timing``, ``state``.

    Returns:
        ``gap`` (a ``Gap`` value), ``ref`` (the objective's or action's), ``what`` (in words).
    """
    refs = objectives.set_index("id")["ref"]
    open_targets = measures[measures["target"].str.casefold() == TO_BE_SET]
    planned = milestones["state"].to_numpy(dtype=object) == MilestoneState.PLANNED.value
    to_be_set = [timing.startswith(TO_BE_SET) for timing in milestones["timing"]]
    undated = milestones[planned & np.array(to_be_set, dtype=bool)]
    ended = actions["state"].isin([ActionState.DONE, ActionState.STOPPED])
    leaderless = actions[(actions["responsible"] == "") & ~ended]
    without_measure = objectives[~objectives["id"].isin(measures["objective_id"])]
    without_action = objectives[~objectives["id"].isin(actions["objective_id"])]
    found = [
        _rows(Gap.NO_MEASURE, without_measure["ref"], without_measure["text"]),
        _rows(Gap.TARGET, refs.reindex(open_targets["objective_id"]), open_targets["name"]),
        _rows(Gap.DATE, undated["ref"], undated["title"]),
        _rows(Gap.NO_ACTION, without_action["ref"], without_action["text"]),
        _rows(Gap.NO_LEAD, leaderless["ref"], leaderless["title"]),
    ]
    return pd.concat(found, ignore_index=True)


def _rows(gap: Gap, refs: pd.Series, words: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"gap": gap.value, "ref": refs.to_numpy(), "what": words.to_numpy()})
