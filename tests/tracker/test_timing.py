from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import timing
from tracker.periods import LATEST_YEAR
from tracker.timing import Interval, Period, Timing, TimingError, TimingKind, Unit
from tracker.vocabulary import Precision

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
periods = st.builds(Period.holding, days, st.sampled_from(Precision))
refs = st.from_regex(r"[A-Z][A-Z0-9]{0,7}-A[1-9][0-9]{0,2}", fullmatch=True)
conditions = st.none() | st.text(min_size=1, max_size=40).map(
    lambda words: " ".join(words.split())
).filter(bool)


@st.composite
def recurring(draw: st.DrawFn) -> Timing:
    interval = draw(st.sampled_from(Interval))
    start = draw(periods).narrowed(interval)
    times = draw(st.none() | st.integers(0, timing.MOST_OCCURRENCES - 1))
    until = None if times is None else start.shifted(interval, times)
    if until and until.last.year > LATEST_YEAR:
        until = None
    return Timing(TimingKind.EVERY, period=start, interval=interval, until=until)


timings = st.builds(
    lambda stated, condition: stated.only_if(condition),
    st.one_of(
        st.builds(
            Timing, st.sampled_from([TimingKind.BY, TimingKind.BEFORE, TimingKind.FROM]), periods
        ),
        recurring(),
        st.builds(
            Timing,
            st.just(TimingKind.AFTER),
            amount=st.integers(1, timing.LARGEST_AMOUNT),
            unit=st.sampled_from(Unit),
            after=refs,
        ),
        st.just(Timing(TimingKind.TO_BE_SET)),
    ),
    conditions,
)


@pytest.mark.parametrize(
    ("text", "due_on", "precision"),
    [
        ("by October 2021", date(2021, 10, 31), Precision.MONTH),
        ("before March 2022", date(2022, 2, 28), Precision.MONTH),
        ("before Q2 2022", date(2022, 3, 31), Precision.QUARTER),
        ("by 15 January 2022", date(2022, 1, 15), Precision.DAY),
        ("by Q2 2023", date(2023, 6, 30), Precision.QUARTER),
        ("by 2024", date(2024, 12, 31), Precision.YEAR),
        ("from March 2022", date(2022, 3, 31), Precision.MONTH),
        ("by February 2024", date(2024, 2, 29), Precision.MONTH),
    ],
)
def test_a_dated_timing_falls_due_on_the_last_day_of_its_period(text, due_on, precision):
    found = timing.parse(text)

    assert (found.due_on, found.precision) == (due_on, precision)
    assert str(found) == text


@pytest.mark.parametrize(
    "text",
    ["quarterly from October 2021", "1 month after DATA-A6", "30 days after DATA-A6", "to be set"],
)
def test_a_timing_without_one_date_has_none(text):
    found = timing.parse(text)

    assert (found.due_on, found.precision) == (None, None)
    assert str(found) == text


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("March 2023", "by March 2023"),
        ("31/03/2023", "by 31 March 2023"),
        ("2023-03-31", "by 31 March 2023"),
        ("31st March 2023", "by 31 March 2023"),
        ("2023-03", "by March 2023"),
        ("Q2 2023", "by Q2 2023"),
        ("2023 q2", "by Q2 2023"),
        ("2024", "by 2024"),
        ("  BY   oct  2021 ", "by October 2021"),
        ("by Sept 2021", "by September 2021"),
        ("annually from April 2022", "yearly from April 2022"),
        ("every year from April 2022 to 2026", "yearly from April 2022 until 2026"),
        ("from April 2022, yearly, if available", "yearly from April 2022, if available"),
        ("a month after data-a6", "1 month after DATA-A6"),
        ("2 weeks after DATA-A6", "14 days after DATA-A6"),
        ("TBC", "to be set"),
        ("by March 2022 if  HR  agrees", "by March 2022, if HR agrees"),
        ("by March 2022,if available", "by March 2022, if available"),
        # A recurring timing starts with a period no longer than the time between two of them.
        ("monthly from 2024", "monthly from January 2024"),
        ("quarterly from 2024 until Q3 2025", "quarterly from Q1 2024 until Q3 2025"),
    ],
)
def test_people_may_write_it_in_other_ways(typed, canonical):
    assert str(timing.parse(typed)) == canonical


@given(timings)
def test_what_is_written_is_read_back_the_same(stated):
    assert timing.parse(str(stated)) == stated


@given(timings)
def test_neither_case_nor_spacing_matters(stated):
    plain = stated.only_if(None)
    shouted = f"  {plain} ".upper().replace(" ", "   ")

    assert timing.parse(shouted) == plain


@given(st.text(max_size=60))
def test_any_text_is_a_timing_or_is_refused_in_a_sentence(text):
    try:
        timing.parse(text)
    except TimingError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The deadline is blank."),
        ("sometime", '"sometime" is not a deadline this plan understands.'),
        ("by sometime", '"sometime" is not a day, month, quarter or year.'),
        ("by 30 February 2022", "30 February 2022 is not a day in the calendar."),
        ("31/02/2022", "31/02/2022 is not a day in the calendar."),
        ("2022-13", "2022-13 is not a month in the calendar."),
        ("by Q5 2023", "Q5 2023 is not a quarter: they run from Q1 to Q4."),
        ("by 1999", "The year 1999 is outside 2000 to 2100."),
        ("by 1 June 2101", "The year 2101 is outside 2000 to 2100."),
        ("by Octember 2021", '"Octember" is not a month.'),
        ("quarterly", 'It does not say from when, as in "quarterly from October 2021".'),
        (
            "from March 2022 until 2023",
            'It ends but does not say how often, as in "quarterly from October 2021 until 2023".',
        ),
        (
            "yearly from April 2022 until 2021",
            "It ends (2021) before it starts (April 2022).",
        ),
        (
            "monthly from 2000 until 2100",
            "It would fall due more than 400 times. Choose an earlier end.",
        ),
        ("0 days after DATA-A6", "0 days is outside 1 to 3650."),
        ("3651 days after DATA-A6", "3651 days is outside 1 to 3650."),
        (
            "1 month after the data is received",
            '"the data is received" is not the reference of an action, such as DATA-A6.',
        ),
        ("1 month after DATA-O6", '"DATA-O6" is not the reference of an action, such as DATA-A6.'),
        ("by March 2022, if", 'The condition after "if" is missing.'),
        (f"by 2022, if {'x' * 201}", "The condition is longer than 120 characters."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(text, message):
    with pytest.raises(TimingError) as caught:
        timing.parse(text)

    assert str(caught.value) == message


def test_every_example_in_the_help_is_understood():
    examples = timing.ALLOWED.split('"')[1::2]

    assert len(examples) >= 10
    for example in examples:
        assert timing.parse(example)


def test_open_ended_timings_say_so():
    assert timing.parse("from March 2022").is_open_ended
    assert timing.parse("quarterly from October 2021").is_open_ended
    assert not timing.parse("quarterly from October 2021 until 2023").is_open_ended
    assert not timing.parse("by March 2022").is_open_ended


def test_occurrences_run_through_their_until():
    stated = timing.parse("quarterly from October 2021 until July 2022")

    labels = [period.label for period in timing.occurrences(stated, date(2022, 1, 1))]

    assert labels == ["October 2021", "January 2022", "April 2022", "July 2022"]


def test_occurrences_without_an_end_stop_at_the_day_asked_for():
    stated = timing.parse("yearly from April 2022")

    found = timing.occurrences(stated, date(2024, 4, 1))

    assert [period.label for period in found] == ["April 2022", "April 2023", "April 2024"]
    assert len(timing.occurrences(stated, date(2024, 3, 31))) == 2
    assert timing.occurrences(stated, date(2022, 3, 31)) == []


def test_occurrences_on_the_31st_come_back_to_the_31st():
    stated = timing.parse("monthly from 31 January 2022 until 31 March 2022")

    found = timing.occurrences(stated, date(2022, 1, 1))

    assert [period.label for period in found] == [
        "31 January 2022",
        "28 February 2022",
        "31 March 2022",
    ]


def test_only_a_recurring_timing_has_occurrences():
    with pytest.raises(ValueError, match="does not recur"):
        timing.occurrences(timing.parse("by 2024"), date(2024, 1, 1))


@given(recurring(), st.dates(date(1990, 1, 1), date(9999, 12, 31)))
def test_occurrences_are_bounded_and_in_order(stated, through):
    firsts = [period.first for period in timing.occurrences(stated, through)]

    assert firsts == sorted(set(firsts))
    assert len(firsts) <= timing.MOST_OCCURRENCES


def test_what_is_no_deadline_is_quoted_in_a_few_words():
    with pytest.raises(TimingError, match=f'^"{"x" * 60}…" is not a deadline'):
        timing.parse("x" * 10_000)
    with pytest.raises(TimingError, match='^"soon or later" is not a deadline'):
        timing.parse("soon\0 or\n later")
