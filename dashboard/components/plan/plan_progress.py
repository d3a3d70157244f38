"""How the plan as a whole is going: in a sentence, in four figures, and in two charts."""

import streamlit as st

from dashboard import formats
from dashboard.charts import progress as progress_charts
from dashboard.charts import standings as standings_charts
from dashboard.components.chart_card import Card, card_of
from dashboard.components.replay import replayed_of
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import statuses as status_loaders
from dashboard.markdown import link
from dashboard.navigation import PLAN, STATUS, STRATEGY, address
from dashboard.view import Moment, View
from tracker import permissions, wording
from tracker.analytics import deadlines
from tracker.analytics.planned import SchedulePerformance
from tracker.areas import Area
from tracker.queries.progress import ProgressReport
from tracker.vocabulary import ActionState, Permission, Role, Standing, Status

PACE_MEANING = (
    "Time, and not work: the days that the published plan allows for what is done, divided by the "
    "days it took. 100% is as planned, less is behind. Planners call it SPI(t)."
)


@replayed_of(Area.PLAN, Area.ROUNDS)
def headline(view: View) -> None:
    """Draw the answer to "are we on track", what of the late is one's own, and what is reported.

    Each number leads to where it comes from.
    """
    moment = view.moment
    late = deadlines.late(plan_loaders.plan(moment).milestones)
    sentence = f"**{progress_sentence(plan_loaders.progress(moment), len(late), view)}**"
    if len(late) and view.actor.role is Role.LEAD:
        actions = plan_loaders.plan(moment).actions
        own = actions.loc[actions["responsible"] == view.actor.name, "action_id"]
        sentence += f" {_of_the_late(int(late['action_id'].isin(own).sum()))} yours."
    st.markdown(sentence + _reported(view))


@replayed_of(Area.PLAN)
def figures(moment: Moment) -> None:
    """Draw the four figures, and what they leave out."""
    report = plan_loaders.progress(moment)
    late = deadlines.late(plan_loaders.plan(moment).milestones)
    by_day = "Planned by then" if moment.as_at else "Planned by today"
    published = "" if report.planned is not None else "no version is published yet"
    spi = report.performance
    longest = f"longest: {wording.count(late['days_late'].max(), 'day')}" if len(late) else ""
    with st.container(horizontal=True, gap="medium"):
        _figure("Done", formats.percent(report.actual), _gap(report))
        _figure(by_day, formats.percent(report.planned), published)
        _figure("Late milestones", formats.number(len(late)), longest)
        _figure("Against the plan’s dates", days_behind(spi), pace(spi), help=PACE_MEANING)
    if words := [*_performance(spi), *_left_out(report)]:
        st.markdown(" ".join(words))


def _performance(performance: SchedulePerformance) -> list[str]:
    if not performance.earned_days or performance.elapsed_days is None:
        return []  # of nothing that is done there is no more to say
    planned = wording.count(formats.whole(performance.earned_days), "day")
    taken = wording.count(performance.elapsed_days, "day")
    return [f"What is done was planned to take {planned}; it has taken {taken}."]


def _left_out(report: ProgressReport) -> list[str]:
    if not report.left_out:
        return []
    left_out = wording.count(report.left_out, "action is", "actions are")
    return [f"Not counted: {left_out} paused or stopped."]


@card_of(Area.PLAN)
def burn_up(moment: Moment) -> Card:
    """Draw planned and actual progress over time."""
    points, day = plan_loaders.progress(moment).burn_up, moment.day
    name = "As at" if moment.as_at else "Today"
    return Card(
        title="Progress over time",
        figure=progress_charts.burn_up(points, day, name_of_day=name),
        sentence=progress_charts.describe_burn_up(points, day),
        table=progress_charts.burn_up_table(points),
    )


@card_of(Area.PLAN)
def standings(moment: Moment) -> Card:
    """Draw where the actions of each theme stand."""
    plan = plan_loaders.plan(moment)
    counts = deadlines.count_standings(plan.actions)
    names = dict(zip(plan.themes["code"], plan.themes["name"], strict=True))
    return Card(
        title="Actions by theme",
        figure=standings_charts.standings(counts, names),
        sentence=standings_charts.describe_standings(counts),
        table=standings_charts.standings_table(counts, names),
    )


def progress_sentence(report: ProgressReport, late: int, view: View) -> str:
    """``"Behind the plan: 28% is done; 41% was planned by now. 3 milestones are late."``

    In Markdown: what is done and late leads to the actions, what was planned to its versions.
    """
    if report.actual is None:
        return "Nothing in the plan counts towards progress yet."
    is_, now = ("was", "then") if view.moment.as_at else ("is", "now")
    done, actions = formats.percent(report.actual), address(PLAN, view)
    lateness = _lateness(late, view)
    if report.planned is None:
        return f"{link(f'{done} of the plan {is_} done', actions)}. {lateness}"
    planned = link(f"{formats.percent(report.planned)} was planned", address(STRATEGY, view))
    is_done = link(f"{done} {is_} done", actions)
    return f"{_verdict(report)}: {is_done}; {planned} by {now}. {lateness}"


def _lateness(late: int, view: View) -> str:
    is_, are = ("was", "were") if view.moment.as_at else ("is", "are")
    if not late:
        return f"No milestone {is_} late."
    words = wording.count(late, f"milestone {is_} late", f"milestones {are} late")
    return f"{link(words, address(PLAN, view, standing=Standing.LATE.label))}."


def days_behind(performance: SchedulePerformance) -> str:
    """Schedule performance in days: ``"12 days behind"``."""
    if performance.index is None:
        return formats.NOTHING
    behind = formats.whole(performance.elapsed_days - performance.earned_days)
    if behind == 0:
        return "as planned"
    return f"{wording.count(abs(behind), 'day')} {'behind' if behind > 0 else 'ahead'}"


def pace(performance: SchedulePerformance) -> str:
    """SPI(t) in plain words, or why there is none."""
    if performance.index is None:
        return f"not assessable, because {performance.because}"
    return f"{formats.percent(performance.index)} of the planned pace"


def _verdict(report: ProgressReport) -> str:
    words = formats.points(report.actual, report.planned)
    return {"ahead": "Ahead of the plan", "behind": "Behind the plan"}.get(
        words.split()[-1], "As planned"
    )


def _reported(view: View) -> str:
    """``" Leads report 5 green and 2 red."``, of what isn't done; blank for who may not read it."""
    if not permissions.can(view.actor, Permission.UPDATE_READ):
        return ""
    actions = plan_loaders.plan(view.moment).actions
    open_ones = actions.loc[actions["state"] != ActionState.DONE, "action_id"]
    counts = status_loaders.reported(view.moment)["status"].reindex(open_ones).value_counts()
    words = [f"{counts[each]:,} {each.label.lower()}" for each in Status if each in counts]
    where = address(STATUS, view)
    return f" Leads report {link(wording.listing(words), where)}." if words else ""


def _gap(report: ProgressReport) -> str:
    if report.actual is None or report.planned is None:
        return ""
    return formats.points(report.actual, report.planned).replace("level", "as planned")


def _figure(label: str, value: str, words: str, **more: str) -> None:
    """One figure with what it means in words: no arrow, no colour, nothing to be guessed."""
    words_only = {"delta_color": "off", "delta_arrow": "off", "width": "content"}
    st.metric(label, value, words or None, **words_only, **more)


def _of_the_late(number: int) -> str:
    return {0: "None of them is", 1: "One of them is"}.get(number, f"{number} of them are")
