"""The settings, read from ``TRACKER_...`` variables. A bad value stops the program, in words."""

import os
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from tracker import emails
from tracker.errors import SettingsError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
SHORTEST_SECRET = 32  # characters
# The fault of a default that is made of another value, which is the one that is wrong.
_FOLLOWS = "default_factory_not_called"


class Settings(BaseSettings):
    """Everything that may differ between two installations.

    Attributes:
        database_url: An SQLAlchemy address; SQLite in one file, or PostgreSQL through psycopg.
        demo: Serve the demo: its own data, its own clock, and the "view as" switch.
        local: Serve one's own plan on one's own machine: the "view as" switch, and nothing else.
        address: The address to listen on; anything but this machine needs sign-in.
        port: The port to listen on.
        public_url: Where people reach the program, for links in mails and calendars; not set: on
            this machine, at ``port``.
        smtp_host, smtp_port: The server that mails are handed to; no host: none are sent.
        smtp_from: The address that mails come from.
        smtp_user, smtp_password: What the mail server asks for, if anything.
        smtp_starttls: Whether the connection to the mail server is encrypted first.
        fewest_respondents: Opinions of fewer people are withheld; at least 5.
        fewest_people: Counts of fewer people are withheld; at least 3.
        feedback_words_months: How long after its round has closed a free text is kept.
        feedback_secret: What answers to open rounds of questions are sealed with, beside a key in
            the database; whoever has both could tell who said what.
    """

    model_config = SettingsConfigDict(env_prefix="TRACKER_", extra="ignore")

    database_url: str = f"sqlite:///{Path('var') / 'tracker.db'}"
    demo: bool = False
    local: bool = False
    address: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    public_url: str = Field(default_factory=lambda given: f"http://127.0.0.1:{given['port']}")
    smtp_host: str = ""
    smtp_port: int = Field(default=25, ge=1, le=65535)
    smtp_from: str = ""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    feedback_secret: SecretStr = SecretStr("")
    fewest_respondents: int = Field(default=10, ge=5)
    fewest_people: int = Field(default=5, ge=3)
    feedback_words_months: int = Field(default=24, ge=1, le=120)

    @field_validator("public_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("feedback_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value) < SHORTEST_SECRET:
            raise ValueError(f"write at least {SHORTEST_SECRET} characters that nobody can guess")
        return value

    @property
    def feedback_key(self) -> bytes:
        """``feedback_secret``; without one, a word that keeps nothing from anybody."""
        return (self.feedback_secret.get_secret_value() or "no secret is set").encode()

    @property
    def public_host(self) -> str:
        """The host of ``public_url``, as the requests of browsers name it."""
        host = urlsplit(self.public_url).hostname or ""
        return f"[{host}]" if ":" in host else host


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
            f"TRACKER_{str(fault['loc'][0]).upper()} is {_shown(fault)}: {fault['msg']}."
            for fault in error.errors()
            if fault["type"] != _FOLLOWS
        ]
        raise SettingsError(" ".join(faults)) from None


def _shown(fault: ErrorDetails) -> str:
    """What was given, unless it is nobody's to read."""
    is_secret = Settings.model_fields[str(fault["loc"][0])].annotation is SecretStr
    return "not usable" if is_secret else repr(fault["input"])


def check_serving(settings: Settings) -> None:
    """Refuse to serve when nothing says who is looking.

    Raises:
        SettingsError: Neither mode is on, both are, the address can be reached from outside, or
            TRACKER_PUBLIC_URL is no web address.
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
    check_public_url(settings)


def check_mailing(settings: Settings) -> None:
    """Refuse to send mail that couldn't arrive, or whose links would lead nowhere.

    Raises:
        SettingsError: A value is missing or wrong; the message names the variable.
    """
    if settings.demo:
        raise SettingsError("The demo sends no mail. Add --dry-run to see what it would send.")
    if not settings.smtp_host:
        raise SettingsError("TRACKER_SMTP_HOST is not set: name the server that takes mail.")
    if not emails.is_address(settings.smtp_from):
        raise SettingsError(
            f"TRACKER_SMTP_FROM is {settings.smtp_from!r}: write the e-mail address that mails "
            "come from."
        )
    check_public_url(settings)
    in_clear = not settings.smtp_starttls and settings.smtp_host not in LOOPBACK
    if settings.smtp_user and in_clear:
        raise SettingsError(
            "TRACKER_SMTP_USER is set, but its password would cross the network in the clear. "
            "Set TRACKER_SMTP_STARTTLS=1."
        )


def check_public_url(settings: Settings) -> None:
    """Refuse an address to which links couldn't be made.

    Raises:
        SettingsError: TRACKER_PUBLIC_URL is no web address.
    """
    try:
        address = urlsplit(settings.public_url)
        is_right = address.scheme in ("http", "https") and bool(address.hostname)
        is_right = is_right and not (address.query or address.fragment or address.username)
        is_right = is_right and "*" not in address.netloc  # it would stand for every host
    except ValueError:  # such as https://[
        is_right = False
    if not is_right or not settings.public_url.isprintable() or " " in settings.public_url:
        raise SettingsError(
            f"TRACKER_PUBLIC_URL is {settings.public_url!r}: write where people reach the "
            "program, such as https://tracker.example.org."
        )
