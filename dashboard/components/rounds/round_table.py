"""One reporting round in figures, lists and tables: who has answered, what with, who has not."""

import pandas as pd
import streamlit as st

from dashboard import formats
from dashboard.components import data_table, downloads, status_badge
from dashboard.components.replay import replayed
from dashboard.components.rounds import round_facts
from dashboard.components.rounds.round_choice import ROUND
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import rounds as round_loaders
from dashboard.loaders.rounds import Round
from dashboard.markdown import link, plain
from dashboard.navigation import ACTION, ROUNDS, address
from dashboard.view import View
from tracker import wording
from tracker.analytics import round_sheet
from tracker.vocabulary import Answer, Status, Verdict

NOBODY = "Nobody named"


@replayed
def figures(view: View, number: int) -> None:
    """Draw how many have answered, and what is left to do."""
    rows = round_loaders.sheet(view.moment, number)
    counts = rows["answer"].value_counts()
    missing = int(counts.get(Answer.MISSING, 0))
    answered = len(rows) - missing
    of_all = f"{answered:,} of {wording.count(len(rows), 'action')}"
    with st.container(horizontal=True, gap="medium"):
        _figure("Answered", formats.percent(answered / len(rows) if len(rows) else None), of_all)
        _figure("Nothing to report", formats.number(int(counts.get(Answer.EXEMPT, 0))))
        _figure("Missing", formats.number(missing))
        _figure("Returned", formats.number(int(round_sheet.is_returned(rows).sum())))
        _figure("Not reviewed yet", formats.number(int(round_sheet.is_unreviewed(rows).sum())))


@replayed
def help_needed(view: View, number: int) -> None:
    """Draw what leads ask for, action by action."""
    rows = round_loaders.sheet(view.moment, number)
    asking = rows[rows["help_needed"].fillna("") != ""]
    st.header("Where help is needed", anchor=False)
    if asking.empty:
        st.markdown("Nobody asks for help in this round.")
        return
    items = [
        f"- {_name(view, row)}  \n  **{plain(row['help_needed'])}**  \n"
        f"  {_judged(row)}. Lead: {plain(row['responsible']) or NOBODY.lower()}"
        for row in asking.to_dict("records")
    ]
    st.markdown("\n".join(items))


def by_lead(view: View, number: int) -> None:
    """Draw how many answers each lead owes and has given."""
    st.header("Answers by lead", anchor=False)
    _by_lead(view, number)
    name = f"Round {number}, answers by lead"
    downloads.csv(name, lambda: _lead_table(view, number))


def every_action(view: View, number: int) -> None:
    """Draw every action with its answer, and what its reviewer says."""
    st.header("Every action", anchor=False)
    _every_action(view, number)
    downloads.csv(f"Round {number}, every action", lambda: answers_file(view, number))


@replayed
def reviewers(view: View, number: int) -> None:
    """Draw who reviews which theme in this round, and which nobody does."""
    posts = round_sheet.reviewers_of(round_loaders.said(view.moment).reviewers, number)
    st.header("Who reviews", anchor=False)
    items = []
    for theme in plan_loaders.plan(view.moment).themes.to_dict("records"):
        post = posts.get(theme["code"])
        who = plain(post) if post else ":orange-badge[:material/report: Nobody reviews this theme]"
        items.append(f"- {plain(theme['name'])} ({plain(theme['code'])}): {who}")
    st.markdown("\n".join(items))


@replayed
def all_rounds(view: View) -> None:
    """Draw every round, each a link to itself."""
    st.header("All rounds", anchor=False)
    rows = [
        {
            "Round": link(
                f"Round {each.number}", address(ROUNDS, view, **{ROUND: str(each.number)})
            ),
            "State": each.state.label,
            "Takes answers": f"{formats.day(each.opens_on)} to {formats.day(each.closes_on)}",
            "Grace until": formats.day(each.grace_until),
            "Meeting": formats.day(each.meeting_on),
        }
        for each in round_loaders.rounds(view.moment)
    ]
    data_table.show(pd.DataFrame(rows), name="All reporting rounds")


def heading(asked: Round) -> None:
    """Draw which round it is, and when."""
    st.header(f"Round {asked.number}: {asked.state.label.lower()}", anchor=False)
    st.markdown(round_facts.sentence(asked))


def answers_file(view: View, number: int) -> pd.DataFrame:
    """Every action with its answer, for a spreadsheet."""
    rows = round_loaders.sheet(view.moment, number)
    names = {
        **{"ref": "action", "title": "title", "responsible": "responsible", "answer": "answer"},
        **{"status": "status", "likelihood": "likelihood in %", "what_changed": "what changed"},
        **{"help_needed": "help needed", "exempt_because": "nothing to report, because"},
        **{"verdict": "review", "reviewer": "reviewer", "comment": "comment"},
    }
    return rows[[*names]].rename(columns=names)


@replayed
def _by_lead(view: View, number: int) -> None:
    data_table.show(_lead_table(view, number).map(plain), name="Answers by lead")


def _lead_table(view: View, number: int) -> pd.DataFrame:
    counts = round_sheet.by_lead(round_loaders.sheet(view.moment, number))
    return pd.DataFrame(
        {
            "Lead": counts["responsible"].replace("", NOBODY),
            "Owes": counts["owed"].map(formats.number),
            "Updates": counts[Answer.GIVEN].map(formats.number),
            "Nothing to report": counts[Answer.EXEMPT].map(formats.number),
            "Missing": counts[Answer.MISSING].map(formats.number),
            "Answered": counts["share"].map(formats.percent),
        }
    )


@replayed
def _every_action(view: View, number: int) -> None:
    rows = round_loaders.sheet(view.moment, number).to_dict("records")
    cells = [
        {
            "Action": _name(view, row),
            "Lead": plain(row["responsible"]) or NOBODY,
            "Answer": _answer(row),
            "Status": _judged(row),
            "What was said": _said(row),
            "Review": _review(row),
        }
        for row in rows
    ]
    data_table.show(pd.DataFrame(cells), name=f"The answers of round {number}")


def _figure(label: str, value: str, words: str = "") -> None:
    st.metric(label, value, words or None, delta_color="off", delta_arrow="off", width="content")


def _name(view: View, row: dict) -> str:
    return f"{link(row['ref'], address(ACTION, view, ref=row['ref']))} {plain(row['title'])}"


def _answer(row: dict) -> str:
    if row["answer"] == Answer.MISSING and row["verdict"] == Verdict.RETURNED:
        return status_badge.markdown(Verdict.RETURNED)
    return status_badge.markdown(Answer(row["answer"]))


def _judged(row: dict) -> str:
    if pd.isna(row["update_id"]):
        return formats.NOTHING
    likely = formats.percent(row["likelihood"] / 100)
    return f"{status_badge.markdown(Status(row['status']))} {likely} likely"


def _said(row: dict) -> str:
    if pd.notna(row["update_id"]):
        return plain(row["what_changed"])
    return f"Because: {plain(row['exempt_because'])}" if row["exempt_because"] else formats.NOTHING


def _review(row: dict) -> str:
    if pd.isna(row["update_id"]):
        return formats.NOTHING
    if pd.isna(row["verdict"]):
        return f"Waits for {plain(row['reviewed_by']) or 'a reviewer: nobody reviews its theme'}"
    comment = f": {plain(row['comment'])}" if row["comment"] else ""
    return f"{Verdict(row['verdict']).label} by {plain(row['reviewer'])}{comment}"
