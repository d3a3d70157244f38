"""The settings, read from ``TRACKER_...`` variables. A bad value stops the program, in words."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tracker.errors import SettingsError

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseSettings):
    """Everything that may differ between two installations.

    Attributes:
        database_url: An SQLAlchemy address; SQLite in one file, or PostgreSQL through psycopg.
        demo: Serve the demo: its own data, its own clock, and the "view as" switch.
        local: Serve one's own plan on one's own machine: the "view as" switch, and nothing else.
        address: The address to listen on; anything but this machine needs sign-in.
        port: The port to listen on.
    """

    model_config = SettingsConfigDict(env_prefix="TRACKER_", extra="ignore")

    database_url: str = f"sqlite:///{Path('var') / 'tracker.db'}"
    demo: bool = False
    local: bool = False
    address: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)


VARIABLES = tuple(f"TRACKER_{name.upper()}" for name in Settings.model_fields)


def load() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: A value has the wrong form; the message names the variable.
    """
    return _read(tuple(os.environ.get(name) for name in VARIABLES))


# Every run of a page asks several times: the variables are looked at, and only read when changed.
@lru_cache(maxsize=1)
def _read(_values: tuple[str | None, ...]) -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"TRACKER_{str(fault['loc'][0]).upper()} is {fault['input']!r}: {fault['msg']}."
            for fault in error.errors()
        ]
        raise SettingsError(" ".join(faults)) from None


def check_serving(settings: Settings) -> None:
    """Refuse to serve when nothing says who is looking.

    Raises:
        SettingsError: Neither mode is on, both are, or the address can be reached from outside.
    """
    if settings.demo == settings.local:
        raise SettingsError(
            "Nothing says who is looking. Set TRACKER_DEMO=1 to serve the demo, or TRACKER_LOCAL=1 "
            "to use your own plan on this machine (one of them, not both)."
        )
    if settings.address not in LOOPBACK:
        raise SettingsError(
            f"TRACKER_ADDRESS is {settings.address!r}, which other machines can reach, but this "
            "way of serving lets every visitor choose their role. Set it to 127.0.0.1."
        )
