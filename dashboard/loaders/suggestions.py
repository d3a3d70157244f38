"""Cached reads of suggestions, of what was replied, and of how well.

All of them are kept by the data version, also those of an earlier day: what was taken out of a
suggestion's words is shown nowhere from then on.
"""

import pandas as pd

from dashboard.loaders import found_themes
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders.base import WHOLE_PLANS, kept, reading
from dashboard.loaders.linked import linked
from dashboard.view import Moment, View
from tracker import permissions
from tracker.analytics import replies as replies_analytics
from tracker.analytics import suggestion_groups
from tracker.analytics import suggestions as suggestion_analytics
from tracker.analytics.replies import Replies
from tracker.analytics.suggestions import SuggestionSelection
from tracker.areas import Area
from tracker.queries import results as result_queries
from tracker.queries import suggestions as suggestion_queries
from tracker.queries.suggestions import Suggestions
from tracker.vocabulary import Permission
from tracker.working_days import england_and_wales

# Replies link actions of the plan, and name groups.
PARTS = (Area.FEEDBACK, Area.PEOPLE, Area.PLAN)


@kept(Area.FEEDBACK, Area.PEOPLE, entries=WHOLE_PLANS)
def recorded(moment: Moment) -> Suggestions:
    """Suggestions and decisions, as ``queries.suggestions`` gives them."""
    with reading() as db:
        return suggestion_queries.read_suggestions(db, as_at=moment.as_at)


@kept(*PARTS, entries=WHOLE_PLANS)
def board(moment: Moment) -> pd.DataFrame:
    """Every suggestion as ``analytics.suggestions.on_day`` gives it, the most urgent first.

    With what ``replies.with_plan`` adds.
    """
    rows = _on_day(moment)
    return replies_analytics.with_plan(rows, rows["theme_id"], linked(moment))


@kept(Area.FEEDBACK, Area.PEOPLE, entries=WHOLE_PLANS)
def _on_day(moment: Moment) -> pd.DataFrame:
    read = recorded(moment)
    rows = suggestion_analytics.on_day(
        read.suggestions, read.decisions, moment.day, england_and_wales()
    )
    return replies_analytics.by_urgency(rows).reset_index(drop=True)


@kept(*PARTS, entries=WHOLE_PLANS)
def published(moment: Moment) -> pd.DataFrame:
    """Those of ``board`` that all members see."""
    rows = board(moment)
    return rows[rows["is_public"]]


def seen(view: View) -> pd.DataFrame:
    """Those of ``board`` that this reader sees: who moderates, also what isn't published."""
    may_moderate = permissions.can(view.actor, Permission.COMMENT_MODERATE)
    return board(view.moment) if may_moderate else published(view.moment)


@kept(*PARTS)
def found(view: View, selection: SuggestionSelection) -> tuple[int, ...]:
    """The keys of those of ``seen`` that are asked for, the most urgent first."""
    return tuple(suggestion_analytics.select(seen(view), selection)["id"].tolist())


@kept(*PARTS)
def decided(moment: Moment, selection: SuggestionSelection) -> tuple[int, ...]:
    """The keys of the published ones with a reply that are asked for, the latest reply first."""
    rows = suggestion_analytics.select(published(moment), selection)
    return tuple(rows.loc[rows["kind"] != "", "id"].tolist())


@kept(*PARTS)
def latest(moment: Moment, search: str) -> tuple[int, ...]:
    """The keys of the published ones with these words, the latest first."""
    rows = suggestion_analytics.select(published(moment), SuggestionSelection(search=search))
    return tuple(sorted(rows["id"].tolist(), reverse=True))


@kept(Area.FEEDBACK)
def backers(moment: Moment) -> dict[int, int] | None:
    """How many back each suggestion; ``None``: of an earlier day, nobody can know."""
    if moment.as_at:
        return None
    with reading() as db:
        return suggestion_queries.backers(db)


@kept(Area.FEEDBACK)
def backed(view: View) -> frozenset[int]:
    """The suggestions that this reader backs."""
    with reading() as db:
        return suggestion_queries.backed_by(db, view.actor)


@kept(Area.FEEDBACK, Area.PEOPLE)
def family(moment: Moment, suggestion_id: int) -> pd.DataFrame:
    """The suggestions joined into one: ``id``, ``version``, ``words``, ``made_on``, ..."""
    all_ = recorded(moment).suggestions
    return all_[all_["joined_into_id"] == suggestion_id]


@kept(Area.FEEDBACK, Area.PEOPLE)
def replies(moment: Moment, suggestion_id: int) -> pd.DataFrame:
    """Every decision on a suggestion and on those joined into it, the latest first."""
    read = recorded(moment)
    kept = suggestion_analytics.kept_of(read.suggestions)
    own = read.decisions["suggestion_id"].map(kept) == suggestion_id
    return read.decisions[own].iloc[::-1]


@kept(*PARTS)
def figures(moment: Moment) -> Replies:
    """How well suggestions, published or not, and themes found in comments are answered."""
    return replies_analytics.replies(board(moment), found_themes.board(moment))


@kept(*PARTS, entries=WHOLE_PLANS)
def said(moment: Moment) -> pd.DataFrame:
    """All that was said, suggestions and themes found in comments, as ``replies.said`` gives it."""
    return replies_analytics.said(board(moment), found_themes.board(moment))


@kept(Area.FEEDBACK, Area.PEOPLE)
def by_group(moment: Moment) -> pd.DataFrame:
    """The same by member group, as ``analytics.suggestion_groups`` lets it be told.

    With the labels of the quarters in ``attrs["quarters"]``.
    """
    with reading() as db:
        released = result_queries.read_replies(db, by=moment.day)
    groups = recorded(moment).groups
    names = dict(zip(groups["id"].astype(str), groups["name"], strict=True))
    found = suggestion_groups.by_group([*released.values()], names)
    found.attrs["quarters"] = [*released]
    return found


@kept(Area.FEEDBACK, Area.PEOPLE)
def to_count(moment: Moment) -> list[str]:
    """The quarters that are over, of which nothing is told by member group yet."""
    said = recorded(moment).suggestions.dropna(subset="group_id")
    days = [made.date() for made in said["made_on"]]
    told = by_group(moment).attrs["quarters"]
    quarters = suggestion_groups.over(days, moment.day, england_and_wales())
    return [each.label for each in quarters if each.label not in told]


@kept(Area.PLAN)
def leads(moment: Moment) -> dict[str, frozenset[str]]:
    """By theme (code), the posts that lead an action of it, and so may answer."""
    named = plan_loaders.plan(moment).actions.groupby("theme")["responsible"]
    return {str(theme): frozenset(posts) for theme, posts in named}
