"""What replies link in the plan, for tests."""

from tracker.analytics.replies import Linked, LinkedAction, LinkedTheme
from tracker.vocabulary import ActionState

# A theme, and an action in every state.
LINKED = Linked(
    themes={1: LinkedTheme("DATA", "Data")},
    actions={
        id_: LinkedAction("DATA-A1", "Work", state.value)
        for id_, state in enumerate(ActionState, start=1)
    },
)


def action_in(state=None):
    """The key of the action in ``LINKED`` that is in this state."""
    return next((id_ for id_, action in LINKED.actions.items() if action.state == state), None)
