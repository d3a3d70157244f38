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
    "button_group": lambda w, key: st.pills(w.label, _contents(w), key=key),
    "radio": lambda w, key: st.radio(w.label, list(w.options), key=key, index=None),
    "text_area": lambda w, key: st.text_area(w.label, key=key),
    "number_input": lambda w, key: st.number_input(w.label, key=key, value=None),
    "checkbox": lambda w, key: st.checkbox(w.label, key=key),
    "file_uploader": lambda w, key: st.file_uploader(w.label, key=key),
    "pagination": lambda w, key: st.pagination(w.num_pages, key=key),
    "button": lambda w, key: st.button(w.label, key=key),
}


def _contents(group: Any) -> list[str]:
    return [option.content for option in group.options]


def draw(path: str) -> None:
    """Draw the page recorded in the file ``path``."""
    replay_elements(path)
    for number, (kind, widget) in enumerate(_recorded_widgets(path)):
        _WIDGETS[kind](widget, f"{path} {number}")


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
        elif kind and kind not in _WIDGETS:
            box._enqueue(kind, getattr(element, kind))


@st.cache_resource(show_spinner=False)
def _recorded_widgets(path: str) -> list[tuple[str, Any]]:
    elements = [message.delta.new_element for message in _recorded(path)]
    kinds = [(element.WhichOneof("type"), element) for element in elements]
    return [(kind, getattr(element, kind)) for kind, element in kinds if kind in _WIDGETS]


def _recorded(path: str) -> list[ForwardMsg]:
    messages = ForwardMsgList.FromString(Path(path).read_bytes()).messages
    return [message for message in messages if message.HasField("delta")]
