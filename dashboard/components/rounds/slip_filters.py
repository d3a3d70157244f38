"""The filters of the slip ledger."""

from dashboard.components import filters
from dashboard.components.filters import SEARCH, THEME, Choice
from tracker.analytics.slips import Agreement, MoveSelection

# Names in the address, and of the fields that write them there.
AGREEMENT, OFTEN = "agreement", "often"
NAMES = (SEARCH, THEME, AGREEMENT, OFTEN)

_AGREEMENTS = {agreement.label: agreement.value for agreement in Agreement}


def ask(themes: dict[str, str]) -> MoveSelection:
    """Draw the fields, and return what they ask for.

    Args:
        themes: Their codes, by what the field calls them.
    """
    search = filters.search("Milestone, reason, deadline or name")
    chosen = filters.several(
        Choice(THEME, "Theme", themes), Choice(AGREEMENT, "Agreement", _AGREEMENTS)
    )
    often = filters.tick("Only dates that moved twice or more", OFTEN)
    return MoveSelection(search, themes=chosen[THEME], agreements=chosen[AGREEMENT], often=often)
