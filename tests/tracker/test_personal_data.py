import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.personal_data import PersonalData, Span, find, redacted


def kinds_and_words(text):
    return [(span.kind.value, text[span.start : span.end]) for span in find(text)]


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "ada.lovelace+stem@cabinet-office.example.gov.uk",
        "O'Neil@example.org",
        "ada_l@EXAMPLE.ORG",
        "josé@exämple.org",
    ],
)
def test_an_email_address_is_found_wherever_it_stands(address):
    for text in (address, f"Write to {address}.", f"({address})", f"mailto:{address}, please"):
        assert kinds_and_words(text) == [("email", address)]


@pytest.mark.parametrize(
    "number",
    [
        "020 7946 0018",
        "(020) 7946 0018",
        "0161 496 0000",
        "01632 960001",
        "07700 900123",
        "07700900123",
        "07700-900-123",
        "+44 7700 900123",
        "+44 (0)20 7946 0018",
        "+447700900123",
        "0044 7700 900 123",
        "01204 62123",  # some have a digit less
        "0800 496 0000",
        "020\u00a07946\u00a00018",
        "020 7946\u20130018",
    ],
)
def test_a_phone_number_is_found_however_it_is_spaced(number):
    for text in (number, f"Ring {number}.", f"tel{number}", f"{number}, or call in"):
        assert kinds_and_words(text) == [("phone", number)]


@pytest.mark.parametrize(
    "number", ["QQ123456C", "QQ 12 34 56 C", "qq123456c", "AB-12-34-56-D", "AB 123456 A"]
)
def test_a_national_insurance_number_is_found(number):
    for text in (number, f"It is {number}.", f"no {number}; thank you", f"1{number}"):
        assert kinds_and_words(text) == [("national_insurance", number)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I was discriminated against at interview.",
        "Meet @ 10, room 3",
        "user@localhost",
        "We are 20,000 people in 2026, up 7.5 % from 18,600",
        "On 01/02/2023 at 10:30",
        "Room QQ12345C, item AB123456, form AB1234567C",
        "0123",
        "Number 123456789012345",
        "DATA-A3 was due on 2021-10-31",
    ],
)
def test_ordinary_words_and_figures_are_let_be(text):
    assert find(text) == []


def test_all_that_is_found_is_told_in_order():
    text = "QQ123456C is Ada, ada@example.org, 07700 900123"
    assert [kind for kind, _ in kinds_and_words(text)] == ["national_insurance", "email", "phone"]


def test_what_overlaps_is_found_once():
    assert kinds_and_words("07700900123@example.org") == [("email", "07700900123@example.org")]


def test_addresses_that_run_into_each_other_are_found_together():
    text = "ada@example.org-bob@example.org.uk"
    assert kinds_and_words(text) == [("email", text)]


def test_redaction_says_what_was_removed_and_keeps_the_rest():
    text = "Ask Ada (ada@example.org, 07700 900123) about it."
    ada = Span(4, 7, PersonalData.OTHER)
    assert redacted(text, [*find(text), ada]) == (
        "Ask [words removed] ([e-mail address removed], [phone number removed]) about it."
    )
    assert redacted(text, []) == text


def test_overlapping_spans_are_removed_together():
    spans = [Span(2, 6, PersonalData.OTHER), Span(0, 4, PersonalData.PHONE)]
    assert redacted("0123456", spans) == "[phone number removed]6"


@pytest.mark.parametrize("ends", [(-1, 2), (2, 2), (3, 2), (5, 9)])
def test_a_span_that_is_not_in_the_text_is_refused(ends):
    with pytest.raises(ValueError, match="The text has 8 characters"):
        redacted("01234567", [Span(*ends, PersonalData.OTHER)])


pieces = st.sampled_from(
    ["ada@example.org", "07700 900123", "+44 20 7946 0018", "QQ123456C", " ", "x", "0", "7", "@"]
    + [".", "-", "(", "+44", "a@b.co", "AB", "12", "C", "]", "é"]
)


@settings(max_examples=300)
@given(st.lists(pieces | st.characters(), max_size=30).map("".join))
def test_nothing_is_found_in_what_was_redacted(text):
    assert find(redacted(text, find(text))) == []


@given(st.lists(pieces, max_size=30).map("".join))
def test_spans_are_apart_in_order_and_in_the_text(text):
    spans = find(text)
    ends = [0, *(end for span in spans for end in (span.start, span.end)), len(text)]
    assert ends == sorted(ends)
    assert all(span.start < span.end for span in spans)


@given(st.text(alphabet="ab ,;!\n", max_size=40), st.text(alphabet="ab ,;!\n", max_size=40))
def test_an_address_is_found_between_any_words(before, after):
    text = f"{before} ada@example.org {after}"
    assert kinds_and_words(text) == [("email", "ada@example.org")]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "a@",
        "a@a.",
        "0",
        "07",
        "0 ",
        "0(.",
        "+44",
        "+44 0",
        "QQ12",
        "Q",
        "1 ",
        "@",
        "(",
        "+",
    ]
    + ["a@" + "b-" * 50, "ada@example.org ", "07700 900123 ", "0" + " " * 30],
)
def test_the_longest_answer_is_searched_at_once(piece):
    text = (piece * 20_000)[:20_000]
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 1
