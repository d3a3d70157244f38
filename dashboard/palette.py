"""Every colour, sign and pattern, and the one layout of all charts.

The colours serve the light and the dark scheme alike: each reaches 3:1 on both pages, and any two
are told apart by colour-blind readers. Nowhere does colour speak alone: a badge has its word and
its sign, a chart its pattern.
"""

from dataclasses import dataclass
from typing import Any

from tracker.vocabulary import Answer, GroupState, Standing, Status, Verdict, Word

BLUE = "#0a66c2"
ORANGE = "#df6e0c"
GREEN = "#09a57e"
RED = "#c7233f"
GREY = "#676e74"
WHITE = "#ffffff"

# The page's own ground in each scheme; the same as in .streamlit/config.toml.
PAGES = ("#ffffff", "#14171a")

# Lines over time: what was planned, what was done.
PLANNED = GREY
ACTUAL = BLUE


@dataclass(frozen=True, slots=True)
class Sign:
    """How one word of the vocabulary looks.

    Attributes:
        colour: In charts.
        hue: The name of the theme's colour for a badge: its text and its ground.
        icon: A Material name.
        pattern: Plotly's name of the pattern that fills the bars; "" is solid.
    """

    colour: str
    hue: str
    icon: str
    pattern: str


STANDINGS = {
    Standing.DONE: Sign(GREEN, "green", "check_circle", "."),
    Standing.ON_COURSE: Sign(BLUE, "blue", "trending_up", ""),
    Standing.LATE: Sign(RED, "red", "error", "x"),
    Standing.UNDATED: Sign(GREY, "gray", "schedule", "-"),
    Standing.LEFT_OUT: Sign(ORANGE, "orange", "pause_circle", "/"),
}

# Red, amber and green are what people call them; their signs and patterns tell them apart too.
STATUSES = {
    Status.GREEN: Sign(GREEN, "green", "thumb_up", "."),
    Status.AMBER: Sign(ORANGE, "orange", "warning", "/"),
    Status.RED: Sign(RED, "red", "error", "x"),
    Status.GREY: Sign(GREY, "gray", "schedule", "-"),
}
ANSWERS = {
    Answer.GIVEN: Sign(BLUE, "blue", "chat", ""),
    Answer.EXEMPT: Sign(GREY, "gray", "remove_circle", "-"),
    Answer.MISSING: Sign(ORANGE, "orange", "pending", "/"),
}
VERDICTS = {
    Verdict.ACKNOWLEDGED: Sign(GREEN, "green", "done_all", "."),
    Verdict.RETURNED: Sign(RED, "red", "undo", "x"),
}
GROUP_STATES = {
    GroupState.PROPOSED: Sign(GREY, "gray", "edit_note", "-"),
    GroupState.ACTIVE: Sign(BLUE, "blue", "groups", ""),
    GroupState.CLOSING: Sign(ORANGE, "orange", "hourglass_bottom", "/"),
    GroupState.CLOSED: Sign(GREEN, "green", "task_alt", "."),
    GroupState.STOPPED: Sign(RED, "red", "cancel", "x"),
}
PAST_END = Sign(RED, "red", "event_busy", "x")
SIGNS: dict[Word, Sign] = {**STANDINGS, **STATUSES, **ANSWERS, **VERDICTS, **GROUP_STATES}


def bar(sign: Sign) -> dict[str, Any]:
    """The ``marker`` of bars that stand for ``sign``: its colour with its pattern in white."""
    return {
        "color": sign.colour,
        "pattern": {
            "shape": sign.pattern,
            "fillmode": "overlay",  # otherwise the bar itself turns transparent
            "fgcolor": WHITE,
            "size": 8,
            "solidity": 0.2,
        },
    }


_AXIS = {
    "automargin": True,
    "fixedrange": True,
    "tickfont": {"size": 14},
    "title": {"font": {"size": 14}, "standoff": 12},
}


def layout(**own: Any) -> dict[str, Any]:
    """The ``layout`` of a chart: plain, transparent, its legend underneath; ``own`` comes on top.

    A dict given to ``go.Figure(traces, layout)`` is checked once. Templates are twice as slow.
    """
    plain = {
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yref": "container",  # below the axis and its title, however high they are
            "yanchor": "bottom",
            "traceorder": "normal",
            "font": {"size": 14},
        },
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        "plot_bgcolor": "rgba(0, 0, 0, 0)",
        "hoverlabel": {"font": {"size": 14}},
        "height": 360,
        # Dragging would zoom by accident, and on a phone keep the page from scrolling.
        "dragmode": False,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    }
    return _over(plain, own)


def _over(plain: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """``plain`` with everything that ``own`` says, at any depth."""
    merged = plain | own
    for name in plain.keys() & own.keys():
        if isinstance(plain[name], dict) and isinstance(own[name], dict):
            merged[name] = _over(plain[name], own[name])
    return merged
