"""The two questions asked beside every page: who is looking, and at which day.

Both widgets are bound to the address. Streamlit keeps a bound value over a change of page, and
drops one it cannot use; what was dropped is said once, from the address as it came in.
"""

from datetime import date, timedelta

import streamlit as st

from dashboard import session
from dashboard.components import messages
from dashboard.loaders import groups as group_loaders
from dashboard.loaders import plan as plan_loaders
from dashboard.loaders import posts as post_loaders
from dashboard.loaders.base import kept
from dashboard.markdown import plain
from dashboard.view import Moment
from tracker import wording
from tracker.areas import Area
from tracker.permissions import Actor
from tracker.vocabulary import Role

EARLIEST = date(2000, 1, 1)


def show(moment: Moment) -> None:
    """Draw both, and say what in the address could not be used."""
    # Read before the widgets are drawn: they take out of the address what they cannot use.
    role, day = st.query_params.get(session.AS), st.query_params.get(session.AS_AT)
    with st.sidebar:
        if session.chooses_role():
            _view_as(_labels(moment), asked=role)
        _as_at(moment.today, asked=day)


@kept(Area.PLAN, Area.ROUNDS, Area.PEOPLE)
def _labels(moment: Moment) -> tuple[str, ...]:
    """Whoever one can look as, as the field calls them: a lead for each post that leads, for each
    champion of the profession and each chair of a group, a sponsor for each post that reviews."""
    posts = _called(plan_loaders.responsibles(moment), Role.LEAD)
    sponsors = {Role.SPONSOR.label, Role.SECRETARIAT.label}
    reviewers = sorted(set(plan_loaders.reviewers(moment)) - sponsors)
    return (
        Role.MEMBER.label,
        *dict.fromkeys([*posts, *_offices(moment)]),
        *(Role.SPONSOR.label, *_called(reviewers, Role.SPONSOR)),
        Role.SECRETARIAT.label,
    )


@kept(Area.PEOPLE)
def _offices(moment: Moment) -> list[str]:
    """Champions, chairs, and whose term ends soon: with many groups, a long list."""
    return _called([*post_loaders.offices(moment), *group_loaders.chairs(moment)], Role.LEAD)


def _called(names: list[str], role: Role) -> list[str]:
    return [session.label_of(Actor(name, role)) for name in names]


def _view_as(labels: tuple[str, ...], *, asked: str | None) -> None:
    first = labels.index(session.first_role().label)
    chosen = st.selectbox(
        "View as",
        labels,
        index=first,
        key=session.AS,
        bind="query-params",
        filter_mode="contains",
    )
    if asked and asked not in labels:
        messages.warn(f"Nobody is “{plain(asked)}” now. You see this page as: {chosen}.")


def _as_at(today: date, *, asked: str | None) -> None:
    latest = today - timedelta(days=1)
    chosen = st.date_input(
        "As at",
        value=None,
        min_value=EARLIEST,
        max_value=latest,
        format="DD/MM/YYYY",
        key=session.AS_AT,
        bind="query-params",
        help="Choose an earlier day to see everything as it was recorded by then.",
    )
    # Some days that are written otherwise are understood all the same.
    if asked and chosen is None and not is_day(asked, latest):
        messages.warn(
            f"The address asks for “{plain(asked)}”, which is not a day before "
            f"{wording.day(today)}, such as 2022-03-01. You see today."
        )


def is_day(text: str, latest: date) -> bool:
    """Whether ``text``, from an address, is a day that can be asked for, such as 2022-03-01."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    # Python reads "20220301" as well, and Streamlit doesn't.
    return EARLIEST <= day <= latest and text == day.isoformat()
