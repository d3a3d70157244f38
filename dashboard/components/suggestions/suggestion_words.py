"""What is said of a suggestion on every page that shows one: in Markdown."""

from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.charts.suggestions import OUTCOMES, REPLY_STATES
from dashboard.formats import day
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import lines, link, plain
from dashboard.navigation import ACTION, address
from dashboard.palette import Sign
from dashboard.view import View
from tracker import wording
from tracker.analytics.replies import Outcome, ReplyState
from tracker.vocabulary import DecisionKind, Word

Row = dict[str, Any]

SUGGESTION = "suggestion"  # in the address: the one that is open


def outcome(row: Row) -> str:
    """What became of it, as a badge."""
    word = Outcome(row["outcome"])
    return _badge(word, OUTCOMES[word])


def state(row: Row) -> str:
    """How its clock stands, a badge before its days: "Overdue by 3 working days"."""
    word = ReplyState(row["state"])
    return f"{_badge(word, REPLY_STATES[word])} {_time(row)}"


def said(row: Row, backers: dict[int, int] | None) -> str:
    """Its words, then who said it when, and how many back it.

    Args:
        backers: By suggestion; ``None``: not known of the day that is shown.
    """
    return f"{quoted(row['words'])}\n\n{facts(row, backers)}"


def quoted(words: str) -> str:
    """What somebody wrote, set apart from what the program says."""
    return "\n".join(f"> {line}" for line in lines(words).splitlines())


def facts(row: Row, backers: dict[int, int] | None) -> str:
    """``"Suggestion 5, said by 2 members first on 2 May 2026. 4 members back it."``."""
    signed = f" (signed {plain(row['signed_by'])})" if row["signed_by"] else ""
    first = "first on" if row["said_by"] > 1 else "on"
    theme = f" Theme: {plain(row['theme_name'] or row['theme'])}." if row["theme"] else ""
    return (
        f"Suggestion {row['id']}, said by {wording.count(row['said_by'], 'member')}{signed}, "
        f"{first} {day(row['said_on'])}.{_backed(row, backers)}{theme}"
    )


def reply(row: Row, view: View) -> str:
    """The decision, who took it when, and the action by which it is done; blank: there is none."""
    if not row["kind"]:
        return ""
    days = wording.count(int(row["reply_days"]), "working day")
    first = f"the first reply came after {days}" if row["replies"] > 1 else f"after {days}"
    parts = [f"{decision(row)} ({first})", action(row, view)]
    return "  \n".join(part for part in parts if part)


def decision(row: Row) -> str:
    """``"**We will** From next year on. – Data lead, 20 May 2026"``."""
    label = DecisionKind(row["kind"]).label
    who = f"{plain(row['decided_by'])}, {day(row['decided_on'])}"
    return f"**{label}:** {lines(row['reply'])} – {who}"


def action(row: Row, view: View) -> str:
    """The action with the progress it has now; blank: none is linked."""
    if not row["ref"]:
        return ""
    actions = plan_loaders.plan(view.moment).actions
    own = actions[actions["id"] == row["action_id"]]
    name = f"{row['ref']}: {row['title']}"
    if own.empty:
        return f"Action {plain(name)}, of an earlier strategy"
    progress = own["progress"].iloc[0]
    done = formats.percent(None if pd.isna(progress) else float(progress))
    where = address(ACTION, view, ref=row["ref"])
    return f"Action {link(name, where)}: {done} done {outcome(row)}"


def _badge(word: Word, sign: Sign) -> str:
    return f":{sign.hue}-badge[:material/{sign.icon}: {word.label}]"


def _time(row: Row) -> str:
    if row["state"] == ReplyState.ANSWERED:
        return f"after {wording.count(int(row['reply_days']), 'working day')}"
    days = wording.count(abs(int(row["days_left"])), "working day")
    if row["state"] == ReplyState.OVERDUE:
        return f"by {days}, since {day(row['due_on'])}"
    return f"{days} left, until {day(row['due_on'])}"


def _backed(row: Row, backers: dict[int, int] | None) -> str:
    if backers is None:
        return ""
    number = backers.get(row["id"], 0)
    who = wording.count(number, "member backs", "members back") if number else "Nobody backs"
    return f" {who} it{'' if number else ' yet'}."
