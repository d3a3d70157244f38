"""What an update says, as Markdown: status, likelihood, words, evidence, and its review."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import evidence_files, formats
from dashboard.components import status_badge
from dashboard.markdown import host_link, lines, link, plain
from tracker.clock import day_of
from tracker.vocabulary import Status, Verdict

Row = Mapping[Any, Any]


def judgement(update: Row) -> str:
    """Its status with the likelihood: ``"... Green, 80% likely to meet its date"``."""
    likely = formats.percent(update["likelihood"] / 100)
    return f"{status_badge.markdown(Status(update['status']))} {likely} likely to meet its date"


def said(update: Row, evidence: list[Row], until: int) -> str:
    """Everything it says, one line each.

    Args:
        evidence: The rows of ``Rounds.evidence`` that belong to it.
        until: Until when addresses of files are good, as ``evidence_files.good_until`` gives it.
    """
    who = f"{plain(update['author'])}, {formats.day(day_of(update['given_at']))}"
    parts = [f"{judgement(update)} ({who})", lines(update["what_changed"])]
    if update["help_needed"]:
        parts.append(f"**Help needed:** {lines(update['help_needed'])}")
    if evidence:
        parts.append(f"Evidence: {proofs(evidence, until)}")
    return "  \n".join(parts)


def proofs(evidence: Sequence[Row], until: int) -> str:
    """A link to each piece of evidence; ``evidence`` and ``until`` as for ``said``."""
    return ", ".join(_proof(each, until) for each in evidence)


def review(update: Row) -> str:
    """What its reviewer says; "" when nobody has reviewed it."""
    if pd.isna(update["verdict"]):
        return ""
    badge = status_badge.markdown(Verdict(update["verdict"]))
    comment = f": {lines(update['comment'])}" if update["comment"] else ""
    return f"{badge} by {plain(update['reviewer'])}{comment}"


def _proof(proof: Row, until: int) -> str:
    if proof["link"]:
        return host_link(proof["link"])
    return link(proof["name"], evidence_files.address(proof["id"], until))
