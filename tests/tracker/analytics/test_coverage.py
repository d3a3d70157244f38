"""The coverage grid against a loop that asks of every organisation by hand."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.analytics import coverage, posts
from tracker.analytics.coverage import Cell, CoverageSelection, Order
from tracker.vocabulary import Strand

DAY = date(2022, 6, 1)
STRANDS = [Strand.LGBTQ.value, Strand.GENDER.value]

organisations = st.lists(
    st.tuples(st.sampled_from(["DEFRA", "HSE", "MET", "UKHSA"]), st.booleans()),
    unique_by=lambda each: each[0],
)
some_posts = st.lists(
    st.tuples(
        st.sampled_from(["champion", "champion", "hr_contact", "csa"]),
        st.sampled_from(STRANDS),
        st.none() | st.integers(1, 4),  # the organisation
        st.none() | st.tuples(st.integers(-40, 20), st.none() | st.integers(0, 40)),  # the term
    ),
    max_size=12,
)
some_people = st.lists(
    st.tuples(st.none() | st.integers(1, 4), st.integers(1, 3), st.integers(-40, 20)), max_size=8
)
some_returns = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from([2021, 2022])), unique=True, max_size=6
)


def stamp(number):
    return None if number is None else pd.Timestamp(DAY + timedelta(days=number))


def frame(rows, columns, **types):
    made = pd.DataFrame(rows, columns=columns)
    days = {name: "datetime64[s]" for name in columns if name.endswith(("_on", "_from"))}
    return made.astype(days | types)


def in_frames(orgs, given_posts, people, returns):
    """The frames that the queries would give."""
    organisation = frame(
        [(n, code, code.title(), is_in) for n, (code, is_in) in enumerate(orgs, start=1)],
        ["id", "code", "name", "is_in_scope"],
        is_in_scope=bool,
    )
    post = frame(
        [
            (n, f"Post {n}", kind, strand if kind == "champion" else None, own, stamp(-60), None, 1)
            for n, (kind, strand, own, _) in enumerate(given_posts, start=1)
        ],
        ["id", "title", "kind", "strand", "organisation_id", "exists_from", "abolished_on"]
        + ["version"],
        organisation_id="Int64",
    )
    terms = [(n, each[3]) for n, each in enumerate(given_posts, start=1) if each[3]]
    appointment = frame(
        [(n, n, 100 + n, None, stamp(term[0]), ends_on(term), "", "", 1) for n, term in terms],
        ["id", "post_id", "person_id", "deputy_id", "starts_on", "ends_on", "appointed_by"]
        + ["handover_note", "version"],
        deputy_id="Int64",
    )
    person = frame(
        [(n, f"Member {n}", own) for n, (own, *_) in enumerate(people, start=1)]
        + [(100 + n, f"Holder {n}", None) for n, _ in terms],
        ["id", "name", "organisation_id"],
        organisation_id="Int64",
    )
    membership = frame(
        [(group, n, stamp(start), None) for n, (_, group, start) in enumerate(people, start=1)],
        ["group_id", "person_id", "starts_on", "ends_on"],
    )
    data = frame(
        [(own, year, stamp(-1)) for own, year in returns],
        ["organisation_id", "year", "returned_on"],
    )
    return organisation, post, appointment, person, membership, data


def ends_on(term):
    return None if term[1] is None else stamp(term[0] + term[1])


# The first meets, the second hasn't begun, the third is no action group.
GROUPS = pd.DataFrame(
    {
        "id": [1, 2, 3],
        "kind": ["action_group", "action_group", "working_group"],
        "state": ["active", "proposed", "active"],
    }
)


def grid_of(orgs, given_posts, people, returns):
    organisation, post, appointment, person, membership, data = in_frames(
        orgs, given_posts, people, returns
    )
    held = posts.on_day(post, appointment, person, organisation, DAY)
    there = coverage.representatives(GROUPS, membership, person, DAY)
    return coverage.grid(organisation, held, there, data)


def is_held(term):
    if term is None:
        return False
    start, length = term
    return start <= 0 and (length is None or start + length >= 0)


def naive(orgs, given_posts, people, returns):
    """What each organisation in scope has, asked one by one."""
    strands = [
        each.value
        for each in Strand
        if each.value in {strand for kind, strand, *_ in given_posts if kind == "champion"}
    ]
    year = max((year for _, year in returns), default=None)
    found = {}
    for number, (code, is_in_scope) in enumerate(orgs, start=1):
        if not is_in_scope:
            continue
        cells = {}
        meets = any(own == number and group == 1 and start <= 0 for own, group, start in people)
        cells["representative"] = Cell.FILLED if meets else Cell.NOBODY
        for column in [*strands, "hr_contact"]:
            own = [
                is_held(term)
                for kind, strand, at, term in given_posts
                if at == number and column == (strand if kind == "champion" else kind)
            ]
            cells[column] = Cell.FILLED if any(own) else Cell.VACANT if own else Cell.NO_POST
        if year is not None:
            cells["data"] = Cell.FILLED if (number, year) in returns else Cell.NOT_RETURNED
        found[code] = cells
    return found


@given(organisations, some_posts, some_people, some_returns)
def test_the_grid_says_what_a_loop_over_everything_says(orgs, given_posts, people, returns):
    found = grid_of(orgs, given_posts, people, returns)
    codes = found.organisations.set_index("id")["code"]
    told = {code: {} for code in codes}
    for row in found.cells.to_dict("records"):
        told[codes[row["organisation_id"]]][row["column"]] = row["state"]
    expected = naive(orgs, given_posts, people, returns)
    assert told == expected

    gaps = {
        code: sum(state is not Cell.FILLED for state in cells.values())
        for code, cells in expected.items()
    }
    assert dict(zip(found.organisations["code"], found.organisations["gaps"], strict=True)) == gaps
    columns = coverage.by_column(found)
    assert columns["gaps"].sum() == sum(gaps.values())
    assert (columns["vacant"] + columns["absent"] == columns["gaps"]).all()
    assert (columns["filled"] + columns["gaps"] == len(expected)).all()


@pytest.fixture
def grid():
    """DEFRA lacks a representative; HSE has one and its HR contact is vacant; MET has nothing."""
    return grid_of(
        [("MET", True), ("DEFRA", True), ("HSE", True)],
        [
            ("hr_contact", STRANDS[0], 2, (-30, None)),
            ("hr_contact", STRANDS[0], 3, (-30, 9)),
        ],
        [(3, 1, -10)],
        [(2, 2022), (3, 2022), (1, 2021)],
    )


def codes(grid, **selection):
    return coverage.select(grid, CoverageSelection(**selection))["code"].tolist()


def test_organisations_are_listed_by_gaps_or_by_name(grid):
    assert codes(grid) == ["MET", "DEFRA", "HSE"]
    assert codes(grid, order=Order.NAME) == ["DEFRA", "HSE", "MET"]


def test_organisations_are_found_by_what_they_lack_and_by_name(grid):
    assert codes(grid, gaps=("hr_contact",)) == ["MET", "HSE"]
    assert codes(grid, gaps=("representative", "hr_contact")) == ["MET", "DEFRA", "HSE"]
    assert codes(grid, search="hs") == ["HSE"]
    assert codes(grid, search="hs", gaps=("data",)) == []


def test_a_cell_says_who_or_since_when(grid):
    cells = grid.cells.merge(grid.organisations, left_on="organisation_id", right_on="id")
    hse = cells[cells["code"] == "HSE"].set_index("column")
    assert hse.at["representative", "who"] == "Member 1"
    assert hse.at["hr_contact", "state"] == Cell.VACANT
    assert hse.at["hr_contact", "since"] == pd.Timestamp(2022, 5, 12)
    assert hse.at["hr_contact", "days"] == 20
    assert hse.at["data", "since"] == stamp(-1)


def test_what_nobody_was_ever_asked_for_is_no_gap(grid):
    assert [*grid.columns.values()] == ["Representative", "HR contact", "Data for 2022"]
    empty = grid_of([("MET", True)], [], [], [])
    assert [*empty.columns] == ["representative", "hr_contact"]
    assert empty.year is None


def test_who_shares_a_post_is_named_together():
    both = [("hr_contact", STRANDS[0], 1, (-30, None))] * 2
    found = grid_of([("MET", True)], [*both, ("hr_contact", STRANDS[0], 1, None)], [], [])
    [cell] = found.cells[found.cells["column"] == "hr_contact"].to_dict("records")
    assert (cell["state"], cell["who"]) == (Cell.FILLED, "Holder 1, Holder 2")
