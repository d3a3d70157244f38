"""What seems to be personal data: asked about once, and sent if somebody says so."""

from collections.abc import Callable
from typing import Any

from dashboard.components.form import Form
from tracker.errors import SeemsPersonal


def send(opened: Form, label: str, change: Callable[..., Any], **details: Any) -> None:
    """Draw the form's button, and after a refusal for personal data one that is sure.

    Args:
        details: As for ``Form.send``; ``change`` also takes ``is_sure``.
    """
    opened.send(label, change, **details)
    if isinstance(opened.refusal, SeemsPersonal):
        opened.send(f"{label} as it stands", change, **details | {"is_main": False}, is_sure=True)
