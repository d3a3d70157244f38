"""The filters of the plan."""

from dashboard.components import filters
from dashboard.components.filters import SEARCH, STATE, THEME, Choice
from dashboard.loaders.plan import FilterChoices
from tracker.analytics.outline import Selection
from tracker.vocabulary import ActionState, Standing

# Names in the address, and of the fields that write them there.
STANDING, ACCOUNTABLE = "standing", "accountable"
NAMES = (SEARCH, THEME, STANDING, STATE, ACCOUNTABLE)

_STANDINGS = {standing.label: standing.value for standing in Standing}
_STATES = {state.label: state.value for state in ActionState}


def ask(choices: FilterChoices) -> Selection:
    """Draw the fields, and return what they ask for."""
    search = filters.search("Words of an action, objective, theme, body or lead")
    chosen = filters.several(
        Choice(THEME, "Theme", choices.themes),
        Choice(STANDING, "Standing", _STANDINGS),
        Choice(STATE, "State", _STATES),
        Choice(ACCOUNTABLE, "Accountable", {body: body for body in choices.accountables}),
    )
    return Selection(
        search=search,
        themes=chosen[THEME],
        standings=chosen[STANDING],
        states=chosen[STATE],
        accountables=chosen[ACCOUNTABLE],
    )
