"""Who backs a suggestion: known again, and named nowhere."""

import hmac

from tracker import ballots, settings
from tracker.permissions import Actor

HASH_BYTES = 16


def fingerprint(actor: Actor) -> str:
    """The keyed hash of whoever backs suggestions: the same for all of them.

    So somebody who backs two that are joined later counts once. Who they are can only be tried
    out by whoever has both the database and the feedback secret, which isn't in it.
    """
    subject = ballots.subject_of(actor).encode()
    digest = hmac.digest(settings.load().feedback_key, b"backing:" + subject, "sha256")
    return digest[:HASH_BYTES].hex()
