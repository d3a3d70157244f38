"""Changes asked for on a screen: one transaction each, and a refusal is an answer."""

from collections.abc import Callable
from typing import Any

from dashboard import session
from tracker.db import transaction
from tracker.errors import NotAllowed, TrackerError
from tracker.queries import versions


def attempt(change: Callable[..., Any], **details: Any) -> TrackerError | None:
    """Have ``change``, a service of ``tracker``, done by whoever is looking, now.

    Returns:
        Why it was refused, fit to be shown; ``None`` when it is done.
    """
    try:
        _do(change, details)
    except TrackerError as refusal:
        return refusal
    return None


def _do(change: Callable[..., Any], details: dict[str, Any]) -> None:
    if not session.can_change():
        raise NotAllowed("An earlier day can be read, but not changed. Go back to today first.")
    with transaction(session.engine()) as db:
        now = versions.clock(db).now()
        change(db, actor=session.current_actor(), now=now, **details)
