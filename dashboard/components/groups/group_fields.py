"""The fields of a group's forms, whether it is proposed or changed."""

from dashboard.components.form import Form
from dashboard.components.groups import group_facts
from dashboard.loaders import groups as group_loaders
from dashboard.view import Moment
from tracker.vocabulary import GroupKind

_KINDS = {kind: kind.label for kind in GroupKind}


def kind(opened: Form, now: GroupKind) -> None:
    """Draw the choice of its kind."""
    opened.choice("kind", "Kind", [*_KINDS], now, format_func=_KINDS.get)


def parent(opened: Form, moment: Moment, now: int | None) -> None:
    """Draw the choice of the group that it is a part of."""
    names = group_loaders.called(moment)
    label = "A part of which group? Empty: of none"
    opened.pick("parent_id", label, [*names], now, format_func=names.get)


def term(opened: Form, field: str, now: str = "", *, required: bool = False) -> None:
    """Draw one field of its terms of reference, by its name in ``group_facts.TERMS``."""
    more = ", one a line" if field == "deliverables" else ""
    opened.words(field, f"{group_facts.TERMS[field]}{more}", now, required=required)
