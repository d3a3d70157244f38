"""The filters of the list of posts."""

from collections.abc import Sequence

from dashboard.components import filters
from dashboard.components.filters import SEARCH, Choice
from dashboard.components.posts.champion_words import PROFESSION
from tracker.analytics.posts import PostSelection, PostState
from tracker.vocabulary import PostKind, Strand

# Names in the address, and of the fields that write them there.
STATE, KIND, STRAND, ORGANISATION = "post_state", "post_kind", "strand", "of"
NAMES = (SEARCH, STATE, KIND, STRAND, ORGANISATION)

_STATES = {each.label: each.value for each in PostState}
_KINDS = {each.label: each.value for each in PostKind}
_STRANDS = {each.label: each.value for each in Strand}


def ask(organisations: Sequence[str]) -> PostSelection:
    """Draw the fields, and return what they ask for.

    Args:
        organisations: The codes of those that have posts.
    """
    whose = {PROFESSION: "", **{code: code for code in organisations}}
    search = filters.search("Words of a post or an organisation")
    chosen = filters.several(
        Choice(STATE, "State", _STATES),
        Choice(KIND, "Kind", _KINDS),
        Choice(STRAND, "Strand", _STRANDS),
        Choice(ORGANISATION, "Whose post", whose),
    )
    return PostSelection(
        search=search,
        kinds=chosen[KIND],
        strands=chosen[STRAND],
        states=chosen[STATE],
        organisations=chosen[ORGANISATION],
    )
