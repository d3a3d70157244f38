"""What members think, from what disclosure control lets through.

Everything here is worked out from counts that were rounded to the nearest 5; what is withheld has
no figure and says why. Intervals hold 95 % of what chance alone would give.

Sources: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
Journal of the American Statistical Association, 1927; R. G. Newcombe, "Interval Estimation for the
Difference between Independent Proportions: Comparison of Eleven Methods", Statistics in Medicine,
1998 (his method 10).
"""

from collections.abc import Collection, Hashable, Sequence
from typing import Any

import pandas as pd

from tracker.analytics.calibration import wilson
from tracker.analytics.disclosure import Table

PEOPLE = "people"  # the topic: who answered a round
ASKED = "asked"  # its one answer: how many were asked

SCORES = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}  # from "strongly disagree" to "strongly agree"
AGREEING = ("4", "5")

ASSOCIATION = (
    "This says how the answers of the two rounds differ, not why: other people may have answered, "
    "and much else may have changed."
)

_KEY = ["row", "label", "topic"]


def response_rates(table: Table) -> pd.DataFrame:
    """How many of those who were asked answered.

    Response rate = answered / asked, both to the nearest 5, with Wilson's interval.

    Args:
        table: With the topic ``PEOPLE``, whose cells have the answer ``ASKED``.

    Returns:
        ``row``, ``label``, ``heard``, ``asked`` (whole numbers), ``rate``, ``low``, ``high`` (0 to
        1), each missing where it can't be told, and ``because`` (why; else empty).
    """
    rows = table.rows[table.rows["topic"] == PEOPLE].reset_index(drop=True)
    cells = table.cells[(table.cells["topic"] == PEOPLE) & (table.cells["answer"] == ASKED)]
    asked = rows["row"].map(cells.set_index("row")["count"]).astype("Int64")
    found = rows[["row", "label"]].assign(heard=rows["base"], asked=asked)
    found = _with_shares(found, found["heard"], found["asked"], "rate")
    unknown = rows["words"].where(rows["base"].isna(), "how many were asked is not known")
    return found.assign(because=unknown.where(found["rate"].isna(), "").astype("str"))


def agreement(table: Table, topics: Collection[str]) -> pd.DataFrame:
    """How far people agree.

    Args:
        table: With cells whose answers are those of ``SCORES``.
        topics: The topics that are questions of agreement.

    Returns:
        One row per row of the table and topic: ``row``, ``label``, ``topic``, ``base`` (how many
        answered), ``answered`` (the sum of the answers' rounded counts, which the next are parts
        of), ``agreeing`` (how many agree or strongly agree), ``mean`` (1 to 5), ``share`` (of
        those agreeing), ``low``, ``high`` (its interval; 0 to 1), each missing where it can't be
        told, and ``because`` (why; else empty).
    """
    rows = table.rows[table.rows["topic"].isin(topics)].reset_index(drop=True)
    counts = _by_answer(table, rows, list(SCORES))
    answered = counts.sum(axis=1)
    found = rows[[*_KEY, "base"]].assign(
        answered=answered.where(answered > 0),
        agreeing=counts[list(AGREEING)].sum(axis=1).where(answered > 0),
        mean=((counts * pd.Series(SCORES)).sum(axis=1) / answered).where(answered > 0),
    )
    found = found.astype({"answered": "Int64", "agreeing": "Int64", "mean": "Float64"})
    found = _with_shares(found, found["agreeing"], found["answered"], "share")
    return found.assign(because=_because(rows, found["share"]))


def distribution(table: Table, topic: str, answers: Sequence[str]) -> pd.DataFrame:
    """How the answers to a question of one choice are spread.

    Returns:
        One row per row of the table and answer, in the order of ``answers``: ``row``, ``label``,
        ``topic``, ``answer``, ``count``, ``share`` (of the sum of the rounded counts, so that the
        shares add up to 1), both missing where they can't be told, and ``because``.
    """
    rows = table.rows[table.rows["topic"] == topic].reset_index(drop=True)
    counts = _by_answer(table, rows, answers)
    answered = counts.sum(axis=1)
    told = answered > 0
    shares = counts.div(answered.where(told), axis=0).astype("Float64")
    found = rows[_KEY].assign(because=_because(rows, answered.where(told)))
    long = found.merge(pd.DataFrame({"answer": list(answers)}), how="cross")
    stacked = counts.where(told, axis=0).astype("Int64")
    return long.assign(
        count=pd.array(stacked.to_numpy().ravel(), dtype="Int64"),
        share=pd.array(shares.to_numpy().ravel(), dtype="Float64"),
    )[[*_KEY, "answer", "count", "share", "because"]]


def change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """How the share agreeing with a repeated question differs between two rounds.

    The interval is Newcombe's, made of the two rounds' Wilson intervals. It takes the two rounds
    for independent; where the same people answered both, it is wider than it need be.

    Args:
        before, after: As ``agreement`` returned them; rows belong together by label and topic.

    Returns:
        ``label``, ``topic``, ``before``, ``after`` (shares), ``change``, ``low``, ``high`` (of the
        shares, -1 to 1), ``words`` (what may be said of it) and ``because``.
    """
    both = before.merge(after, on=["label", "topic"], suffixes=("_before", "_after"))
    columns = ["before", "after", "change", "low", "high", "words", "because"]
    found = pd.DataFrame([_changed(row) for row in both.to_dict("records")], columns=columns)
    kinds = dict.fromkeys(columns[:5], "Float64") | dict.fromkeys(columns[5:], "str")
    return pd.concat([both[["label", "topic"]], found.astype(kinds)], axis=1)


def newcombe(agreeing: tuple[int, int], of: tuple[int, int]) -> tuple[float, float]:
    """The interval of the second share less the first, from the counts of each."""
    (first, second) = (agreeing[0] / of[0], agreeing[1] / of[1])
    (low, high), (next_low, next_high) = (wilson(a, n) for a, n in zip(agreeing, of, strict=True))
    difference = second - first
    down = ((second - next_low) ** 2 + (high - first) ** 2) ** 0.5
    up = ((next_high - second) ** 2 + (first - low) ** 2) ** 0.5
    return difference - down, difference + up


def _changed(row: dict[Hashable, Any]) -> tuple[object, ...]:
    for when in ("before", "after"):
        if row[f"because_{when}"]:
            return *[None] * 5, "", f"{when}: {row[f'because_{when}']}"
    agreeing = (row["agreeing_before"], row["agreeing_after"])
    low, high = newcombe(agreeing, (row["answered_before"], row["answered_after"]))
    first, second = row["share_before"], row["share_after"]
    return first, second, second - first, low, high, _in_words(low, high), ""


def _in_words(low: float, high: float) -> str:
    if low > 0:
        return "More agree than before, beyond what chance alone would usually give."
    if high < 0:
        return "Fewer agree than before, beyond what chance alone would usually give."
    return "No clear change: chance alone could give as much."


def _by_answer(table: Table, rows: pd.DataFrame, answers: Sequence[str]) -> pd.DataFrame:
    """The counts of each of ``rows``: a column per answer, 0 where nobody gave it."""
    cells = table.cells[table.cells["topic"].isin(rows["topic"])]
    wide = cells.pivot(index=["row", "topic"], columns="answer", values="count")
    places = pd.MultiIndex.from_frame(rows[["row", "topic"]])
    found = wide.reindex(index=places, columns=list(answers)).fillna(0)
    return found.astype("int64").reset_index(drop=True)


def _because(rows: pd.DataFrame, figures: pd.Series) -> pd.Series:
    why = rows["words"].where(rows["base"].isna(), "too few gave any one answer")
    return why.where(figures.isna(), "").astype("str")


def _with_shares(
    found: pd.DataFrame, parts: pd.Series, wholes: pd.Series, name: str
) -> pd.DataFrame:
    """``found`` with the share that each part is, and its interval."""
    figures = [
        (None, None, None)
        if pd.isna(part) or pd.isna(whole)
        else (part / whole, *wilson(part, whole))
        for part, whole in zip(parts, wholes, strict=True)
    ]
    columns = [name, "low", "high"]
    shares = pd.DataFrame(figures, columns=columns, index=found.index).astype("Float64")
    return pd.concat([found, shares], axis=1)
