"""The filters of the list of groups."""

from dashboard.components import filters
from dashboard.components.filters import SEARCH, Choice
from tracker.analytics.groups import GroupSelection
from tracker.vocabulary import GroupKind, GroupState

# Names in the address, and of the fields that write them there.
KIND, STATE, OVERRUN = "group_kind", "group_state", "overrun"
NAMES = (SEARCH, KIND, STATE, OVERRUN)

_KINDS = {each.label: each.value for each in GroupKind}
_STATES = {each.label: each.value for each in GroupState}


def ask() -> GroupSelection:
    """Draw the fields, and return what they ask for."""
    search = filters.search("Words of a group or its purpose")
    chosen = filters.several(Choice(KIND, "Kind", _KINDS), Choice(STATE, "State", _STATES))
    overrun = filters.tick("Only groups past their end", OVERRUN)
    return GroupSelection(search, kinds=chosen[KIND], states=chosen[STATE], overrun=overrun)
