import tomllib
from itertools import combinations
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard import palette
from tracker.vocabulary import Answer, GroupState, Standing, Status, Verdict

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text())
THEME = CONFIG["theme"]
SCHEMES = [THEME["light"], THEME["dark"]]
HUES = ["red", "orange", "yellow", "green", "blue", "violet", "gray"]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 to 1."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, share: float, ground: str) -> str:
    pairs = [(int(colour[s : s + 2], 16), int(ground[s : s + 2], 16)) for s in (1, 3, 5)]
    return "#" + "".join(f"{round(share * top + (1 - share) * under):02x}" for top, under in pairs)


def test_the_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        (palette.STANDINGS, Standing),
        (palette.STATUSES, Status),
        (palette.ANSWERS, Answer),
        (palette.VERDICTS, Verdict),
    ],
)
def test_every_word_has_its_own_colour_sign_and_pattern(signs, words):
    assert set(signs) == set(words)
    for one, other in combinations(signs.values(), 2):
        assert one.colour != other.colour
        assert one.icon != other.icon
        assert one.pattern != other.pattern


def test_no_two_words_share_one_place_among_the_signs():
    assert tuple(palette.SIGNS) == (
        *(palette.STANDINGS | palette.STATUSES | palette.ANSWERS | palette.VERDICTS),
        *palette.GROUP_STATES,
    )
    kinds = (Standing, Status, Answer, Verdict, GroupState)
    assert len(palette.SIGNS) == sum(len(words) for words in kinds)


@pytest.mark.parametrize("ground", palette.PAGES)
@pytest.mark.parametrize("standing", Standing)
def test_chart_colours_are_seen_on_both_pages(standing, ground):
    assert contrast(palette.STANDINGS[standing].colour, ground) >= 3


def test_the_theme_and_the_palette_agree():
    assert [scheme["backgroundColor"] for scheme in SCHEMES] == list(palette.PAGES)
    assert set(THEME["chartCategoricalColors"]) == {
        sign.colour for sign in palette.STANDINGS.values()
    }


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_links_and_edges_are_seen_on_every_ground(scheme, ground):
    ground = scheme[ground]
    caption = mixed(scheme["textColor"], 0.6, ground)

    assert contrast(scheme["textColor"], ground) >= 7
    assert contrast(caption, ground) >= 4.5
    assert contrast(scheme["linkColor"], ground) >= 4.5
    assert contrast(scheme["borderColor"], ground) >= 3
    assert contrast(scheme["primaryColor"], ground) >= 3
    assert contrast("#ffffff", scheme["primaryColor"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("hue", HUES)
def test_badges_and_messages_can_be_read(scheme, hue):
    assert contrast(scheme[f"{hue}TextColor"], scheme[f"{hue}BackgroundColor"]) >= 7


def test_what_a_chart_says_comes_on_top_of_the_common_layout():
    layout = palette.layout(height=500, xaxis={"title": {"text": "Month"}}, barmode="stack")

    assert layout["height"] == 500
    assert layout["barmode"] == "stack"
    assert layout["xaxis"]["title"]["text"] == "Month"
    assert layout["xaxis"]["title"]["standoff"] == palette.layout()["xaxis"]["title"]["standoff"]
    assert "text" not in palette.layout()["xaxis"]["title"], "the common layout stays as it is"


@pytest.mark.parametrize("sign", palette.STANDINGS.values(), ids=lambda sign: sign.icon)
def test_plotly_takes_the_layout_and_the_bars(sign):
    figure = go.Figure([go.Bar(x=[1], y=["Data"], marker=palette.bar(sign))], palette.layout())

    assert figure.data[0].marker.pattern.fillmode == "overlay"
    assert figure.layout.legend.orientation == "h"
