"""What is released of a round of questions: once, when it closes, and all tables are made of it.

A round is a scope of disclosure control, a member group a unit. ``disclosure`` says why whatever
is made of this, in whatever order, tells nothing that is withheld.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.analytics.disclosure import (
    NEAREST,
    Row,
    Table,
    fewer_than,
    release,
    table,
    usual_rows,
)
from tracker.analytics.opinions import ASKED, PEOPLE, agreement, change, response_rates
from tracker.analytics.sealing import LEDGER, Topic, new_ledger, seal

OPINIONS = "opinions"  # the topic that every question is within: who answered anything
CHECKED = "checked"  # among the themes of comments: how many comments were read for themes
FEW_COMMENTS = fewer_than(NEAREST)  # what stands in the place of 0 to 2 comments
TOTAL, TOTAL_OF_BOTH = "All groups", "All groups asked both times"

_COUNTS = {"scope": "str", "topic": "str", "block": "int64", "answer": "str", "count": "Int64"}
_LEFT_OUT = "not all of it can be shown"


@dataclass(frozen=True, slots=True)
class Released:
    """What may be known of a round, to the last person; tables round it.

    Attributes:
        ledger: With the columns of ``sealing.LEDGER``.
        counts: By block, as ``disclosure.release`` gives them.
    """

    ledger: pd.DataFrame
    counts: pd.DataFrame

    def content(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"ledger": columns_of(self.ledger), "counts": columns_of(self.counts)}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Released":
        """What ``content`` made."""
        return cls(
            pd.DataFrame(content["ledger"], columns=[*LEDGER]).astype(LEDGER),
            counts_of(content["counts"]),
        )


def scope_of(round_id: int) -> str:
    """What a round is called in the ledger."""
    return f"round {round_id}"


def topic_of(question_id: int) -> str:
    """What a question is called in the ledger."""
    return f"question {question_id}"


def theme_of(theme_id: int) -> str:
    """What a theme of comments is called among the answers to a question."""
    return f"theme {theme_id}"


def count_round(
    scope: str,
    *,
    asked: Mapping[str, int | None],
    heard: Mapping[str, int],
    answers: pd.DataFrame,
    topics: Sequence[str],
    fewest_people: int,
    fewest_respondents: int,
) -> Released:
    """What is released of a round that has closed.

    Args:
        asked: How many people each group was asked with; ``None``: not known.
        heard: How many of each group answered, 0 included.
        answers: ``unit``, ``topic``, ``answer``, ``count``: how many gave each answer.
        topics: Of the questions asked.
        fewest_people, fewest_respondents: The thresholds of counts and of opinions.
    """
    sealed = [
        Topic(PEOPLE, heard, fewest_people),
        Topic(OPINIONS, heard, fewest_respondents, within=PEOPLE),
    ]
    for topic in topics:
        given = answers[answers["topic"] == topic].groupby("unit")["count"].sum()
        counts = {unit: int(given.get(unit, 0)) for unit in heard}
        sealed.append(Topic(topic, counts, fewest_respondents, within=OPINIONS))
    ledger = seal(new_ledger(), scope, sealed)
    people = pd.DataFrame({"unit": [*asked], "count": [*asked.values()]}, dtype="object")
    cells = pd.concat([answers, people.assign(topic=PEOPLE, answer=ASKED)])
    return Released(ledger, release(cells.assign(scope=scope), ledger))


def count_themes(released: Released, scope: str, found: pd.DataFrame) -> pd.DataFrame:
    """How many comments are about each theme, by the blocks of the question they answer.

    Args:
        found: ``unit``, ``topic``, ``answer`` (``CHECKED``, or a theme), ``count``.

    Returns:
        As ``Released.counts``.
    """
    return release(found.assign(scope=scope), released.ledger).astype(_COUNTS)


def columns_of(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """``frame`` as JSON holds it."""
    known = frame.astype(object).where(frame.notna(), None)
    return {str(name): known[name].tolist() for name in known.columns}


def counts_of(columns: Mapping[str, Any]) -> pd.DataFrame:
    """The counts that ``columns_of`` made ``columns`` of."""
    return pd.DataFrame(dict(columns), columns=[*_COUNTS]).astype(_COUNTS)


def rates(released: Released, names: Mapping[str, str]) -> pd.DataFrame:
    """The response rates of each group, of those told together, and of all.

    Args:
        names: Of the groups asked, by unit, in the order of the table.
    """
    return response_rates(usual_table(released, PEOPLE, names))


def usual_table(released: Released, topic: str, names: Mapping[str, str]) -> Table:
    """The table of one topic: each group, those told together, and all."""
    return table(released.counts, _of(released, [topic]), _rows(released, topic, names, TOTAL))


def usual_tables(
    released: Released, topics: Sequence[str], names: Mapping[str, str], total: str = TOTAL
) -> list[tuple[Table, list[str]]]:
    """As ``usual_table``, of many topics: those that have the same rows share a table."""
    by_rows: dict[tuple[Row, ...], list[str]] = {}
    for topic in topics:
        by_rows.setdefault(_rows(released, topic, names, total), []).append(topic)
    return [
        (table(released.counts, _of(released, own), rows), own) for rows, own in by_rows.items()
    ]


def changes(
    before: Released, after: Released, topics: Sequence[str], names: Mapping[str, str]
) -> pd.DataFrame:
    """How the share agreeing with questions differs between two rounds, as ``opinions.change``.

    Only what holds the same groups both times is compared.

    Args:
        names: Of the groups that were asked both times.
    """
    earlier, later = (
        pd.concat([_comparable(*made) for made in usual_tables(each, topics, names, TOTAL_OF_BOTH)])
        for each in (before, after)
    )
    return change(earlier, later)


def _rows(released: Released, topic: str, names: Mapping[str, str], total: str) -> tuple[Row, ...]:
    own = _of(released, [topic])
    rows = usual_rows(own, topic, names, frozenset(own["scope"]), total)
    return tuple(rows[:1] if len(names) == 1 else rows)  # the one group is all of them


def _of(released: Released, topics: Sequence[str]) -> pd.DataFrame:
    return released.ledger[released.ledger["topic"].isin(topics)]


def _comparable(made: Table, topics: Sequence[str]) -> pd.DataFrame:
    found = agreement(made, topics)
    left_out = made.rows[made.rows["topic"].isin(topics)].reset_index(drop=True)["left_out"]
    is_partial = (found["because"] == "") & (left_out > 0)
    return found.assign(because=found["because"].mask(is_partial, _LEFT_OUT))
