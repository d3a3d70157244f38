"""What an update shows for what it says: links, files, and those of the update it corrects."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from tracker.errors import InvalidChange
from tracker.evidence import EvidenceFile, media_type_of
from tracker.models import Action, Evidence, Update
from tracker.services._finding import file_name_of, get, link_of

MOST_EVIDENCE = 5


def pieces_of(
    session: Session,
    action: Action,
    *,
    links: Sequence[str],
    files: Sequence[EvidenceFile],
    kept_files: Sequence[int],
) -> list[dict[str, Any]]:
    """The fields of each piece of evidence; refuses what can't be kept.

    Args:
        kept_files: Ids of the evidence of earlier updates of ``action``.
    """
    given = [link_of(link, field="links") for link in links if link.strip()]
    kept = [*dict.fromkeys(kept_files)]
    if len(given) + len(kept) + len(files) > MOST_EVIDENCE:
        raise InvalidChange(f"Give at most {MOST_EVIDENCE} links and files.", field="links")
    return [
        *({"name": link[:200], "link": link} for link in given),
        *(_copy(session, action, evidence_id) for evidence_id in kept),
        *(_fields(file) for file in files),
    ]


def _copy(session: Session, action: Action, evidence_id: int) -> dict[str, Any]:
    """The fields of a file that an earlier update of the action has; that one keeps its own."""
    found = get(session, Evidence, evidence_id)
    update = session.get_one(Update, found.update_id) if found else None
    is_own = update is not None and update.action_id == action.id
    if found is None or found.content is None or not is_own:
        raise InvalidChange(f"This is no file of an answer for {action.ref}.", field="kept_files")
    return {name: getattr(found, name) for name in ("name", "media_type", "size", "content")}


def _fields(file: EvidenceFile) -> dict[str, Any]:
    return {
        "name": file_name_of(file.name, field="files"),
        "media_type": media_type_of(file.name, file.content),
        "size": len(file.content),
        "content": file.content,
    }
