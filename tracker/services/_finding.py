"""How services find what they are asked to change, and check the words people give them."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from tracker.errors import EditConflict, InvalidChange, NotFound
from tracker.models import Action, AuditEntry, Edited, Strategy
from tracker.wording import is_showable, one_line

Found = TypeVar("Found", bound=Edited)
Kept = TypeVar("Kept")

LONGEST_NAME = 200  # also of titles and posts, as their columns have it
SHORTEST_REASON = 3
LONGEST_REASON = 500
LONGEST_LINK = 500
LARGEST_ID = 2**31 - 1  # no database gives a larger one, and PostgreSQL won't even look for it
# How many entries are looked through for who changed something last.
LOOK_BACK = 200


def current_strategy(session: Session) -> Strategy:
    """The current strategy; raises ``NotFound`` before there is one."""
    strategy = session.exec(select(Strategy).where(Strategy.is_current)).one_or_none()
    if strategy is None:
        raise NotFound("There is no strategy yet. Import a plan first.")
    return strategy


def get(session: Session, model: type[Kept], id_: int) -> Kept | None:
    """The record with this key, if there is one, whatever number it is asked for by."""
    return session.get(model, id_) if 0 < id_ <= LARGEST_ID else None


def find(session: Session, model: type[Found], id_: int, *, version: int | None = None) -> Found:
    """The record, as the person saw it.

    Raises:
        NotFound: There is none.
        EditConflict: It has changed since the person opened version ``version``.
    """
    found = get(session, model, id_)
    if found is None:
        what = str(model.__tablename__).replace("_", " ")
        raise NotFound(f"There is no such {what} any more.")
    if version is not None and found.version != version:
        raise overtaken(_latest_change(session, found))
    return found


def overtaken(latest_change: str = "") -> EditConflict:
    """What the second of two people who change the same thing is told.

    Args:
        latest_change: Who changed it and how, as the end of a sentence, where that is known.
    """
    return EditConflict(
        f"This was changed while you had it open{latest_change}. "
        "What you typed is kept: compare it with what stands there now, then send it again."
    )


def find_action(session: Session, ref: str) -> Action:
    """The action of the current strategy with this reference; raises ``NotFound``."""
    strategy = current_strategy(session)
    action = session.exec(
        select(Action).where(Action.strategy_id == strategy.id, Action.ref == ref.strip().upper())
    ).one_or_none()
    if action is None:
        raise NotFound(f"There is no action {ref} in the plan.")
    return action


def _latest_change(session: Session, found: Edited) -> str:
    """Who changed it last and how, as the end of a sentence; empty when that was long ago."""
    own = {"record": found.__tablename__, "id": found.id}
    latest = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(LOOK_BACK))
    for entry in latest:
        if any(own.items() <= change.items() for change in entry.changes):
            return f' ({entry.actor}: "{entry.sentence}")'
    return ""


def reason_of(text: str, *, field: str = "reason", required: bool = True) -> str:
    """The reason without its outer blanks; raises ``InvalidChange`` when it says nothing."""
    reason = _storable(text, field)
    if required and len(reason) < SHORTEST_REASON:
        raise InvalidChange("Say why, in a few words: the history shows it.", field=field)
    if len(reason) > LONGEST_REASON:
        raise InvalidChange(
            f"The reason has {len(reason):,} characters. Keep it to {LONGEST_REASON:,}.",
            field=field,
        )
    return reason


def _storable(text: str, field: str) -> str:
    """``text`` without its outer blanks, its lines ended alike; refuses what no screen shows."""
    if not is_showable(text):
        raise InvalidChange(
            "This text holds a character that can't be kept. Type it anew.", field=field
        )
    return "\n".join(text.splitlines()).strip()


def text_of(
    text: str, name: str, *, field: str, most: int = LONGEST_NAME, required: bool = True
) -> str:
    """A text without its outer blanks; raises ``InvalidChange`` when empty or too long.

    Args:
        name: What it is, as the beginning of a sentence.
        most: Its length in characters; that of a name, unless it is a longer text.
    """
    value = _storable(text, field)
    if required and not value:
        raise InvalidChange(f"{name} is missing.", field=field)
    if len(value) > most:
        raise InvalidChange(
            f"{name} has {len(value):,} characters. Keep it to {most:,}.", field=field
        )
    return value


def line_of(
    text: str, name: str, *, field: str, most: int = LONGEST_NAME, required: bool = True
) -> str:
    """As ``text_of``, on one line: names stand in titles and headers, and come back from files."""
    return one_line(text_of(text, name, field=field, most=most, required=required))


def link_of(text: str, *, field: str) -> str:
    """A web address, or nothing; raises ``InvalidChange`` for anything else."""
    link = _storable(text, field)
    try:
        address = urlsplit(link)
        is_whole = bool(address.hostname) and not any(sign.isspace() for sign in link)
        is_web = address.scheme in ("http", "https") and is_whole
    except ValueError:  # such as https://[
        is_web = False
    if link and not is_web:
        raise InvalidChange(
            "This is not a link. Paste an address that begins with https://.", field=field
        )
    if len(link) > LONGEST_LINK:
        raise InvalidChange(
            f"This link is too long: {LONGEST_LINK} characters at most.", field=field
        )
    return link


def file_name_of(name: str, *, field: str) -> str:
    """A file's name without what changes how it is read: line breaks, marks that turn letters."""
    printable = "".join(sign for sign in name if sign.isprintable())
    return text_of(printable, "The file's name", field=field)


def next_ref(stem: str, refs: Sequence[str]) -> str:
    """The first free number after those in use: ``("DATA-A", ["DATA-A2"])`` as ``"DATA-A3"``."""
    numbers = [int(ref.removeprefix(stem)) for ref in refs if ref.removeprefix(stem).isdigit()]
    return f"{stem}{max(numbers, default=0) + 1}"
