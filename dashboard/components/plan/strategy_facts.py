"""What the strategy says of itself, what it is to achieve, and what it leaves open."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.components.replay import replayed
from dashboard.loaders import plan as plan_loaders
from dashboard.markdown import link, plain
from dashboard.navigation import STRATEGY, address
from dashboard.view import Moment, View
from tracker import wording
from tracker.analytics.gaps import Gap
from tracker.queries.plan import StrategyFacts
from tracker.queries.strategies import EarlierStrategy
from tracker.vocabulary import TO_BE_SET

# So many references are named for one kind of gap; the plan page lists them all.
REFS_NAMED = 8


@replayed
def heading(moment: Moment) -> None:
    """Draw the title, and who stands behind it."""
    strategy = plan_loaders.strategy(moment)
    st.title(plain(strategy.title), anchor=False)
    facts = [plain(strategy.body), _period(strategy)]
    if strategy.contact:
        facts.append(f"Contact: {plain(strategy.contact)}")
    st.markdown("  \n".join(fact for fact in facts if fact))


@replayed
def purpose(moment: Moment) -> None:
    """Draw mission, vision and approach."""
    strategy = plan_loaders.strategy(moment)
    for title, text, is_list in (
        ("Mission", strategy.mission, False),
        ("Vision", strategy.vision, True),
        ("Approach", strategy.approach, True),
    ):
        st.header(title, anchor=False)
        st.markdown(_lines(text, is_list=is_list) or "Not written down yet.")


@replayed
def objectives(moment: Moment) -> None:
    """Draw each theme's goal and objectives, each with its measures and targets."""
    plan = plan_loaders.plan(moment)
    measures = dict(list(plan.measures.groupby("objective_id")))
    st.header("Themes and objectives", anchor=False)
    if plan.themes.empty:
        st.markdown("The plan has no themes yet.")
    for theme in plan.themes.to_dict("records"):
        st.subheader(f"{plain(theme['name'])} ({plain(theme['code'])})", anchor=False)
        st.markdown(f"Goal: {plain(theme['goal']) or 'not written down yet'}")
        own = plan.objectives[plan.objectives["theme_id"] == theme["id"]]
        st.markdown(
            "\n".join(_objective(row, measures.get(row["id"])) for row in own.to_dict("records"))
            or "No objectives yet."
        )


@replayed
def gaps(moment: Moment) -> None:
    """Draw how many gaps of each kind there are, and where."""
    found = plan_loaders.gaps(moment)
    st.header(f"Gaps to close ({len(found)})", anchor=False)
    if found.empty:
        st.markdown("None: every objective has a measure and an action, and all has its date.")
    kinds = [(Gap(kind), rows["ref"]) for kind, rows in found.groupby("gap", sort=False)]
    st.markdown("\n".join(f"- {kind.label}: {_counted(refs)}" for kind, refs in kinds))


@replayed
def earlier(view: View) -> None:
    """Draw the strategies before this one, each a link to it as it stood; nothing, if none."""
    found = plan_loaders.earlier_strategies(view.moment)
    if not found:
        return
    st.header(f"Earlier strategies ({len(found)})", anchor=False)
    st.markdown("\n".join(f"- {_earlier(each, view)}" for each in found))


def _earlier(strategy: EarlierStrategy, view: View) -> str:
    first, last = strategy.first_day, strategy.last_day
    if last < first:
        return f"{plain(strategy.title)}, begun and followed by another on {wording.day(first)}"
    then = replace(view, moment=replace(view.moment, as_at=last))
    read = link("Read it as it stood on its last day", address(STRATEGY, then))
    return (
        f"{plain(strategy.title)}, current from {wording.day(first)} to {wording.day(last)}. {read}"
    )


def _period(strategy: StrategyFacts) -> str:
    starts, ends = strategy.starts_on, strategy.ends_on
    if starts and ends:
        return f"From {wording.day(starts)} to {wording.day(ends)}"
    if starts:
        return f"From {wording.day(starts)}, without a stated end"
    return f"Until {wording.day(ends)}" if ends else ""


def _lines(text: str, *, is_list: bool) -> str:
    lines = [plain(line) for line in text.splitlines() if line.strip()]
    return "\n".join(f"- {line}" for line in lines) if is_list else "\n\n".join(lines)


def _objective(objective: dict, measures: pd.DataFrame | None) -> str:
    """One point of the list, with a point below it for each measure."""
    line = f"- **{plain(objective['ref'])}** {plain(objective['text'])}"
    if measures is None:
        return f"{line}\n    - {_gap('No measure')}"
    rows = measures.to_dict("records")
    return "\n".join([line, *(f"    - {_measure(row)}" for row in rows)])


def _measure(measure: dict) -> str:
    target = measure["target"]
    if not target:
        words = _gap("No target stated")
    elif target.casefold() == TO_BE_SET:
        words = _gap("Target to be set")
    else:
        words = f"Target: {plain(target)}"
    return f"Measure: {plain(measure['name'])}. {words}"


def _gap(words: str) -> str:
    return f":orange-badge[:material/report: {words}]"


def _counted(refs: pd.Series) -> str:
    named = [plain(ref) for ref in refs.unique()[:REFS_NAMED]]
    more = len(refs.unique()) - len(named)
    return f"{len(refs)} ({wording.listing([*named, f'{more} more'] if more else named)})"
