"""The plan that loaders give is shared by everybody who looks: no page may change it."""

import pytest
from pandas.testing import assert_frame_equal

from dashboard import loaders, navigation, session
from tests.dashboard.app_pages import plans
from tracker.db import transaction
from tracker.queries.progress import plan_on

TABLES = ("themes", "objectives", "measures", "actions", "recurrences", "milestones")


@pytest.mark.parametrize("page", navigation.PAGES, ids=lambda page: page.name)
def test_a_page_leaves_the_plan_as_it_was_read(page, open_page, engine):
    with transaction(engine) as db:
        plans.make_plan(db)
    before = loaders.plan(session.moment())
    open_page(page, ref="DATA-A1")
    with transaction(engine, writes=False) as db:
        anew = plan_on(db, day=session.moment().day)
    assert loaders.plan(session.moment()) is before
    for table in TABLES:
        assert_frame_equal(getattr(before, table), getattr(anew, table))
