"""A file to import: what it would do, and what is wrong with it, as tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pandas as pd
import streamlit as st

from dashboard.components import data_table, downloads, messages
from dashboard.markdown import plain_table
from tracker import wording
from tracker.errors import FaultyFile, TrackerError
from tracker.services.plan_import import ImportKind, ImportLine, ImportReport

MEGABYTES = 5

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Tried(Generic[Content]):
    """A file in which nothing is wrong.

    Attributes:
        content: What it says.
        report: What importing it would do.
    """

    name: str
    content: Content
    report: ImportReport


def choose(
    label: str,
    *,
    key: str,
    tried: Callable[[str, bytes, Callable[[float], None]], tuple[Content, ImportReport]],
) -> Tried[Content] | None:
    """Ask for a file and try it; ``None`` while there is none, or one that is refused.

    Args:
        tried: Reads a file of this name and says what it would do; told the share that is done.
    """
    file = st.file_uploader(label, type=["csv", "xlsx", "ods"], key=key, max_upload_size=MEGABYTES)
    if file is None:
        return None
    bar = st.progress(0.0, "Reading the file, and trying it on what is recorded")
    try:
        content, report = tried(file.name, file.getvalue(), bar.progress)
    except TrackerError as error:
        show_refusal(error)
        return None
    finally:
        bar.empty()
    return Tried(file.name, content, report)


def show(report: ImportReport) -> None:
    """What is added and what is changed, thing by thing; what is left alone, as a number."""
    st.header("What this file would do")
    counts = {kind: len(report.of(kind)) for kind in ImportKind}
    for column, (kind, count) in zip(st.columns(3), counts.items(), strict=True):
        column.metric(kind.label, f"{count:,}", border=True)
    for kind in (ImportKind.CHANGED, ImportKind.ADDED):
        if lines := report.of(kind):
            with st.expander(
                f"{kind.label}: {wording.count(len(lines), 'thing')}",
                # What is overwritten comes first; where nothing is, there is room for the rest.
                expanded=kind is ImportKind.CHANGED or not counts[ImportKind.CHANGED],
            ):
                _lines(lines, f"What would be {kind.label.lower()}")


def _lines(lines: Sequence[ImportLine], name: str) -> None:
    table = pd.DataFrame({"What": [line.what for line in lines]})
    table["How"] = [line.detail or "–" for line in lines]
    data_table.show(plain_table(table), name=name)
    downloads.csv(name, lambda: table)


def show_refusal(refusal: TrackerError) -> None:
    """Why nothing can be imported; of a faulty file, every fault with its place."""
    messages.show_error(refusal)
    if isinstance(refusal, FaultyFile):
        _show_faults(refusal)


def _show_faults(faulty: FaultyFile) -> None:
    st.markdown("Mend them in the spreadsheet, save it, and choose the file again.")
    table = pd.DataFrame(
        {
            "Row": ["–" if fault.row is None else str(fault.row) for fault in faulty.faults],
            "Column": [fault.column or "–" for fault in faulty.faults],
            "Value": [wording.excerpt(fault.value) or "–" for fault in faulty.faults],
            "What is wrong": [fault.problem for fault in faulty.faults],
            "What is allowed": [fault.allowed for fault in faulty.faults],
        }
    )
    data_table.show(plain_table(table), name="What is wrong in this file")
    downloads.csv("What is wrong in this file", lambda: table)
