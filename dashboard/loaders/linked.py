"""The cached read of what members said links in the plan: all that changes in it with the plan."""

from dashboard.loaders.base import kept, reading
from dashboard.view import Moment
from tracker.analytics.replies import Linked
from tracker.areas import Area
from tracker.queries.linked import read_linked


@kept(Area.FEEDBACK, Area.PLAN)
def linked(moment: Moment) -> Linked:
    """The plan's themes, and the actions that replies link, as ``read_linked`` gives them."""
    with reading() as db:
        return read_linked(db, as_at=moment.as_at)
