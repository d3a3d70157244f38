"""Opaque and signed words in addresses: whoever has one may do the one thing that it is for."""

import hmac
import secrets
from hashlib import sha256


def new_token() -> str:
    """A word that nobody can guess, fit for an address; tell it once and keep its fingerprint."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is kept of a token: known from it, but never the way back (64 characters)."""
    return sha256(token.encode()).hexdigest()


def sign(key: str, purpose: str, name: str) -> str:
    """``name`` with a signature by ``key`` that is good for one purpose: ``"7-3f0c..."``.

    Args:
        name: Letters, digits and hyphens.
    """
    return f"{name}-{_signature(key, purpose, name)}"


def signed_name(key: str, purpose: str, token: str) -> str | None:
    """The name that ``sign`` put into ``token``; ``None`` when it was made in any other way."""
    name, _, signature = token.rpartition("-")
    right = _signature(key, purpose, name)
    return name if hmac.compare_digest(signature.encode(), right.encode()) else None


def _signature(key: str, purpose: str, name: str) -> str:
    return hmac.new(key.encode(), f"{purpose}:{name}".encode(), sha256).hexdigest()
