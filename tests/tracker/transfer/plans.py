"""Valid plans of every shape, for property-based tests."""

from datetime import date

from hypothesis import strategies as st

from tracker.timing import Interval, Period, Timing, TimingKind, Unit
from tracker.transfer.plan_file import (
    FileAction,
    FileMeasure,
    FileMilestone,
    FileObjective,
    FileTheme,
    PlanFile,
)
from tracker.vocabulary import Precision

_letters = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
_typed = st.text(_letters, max_size=12) | st.builds(
    str.__add__,
    st.sampled_from(["=", "+", "-", "@", "'", "'=", '"', ",", ";"]),
    st.text(_letters, max_size=8),
)
words = _typed.map(lambda text: " ".join(text.split()))
names = words.filter(bool)
texts = st.lists(words, max_size=3).map(lambda lines: "\n".join(lines).strip())
targets = st.just("to be set") | words.filter(lambda text: text.lower() != "to be set")
weights = st.just(1.0) | st.floats(0, 1000, exclude_min=True)
periods = st.builds(
    Period.holding, st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(Precision)
)


def timings(earlier):
    """Deadlines of every kind, those after another action among these references only."""
    kinds = [
        st.builds(
            Timing, st.sampled_from([TimingKind.BY, TimingKind.BEFORE, TimingKind.FROM]), periods
        ),
        st.builds(
            Timing,
            st.just(TimingKind.EVERY),
            periods.map(lambda period: period.narrowed(Interval.MONTH)),
            st.sampled_from(Interval),
        ),
        st.just(Timing(TimingKind.TO_BE_SET)),
    ]
    if earlier:
        after = {"unit": st.sampled_from(Unit), "after": st.sampled_from(earlier)}
        kinds.append(
            st.builds(Timing, st.just(TimingKind.AFTER), amount=st.integers(1, 3650), **after)
        )
    return st.builds(
        lambda timing, condition: timing.only_if(condition or None), st.one_of(kinds), words
    )


def _unlike(values, key):
    return st.lists(values, min_size=1, max_size=3, unique_by=key)


def _of(title):
    return title.casefold()


@st.composite
def _action(draw, ref, earlier):
    titles = draw(_unlike(names, _of))
    return FileAction(
        ref=ref,
        title=draw(names),
        accountable=draw(words),
        responsible=draw(words),
        needs=tuple(draw(st.lists(st.sampled_from(earlier), unique=True, max_size=20)))
        if earlier
        else (),
        weight=draw(weights),
        milestones=tuple(
            FileMilestone(title, draw(timings(earlier)), draw(weights)) for title in titles
        ),
    )


@st.composite
def _objective(draw, ref, action_refs, earlier):
    measures = draw(st.just([]) | _unlike(names, _of))
    return FileObjective(
        ref=ref,
        text=draw(texts),
        measures=tuple(FileMeasure(name, draw(targets)) for name in measures),
        actions=tuple(draw(_action(action_ref, earlier)) for action_ref in action_refs),
    )


@st.composite
def plans(draw):
    """A plan of one to three themes, each with up to three objectives of up to three actions."""
    earlier, themes = [], []
    codes = st.from_regex(r"[A-Z][A-Z0-9]{0,11}", fullmatch=True)
    for code in draw(st.lists(codes, min_size=1, max_size=3, unique=True)):
        objectives, numbers = [], iter(range(1, 100))
        for number in range(1, draw(st.integers(0, 3)) + 1):
            refs = [f"{code}-A{next(numbers)}" for _ in range(draw(st.integers(0, 3)))]
            objectives.append(draw(_objective(f"{code}-O{number}", refs, list(earlier))))
            earlier += refs
        themes.append(FileTheme(code, draw(words), draw(texts), tuple(objectives)))
    return PlanFile(tuple(themes))
