"""The one way of doing forms: nothing typed is lost until the rules have taken it.

    with form.opened(f"{place}.drop", version=milestone.version, place=place) as drop:
        drop.text("reason", "Why is it dropped?", required=True)
        drop.send("Drop it", milestones.drop_milestone, said="Dropped.", milestone_id=milestone.id)

A field is called what the service calls its argument: so the form knows what to hand over, and
beside which field a refusal belongs. Sending is one transaction and one run of the page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import streamlit as st

from dashboard import commands
from dashboard.components import messages
from dashboard.markdown import plain
from tracker.errors import EditConflict, InvalidChange, TrackerError

_RESULT = "form.result"
_INTERRUPTED = (
    "The connection was lost for a while, so nothing was sent. What you wrote is still here: "
    "send it again."
)


@contextmanager
def opened(
    key: str,
    *,
    version: int | Mapping[int, int] | None = None,
    place: str = "",
    closes: str = "",
    proposes: bool = False,
) -> Iterator["Form"]:
    """Draw a form around what the block draws; its frame is its surroundings'.

    Args:
        key: Unique on the page; prefixes the keys of its fields.
        version: Of the record it changes, or of each by its id; ``None`` when it adds one.
        place: Where ``show_result`` says what came of it; "" says it above the page.
        closes: The key of the choice that opened it, taken back once it is done.
        proposes: Whether its fields begin with what is likely, and not with what is recorded.
    """
    with st.form(key, border=False):
        yield Form(key, version=version, place=place, closes=closes, proposes=proposes)


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
    # In a row with something else they would be cut off on a phone instead of wrapping.
    return st.pills(label, offered, key=key, label_visibility=visibility, wrap=True)


def show_result(place: str) -> None:
    """Say, once, what came of a form of this place; announced politely (role=status)."""
    result = st.session_state.get(_RESULT)
    if result and result["place"] == place:
        del st.session_state[_RESULT]
        st.success(plain(result["sentence"]), icon=":material/check_circle:")


def take_refusal(key: str) -> TrackerError | None:
    """Why the form was refused, once: for a form that isn't drawn any more to say it itself."""
    refusal: TrackerError | None = st.session_state.get(f"{key}:memory", {}).pop("refusal", None)
    return refusal


class Form:
    """The fields of one form, in the order in which they are drawn."""

    def __init__(
        self,
        key: str,
        *,
        version: int | Mapping[int, int] | None,
        place: str,
        closes: str,
        proposes: bool,
    ) -> None:
        self.key = key
        self.fields: list[str] = []
        self._version = version
        self._place = place
        self._closes = closes
        self._proposes = proposes
        # After a lost connection this may be a new session, and the browser still hold a draft.
        self._is_first_drawn = f"{key}:memory" not in st.session_state
        # A version, and a refusal; kept over runs, and forgotten when the form is opened anew.
        self._memory: dict[str, Any] = st.session_state.setdefault(f"{key}:memory", {})
        # What is not yet anything for the rules to judge while its field is empty.
        self._needed: dict[str, str] = {}
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

    def number(
        self, field: str, label: str, value: float | None, *, required: bool = True, **more: Any
    ) -> None:
        """A field for a number: a whole one if its ``step`` is one."""
        key = self._begin(field, value)
        st.number_input(label, key=key, value=None, **more)
        self._end(field, now=value)
        if required:
            self._needed[field] = "Give a number."

    def choice(
        self,
        field: str,
        label: str,
        options: Sequence[Any],
        value: Any,
        *,
        required: bool = True,
        **more: Any,
    ) -> None:
        """A choice of one, all of them in sight; not required: the rules judge none as well."""
        key = self._begin(field, value)
        st.radio(label, options, key=key, index=None, **more)
        self._end(field, now=value)
        if required:
            self._needed[field] = "Choose one."

    def pick(
        self,
        field: str,
        label: str,
        options: Sequence[Any],
        value: Any,
        *,
        required: bool = False,
        **more: Any,
    ) -> None:
        """A choice of one out of many, found by typing a part of it; not required: or of none."""
        key = self._begin(field, value)
        more |= {"placeholder": "Choose one", "filter_mode": "contains"}
        st.selectbox(label, options, key=key, index=None, **more)
        self._end(field, now=value)
        if required:
            self._needed[field] = "Choose one."

    def several(
        self, field: str, label: str, options: Sequence[Any], value: Sequence[Any], **more: Any
    ) -> None:
        """A choice of any number out of many."""
        key = self._begin(field, [*value])
        more |= {"placeholder": "Choose any number", "filter_mode": "contains"}
        st.multiselect(label, options, key=key, **more)
        self._end(field, now=[*value])

    def tick(self, field: str, label: str, value: bool = False) -> None:
        """A field that is ticked or not."""
        key = self._begin(field, value)
        st.checkbox(label, key=key)
        self._end(field, now=value)

    def files(self, field: str, label: str, **more: Any) -> None:
        """A field for files, which only the browser can fill."""
        st.file_uploader(label, key=self._key(field), accept_multiple_files=True, **more)
        self.fields.append(field)
        self._end(field, now=None)

    def day(self, field: str, label: str, value: date | None, *, required: bool = False) -> None:
        """A field for a day. A required one isn't recorded yet: ``value`` is what is likely."""
        key = self._begin(field, value)
        st.date_input(label, key=key, value=None, format="DD/MM/YYYY", required=required)
        self._end(field, now=None if required else value)
        if required:
            self._needed[field] = "Choose a day."

    def send(
        self,
        label: str,
        change: Callable[..., Any],
        *,
        said: str,
        then: Callable[[], None] | None = None,
        is_main: bool = True,
        **details: Any,
    ) -> None:
        """Draw a button that has ``change`` done with the fields and ``details``.

        Args:
            said: What is said when it is done.
            then: What else is to happen on the screen when it is done.
            is_main: Whether it stands out; a form with two buttons has one that doesn't.
        """
        self._memory["fields"] = [*self.fields]  # another may come first in it before it is sent
        button = f"{self.key}:{label}"
        if not self.fields and button not in st.session_state:
            self._memory.clear()  # opened anew, which a form with fields has noticed by the first
        if self.refusal and not self._is_said:
            self._is_said = True
            messages.show_error(self.refusal)
        if self._version is not None:
            details["version"] = self._seen_version()
        is_pressed = st.form_submit_button(
            label,
            key=button,
            type="primary" if is_main else "secondary",
            on_click=self._sent,
            args=(change, details, said, then),
        )
        if is_pressed and self._is_first_drawn:  # a new session, which doesn't know the button yet
            st.warning(_INTERRUPTED, icon=":material/warning:")

    def _seen_version(self) -> int | dict[int, int]:
        """The version that was seen when the form was opened; of what came later, the present."""
        if isinstance(self._version, Mapping):
            self._memory["version"] = {**self._version, **self._memory.get("version", {})}
        return self._memory.setdefault("version", self._version)

    def _begin(self, field: str, value: Any) -> str:
        key = self._key(field)
        if key not in st.session_state:
            known = [self._key(each) for each in self._memory.get("fields", ())]
            if not self.fields and not any(each in st.session_state for each in known):
                self._memory.clear()  # opened anew: what was refused earlier is of no interest
            # What is set here takes the place of what the browser holds.
            if not self._is_first_drawn or value not in (None, "", []):
                st.session_state[key] = value
        self.fields.append(field)
        return key

    def _end(self, field: str, *, now: Any) -> None:
        if isinstance(self.refusal, InvalidChange) and self.refusal.field == field:
            self._is_said = True
            messages.show_field_error(self.refusal, field)
        is_overtaken = isinstance(self.refusal, EditConflict) and not self._proposes
        if is_overtaken and st.session_state[self._key(field)] != now:
            messages.show_what_stands(now)

    def _sent(
        self,
        change: Callable[..., Any],
        details: dict[str, Any],
        said: str,
        then: Callable[[], None] | None,
    ) -> None:
        keys = {field: self._key(field) for field in self.fields}
        if not all(key in st.session_state for key in keys.values()):
            if self._memory.get("is_sent"):  # a second press in a row: what the first did is said
                self._close(said, then)
            return
        typed = {field: st.session_state[key] for field, key in keys.items()}
        refusal = self._missing(typed) or commands.attempt(change, **typed, **details)
        self._memory["refusal"] = refusal
        if isinstance(refusal, EditConflict):
            self._memory.pop("version", None)  # sent again, it is about what is shown now
        if refusal:
            return
        for key in keys.values():
            del st.session_state[key]
        self._memory["is_sent"] = True
        self._close(said, then)

    def _missing(self, typed: dict[str, Any]) -> TrackerError | None:
        missing = [field for field in self._needed if typed[field] is None]
        return InvalidChange(self._needed[missing[0]], field=missing[0]) if missing else None

    def _close(self, said: str, then: Callable[[], None] | None) -> None:
        if self._closes:
            st.session_state[self._closes] = None
        if then:
            then()
        if self._place:
            st.session_state[_RESULT] = {"place": self._place, "sentence": said}
        else:
            messages.keep_result(plain(said))

    def _key(self, field: str) -> str:
        return f"{self.key}.{field}"
