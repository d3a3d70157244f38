"""The one way of doing forms: nothing typed is lost until the rules have taken it.

    with form.opened(f"{place}.drop", version=milestone.version, place=place) as drop:
        drop.text("reason", "Why is it dropped?", required=True)
        drop.send("Drop it", milestones.drop_milestone, said="Dropped.", milestone_id=milestone.id)

A field is called what the service calls its argument: so the form knows what to hand over, and
beside which field a refusal belongs. Sending is one transaction and one run of the page.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import streamlit as st

from dashboard import commands, formats
from dashboard.components import messages
from dashboard.markdown import plain
from tracker.errors import EditConflict, InvalidChange, TrackerError

_RESULT = "form.result"


@contextmanager
def opened(
    key: str, *, version: int | None = None, place: str = "", closes: str = ""
) -> Iterator["Form"]:
    """Draw a form around what the block draws; its frame is its surroundings'.

    Args:
        key: Unique on the page; prefixes the keys of its fields.
        version: Of the record it changes; ``None`` when it adds one.
        place: Where ``show_result`` says what came of it; "" says it above the page.
        closes: The key of the choice that opened it, taken back once it is done.
    """
    with st.form(key, border=False):
        yield Form(key, version=version, place=place, closes=closes)


def choose(
    label: str, options: Sequence[str], *, key: str, is_label_shown: bool = False
) -> str | None:
    """Ask what is to be done; the form for it opens underneath. Nothing is chosen at first.

    A label is also read out as it stands here, so it holds no Markdown.
    """
    # What was chosen stays, and with it what was typed, when somebody else was faster.
    chosen = st.session_state.get(key)
    offered = [*options] if chosen is None or chosen in options else [*options, chosen]
    visibility = "visible" if is_label_shown else "collapsed"
    return st.pills(label, offered, key=key, label_visibility=visibility)


def show_result(place: str) -> None:
    """Say, once, what came of a form of this place; announced politely (role=status)."""
    result = st.session_state.get(_RESULT)
    if result and result["place"] == place:
        del st.session_state[_RESULT]
        st.success(plain(result["sentence"]), icon=":material/check_circle:")


class Form:
    """The fields of one form, in the order in which they are drawn."""

    def __init__(self, key: str, *, version: int | None, place: str, closes: str) -> None:
        self.key = key
        self.fields: list[str] = []
        self._version = version
        self._place = place
        self._closes = closes
        # A version, and a refusal; kept over runs, and forgotten when the form is opened anew.
        self._memory: dict[str, Any] = st.session_state.setdefault(f"{key}:memory", {})
        self._days: list[str] = []
        self._is_said = False

    @property
    def refusal(self) -> TrackerError | None:
        """Why it was refused when it was sent last."""
        return self._memory.get("refusal")

    def text(self, field: str, label: str, value: str = "", **more: Any) -> None:
        """A field of one line; ``value`` is what the record says now."""
        key = self._begin(field, value)
        st.text_input(label, key=key, **more)
        self._end(field, now=value)

    def words(self, field: str, label: str, value: str = "", **more: Any) -> None:
        """A field of several lines."""
        key = self._begin(field, value)
        st.text_area(label, key=key, **more)
        self._end(field, now=value)

    def number(self, field: str, label: str, value: float, **more: Any) -> None:
        """A field for a number."""
        key = self._begin(field, value)
        st.number_input(label, key=key, **more)
        self._end(field, now=value)

    def day(self, field: str, label: str, value: date | None, *, required: bool = False) -> None:
        """A field for a day. A required one isn't recorded yet: ``value`` is what is likely."""
        key = self._begin(field, value)
        st.date_input(label, key=key, value=None, format="DD/MM/YYYY", required=required)
        self._end(field, now=None if required else value)
        if required:
            self._days.append(field)

    def send(self, label: str, change: Callable[..., Any], *, said: str, **details: Any) -> None:
        """Draw the button that has ``change`` done with the fields and ``details``.

        Args:
            said: What is said when it is done.
        """
        if self.refusal and not self._is_said:
            messages.show_error(self.refusal)
        if self._version is not None:
            details["version"] = self._memory.setdefault("version", self._version)
        st.form_submit_button(
            label, type="primary", on_click=self._sent, args=(change, details, said)
        )

    def _begin(self, field: str, value: Any) -> str:
        key = self._key(field)
        if key not in st.session_state:
            if not self.fields:  # opened anew: what was refused earlier is of no interest
                self._memory.clear()
            st.session_state[key] = value
        self.fields.append(field)
        return key

    def _end(self, field: str, *, now: Any) -> None:
        if isinstance(self.refusal, InvalidChange) and self.refusal.field == field:
            self._is_said = True
            messages.show_field_error(self.refusal, field)
        if isinstance(self.refusal, EditConflict) and st.session_state[self._key(field)] != now:
            _show_what_stands(now)

    def _sent(self, change: Callable[..., Any], details: dict[str, Any], said: str) -> None:
        typed = {field: st.session_state[self._key(field)] for field in self.fields}
        refusal = self._missing_day(typed) or commands.attempt(change, **typed, **details)
        self._memory["refusal"] = refusal
        if isinstance(refusal, EditConflict):
            self._memory.pop("version", None)  # sent again, it is about what is shown now
        if refusal:
            return
        for field in self.fields:
            del st.session_state[self._key(field)]
        if self._closes:
            st.session_state[self._closes] = None
        self._keep_result(said)

    def _missing_day(self, typed: dict[str, Any]) -> TrackerError | None:
        """A day is not yet a day for the rules to judge while its field is empty."""
        missing = [field for field in self._days if typed[field] is None]
        return InvalidChange("Choose a day.", field=missing[0]) if missing else None

    def _keep_result(self, said: str) -> None:
        if self._place:
            st.session_state[_RESULT] = {"place": self._place, "sentence": said}
        else:
            messages.keep_result(plain(said))

    def _key(self, field: str) -> str:
        return f"{self.key}.{field}"


def _show_what_stands(now: Any) -> None:
    if now is None or now == "":
        return
    words = formats.day(now) if isinstance(now, date) else str(now)
    st.markdown(f"It now says: “{plain(words)}”")
