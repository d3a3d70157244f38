"""The filters of the status page."""

from dashboard.components import filters
from dashboard.components.filters import THEME, Choice
from tracker.analytics.statuses import StatusSelection
from tracker.vocabulary import REPORTED, Status

# Names in the address, and of the fields that write them there.
SAID, JUDGED, STALE = "reported", "assessed", "stale"
NAMES = (THEME, SAID, JUDGED, STALE)

_REPORTED = {status.label: status.value for status in REPORTED}
_ASSESSED = {status.label: status.value for status in Status}


def ask(themes: dict[str, str]) -> StatusSelection:
    """Draw the fields, and return what they ask for.

    Args:
        themes: Their codes, by what the field calls them.
    """
    chosen = filters.several(
        Choice(THEME, "Theme", themes),
        Choice(SAID, "Reported", _REPORTED),
        Choice(JUDGED, "Assessed", _ASSESSED),
    )
    stale = filters.tick("Only stale statuses", STALE)
    return StatusSelection(chosen[THEME], chosen[SAID], chosen[JUDGED], stale)
