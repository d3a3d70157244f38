"""The results of a round of questions, group by group: everything its page shows."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tracker.analytics import released as rules
from tracker.analytics.disclosure import Table
from tracker.analytics.opinions import agreement, distribution
from tracker.analytics.released import Released

_ANSWERS = ["question_id", "label", "base", "answer", "option", "count", "share", "because"]


def answers(
    released: Released, names: Mapping[str, str], options: Mapping[int, Sequence[str]]
) -> pd.DataFrame:
    """How the answers to each question are spread.

    Args:
        names: Of the groups asked, by unit, in order.
        options: What each question's answers are called, by the question's id, both in order.

    Returns:
        One row per question, row of its table (each group, those told together, all) and answer:
        ``question_id``, ``label`` (of the row), ``base`` (how many answered), ``answer`` (its
        place from 1), ``option``, ``count``, ``share`` (0 to 1), each missing where it can't be
        told, and ``because`` (why; else empty). Counts are to the nearest 5.
    """
    topics = {rules.topic_of(id_): id_ for id_ in options}
    parts = [
        _answers(made, topic, topics[topic], options[topics[topic]])
        for made, own in rules.usual_tables(released, [*topics], names)
        for topic in own
    ]
    return _in_order(parts, [*options], _ANSWERS)


def agreements(
    released: Released, names: Mapping[str, str], question_ids: Sequence[int]
) -> pd.DataFrame:
    """How far members agree with each question.

    Returns:
        ``question_id``, then as ``opinions.agreement`` gives them; a row as for ``answers``.
    """
    topics = {rules.topic_of(id_): id_ for id_ in question_ids}
    parts = [
        agreement(made, own).assign(question_id=lambda rows: rows["topic"].map(topics))
        for made, own in rules.usual_tables(released, [*topics], names)
    ]
    return _in_order(parts, question_ids, ["question_id"])


def themes(
    counts: pd.DataFrame,
    released: Released,
    names: Mapping[str, str],
    question_id: int,
    theme_names: Mapping[str, str],
) -> pd.DataFrame:
    """How many comments on a question are about each theme.

    Args:
        counts: As ``released.count_themes`` returned them.
        theme_names: By ``released.theme_of``, in order.

    Returns:
        ``label`` (of the row), ``theme`` (as ``theme_names`` has it), ``name``, ``comments`` (to
        the nearest 5; missing: withheld), ``because`` (why; else empty).
    """
    topic = rules.topic_of(question_id)
    made = rules.usual_table(Released(released.ledger, counts), topic, names)
    rows = made.rows.merge(
        pd.DataFrame({"theme": [*theme_names], "name": [*theme_names.values()]}), how="cross"
    )
    cells = made.cells.rename(columns={"answer": "theme"})[["row", "theme", "count"]]
    found = rows.merge(cells, on=["row", "theme"], how="left")
    is_told = found["base"].notna()
    comments = found["count"].astype("Int64").fillna(0).where(is_told & found["count"].gt(0))
    few = pd.Series(rules.FEW_COMMENTS, index=found.index).where(is_told, found["words"])
    because = few.where(comments.isna(), "")
    return found[["label", "theme", "name"]].assign(comments=comments, because=because)


def told_units(released: Released, topic: str) -> list[str]:
    """The groups of which something is told in a topic, by themselves or among others."""
    own = released.ledger[released.ledger["topic"] == topic]
    return own.loc[own["people"].notna(), "unit"].tolist()


def _answers(made: Table, topic: str, question_id: int, words: Sequence[str]) -> pd.DataFrame:
    option = {str(place): word for place, word in enumerate(words, start=1)}
    bases = made.rows[made.rows["topic"] == topic].set_index("row")["base"]
    found = distribution(made, topic, [*option])
    return found.assign(
        question_id=question_id,
        base=found["row"].map(bases),
        option=found["answer"].map(option),
        answer=found["answer"].astype("int64"),
    )[_ANSWERS]


def _in_order(
    parts: Sequence[pd.DataFrame], question_ids: Sequence[int], columns: Sequence[str]
) -> pd.DataFrame:
    """The parts under each other, the questions in their order."""
    if not parts:
        return pd.DataFrame(columns=[*columns])
    place = {id_: number for number, id_ in enumerate(question_ids)}
    order = pd.concat(parts).sort_values(
        "question_id", key=lambda ids: ids.map(place), kind="stable"
    )
    return order.reset_index(drop=True)
