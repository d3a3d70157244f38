import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics.comment_themes import suggest

KEYWORDS = {
    "Progression": ["promotion", "career path", "line manager"],
    "Flexible working": ["part-time", "flexible working", "childcare"],
    "Policy": ["policy", " ", ""],
}


def themes_of(text, keywords=KEYWORDS):
    return suggest(pd.Series([text]), keywords)["theme"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "promotion",
        "No PROMOTION for years",
        "Promotions are unclear.",
        "“Promotion”, they said",
        "the promotion's terms",
        "the promotion\u2019s terms",
        "My line managers never ask",
        "a career-path",
    ],
)
def test_a_keyword_is_found_as_whole_words_in_any_case_and_number(text):
    assert themes_of(text) == ["Progression"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "self-promotional talk",
        "demotion",
        "my path, my career",
        "The manager of the line",
        "I was discriminated against at interview",
    ],
)
def test_parts_of_words_and_words_out_of_order_are_not(text):
    assert themes_of(text) == []


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("policy", "policies"),
        ("policies", "policy"),
        ("class", "classes"),
        ("course", "courses"),
        ("bus", "buses"),
        ("part-time", "Part time"),
        ("part time", "part-time"),
        ("women's network", "the womens network"),
    ],
)
def test_singular_and_plural_find_each_other(keyword, text):
    assert themes_of(text, {"A": [keyword]}) == ["A"]


@pytest.mark.parametrize(("keyword", "text"), [("pas", "pass"), ("hi", "his"), ("a", "as")])
def test_not_every_s_is_a_plural(keyword, text):
    assert themes_of(text, {"A": [keyword]}) == []


def test_a_comment_has_every_theme_that_fits_once_and_says_why():
    comments = pd.Series(
        ["Childcare, childcare! And policies", None, "Nothing", "promotion of policy"],
        index=[11, 12, 13, 14],
    )
    found = suggest(comments, KEYWORDS)
    assert found.values.tolist() == [
        [11, "Flexible working", "childcare"],
        [11, "Policy", "policy"],
        [14, "Progression", "promotion"],
        [14, "Policy", "policy"],
    ]


def test_without_comments_or_keywords_nothing_is_suggested():
    assert suggest(pd.Series([], dtype="str"), KEYWORDS).columns.tolist() == [
        *("comment", "theme", "keyword")
    ]
    assert suggest(pd.Series(["policy"]), {}).empty


words = st.sampled_from(["promotion", "career", "path", "paths", "line", "policy", "and", "the"])


@given(st.lists(words, max_size=12))
def test_a_phrase_is_found_exactly_where_its_words_follow_each_other(text):
    pairs = set(zip(text, text[1:], strict=False))
    follows = bool(pairs & {("career", "path"), ("career", "paths")})
    assert (themes_of(" ".join(text), {"A": ["career path"]}) == ["A"]) == follows
