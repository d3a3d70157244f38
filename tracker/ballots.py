"""The ballot box of an open round: what was said and by whom, told by nobody, not even by us.

Rows of their own would show by their order who said what. So everything lies in one box: the
responses by their random keys, and keyed hashes of those who have answered. The whole is sealed
anew with every response, padded, so that neither the database nor an old copy of it shows what
was added. To open it takes the box's own key, destroyed when the round closes, and a secret that
isn't in the database.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from tracker import db, settings
from tracker.errors import InvalidChange, SettingsError
from tracker.models import BallotBox
from tracker.permissions import Actor

KEY_BYTES = 32
HASH_BYTES = 16
_LENGTH_BYTES, _NONCE_BYTES = 8, 12
# The longest response is shorter, so a box that has grown tells no more than that it was given
# one: 10 texts of 2,000 characters take 80,000 bytes.
PADDED_TO = 128 * 1024


@dataclass(slots=True)
class Ballot:
    """One response, as it lies in the box.

    Attributes:
        key: Random, 32 hexadecimal digits.
        answers: A number or a text for each question answered, by the question's id.
    """

    key: str
    group_id: int
    answers: dict[int, int | str]


def subject_of(actor: Actor) -> str:
    """Who somebody is when they answer: once a round, in whatever role."""
    return actor.name


def put_out(session: Session, round_id: int) -> None:
    """Put out an empty box for a round."""
    box = BallotBox(round_id=round_id, key=secrets.token_bytes(KEY_BYTES), sealed=b"")
    _close(box, {"participation": [], "responses": []})
    session.add(box)
    session.flush()


def cast(
    session: Session,
    round_id: int,
    *,
    subject: str,
    group_id: int,
    answers: dict[int, int | str],
) -> None:
    """Put a response in. The transaction writes, so one comes after the other.

    Args:
        subject: Who answers; only a keyed hash of it is kept, and apart from the response.

    Raises:
        InvalidChange: They have answered already, or the box is gone.
        SettingsError: The secret is another than the one it was sealed with.
    """
    box = _box(session, round_id)
    inside = _open(box)
    who = _hash(box, subject)
    if who in inside["participation"]:
        raise InvalidChange(
            "You have answered this round already, perhaps in another window. Each member answers "
            "once, and what was sent first counts."
        )
    response = [secrets.token_hex(16), group_id, sorted(answers.items())]
    _close(
        box,
        {
            "participation": sorted([*inside["participation"], who]),
            "responses": sorted([*inside["responses"], response], key=lambda each: str(each[0])),
        },
    )
    session.flush()


def has_answered(session: Session, round_id: int, *, subject: str) -> bool:
    """Whether ``subject`` has answered an open round; ``False`` where there is no box."""
    box = session.get(BallotBox, round_id)
    return box is not None and _hash(box, subject) in _open(box)["participation"]


def count(session: Session, round_id: int) -> int:
    """How many have answered an open round; 0 where there is no box."""
    box = session.get(BallotBox, round_id)
    return len(_open(box)["responses"]) if box else 0


def empty(session: Session, round_id: int) -> list[Ballot]:
    """Take everything out, by the random keys, and destroy the box, its key and its traces."""
    box = _box(session, round_id)
    ballots = [
        Ballot(key, group_id, dict(answers)) for key, group_id, answers in _open(box)["responses"]
    ]
    session.delete(box)
    session.flush()
    db.wipe_afterwards(session)
    return ballots


def _box(session: Session, round_id: int) -> BallotBox:
    box = session.get(BallotBox, round_id)
    if box is None:
        raise InvalidChange("This round does not take answers.")
    return box


def _hash(box: BallotBox, subject: str) -> str:
    """Who somebody is to this round alone: the same person is another in the next."""
    digest = hmac.digest(_derived(box, b"participation"), subject.encode(), "sha256")
    return digest[:HASH_BYTES].hex()


def _derived(box: BallotBox, purpose: bytes) -> bytes:
    return hmac.digest(settings.load().feedback_key, purpose + b":" + box.key, "sha256")


def _close(box: BallotBox, inside: dict[str, Any]) -> None:
    """Seal the box: padded, and encrypted under a number that is used once."""
    written = json.dumps(inside, ensure_ascii=False, separators=(",", ":")).encode()
    plain = len(written).to_bytes(_LENGTH_BYTES) + written
    plain += bytes(-len(plain) % PADDED_TO)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    box.sealed = nonce + _cipher(box).encrypt(nonce, plain, None)


def _open(box: BallotBox) -> dict[str, Any]:
    nonce, hidden = box.sealed[:_NONCE_BYTES], box.sealed[_NONCE_BYTES:]
    try:
        plain = _cipher(box).decrypt(nonce, hidden, None)
    except (InvalidTag, ValueError):
        raise SettingsError(
            "The answers of this round were sealed with another TRACKER_FEEDBACK_SECRET than the "
            "one set now. None is lost: set that one again."
        ) from None
    length = int.from_bytes(plain[:_LENGTH_BYTES])
    inside: dict[str, Any] = json.loads(plain[_LENGTH_BYTES : _LENGTH_BYTES + length])
    return inside


def _cipher(box: BallotBox) -> AESGCM:
    return AESGCM(_derived(box, b"seal"))
