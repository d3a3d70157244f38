"""A large invented plan, for measuring."""

from datetime import datetime

from sqlmodel import Session


def fill(session: Session, *, actions: int, history: int, now: datetime, seed: int = 1) -> None:
    """Fill an empty database with a large invented plan."""
    raise NotImplementedError
