"""Draws what a page once sent: its elements as they were, its widgets anew."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg, ForwardMsgList

# A widget belongs to one reader and can't be replayed; each is drawn with the same words.
_WIDGETS = {
    "selectbox": lambda w, key: st.selectbox(w.label, list(w.options), key=key),
    "multiselect": lambda w, key: st.multiselect(w.label, list(w.options), key=key),
    "text_input": lambda w, key: st.text_input(w.label, key=key),
    "date_input": lambda w, key: st.date_input(w.label, value=None, key=key),
    "download_button": lambda w, key: st.download_button(w.label, lambda: b"", key=key),
    "button": lambda w, key: st.button(w.label, key=key),
}
_ALSO_WIDGETS = ("checkbox", "radio", "text_area", "number_input", "button_group", "file_uploader")
MAIN = 0


def draw(path: str) -> None:
    """Draw the page recorded in the file ``path``."""
    replay_elements(path)
    for number, (kind, widget) in enumerate(_recorded_widgets(path)):
        make = _WIDGETS.get(kind, _WIDGETS["button"])
        make(widget, f"{path} {number}")


@st.cache_data(show_spinner=False)
def replay_elements(path: str) -> None:
    """Everything but the widgets, in the same boxes."""
    boxes: dict[tuple[int, ...], Any] = {}
    for message in _recorded(path):
        place = tuple(message.metadata.delta_path)
        box = boxes.get(place[:-1], st._main)
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if message.delta.HasField("add_block"):
            boxes[place] = box._block(message.delta.add_block)
        elif kind and kind not in _WIDGETS and kind not in _ALSO_WIDGETS:
            box._enqueue(kind, getattr(element, kind))


@st.cache_resource(show_spinner=False)
def _recorded_widgets(path: str) -> list[tuple[str, Any]]:
    elements = [message.delta.new_element for message in _recorded(path)]
    kinds = [(element.WhichOneof("type"), element) for element in elements]
    widgets = (*_WIDGETS, *_ALSO_WIDGETS)
    return [(kind, getattr(element, kind)) for kind, element in kinds if kind in widgets]


def _recorded(path: str) -> list[ForwardMsg]:
    messages = ForwardMsgList.FromString(Path(path).read_bytes()).messages
    return [message for message in messages if message.HasField("delta")]
