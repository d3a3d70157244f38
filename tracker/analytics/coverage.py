"""Which organisation has whom: a representative, a champion a strand, an HR contact, its data."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.analytics import spells
from tracker.analytics.posts import PostState
from tracker.vocabulary import GroupKind, GroupState, PostKind, Strand, Word

REPRESENTATIVE, HR_CONTACT, DATA = "representative", "hr_contact", "data"

# Groups in these states meet, and so have representatives.
_AT_WORK = [GroupState.ACTIVE.value, GroupState.CLOSING.value]
_FACTS = {
    **dict.fromkeys(("state", "who", "title"), "object"),
    **dict.fromkeys(("since", "until"), "datetime64[s]"),
    **dict.fromkeys(("days", "post_id"), "Int64"),
}


class Cell(Word):
    """What an organisation has in one column of the grid. All but the first are gaps."""

    FILLED = "filled"
    VACANT = "vacant"
    NO_POST = "no_post"
    NOBODY = "nobody"
    NOT_RETURNED = "not_returned"


class Order(Word):
    """In which order organisations are listed."""

    GAPS = "gaps"
    NAME = "name"

    @property
    def label(self) -> str:
        return "Most gaps first" if self is self.GAPS else "By name"


@dataclass(frozen=True, slots=True)
class Grid:
    """Every organisation in scope against everything that it should have.

    Attributes:
        columns: Labels by key, in the order in which they are shown. There is one for each strand
            that has a champion's post anywhere, and one for data once any has been returned.
        organisations: ``id``, ``code``, ``name``, ``gaps`` (a count), by name.
        cells: One for each organisation and column, in their order: ``organisation_id``,
            ``column`` (its key), ``state`` (a ``Cell`` value), ``who`` (names; ""), ``since`` (of
            a vacancy, or the day data came), ``until`` (a term's end), ``days`` (a vacancy's age),
            ``post_id`` and ``title`` (of a post); missing where there is none.
        year: The latest that data was returned for; ``None``: none ever was.
    """

    columns: dict[str, str]
    organisations: pd.DataFrame
    cells: pd.DataFrame
    year: int | None


@dataclass(frozen=True, slots=True)
class CoverageSelection:
    """Which organisations are asked for, and in which order.

    Attributes:
        search: Words that must all occur in code or name.
        gaps: Keys of columns; an organisation with a gap in any of them is found.
    """

    search: str = ""
    gaps: tuple[str, ...] = ()
    order: Order = Order.GAPS


def grid(
    organisations: pd.DataFrame,
    posts: pd.DataFrame,
    representatives: pd.DataFrame,
    returns: pd.DataFrame,
) -> Grid:
    """The grid of the organisations in scope.

    Args:
        organisations: ``id``, ``code``, ``name``, ``is_in_scope``.
        posts: As ``analytics.posts.on_day`` gives them.
        representatives: As ``representatives`` gives them.
        returns: ``organisation_id``, ``year``, ``returned_on``; recorded by the day asked for.
    """
    year = int(returns["year"].max()) if len(returns) else None
    shown = _in_scope(organisations)
    columns = _columns(posts, year)
    filled = [
        _of_representatives(representatives),
        _of_posts(posts),
        _of_returns(returns[returns["year"] == year]),
    ]
    whole = pd.MultiIndex.from_product([shown["id"], columns], names=["organisation_id", "column"])
    cells = pd.concat(filled).reindex(whole).reset_index()
    empty = cells["column"].map({REPRESENTATIVE: Cell.NOBODY.value, DATA: Cell.NOT_RETURNED.value})
    cells["state"] = cells["state"].fillna(empty.fillna(Cell.NO_POST.value))
    cells[["who", "title"]] = cells[["who", "title"]].fillna("")
    gaps = is_gap(cells).groupby(cells["organisation_id"]).sum().reindex(shown["id"], fill_value=0)
    return Grid(columns, shown.assign(gaps=gaps.to_numpy()), cells, year)


def representatives(
    groups: pd.DataFrame, memberships: pd.DataFrame, people: pd.DataFrame, day: date
) -> pd.DataFrame:
    """Who is in an action group on ``day``, and where they work.

    Args:
        groups: ``id``, ``kind``, ``state``.
        memberships: ``group_id``, ``person_id``, ``starts_on``, ``ends_on``.
        people: ``id``, ``name``, ``organisation_id``.

    Returns:
        ``person_id``, ``name``, ``organisation_id``: each person once; who works nowhere is out.
    """
    is_meant = (groups["kind"] == GroupKind.ACTION_GROUP) & groups["state"].isin(_AT_WORK)
    there = spells.current(memberships, day)
    ids = there.loc[there["group_id"].isin(groups.loc[is_meant, "id"]), "person_id"]
    found = people[people["id"].isin(ids)].dropna(subset="organisation_id")
    return found[["id", "name", "organisation_id"]].rename(columns={"id": "person_id"})


def is_gap(cells: pd.DataFrame) -> pd.Series:
    """Which of the grid's cells lack somebody or something."""
    return cells["state"] != Cell.FILLED


def by_column(found: Grid) -> pd.DataFrame:
    """How the organisations stand in each column.

    Returns:
        By column, in the grid's order: ``label``, ``filled``, ``vacant`` (a post nobody holds),
        ``absent`` (no post, nobody, or not returned) and ``gaps`` (counts of organisations).
    """
    counts = pd.crosstab(found.cells["column"], found.cells["state"])
    states = [state.value for state in Cell]
    counts = counts.reindex(index=[*found.columns], columns=states, fill_value=0)
    return pd.DataFrame(
        {
            "label": pd.Series(found.columns, dtype=object),
            "filled": counts[Cell.FILLED.value],
            "vacant": counts[Cell.VACANT.value],
            "absent": counts[states[2:]].sum(axis=1),
            "gaps": counts[states[1:]].sum(axis=1),
        }
    ).rename_axis("column")


def select(found: Grid, selection: CoverageSelection) -> pd.DataFrame:
    """The organisations asked for, in the order asked for."""
    rows = found.organisations
    if selection.gaps:
        asked = found.cells["column"].isin(selection.gaps) & is_gap(found.cells)
        rows = rows[rows["id"].isin(found.cells.loc[asked, "organisation_id"])]
    words = selection.search.casefold().split()
    if words:
        texts = (rows["code"] + "\n" + rows["name"]).str.casefold()
        rows = rows[[all(word in text for word in words) for text in texts]]
    if selection.order is Order.GAPS:
        return rows.sort_values("gaps", ascending=False, kind="stable")
    return rows


def _in_scope(organisations: pd.DataFrame) -> pd.DataFrame:
    rows = organisations.loc[organisations["is_in_scope"], ["id", "code", "name"]]
    return rows.sort_values("name", key=lambda name: name.str.casefold(), ignore_index=True)


def _columns(posts: pd.DataFrame, year: int | None) -> dict[str, str]:
    there = set(posts["strand"].dropna())
    champions = {each.value: f"{each.label} champion" for each in Strand if each in there}
    data = {} if year is None else {DATA: f"Data for {year}"}
    return {REPRESENTATIVE: "Representative", **champions, HR_CONTACT: "HR contact", **data}


def _of_representatives(representatives: pd.DataFrame) -> pd.DataFrame:
    names = representatives.groupby("organisation_id")["name"].agg(", ".join)
    return _cells(pd.DataFrame({"who": names, "column": REPRESENTATIVE}).reset_index())


def _of_posts(posts: pd.DataFrame) -> pd.DataFrame:
    """Of several posts for the same, those that are held count, else the longest vacant."""
    kinds = posts["kind"].map({PostKind.HR_CONTACT.value: HR_CONTACT})
    own = posts.assign(column=kinds.fillna(posts["strand"]), post_id=posts["id"])
    own = own.dropna(subset=["column", "organisation_id"]).sort_values("vacant_since")
    is_vacant = own["state"] == PostState.VACANT
    keys = ["organisation_id", "column"]
    holders = own[~is_vacant].groupby(keys)["holder"].agg(", ".join)
    own = pd.concat([own[~is_vacant], own[is_vacant]]).drop_duplicates(keys)
    states = (own["state"] == PostState.VACANT).map(
        {True: Cell.VACANT.value, False: Cell.FILLED.value}
    )
    cells = _cells(
        own[[*keys, "post_id", "title"]].assign(
            state=states, since=own["vacant_since"], until=own["ends_on"], days=own["vacant_days"]
        )
    )
    return cells.assign(who=holders.reindex(cells.index))


def _of_returns(returns: pd.DataFrame) -> pd.DataFrame:
    own = returns[["organisation_id"]].assign(column=DATA, since=returns["returned_on"])
    return _cells(own)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` by organisation and column, with every fact that a cell can have."""
    rows = rows.astype({"organisation_id": "int64"})
    if "state" not in rows:
        rows = rows.assign(state=Cell.FILLED.value)
    return rows.set_index(["organisation_id", "column"]).reindex(columns=[*_FACTS]).astype(_FACTS)
