"""The plan that loaders give is shared by everybody who looks: no page may change it."""

from dataclasses import replace
from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from dashboard import navigation, session
from dashboard.loaders import plan as plan_loaders
from tests.dashboard.app_pages import plans
from tracker.db import transaction
from tracker.queries.progress import plan_on

TABLES = ("themes", "objectives", "measures", "actions", "recurrences", "milestones")


@pytest.mark.parametrize("page", navigation.PAGES, ids=lambda page: page.name)
def test_a_page_leaves_the_plan_as_it_was_read(page, open_page, engine):
    with transaction(engine) as db:
        plans.make_plan(db)
    before = plan_loaders.plan(session.moment())
    open_page(page, ref="DATA-A1")
    with transaction(engine, writes=False) as db:
        anew = plan_on(db, day=session.moment().day)
    assert plan_loaders.plan(session.moment()) is before
    for table in TABLES:
        assert_frame_equal(getattr(before, table), getattr(anew, table))


def test_what_is_changed_today_leaves_an_earlier_day_as_it_was_read(engine):
    with transaction(engine) as db:
        plans.make_plan(db)
    past = replace(session.moment(), as_at=date(2022, 7, 1))
    before = plan_loaders.plan(past)
    with transaction(engine) as db:
        plans.complete(db, "DATA-A2", on=date(2022, 8, 1))
        anew = plan_on(db, day=past.day, as_at=past.day)
    after = plan_loaders.plan(replace(session.moment(), as_at=past.as_at))
    assert after is before
    for table in TABLES:
        was, is_ = (
            getattr(plan, table).drop(columns="version", errors="ignore") for plan in (before, anew)
        )
        assert_frame_equal(was, is_)
