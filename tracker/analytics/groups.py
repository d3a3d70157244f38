"""Groups in figures: how far they are in time and in what they promised, and who takes part."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tracker.analytics import spells
from tracker.vocabulary import ENDED, GroupRole, GroupState

SUMMER = (6, 8)  # from the first day of the one month to the last of the other


@dataclass(frozen=True, slots=True)
class GroupSelection:
    """Which groups are asked for; what is empty does not choose.

    Attributes:
        search: Words that must all occur in the name or the purpose, in any place and any case.
        kinds: ``GroupKind`` values.
        states: ``GroupState`` values.
        overrun: Only those past their end.
    """

    search: str = ""
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    overrun: bool = False


def share_of_time(groups: pd.DataFrame, day: date) -> pd.Series:
    """How much of the time from a group's beginning to its planned end has gone.

    Args:
        groups: ``began_on``, ``ends_on``, ``ended_on`` (days, may be missing).

    Returns:
        0 to 1; missing while it hasn't begun or has no end. Of one that has ended: until then.
    """
    until = groups["ended_on"].fillna(pd.Timestamp(day))
    whole = (groups["ends_on"] - groups["began_on"]).dt.days + 1
    used = (until - groups["began_on"]).dt.days + 1
    share: pd.Series = used / whole.where(whole > 0)
    return share.clip(0, 1).astype("float64")


def days_over(groups: pd.DataFrame, day: date) -> pd.Series:
    """By how many days each group that is at work is past its planned end.

    Args:
        groups: ``state``, ``ends_on``.

    Returns:
        Whole days; 0 for those that aren't, have no end, haven't begun or have ended.
    """
    over = (pd.Timestamp(day) - groups["ends_on"]).dt.days
    at_work = groups["state"].isin([GroupState.ACTIVE, GroupState.CLOSING])
    return _counts(over.where(at_work).clip(lower=0))


def accepted(deliverables: pd.DataFrame) -> pd.DataFrame:
    """How much of what each group promised is accepted.

    Args:
        deliverables: ``group_id``, ``accepted_on``, ``withdrawn_on``.

    Returns:
        By ``group_id``, of those that promise anything: ``deliverables`` and ``accepted`` (counts
        of those that aren't withdrawn), ``share_accepted`` (0 to 1).
    """
    promised = deliverables[deliverables["withdrawn_on"].isna()]
    of_group = promised["accepted_on"].notna().groupby(promised["group_id"])
    found = pd.DataFrame({"deliverables": of_group.size(), "accepted": of_group.sum()})
    return found.assign(share_accepted=found["accepted"] / found["deliverables"])


def members(memberships: pd.DataFrame, day: date) -> pd.DataFrame:
    """How many people each group has on ``day``, and whether one of them chairs it.

    Args:
        memberships: ``group_id``, ``person_id``, ``role``, ``starts_on``, ``ends_on``.

    Returns:
        One row per group that has anybody: ``group_id``, ``members`` (a count), ``has_chair``.
    """
    now = spells.current(memberships, day)
    of_group = now.assign(is_chair=now["role"] == GroupRole.CHAIR).groupby("group_id")
    found = of_group.agg(members=("person_id", "nunique"), has_chair=("is_chair", "any"))
    return found.reset_index().astype({"members": "int64", "has_chair": "bool"})


def sheet(
    groups: pd.DataFrame,
    people: pd.DataFrame,
    deliverables: pd.DataFrame,
    day: date,
) -> pd.DataFrame:
    """Each group with its figures on ``day``, in the order of ``groups``.

    Args:
        groups, deliverables: As ``queries.groups.Groups`` has them.
        people: As ``members`` gives them.

    Returns:
        ``groups`` with ``parent`` (its name, or empty), ``members`` (a count), ``has_chair``,
        ``deliverables``, ``accepted`` (counts), ``share_accepted``, ``share_of_time`` (0 to 1, may
        be missing), ``days_over``, ``has_ended``.
    """
    counts = people.set_index("group_id")["members"]
    led = people.loc[people["has_chair"], "group_id"]
    promised = accepted(deliverables).reindex(groups["id"])
    parents = groups["parent_id"].map(groups.set_index("id")["name"]).astype(object)
    return groups.assign(
        parent=parents.where(parents.notna(), ""),
        members=_counts(groups["id"].map(counts)),
        has_chair=groups["id"].isin(led),
        deliverables=_counts(promised["deliverables"]).to_numpy(),
        accepted=_counts(promised["accepted"]).to_numpy(),
        share_accepted=promised["share_accepted"].to_numpy(dtype="float64"),
        share_of_time=share_of_time(groups, day),
        days_over=days_over(groups, day),
        has_ended=groups["state"].isin([*ENDED]),
    )


def with_open_actions(rows: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """``rows`` of ``sheet`` with ``open_actions``, a count.

    Args:
        homes: The open actions: ``action_id``, ``group_id``.
    """
    counts = homes.groupby("group_id")["action_id"].size()
    return rows.assign(open_actions=_counts(rows["id"].map(counts)))


def select(rows: pd.DataFrame, purposes: pd.Series, selection: GroupSelection) -> pd.DataFrame:
    """The rows of ``sheet`` that ``selection`` asks for, in their order.

    Args:
        purposes: What each group is for, by its key.
    """
    found = pd.Series(True, index=rows.index)
    if selection.kinds:
        found &= rows["kind"].isin(selection.kinds)
    if selection.states:
        found &= rows["state"].isin(selection.states)
    if selection.overrun:
        found &= rows["days_over"] > 0
    if words := selection.search.casefold().split():
        texts = rows["name"] + "\n" + rows["id"].map(purposes).astype(object).fillna("")
        found &= np.array([all(w in text.casefold() for w in words) for text in texts], dtype=bool)
    return rows[found]


def stages(groups: pd.DataFrame, changes: pd.DataFrame, day: date) -> pd.DataFrame:
    """From when to when each group was in each state, until ``day``.

    Args:
        groups: ``id``, ``proposed_on``, ``state``.
        changes: As ``queries.groups.Groups`` has them.

    Returns:
        One row per group and state, in time: ``group_id``, ``state``, ``first``, ``until``
        (days; the last one goes on until ``day``). How it ended is no stage.
    """
    is_move = changes["from_state"] != changes["to_state"]
    is_asked = changes["group_id"].isin(groups["id"])
    moves = changes.loc[is_move & is_asked, ["group_id", "on", "to_state"]]
    begun = pd.DataFrame(
        {
            "group_id": groups["id"],
            "on": groups["proposed_on"],
            "to_state": GroupState.PROPOSED.value,
        }
    )
    steps = pd.concat([begun, moves]).sort_values("group_id", kind="stable", ignore_index=True)
    until = steps.groupby("group_id")["on"].shift(-1).fillna(pd.Timestamp(day))
    found = steps.rename(columns={"to_state": "state", "on": "first"}).assign(until=until)
    return found[~found["state"].isin([*ENDED])].reset_index(drop=True)


def over_time(memberships: pd.DataFrame, day: date, *, least: int = 12) -> pd.Series:
    """How many people were in any of ``memberships`` on the first of each month, and on ``day``.

    Args:
        least: The fewest months that are shown, also where the first spell is later.

    Returns:
        Whole numbers by day, from the first month with anybody; empty before there is one.
    """
    if memberships.empty:
        return pd.Series(dtype="int64", index=pd.DatetimeIndex([]))
    last = pd.Timestamp(day)
    first = min(memberships["starts_on"].min(), last - pd.DateOffset(months=least))
    months = pd.date_range(first.normalize().replace(day=1), last, freq="MS")
    return spells.numbers(memberships, months.union([last]).as_unit("s"))


def joiners(memberships: pd.DataFrame, year: int, months: tuple[int, int] = SUMMER) -> int:
    """How many people joined in those months: who was not in it the day before.

    Args:
        memberships: Of one group, or of several taken as one.
        year: Of the summer that is asked for.
    """
    first = np.datetime64(f"{year}-{months[0]:02}-01")
    after = np.datetime64(f"{year}-{months[1]:02}-01") + np.timedelta64(31, "D")
    after = after.astype("datetime64[M]").astype("datetime64[D]")
    stays = spells.unbroken(memberships)
    begun = stays["first"].between(first.astype("int64"), after.astype("int64"), inclusive="left")
    return int(stays.loc[begun, "person_id"].nunique())


def last_summer(day: date) -> int:
    """The year of the latest summer that has begun by ``day``."""
    return day.year if day.month >= SUMMER[0] else day.year - 1


def attendance(
    meetings: pd.DataFrame, came: pd.DataFrame, memberships: pd.DataFrame
) -> pd.DataFrame:
    """Who of the members came to each meeting, the latest first.

    Args:
        meetings: Of one group: ``id``, ``held_on``.
        came: ``meeting_id``, ``person_id``.
        memberships: Of the same group.

    Returns:
        ``meetings`` with ``members`` (in the group that day), ``members_came``, ``guests``
        (counts), ``share`` (of the members, 0 to 1; missing when there were none).
    """
    of_members, guests = _came(meetings, came, memberships)
    days = pd.DatetimeIndex(meetings["held_on"])
    found = meetings.assign(
        members=spells.numbers(memberships, days).to_numpy(),
        members_came=of_members.to_numpy(),
        guests=guests.to_numpy(),
    )
    there = found["members"].astype("float64")
    found["share"] = found["members_came"] / there.where(there > 0)
    return found.sort_values("held_on", ascending=False, kind="stable")


def orphans(groups: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """The open actions whose group has ended, because they were taken up again since.

    Args:
        groups: ``id``, ``state``.
        homes: The open actions: ``action_id``, ``group_id``.
    """
    over = groups.loc[groups["state"].isin([*ENDED]), "id"]
    return homes[homes["group_id"].isin(over)]


def _came(
    meetings: pd.DataFrame, came: pd.DataFrame, memberships: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """How many members and how many others came to each of ``meetings``."""
    each = came.merge(meetings[["id", "held_on"]], left_on="meeting_id", right_on="id")
    each = each.merge(
        memberships[["person_id", "starts_on", "ends_on"]], on="person_id", how="left"
    )
    is_in = (each["starts_on"] <= each["held_on"]) & ~(each["ends_on"] < each["held_on"])
    per_person = is_in.groupby([each["meeting_id"], each["person_id"]]).any()
    by_meeting = per_person.groupby(level="meeting_id")
    found = by_meeting.agg(["sum", "size"]).reindex(meetings["id"]).fillna(0).astype("int64")
    return found["sum"], found["size"] - found["sum"]


def _counts(numbers: pd.Series) -> pd.Series:
    return numbers.fillna(0).astype("int64")
