"""How a reminder reads: one mail, as plain text and as HTML."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from tracker import page_links, tokens, wording
from tracker.queries.people import TURN_OFF, PersonFacts
from tracker.reminders.due import Due
from tracker.reminders.notices import Notice

SENDER = "Inclusion tracker"

_TEMPLATES = Environment(
    loader=PackageLoader("tracker.reminders"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals |= {"day": wording.day, "count": wording.count}
# A long address in a header is left whole: folded, it would no longer be one.
_POLICY = SMTP.clone(max_line_length=990)


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that a reminder leads to.

    Attributes:
        public_url: Where people reach the program, without a slash at the end.
        key: Signs the address that turns reminders off.
    """

    public_url: str
    key: str

    def my_updates(self, post: str, ref: str = "") -> str:
        """The list of a lead's answers; with ``ref``, the form of that action is open."""
        return page_links.my_updates(self.public_url, post, ref)

    def of_notice(self, notice: Notice) -> str:
        """Where what a notice tells of is settled."""
        return page_links.of_page(
            self.public_url, notice.page, notice.office, **dict(notice.asks_for)
        )

    def turn_off(self, person: PersonFacts) -> str:
        """Where a person turns their reminders off, without signing in."""
        return f"{self.public_url}/reminders/off/{tokens.sign(self.key, TURN_OFF, person.handle)}"


def compose(due: Due, *, links: Links, sender: str, now: datetime) -> EmailMessage:
    """The mail that tells a person what they have due.

    Args:
        sender: The address it comes from.
    """
    off = links.turn_off(due.person)
    values = {
        **{"due": due, "person": due.person, "round": due.round, "links": links, "off": off},
        "because": _because(due),
    }
    mail = EmailMessage(policy=_POLICY)
    for name, value in _headers(due, off, sender, now).items():
        mail[name] = value
    mail.set_content(_TEMPLATES.get_template("reminder.txt").render(values))
    mail.add_alternative(_TEMPLATES.get_template("reminder.html").render(values), subtype="html")
    return mail


def _subject(due: Due) -> str:
    if due.actions:
        needed = wording.count(len(due.actions), "action needs", "actions need")
        return f"{needed} you by {wording.day(due.round.answers_until)}: round {due.round.number}"
    told = wording.count(len(due.notices), "thing")
    return f"{told} to settle before the meeting on {wording.day(due.round.meeting_on)}"


def _because(due: Due) -> str:
    """Why this person gets it, as the end of a sentence."""
    if due.posts:
        return f"the plan names your post, {', '.join(due.posts)}, as responsible"
    return "you hold a post or chair a group"


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail that ``compose`` made."""
    body = mail.get_body(("plain",))
    assert body is not None  # every mail made here has one
    return str(body.get_content())


def _headers(due: Due, off: str, sender: str, now: datetime) -> dict[str, str | Address]:
    # What people typed goes into headers on one line: with a line break it could begin another.
    name = " ".join(due.person.name.split())
    headers: dict[str, str | Address] = {
        "From": Address(SENDER, addr_spec=sender),
        "To": Address(name, addr_spec=due.person.email),
        "Subject": _subject(due),
        "Date": format_datetime(now),
        "Message-ID": make_msgid(domain=sender.rpartition("@")[2]),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{off}>",
    }
    if off.startswith("https://"):  # mail programs may then do it with one click
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
