"""What the secretariat does about a suggestion beside answering it: shows, clears and sorts it."""

import streamlit as st

from dashboard.components import form
from dashboard.components.suggestions import suggestion_sure
from dashboard.components.suggestions.suggestion_words import Row
from dashboard.formats import day
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import suggestions as suggestion_loaders
from dashboard.view import View
from tracker import personal_data
from tracker.services import suggestions

PUBLISH, REDACT = "Publish it", "Take words out"
JOIN, SEPARATE, SORT = "Join it into another", "Separate what was joined", "Change its theme"
KEEP, REMOVE = "Keep the name", "Take it out"


def show(view: View, row: Row, place: str) -> None:
    """Draw the choice of what to do, and the form for it."""
    key = f"{place}.moderate.{row['id']}"
    has_joined = row["said_by"] > 1
    offered = [
        *([] if row["is_public"] else [PUBLISH]),
        *(REDACT, JOIN, SORT),
        *([SEPARATE] if has_joined else []),
    ]
    chosen = form.choose(
        f"What else about suggestion {row['id']}?", offered, key=key, is_label_shown=True
    )
    if chosen:
        _FORMS[chosen](view, row, place, key)


def _publish(_: View, row: Row, place: str, choice: str) -> None:
    st.markdown("From then on all members see its words, and its signature if it has one.")
    own = f"{place}.publish.{row['id']}"
    with form.opened(own, version=row["version"], place=place, closes=choice) as opened:
        suggestion_sure.send(
            opened,
            "Publish it: it names nobody",
            suggestions.publish_suggestion,
            said=f"Suggestion {row['id']} is published.",
            suggestion_id=row["id"],
        )


def _redact(_: View, row: Row, place: str, choice: str) -> None:
    st.markdown("What you take out is kept nowhere, not even in the history.")
    words = row["words"]
    proposed = personal_data.redacted(words, personal_data.find(words))
    own = f"{place}.redact.{row['id']}"
    with form.opened(
        own, version=row["version"], place=place, closes=choice, proposes=True
    ) as opened:
        opened.words("words", "What is left of it", proposed)
        if row["signed_by"]:
            opened.choice("keeps_name", "Its signature", [True, False], True, format_func=_keeping)
        opened.send(
            "Keep only this",
            suggestions.redact_suggestion,
            said=f"Words are taken out of suggestion {row['id']}.",
            suggestion_id=row["id"],
        )


def _join(view: View, row: Row, place: str, choice: str) -> None:
    rows = suggestion_loaders.board(view.moment)
    others = rows[rows["id"] != row["id"]].to_dict("records")
    names = {each["id"]: f"{each['id']}: {each['words'][:80]}" for each in others}
    st.markdown("Both are answered together then, and whoever backs both counts once.")
    own = f"{place}.join.{row['id']}"
    with form.opened(own, version=row["version"], place=place, closes=choice) as opened:
        opened.pick("into_id", "The one that says the same", [*names], None, format_func=names.get)
        opened.send(
            "Join it into this one",
            suggestions.join_suggestions,
            said=f"Suggestion {row['id']} is joined.",
            suggestion_id=row["id"],
        )


def _separate(view: View, row: Row, place: str, choice: str) -> None:
    for each in suggestion_loaders.family(view.moment, row["id"]).to_dict("records"):
        own = f"{place}.separate.{each['id']}"
        with form.opened(own, version=each["version"], place=place, closes=choice) as opened:
            opened.send(
                f"Separate suggestion {each['id']} of {day(each['made_on'])}",
                suggestions.separate_suggestion,
                said=f"Suggestion {each['id']} stands by itself again.",
                is_main=False,
                suggestion_id=each["id"],
            )


def _sort(view: View, row: Row, place: str, choice: str) -> None:
    themes = plan_loaders.plan(view.moment).themes
    names = dict(zip(themes["id"].tolist(), themes["code"] + " " + themes["name"], strict=True))
    now = next(
        (each["id"] for each in themes.to_dict("records") if each["code"] == row["theme"]), None
    )
    own = f"{place}.sort.{row['id']}"
    with form.opened(own, version=row["version"], place=place, closes=choice) as opened:
        opened.pick(
            "theme_id",
            "Theme (none: the secretariat answers)",
            [*names],
            now,
            format_func=names.get,
        )
        opened.send(
            "Change its theme",
            suggestions.sort_suggestion,
            said=f"Suggestion {row['id']} has another theme.",
            suggestion_id=row["id"],
        )


def _keeping(keeps_name: bool) -> str:
    return KEEP if keeps_name else REMOVE


_FORMS = {PUBLISH: _publish, REDACT: _redact, JOIN: _join, SEPARATE: _separate, SORT: _sort}
