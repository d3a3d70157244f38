"""The published versions of the plan, and what changed between two of them."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import data_table, downloads
from dashboard.components.replay import replayed
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import plain, plain_table
from dashboard.view import Moment
from tracker import wording
from tracker.analytics.plan_versions import Difference


def show(moment: Moment) -> None:
    """Draw the versions, a choice of two, and what changed between them."""
    st.header("Published versions", anchor=False)
    numbers = plan_loaders.plan_versions(moment)["number"].tolist()
    _versions(moment)
    if len(numbers) < 2:
        return
    st.subheader("What changed between two versions", anchor=False)
    first, second = st.columns(2)
    before = first.selectbox("From version", numbers, index=1, key="version_before")
    after = second.selectbox("To version", numbers, index=0, key="version_after")
    _changes(moment, before, after)
    if before != after:
        downloads.csv(
            f"Changes from version {before} to {after}",
            lambda: in_words(plan_loaders.version_changes(moment, before, after)),
        )


def draw(changes: pd.DataFrame, *, name: str) -> None:
    """Draw the rows of ``analytics.plan_versions.compare``, unless there are none."""
    if not changes.empty:
        data_table.show(plain_table(in_words(changes)), name=name)


def in_words(changes: pd.DataFrame) -> pd.DataFrame:
    """The rows of ``analytics.plan_versions.compare`` as people read them."""
    return pd.DataFrame(
        {
            "Milestone": changes["ref"] + ": " + changes["title"],
            "Change": changes["difference"].map(lambda value: Difference(value).label),
            "Before": changes["old"],
            "After": changes["new"],
        }
    )


def counted(changes: pd.DataFrame) -> str:
    """How many milestones of each kind: ``"2 added and 1 moved."``."""
    if changes.empty:
        return "Nothing changed."
    counts = changes["difference"].value_counts()
    parts = [
        f"{counts[difference.value]} {difference.label.lower()}"
        for difference in Difference
        if difference.value in counts
    ]
    return f"{wording.listing(parts)}."


@replayed
def _versions(moment: Moment) -> None:
    versions = plan_loaders.plan_versions(moment)
    if versions.empty:
        st.markdown("No version is published yet. Until one is, there is no planned progress.")
        return
    st.markdown("\n".join(f"- {_sentence(row)}" for row in versions.to_dict("records")))


def _sentence(version: Mapping[Hashable, Any]) -> str:
    published = f"{wording.day(version['published_on'])} by {plain(version['published_by'])}"
    holds = wording.count(version["milestones"], "milestone")
    note = f". {plain(version['note'])}" if version["note"] else ""
    return f"**Version {version['number']}**, {published}: {holds}{note}"


@replayed
def _changes(moment: Moment, before: int, after: int) -> None:
    changes = plan_loaders.version_changes(moment, before, after)
    st.markdown(counted(changes))
    draw(changes, name=f"What changed from version {before} to version {after}")
