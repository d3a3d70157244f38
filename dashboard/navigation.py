"""Every page, with the permission it needs, and the links between pages."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

import streamlit as st

from dashboard import session
from dashboard.view import View
from tracker import permissions, wording
from tracker.permissions import Actor
from tracker.vocabulary import ROLE_PERMISSIONS, Permission


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page.

    Attributes:
        name: Its address, and its file in ``app_pages/``.
        title: As the menu and the browser's tab say it.
        icon: A Material name; the font is served by this program.
        needs: What a reader must be allowed to do to open it.
        in_menu: Whether the menu lists it; a page about one thing is reached from that thing.
    """

    name: str
    title: str
    icon: str
    needs: Permission
    in_menu: bool = True

    @property
    def file(self) -> str:
        """Relative to ``dashboard/app.py``."""
        return f"app_pages/{self.name}.py"


OVERVIEW = PageSpec("overview", "Overview", "monitoring", Permission.PLAN_READ)
MY_UPDATES = PageSpec("my_updates", "My updates", "rate_review", Permission.UPDATE_READ)
ROUNDS = PageSpec("rounds", "Rounds", "event_repeat", Permission.UPDATE_READ)
STATUS = PageSpec("status", "Status", "traffic", Permission.UPDATE_READ)
PLAN = PageSpec("plan", "Plan", "view_timeline", Permission.PLAN_READ)
ACTION = PageSpec("action", "Action", "task_alt", Permission.PLAN_READ, in_menu=False)
STRATEGY = PageSpec("strategy", "Strategy", "flag", Permission.PLAN_READ)
GROUPS = PageSpec("groups", "Groups", "groups", Permission.GROUP_READ)
GROUP = PageSpec("group", "Group", "group", Permission.GROUP_READ, in_menu=False)
CHAMPIONS = PageSpec("champions", "Champions", "workspace_premium", Permission.COVERAGE_READ)
COVERAGE = PageSpec("coverage", "Coverage", "grid_on", Permission.COVERAGE_READ)
ORGANISATION = PageSpec(
    "organisation", "Organisation", "apartment", Permission.COVERAGE_READ, in_menu=False
)
WHAT_CHANGED = PageSpec("what_changed", "What changed", "difference", Permission.PLAN_READ)
SLIPS = PageSpec("slips", "Slips", "event_upcoming", Permission.HISTORY_READ)
ANSWER = PageSpec("answer", "Give feedback", "edit_note", Permission.FEEDBACK_GIVE)
SUGGESTIONS = PageSpec("suggestions", "Suggest", "lightbulb", Permission.SUGGESTION_MAKE)
YOU_SAID = PageSpec("you_said", "You said, we did", "campaign", Permission.PLAN_READ)
TRIAGE = PageSpec("triage", "Triage", "inbox", Permission.FEEDBACK_READ)
RESULTS = PageSpec("results", "Results", "insights", Permission.FEEDBACK_READ)
COMMENTS = PageSpec("comments", "Comments", "comment", Permission.COMMENT_MODERATE)
FEEDBACK = PageSpec("feedback", "Feedback rounds", "forum", Permission.FEEDBACK_RUN)
IMPORT_PLAN = PageSpec("import_plan", "Import", "upload_file", Permission.PLAN_IMPORT)
DIRECTORY = PageSpec("directory", "Directory", "contact_mail", Permission.PEOPLE_EDIT)
AUDIT = PageSpec("audit", "Audit", "history", Permission.AUDIT_READ)

# A flat list: with sections, the menu's lists are invalid and its headings mouse-only. The menu
# shows ten pages and the rest on one press, so what is opened every week comes first.
PAGES = (
    OVERVIEW,
    MY_UPDATES,
    WHAT_CHANGED,
    STATUS,
    PLAN,
    ACTION,
    SLIPS,
    ROUNDS,
    TRIAGE,
    RESULTS,
    YOU_SAID,
    ANSWER,
    SUGGESTIONS,
    GROUPS,
    GROUP,
    CHAMPIONS,
    COVERAGE,
    ORGANISATION,
    STRATEGY,
    FEEDBACK,
    COMMENTS,
    IMPORT_PLAN,
    DIRECTORY,
    AUDIT,
)


def pages_for(actor: Actor) -> list[st.Page]:
    """The pages as Streamlit wants them; one that ``actor`` may not open says who may."""
    return [_streamlit_page(page, actor) for page in PAGES]


def link(page: PageSpec, label: str, **query: str) -> None:
    """Draw a link to ``page``, unless this reader may not open it.

    Streamlit adds the role and the day by itself, because their widgets own them.
    """
    if permissions.can(session.current_actor(), page.needs):
        st.page_link(page.file, label=label, query_params=query)


def address(page: PageSpec, view: View, **query: str) -> str:
    """The whole address of ``page`` as ``view`` shows it, for links inside a table or a text."""
    path = "" if page is OVERVIEW else page.name
    return f"/{path}?{urlencode(query | session.in_address(view))}".removesuffix("?")


def _streamlit_page(page: PageSpec, actor: Actor) -> st.Page:
    # Each run needs pages of its own, because Streamlit marks the one that it runs; but to make
    # them all anew, looking for their files, would take a tenth of the whole run.
    return copy(_page_as_read(page, permissions.can(actor, page.needs)))


@cache
def _page_as_read(page: PageSpec, allowed: bool) -> st.Page:
    return st.Page(
        page.file if allowed else _refusal(page),
        title=page.title,
        icon=f":material/{page.icon}:",
        url_path=page.name,
        default=page is OVERVIEW,
        visibility="visible" if allowed and page.in_menu else "hidden",
    )


def _refusal(page: PageSpec) -> Callable[[], None]:
    roles = [role.label for role, may in ROLE_PERMISSIONS.items() if page.needs in may]

    def refused() -> None:
        st.title(page.title)
        st.error(f"Only the {wording.listing(roles, 'and the').lower()} can open this page.")

    return refused
